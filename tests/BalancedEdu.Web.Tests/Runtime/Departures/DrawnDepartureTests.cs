using BalancedEdu.Web.Data;
using BalancedEdu.Web.Data.Cases;
using BalancedEdu.Web.Runtime;
using BalancedEdu.Web.Runtime.Departures;
using BalancedEdu.Web.Tests.App;
using BalancedEdu.Web.Tests.Runtime.CaseActions;
using BalancedEdu.Web.Tests.Runtime.People;
using BalancedEdu.Web.Tests.Runtime.Tasks;
using Microsoft.EntityFrameworkCore;

namespace BalancedEdu.Web.Tests.Runtime.Departures;

/// <summary>Who was drawn by lot leaves: the successor is named, and that is no draw.</summary>
public sealed class DrawnDepartureTests
{
    [Theory, Databases]
    public async Task A_drawn_seat_is_drawn_again_and_never_goes_to_the_successor(DatabaseProvider provider)
    {
        await using var app = await Site.StartAppAsync(provider);
        var seats = await app.LookAsync();
        var outcome = await HandOverAsync(app, seats[0].Assignee!, "luoyichen");
        Assert.Equal((1, 0), (outcome.Done, outcome.Left.Count));
        var now = await app.NowAsync(seats[0]);
        Assert.DoesNotContain(now.Assignee, seats.Select(s => s.Assignee).Append("luoyichen").Append(null));
        var draw = (await app.DrawsAsync(now.Id))[^1];
        Assert.Equal((now.Assignee, now.Assignee), (draw.Drawn, draw.Again));
        Assert.DoesNotContain(seats[0].Assignee, draw.Pool);
        Assert.Equal(now.Assignee, (await Hands.MailedAsync(app, "task-assigned"))[^1]);
        await using var db = app.Open();
        var record = await db.CaseEvents.SingleAsync(e => e.TaskId == now.Id && e.Kind == "TaskHandedOver");
        Assert.Contains(now.Assignee!, record.Data, StringComparison.Ordinal);
        Assert.True(await db.TaskHolders.AnyAsync(h => h.TaskId == now.Id && h.UserName == seats[0].Assignee));
    }

    /// <summary>The successor could be drawn, and holds a seat already: nobody sits on two.</summary>
    [Theory, Databases]
    public async Task When_nobody_is_left_to_be_drawn_the_seat_waits_for_assignment_with_its_incident(
        DatabaseProvider provider)
    {
        await using var app = await Site.StartAppAsync(provider);
        var seats = await app.LookAsync();
        var seat = seats[0];
        for (var left = 2; left > 0; left--, seat = await app.NowAsync(seat))
            Assert.Equal(1, (await HandOverAsync(app, seat.Assignee!, seats[1].Assignee!)).Done);
        var dry = Assert.Single((await HandOverAsync(app, seat.Assignee!, seats[1].Assignee!)).Left);
        dry.Refusal.Is(
            RefusalKind.Conflict, "departure.drawn-dry",
            "“现场核查”的办理人由抽签确定，不能移交给指定的人，备选人员中又已无人可抽，现为待指派。请补充备选人员后到“异常”中重试。");
        seat = await app.NowAsync(seat);
        Assert.Equal((null, true), (seat.Assignee, seat.Unassignable));
        await using var db = app.Open();
        Assert.Equal("task.unassignable", (await db.Incidents.SingleAsync(i => i.SourceId == seat.Id)).Code);
        Assert.Contains("admin", await Hands.MailedAsync(app, "task-unassignable"));
    }

    private static async Task<HandOverOutcome> HandOverAsync(ProductApp app, string from, string to) =>
        (await app.ActAsync<Departure, Answer<HandOverOutcome>>(
            "admin", (v, p) => v.HandOverAsync(new(from, to, true, "调离"), p, default))).Value!;
}
