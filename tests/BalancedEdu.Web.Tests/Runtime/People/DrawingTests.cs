using BalancedEdu.Bpmn.Execution;
using BalancedEdu.Web.Data;
using BalancedEdu.Web.Data.Cases;
using BalancedEdu.Web.Runtime;
using BalancedEdu.Web.Tests.App;
using BalancedEdu.Web.Tests.Runtime.CaseActions;
using BalancedEdu.Web.Tests.Runtime.Tasks;
using Microsoft.EntityFrameworkCore;

namespace BalancedEdu.Web.Tests.Runtime.People;

/// <summary>Inspectors are drawn by lot from those who need not stay away, and anybody can repeat the draw.</summary>
public sealed class DrawingTests
{
    private static readonly string[] Inspectors = ["duxue1", "duxue2", "duxue3", "duxue4", "duxue5"];

    [Theory, Databases]
    public async Task Three_are_drawn_and_their_events_say_how(DatabaseProvider provider)
    {
        await using var app = await Site.StartAppAsync(provider);
        var seats = await app.LookAsync();
        Assert.Equal(3, seats.Select(s => s.Assignee).Distinct().Count());
        var left = Inspectors.ToList();
        foreach (var seat in seats)
        {
            var draw = Assert.Single(await app.DrawsAsync(seat.Id));
            Assert.Equal((seat.Assignee, draw.Drawn), (draw.Drawn, draw.Again));
            Assert.Equal(left, draw.Pool);
            left.Remove(draw.Drawn);
            Assert.Null(await app.DecideAsync(seat.Assignee!, seat, "pass"));
        }
        await app.OpenTaskAsync(seats[0].CaseId, "DECIDE");
    }

    [Theory, Databases]
    public async Task Who_must_stay_away_is_not_in_the_pool(DatabaseProvider provider)
    {
        await using var app = await Site.StartAppAsync(provider);
        await using (var db = app.Open())
        {
            // One acts before under another account, one belongs to the school, one has two accounts in the pool.
            await db.Users.Where(u => u.UserName == "duxue1" || u.UserName == "dingruoshui")
                .ExecuteUpdateAsync(u => u.SetProperty(x => x.PersonId, "P-1"));
            await db.Users.Where(u => u.UserName == "duxue4" || u.UserName == "duxue5")
                .ExecuteUpdateAsync(u => u.SetProperty(x => x.PersonId, "P-4"));
            var teacher = await db.Users.SingleAsync(u => u.UserName == "duxue2");
            db.Holdings.Add(new() { UserId = teacher.Id, PositionId = "school.finance", SchoolCode = "3299010001" });
            await db.SaveChangesAsync();
        }
        var seats = await app.LookAsync();
        var drawn = seats.Where(s => s.Assignee is not null).Select(s => s.Assignee!).ToList();
        Assert.Equal(["duxue3", "duxue4"], drawn.Order(StringComparer.Ordinal));
        Assert.Equal(["duxue3", "duxue4"], (await app.DrawsAsync(seats[0].Id)).Single().Pool);

        var waiting = Assert.Single(seats, s => s.Unassignable);
        await using var after = app.Open();
        var incident = await after.Incidents.SingleAsync(i => i.SourceId == waiting.Id);
        Assert.Equal(
            ("task.unassignable", "“现场核查”抽不出人：备选的人员都已抽中、须回避或已停用。请补充备选人员后重试，或指派一人。"),
            (incident.Code, incident.Message));
    }

    [Theory, Databases]
    public async Task Who_declares_that_they_must_stay_away_is_replaced_by_another_draw_until_nobody_is_left(
        DatabaseProvider provider)
    {
        await using var app = await Site.StartAppAsync(provider);
        var seats = await app.LookAsync();
        var first = seats[0].Assignee!;
        Assert.Equal("task.reason-missing", (await app.RecuseAsync(seats[0], first, " "))?.Code);
        Assert.Equal("task.not-yours", (await app.RecuseAsync(seats[0], seats[1].Assignee!))?.Code);
        Assert.Null(await app.RecuseAsync(seats[0], first));
        var now = await app.NowAsync(seats[0]);
        Assert.DoesNotContain(now.Assignee, seats.Select(s => s.Assignee));
        var draws = await app.DrawsAsync(now.Id);
        Assert.Equal([first, now.Assignee], draws.Select(d => d.Drawn));
        Assert.All(draws, d => Assert.Equal(d.Drawn, d.Again));
        Assert.Equal("task.stale", (await app.RecuseAsync(seats[0], first))?.Code);

        Assert.Null(await app.RecuseAsync(now, now.Assignee!));
        var last = await app.NowAsync(now);
        Assert.Null(await app.RecuseAsync(last, last.Assignee!));
        var dry = await app.NowAsync(last);
        Assert.Equal((null, true), (dry.Assignee, dry.Unassignable));
        await using var db = app.Open();
        Assert.Equal("task.unassignable", (await db.Incidents.SingleAsync(i => i.SourceId == dry.Id)).Code);
        Assert.Contains("admin", await app.MailedAsync("task-unassignable"));
        Assert.Equal(
            3, await db.CaseEvents.CountAsync(e => e.TaskId == dry.Id && e.Kind == "TaskRecused"));
    }

    [Theory, Databases]
    public async Task Two_who_stay_away_at_once_are_replaced_by_two(DatabaseProvider provider)
    {
        await using var app = await Site.StartAppAsync(provider);
        await using var other = app.StartNode();
        var seats = await app.LookAsync();
        var refusals = await Task.WhenAll(
            Task.Run(() => app.RecuseAsync(seats[0], seats[0].Assignee!)),
            Task.Run(() => other.RecuseAsync(seats[1], seats[1].Assignee!)));
        Assert.All(refusals, Assert.Null);
        var now = await app.SeatsAsync(seats[0].CaseId);
        Assert.Equal(3, now.Select(s => s.Assignee).Distinct().Count());
        Assert.Equal(5, now.Select(s => s.Assignee).Union(seats.Select(s => s.Assignee)).Count());
    }

    [Theory, Databases]
    public async Task Who_was_drawn_and_is_disabled_is_replaced_by_a_draw_and_nobody_acts_for_who_was_drawn(
        DatabaseProvider provider)
    {
        await using var app = await Site.StartAppAsync(provider);
        var seats = await app.LookAsync();
        await app.DisableAsync(seats[2].Assignee!);
        await app.SweepAsync();
        var now = await app.NowAsync(seats[2]);
        Assert.Equal(now.Assignee, (await app.DrawsAsync(now.Id))[^1].Again);

        await using var db = app.Open();
        db.Delegations.Add(new()
        {
            Principal = seats[0].Assignee!, Delegate = "wenjingzhi", FromAt = ProductApp.Start.AddDays(-1),
            ToAt = ProductApp.Start.AddDays(9), CreatedBy = "admin", CreatedAt = ProductApp.Start,
        });
        await db.SaveChangesAsync();
        Assert.Equal("task.drawn-in-person", (await app.DecideAsync("wenjingzhi", seats[0], "pass"))?.Code);
    }

    /// <summary>
    /// All who could be drawn stay away; then two come to the post, one of them of the school that is looked at.
    /// </summary>
    [Theory, Databases]
    public async Task A_seat_whose_pool_ran_dry_waits_for_a_draw_and_is_claimed_by_nobody_who_came_to_the_post(
        DatabaseProvider provider)
    {
        await using var app = await Site.StartAppAsync(provider);
        var dry = await DryAsync(app);
        await app.GivePostAsync("luoyichen", Site.InspectorsPost);
        await app.GivePostAsync("p3299010001", Site.InspectorsPost);
        await app.SweepAsync();
        foreach (var name in (string[])["luoyichen", "p3299010001"])
        {
            var person = await app.PersonAsync(name);
            await using var db = app.Open();
            Assert.False(await db.ClaimableBy(person).AnyAsync());
            Assert.NotNull(await app.ActAsync<TaskActions>(
                name, (a, p) => a.ClaimAsync(dry.Id, dry.Revision, p, default)));
            Assert.NotNull(await app.DecideAsync(name, dry, "pass"));
        }
        Assert.True((await app.NowAsync(dry)).Unassignable);
        Assert.Null(await app.RetryAsync(dry));

        var drawn = await app.NowAsync(dry);
        Assert.Equal(("luoyichen", false), (drawn.Assignee, drawn.Unassignable));
        var draw = (await app.DrawsAsync(dry.Id))[^1];
        Assert.Equal(("luoyichen", "luoyichen"), (draw.Drawn, draw.Again));
        Assert.Equal(["luoyichen"], draw.Pool);
        Assert.Contains("luoyichen", await app.MailedAsync("task-assigned"));
        Assert.Null(await app.DecideAsync("luoyichen", drawn, "pass"));
    }

    [Theory, Databases]
    public async Task A_retry_that_finds_only_people_who_must_stay_away_leaves_the_seat_and_its_incident_open(
        DatabaseProvider provider)
    {
        await using var app = await Site.StartAppAsync(provider);
        var dry = await DryAsync(app);
        await app.GivePostAsync("p3299010001", Site.InspectorsPost);
        var draws = (await app.DrawsAsync(dry.Id)).Count;
        Assert.Null(await app.RetryAsync(dry));
        var now = await app.NowAsync(dry);
        Assert.Equal((null, true), (now.Assignee, now.Unassignable));
        await using var db = app.Open();
        var incident = await db.Incidents.SingleAsync(i => i.SourceId == dry.Id);
        Assert.Equal((null, 2), (incident.ResolvedAt, incident.Times));
        Assert.Equal(draws, (await app.DrawsAsync(dry.Id)).Count);
    }

    [Theory, Databases]
    public async Task A_seat_that_ran_dry_is_given_by_hand_to_nobody_of_the_school_that_is_looked_at(
        DatabaseProvider provider)
    {
        await using var app = await Site.StartAppAsync(provider);
        var dry = await DryAsync(app);
        (await app.AssignAsync(dry, "p3299010001")).Is(
            RefusalKind.Invalid, "incident.person-excluded",
            $"不能指派给{(await app.PersonAsync("p3299010001")).DisplayName}：其本人属于被核查的单位，须回避。请另选一人。");
        Assert.Null(await app.AssignAsync(dry, "luoyichen"));
        Assert.Equal("luoyichen", (await app.NowAsync(dry)).Assignee);
    }

    [Theory, Databases]
    public async Task A_seat_that_ran_dry_is_given_by_hand_to_nobody_whom_the_draw_would_keep_away(
        DatabaseProvider provider)
    {
        await using var app = await Site.StartAppAsync(provider);
        var seats = await app.LookAsync();
        var first = seats[1].Assignee!;
        Assert.Null(await app.RecuseAsync(seats[1], first));
        var dry = seats[0];
        for (; !dry.Unassignable; dry = await app.NowAsync(dry))
            Assert.Null(await app.RecuseAsync(dry, dry.Assignee!));
        await using (var db = app.Open())
            await db.Users.Where(u => u.UserName == "luoyichen" || u.UserName == "guyongming")
                .ExecuteUpdateAsync(u => u.SetProperty(x => x.PersonId, "P-1"));
        (string To, string Why)[] table =
        [
            (seats[2].Assignee!, "其本人已抽中另一席。"), (first, "其本人已声明回避。"),
            ("dingruoshui", "其本人办理过本事项的其他环节，须回避。"), ("guyongming", "其本人办理过本事项的其他环节，须回避。"),
            ("luoyichen", "其本人办理过本事项的其他环节，须回避。"),
        ];
        foreach (var (to, why) in table)
            (await app.AssignAsync(dry, to)).Is(
                RefusalKind.Invalid, "incident.person-excluded",
                $"不能指派给{(await app.PersonAsync(to)).DisplayName}：{why}请另选一人。");
        Assert.Null(await app.AssignAsync(dry, "wenjingzhi"));
    }

    [Theory, Databases]
    public async Task Who_has_done_one_seat_is_not_drawn_for_another_of_the_same_draw(DatabaseProvider provider)
    {
        await using var app = await Site.StartAppAsync(provider);
        var seats = await app.LookAsync();
        Assert.Null(await app.DecideAsync(seats[1].Assignee!, seats[1], "pass"));
        var seat = seats[0];
        for (var left = 3; left > 0; left--, seat = await app.NowAsync(seat))
            Assert.Null(await app.RecuseAsync(seat, seat.Assignee!));
        Assert.True(seat.Unassignable);
    }

    private static async Task<WorkTask> DryAsync(ProductApp app)
    {
        var seat = (await app.LookAsync())[0];
        for (var left = 3; left > 0; left--, seat = await app.NowAsync(seat))
            Assert.Null(await app.RecuseAsync(seat, seat.Assignee!));
        Assert.True(seat.Unassignable);
        return seat;
    }

    [Theory, Databases]
    public async Task Only_who_was_drawn_can_declare_it(DatabaseProvider provider)
    {
        await using var app = await Site.StartAppAsync(provider);
        var check = await app.CheckAsync();
        Assert.Equal("task.not-offered", (await app.RecuseAsync(check, "dingruoshui"))?.Code);
    }
}
