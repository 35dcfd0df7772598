using System.Globalization;
using BalancedEdu.Bpmn.Execution;
using BalancedEdu.Feel.Values;
using BalancedEdu.Web.Data;
using BalancedEdu.Web.Data.Cases;
using BalancedEdu.Web.Runtime;
using BalancedEdu.Web.Tests.App;
using Microsoft.EntityFrameworkCore;

namespace BalancedEdu.Web.Tests.Runtime.Tasks;

/// <summary>
/// Random people do random things with random tasks, most of which they may not. After each the inboxes hold exactly
/// the active user tasks of the engine; and who was let through is checked once more by rules that are written here
/// anew, from rows alone.
/// </summary>
public sealed class OperationPropertyTests
{
    private const int Moves = 60;

    private static readonly string[] People =
    [
        "dingruoshui", "guyongming", "xuweiran", Hands.Initiator, "shenzhiyuan", "liangshuyi", "hezhiqiu", "wenjingzhi",
        "peimingyuan", "fangqiheng", "luoyichen", "jiangyuan", "admin",
    ];

    [Theory]
    [Databases("hands", 1)]
    [Databases("hands", 2)]
    [Databases("hands", 3)]
    [Databases("votes", 4)]
    [Databases("votes", 5)]
    public async Task Inboxes_hold_what_is_active_and_nobody_does_what_they_may_not(
        DatabaseProvider provider, string process, int seed)
    {
        await using var app = await Hands.StartAppAsync(provider);
        var random = new Random(seed);
        var done = new Dictionary<string, int>();
        var started = await app.StartCaseAsync(process, Variables, by: Hands.Initiator);
        for (var move = 0; move < Moves; move++)
        {
            var tasks = await app.TasksAsync(started.CaseId);
            var open = tasks.FindAll(t => t.Status == WorkTaskStatus.Open);
            if (open.Count == 0)
                started = await app.StartCaseAsync(process, Variables, by: Hands.Initiator);
            var task = Any(random, open.Count > 0 && random.Next(8) > 0 ? open : await app.TasksAsync(started.CaseId));
            var by = random.Next(3) > 0 && task.Assignee is not null ? task.Assignee : Any(random, People);
            var (verb, refusal) = await TryAsync(app, random, by, task);
            var seen = $"seed {seed}, move {move}: {by} {verb} {task.ElementId}#{task.Id}: {refusal?.Code ?? "done"}";
            if (refusal is null)
            {
                done[verb] = done.GetValueOrDefault(verb) + 1;
                await CheckRightAsync(app, by, verb, task, seen);
            }
            Assert.True(refusal is null or { Message.Length: > 0, Code.Length: > 0 }, seen);
            await CheckInboxesAsync(app, started.CaseId, seen);
        }
        Assert.True(done.Count >= 2, $"seed {seed}: only {string.Join(", ", done)}");
    }

    private static FeelContext Variables => FeelContext.Empty
        .With("members", FeelValue.Of([.. Hands.Members.Select(n => FeelValue.Of(n))]))
        .With("START", FeelValue.Of(FeelContext.Empty.With(
            "form", FeelValue.Of(FeelContext.Empty.With("subject", FeelValue.Of("校舍"))))));

    private static async Task<(string Verb, ActionRefusal? Refusal)> TryAsync(
        ProductApp app, Random random, string by, WorkTask task)
    {
        var to = Any(random, People);
        switch (random.Next(10))
        {
            case 0:
                return ("claim", await app.ActAsync<TaskActions>(
                    by, (a, p) => a.ClaimAsync(task.Id, task.Revision, p, default)));
            case 1:
                return ("release", await app.ActAsync<TaskActions>(
                    by, (a, p) => a.ReleaseAsync(task.Id, task.Revision, p, default)));
            case 2:
                return ("transfer", await app.TransferAsync(by, task, to, "轮岗"));
            case 3:
                return ("delegate", await app.DelegateAsync(by, task, to));
            case 4:
                return task.Owner is not null && random.Next(2) == 0
                    ? ("recall", await app.RecallAsync(by, task, "不必了"))
                    : ("answer", await app.AnswerAsync(by, task, "金额无误"));
            case 5:
                return ("sign", await app.SignAsync(by, task, (SignerPlace)random.Next(3), to));
            case 6:
                return ("unsign", await app.UnsignAsync(by, task, reason: "不必了"));
            case 7:
                return ("return", await app.ReturnAsync(
                    by, task, Any(random, ["START", "A", "B1", "V", "C"]), random.Next(2) == 0));
            default:
                var outcome = task.ElementId == "START" ? "submit" : random.Next(5) == 0 ? "no" : "pass";
                return ("decide", await app.DecideAsync(
                    by, task, outcome, "同意", task.ElementId == "START" ? """{"subject":"校舍"}""" : null));
        }
    }

    /// <summary>The rows of open tasks are the instances of user tasks that the engine waits for.</summary>
    private static async Task CheckInboxesAsync(ProductApp app, long caseId, string seen)
    {
        await using var db = app.Open();
        var @case = await db.Cases.AsNoTracking().SingleAsync(c => c.Id == caseId);
        var state = ProcessState.FromJson(@case.State);
        var waiting = state.Elements.Values
            .Where(e => e.Lifecycle == ElementLifecycle.Activated && e.Loop is null
                && (e.ElementId is "A" or "B1" or "B2" or "B3" or "V" or "C" or "START")
                && e.Signing is not { Outcome: not null })
            .Select(e => e.Id).Order().ToList();
        var tasks = await db.Tasks.AsNoTracking().Where(t => t.CaseId == caseId).ToListAsync();
        var open = tasks.Where(t => t.Status == WorkTaskStatus.Open).ToList();
        Assert.True(
            waiting.SequenceEqual(open.Select(t => t.ElementInstanceId).Order()),
            $"{seen}: engine {Show(waiting)}, inboxes {Show(open.Select(t => t.ElementInstanceId))}");
        foreach (var name in People)
        {
            var person = await app.PersonAsync(name);
            var mine = await db.AssignedTo(person).Where(t => t.CaseId == caseId).Select(t => t.Id).ToListAsync();
            Assert.True(
                mine.Order().SequenceEqual(open.Where(t => t.Assignee == name).Select(t => t.Id).Order()), seen);
            foreach (var id in mine)
                Assert.True(MayHave(tasks, tasks.Single(t => t.Id == id), name), $"{seen}: {name} has {id}");
        }
    }

    /// <summary>From rows: the initiator has only the own form; 受理 and 核准 are two people.</summary>
    private static bool MayHave(List<WorkTask> tasks, WorkTask task, string name) =>
        task.ElementId == "START" ? name == Hands.Initiator
        : name != Hands.Initiator && !(task.ElementId == "C" && tasks.Any(t =>
            t.ElementId == "A" && t.Status == WorkTaskStatus.Completed && t.CompletedBy == name
            && t.Id < task.Id && IsHands(tasks)));

    private static bool IsHands(List<WorkTask> tasks) => tasks.Exists(t => t.ElementId is "B1" or "START");

    /// <summary>Who did it was the one who had the task, could claim it, or manages.</summary>
    private static async Task CheckRightAsync(ProductApp app, string by, string verb, WorkTask before, string seen)
    {
        await using var db = app.Open();
        var offered = await db.TaskCandidates.Where(c => c.TaskId == before.Id).ToListAsync();
        var posts = (await app.PersonAsync(by)).Holdings.Select(h => h.PositionId).ToList();
        var candidate = before.Assignee is null && by != Hands.Initiator
            && offered.Exists(c => c.UserName == by || (c.PositionId is not null && posts.Contains(c.PositionId)));
        var has = before.Assignee == by;
        var manages = by == "admin";
        var allowed = before.Status == WorkTaskStatus.Open && verb switch
        {
            "claim" => candidate,
            "release" => has && before is { Claimed: true, Owner: null },
            "decide" => (has || candidate) && before.Owner is null,
            "transfer" => (has || manages) && before.Owner is null && before.ElementId != "B3",
            "delegate" or "sign" or "return" =>
                has && before is { Owner: null, SignerPlace: null } && before.ElementId is not ("B3" or "START"),
            "answer" => has && before.Owner is not null,
            "recall" => before.Owner is not null && (before.Owner == by || manages),
            "unsign" => before.SignerPlace is not null && (manages || before.AddedBy == by),
            _ => false,
        };
        Assert.True(allowed, seen);
    }

    private static T Any<T>(Random random, IReadOnlyList<T> list) => list[random.Next(list.Count)];

    private static string Show(IEnumerable<long> ids) =>
        string.Join(",", ids.Order().Select(i => i.ToString(CultureInfo.InvariantCulture)));
}
