using BalancedEdu.Feel.Values;
using BalancedEdu.Web.Data;
using BalancedEdu.Web.Data.Cases;
using BalancedEdu.Web.Runtime;
using BalancedEdu.Web.Tests.App;
using Microsoft.EntityFrameworkCore;

namespace BalancedEdu.Web.Tests.Runtime.Assignment;

/// <summary>The templates of <c>workflows/templates</c> with real people on both databases.</summary>
public sealed class CountersignTests
{
    private static readonly string[] Seats = ["liangshuyi", "hezhiqiu", "luwenzhou", "shiyan", "miaochu"];

    private static readonly FeelContext Matter = new(
    [
        new("START", FeelValue.Of(new FeelContext(
            [new("form", FeelValue.Of(new FeelContext([new("matter", FeelValue.Of("校舍维修方案"))])))]))),
    ]);

    [Theory, Databases]
    public async Task T3_A_three_of_five_vote_with_one_reject_goes_on(DatabaseProvider provider)
    {
        await using var app = await StartAppAsync(provider);
        var (caseId, seats) = await StartAsync(app, "countersign-vote");
        Assert.Null(await app.DecideAsync(Seats[0], seats[0], "reject", "预算过高"));
        Assert.Equal(4, await OpenAsync(app, caseId));
        Assert.Null(await app.DecideAsync(Seats[1], seats[1], "agree"));
        Assert.Null(await app.DecideAsync(Seats[2], seats[2], "abstain"));
        Assert.Null(await app.DecideAsync(Seats[3], seats[3], "agree"));
        Assert.Equal((CaseStatus.Running, 1), (await StatusAsync(app, caseId), await OpenAsync(app, caseId)));
        Assert.Null(await app.DecideAsync(Seats[4], seats[4], "agree"));
        Assert.Equal(CaseStatus.Completed, await StatusAsync(app, caseId));
        Assert.Equal("END_agreed", await EndAsync(app, caseId));
    }

    [Theory, Databases]
    public async Task T18_Two_agree_to_the_same_or_sign_at_once_and_one_is_told_who_was_first(DatabaseProvider provider)
    {
        await using var app = await StartAppAsync(provider);
        await using var other = app.StartNode();
        var (caseId, seats) = await StartAsync(app, "countersign-any");
        var refusals = await Task.WhenAll(
            Task.Run(() => app.DecideAsync(Seats[1], seats[1], "agree")),
            Task.Run(() => other.DecideAsync(Seats[3], seats[3], "agree")));
        var refusal = Assert.Single(refusals, r => r is not null);
        Assert.Equal((RefusalKind.Conflict, "task.stale"), (refusal!.Kind, refusal.Code));
        await using var db = app.Open();
        var winner = await db.Tasks.AsNoTracking().SingleAsync(t => t.Status == WorkTaskStatus.Completed);
        Assert.Contains(winner.CompletedBy == Seats[1] ? "贺知秋" : "石砚", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("未表态", refusal.Message, StringComparison.Ordinal);
        Assert.Equal("END_agreed", await EndAsync(app, caseId));
    }

    [Theory, Databases]
    public async Task A_late_voter_is_told_and_who_did_not_speak_has_it_in_no_list(DatabaseProvider provider)
    {
        await using var app = await StartAppAsync(provider);
        var (caseId, seats) = await StartAsync(app, "countersign-all");
        Assert.Null(await app.DecideAsync(Seats[2], seats[2], "reject", "用地未落实"));
        Assert.Equal("END_rejected", await EndAsync(app, caseId));
        var late = await app.DecideAsync(Seats[4], seats[4], "agree");
        Assert.Equal((RefusalKind.Conflict, "task.stale"), (late?.Kind, late?.Code));
        Assert.Contains("陆文舟", late!.Message, StringComparison.Ordinal);

        await using var db = app.Open();
        Assert.Equal(4, await db.Tasks.CountAsync(t => t.Status == WorkTaskStatus.Cancelled && t.CompletedBy == null));
        var done = await db.Tasks.Where(t => t.CompletedBy != null).Select(t => t.CompletedBy).ToListAsync();
        Assert.Equal([Seats[2]], done);
    }

    [Theory, Databases]
    public async Task A_department_of_several_is_one_seat_and_the_first_acts_for_it(DatabaseProvider provider)
    {
        await using var app = await StartAppAsync(provider);
        var (caseId, seats) = await StartAsync(app, "countersign-vote");
        Assert.Equal((null, "市教育局"), (seats[0].Assignee, seats[0].SeatName));
        Assert.Null(await app.DecideAsync("shenzhiyuan", seats[0], "agree"));
        var second = await app.DecideAsync("liangshuyi", seats[0], "agree");
        Assert.Contains("沈知远", second!.Message, StringComparison.Ordinal);
        Assert.Equal(4, await OpenAsync(app, caseId));
    }

    [Theory, Databases]
    public async Task Seats_in_a_sequence_are_asked_one_after_the_other(DatabaseProvider provider)
    {
        await using var app = await StartAppAsync(provider);
        var (caseId, _) = await StartAsync(app, "countersign-sequence");
        foreach (var name in Seats)
            await app.CompleteAsync(caseId, "SIGN", name, "agree");
        Assert.Equal("END_agreed", await EndAsync(app, caseId));
    }

    private static Task<ProductApp> StartAppAsync(DatabaseProvider provider) =>
        ProductApp.StartAsync(provider, "workflows/templates");

    private static async Task<(long CaseId, List<WorkTask> Seats)> StartAsync(ProductApp app, string process)
    {
        var started = await app.StartCaseAsync(process, Matter, by: "peimingyuan");
        await using var db = app.Open();
        return (started.CaseId, await db.Tasks.AsNoTracking().OrderBy(t => t.LoopCounter).ToListAsync());
    }

    private static async Task<int> OpenAsync(ProductApp app, long caseId)
    {
        await using var db = app.Open();
        return await db.Tasks.CountAsync(t => t.CaseId == caseId && t.Status == WorkTaskStatus.Open);
    }

    private static async Task<CaseStatus> StatusAsync(ProductApp app, long caseId)
    {
        await using var db = app.Open();
        return await db.Cases.Where(c => c.Id == caseId).Select(c => c.Status).SingleAsync();
    }

    private static async Task<string?> EndAsync(ProductApp app, long caseId)
    {
        await using var db = app.Open();
        var @case = await db.Cases.AsNoTracking().SingleAsync(c => c.Id == caseId);
        return Bpmn.Execution.ProcessState.FromJson(@case.State).EndEventId;
    }
}
