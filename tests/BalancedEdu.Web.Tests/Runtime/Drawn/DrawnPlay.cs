using System.Text.Json;
using BalancedEdu.Bpmn.Execution;
using BalancedEdu.Feel.Values;
using BalancedEdu.Web.Data.Cases;
using BalancedEdu.Web.Data.Organisation;
using BalancedEdu.Web.Runtime;
using BalancedEdu.Web.Runtime.Clocks.Extensions;
using BalancedEdu.Web.Runtime.Delegations;
using BalancedEdu.Web.Tests.App;
using BalancedEdu.Web.Tests.Runtime.CaseActions;
using BalancedEdu.Web.Tests.Runtime.Tasks;

namespace BalancedEdu.Web.Tests.Runtime.Drawn;

/// <summary>
/// Somebody does something with the case, by the actions of the product. Each move draws from a seed of its own, so
/// that a sequence can be played again without some of its moves.
/// </summary>
internal sealed class DrawnPlay(ProductApp app, DrawnDefinition definition, long caseId)
{
    private static readonly string[] Verbs =
    [
        .. Enumerable.Repeat("decide", 28), .. Enumerable.Repeat("time", 9), .. Enumerable.Repeat("return", 12),
        .. Enumerable.Repeat("claim", 5), .. Enumerable.Repeat("sign", 6), .. Enumerable.Repeat("delegate", 4),
        .. Enumerable.Repeat("answer", 4), .. Enumerable.Repeat("transfer", 4), .. Enumerable.Repeat("more", 7),
        .. Enumerable.Repeat("take back", 4), .. Enumerable.Repeat("unsign", 5), .. Enumerable.Repeat("release", 4),
        .. Enumerable.Repeat("end", 3), "suspend", "suspend", "resume", "resume",
        "recall", "recall", "recall", "draft", "draft",
        "urge", "urge", "copy", "copy", "follow", "represent",
    ];

    /// <summary>What there is seldom somebody for: then it is done more often than by the way.</summary>
    private static readonly string[] Seldom = ["recall", "unsign", "more"];

    private static readonly string[] Ends =
        ["terminate", "withdraw", "withdraw", "agree to withdraw", "agree to withdraw", "agree to withdraw"];

    private static readonly string[] OfCase =
        ["copy", "follow", "suspend", "resume", "terminate", "withdraw", "agree to withdraw"];

    public ProductApp App => app;

    public DrawnDefinition Definition => definition;

    public long CaseId => caseId;

    /// <summary>When the case stood still, the last perhaps without end.</summary>
    public List<(DateTimeOffset From, DateTimeOffset? To)> Suspensions { get; } = [];

    /// <summary>When which clock was given more time.</summary>
    public Dictionary<long, DateTimeOffset> Extended { get; } = [];

    public static async Task<DrawnPlay> StartAsync(ProductApp app, DrawnDefinition definition, Random random)
    {
        var started = await app.StartCaseAsync(
            definition.Id, FeelContext.Empty, by: Any(random, DrawnDefinition.Initiators));
        return new(app, definition, started.CaseId);
    }

    /// <summary>One move; what was before must have been read when it was so.</summary>
    public async Task<Deed> MoveAsync(Random random, DrawnLook before)
    {
        var verb = before.Suspended && random.Next(4) == 0 ? "resume" : Any(random, Verbs);
        var seldom = Seldom.Where(v => v == "more" ? before.IsAskedForTime : !IsIdle(before, v)).ToList();
        if (seldom.Count > 0 && random.Next(5) == 0)
            verb = Any(random, seldom);
        for (var again = random.Next(4); again > 0 && IsIdle(before, verb); again--)
            verb = Any(random, Verbs);
        if (verb == "end")
            verb = Any(random, Ends.Where(e => !IsIdle(before, e)).DefaultIfEmpty("withdraw").ToList());
        if (verb == "time")
            return await PassTimeAsync(random);
        if (verb == "more")
            return await ExtendAsync(random, before);
        if (verb == "represent")
            return await RepresentAsync(random);
        return OfCase.Contains(verb)
            ? await WithCaseAsync(random, before, verb)
            : await WithTaskAsync(random, before, verb);
    }

    /// <summary>Whether there is nobody who may do it now, nor anything to do it with.</summary>
    private static bool IsIdle(DrawnLook before, string verb) =>
        !(verb is "time" or "more" or "represent" or "end")
        && (OfCase.Contains(verb)
            ? !DrawnDefinition.People.Any(p => before.May(verb, p))
            : Fitting(before, verb, before.Tasks).Count == 0);

    /// <summary>Minutes to days, with the server up or down in between, often just to closing or to midnight.</summary>
    private async Task<Deed> PassTimeAsync(Random random)
    {
        var now = app.Clock.GetUtcNow().ToOffset(TimeSpan.FromHours(8));
        var passed = random.Next(5) switch
        {
            0 => TimeSpan.FromMinutes(random.Next(1, 600)),
            1 => now.Date.AddHours(17.5).AddMinutes(random.Next(3) - 1 + 1440) - now.DateTime,
            2 => now.Date.AddDays(random.Next(1, 4)) - now.DateTime,
            _ => TimeSpan.FromMinutes(random.Next(600, 4 * 1440)),
        };
        var up = random.Next(2) == 0;
        for (var left = passed; left > TimeSpan.Zero;)
        {
            var step = up && left > TimeSpan.FromDays(1) ? TimeSpan.FromDays(1) : left;
            await app.AdvanceAsync(step);
            left -= step;
        }
        return new("time", "system") { Right = true, Words = $"{passed}{(up ? "" : " at once")}" };
    }

    private async Task<Deed> WithTaskAsync(Random random, DrawnLook before, string verb)
    {
        var tasks = verb == "take back" || random.Next(8) == 0 ? before.Tasks : [.. before.Open];
        var fitting = Fitting(before, verb, tasks);
        var (by, t) = fitting.Count > 0 && random.Next(6) > 0
            ? Any(random, fitting)
            : (Any(random, DrawnDefinition.People), Any(random, tasks.Count > 0 ? tasks : before.Tasks));
        var to = Any(random, DrawnDefinition.People);
        if (random.Next(3) > 0 && DrawnDefinition.People.Where(p => before.MayReceive(p, t, by, verb == "transfer"))
            .ToList() is { Count: > 0 } receivers)
            to = Any(random, receivers);
        var stale = random.Next(12) == 0 && verb is not ("take back" or "urge");
        if (stale)
            t = Stale(t);
        var sees = before.Rights.Sees(by, before.Case);
        var right = !stale && before.May(verb, by, t);
        var unlike = verb == "return" && right && !before.Suspended ? await app.UnlikeAsync(before, by, t) : null;
        var (done, words) = await TaskVerbAsync(random, before, verb, by, t, to);
        var gives = verb is "transfer" or "delegate" or "sign";
        return new(verb, by)
        {
            Task = t,
            Refusal = done,
            Right = right,
            Unlike = unlike,
            Fit = !gives || before.MayReceive(to, t, by, verb == "transfer" && t.Assignee == by),
            Seen = sees || (verb is not ("take back" or "urge") && before.Rights.Offered(by, t)),
            Plain = !before.Suspended && (verb is "claim" or "release" or "draft" or "answer" or "recall"
                or "transfer" or "delegate" or "unsign" || (verb == "decide" && !WaitsFor(before, t))),
            Words = words + (stale ? " stale" : ""),
        };
    }

    /// <summary>Who may do it, and with which tasks.</summary>
    private static List<(string By, WorkTask Task)> Fitting(
        DrawnLook before, string verb, IReadOnlyList<WorkTask> tasks) =>
    [
        .. tasks.SelectMany(t => DrawnDefinition.People.Where(p => before.May(verb, p, t)).Select(p => (p, t))),
    ];

    /// <summary>Whether signers before it are still to be heard.</summary>
    private static bool WaitsFor(DrawnLook before, WorkTask t) =>
        before.Open.Any(s => s.SignerPlace == "before" && before.OwnerOf(s)?.Id == t.Id);

    private async Task<(ActionRefusal? Refusal, string Words)> TaskVerbAsync(
        Random random, DrawnLook before, string verb, string by, WorkTask t, string to)
    {
        switch (verb)
        {
            case "decide":
                var outcome = Any(random, before.Drawn(t).Outcomes);
                var form = t.ElementId == DrawnTask.StartForm ? """{"subject":"校舍"}""" : null;
                return (await app.DecideAsync(by, t, outcome, "意见如下", form), outcome);
            case "claim":
                return (await app.ActAsync<TaskActions>(by, (a, p) => a.ClaimAsync(t.Id, t.Revision, p, default)), "");
            case "release":
                return (
                    await app.ActAsync<TaskActions>(by, (a, p) => a.ReleaseAsync(t.Id, t.Revision, p, default)), "");
            case "draft":
                return (await DraftAsync(random, by, t), "");
            case "transfer":
                return (await app.TransferAsync(by, t, to, "轮岗"), to);
            case "delegate":
                return (await app.DelegateAsync(by, t, to), to);
            case "answer":
                return (await app.AnswerAsync(by, t, "金额无误"), "");
            case "recall":
                return (await app.RecallAsync(by, t, "不必了"), "");
            case "sign":
                var place = (SignerPlace)random.Next(3);
                return (await app.SignAsync(by, t, place, to), $"{place} {to}");
            case "unsign":
                return (await app.UnsignAsync(by, t, reason: "不必了"), "");
            case "urge":
                return (await app.UrgeAsync(by, t.Id), "");
            case "take back":
                return (await app.TakeBackAsync(by, t.Id), "");
            default:
                var (target, directly) = (Target(random, before, t), random.Next(2) == 0);
                return (await app.ReturnAsync(by, t, target, directly), target + (directly ? " directly" : ""));
        }
    }

    /// <summary>Mostly what was done before, else anything.</summary>
    private string Target(Random random, DrawnLook before, WorkTask from)
    {
        var done = before.Tasks.Where(t => t.Status == WorkTaskStatus.Completed && t.ElementId != from.ElementId)
            .Select(t => t.ElementId).ToList();
        if (definition.Tasks.ContainsKey(DrawnTask.StartForm))
            done.Add(DrawnTask.StartForm);
        return done.Count > 0 && random.Next(6) > 0 ? Any(random, done) : Any(random, [.. definition.Tasks.Keys]);
    }

    private async Task<ActionRefusal?> DraftAsync(Random random, string by, WorkTask t)
    {
        using var form = JsonDocument.Parse("""{"subject":"草稿"}""");
        return await app.ActAsync<TaskActions>(by, (a, p) => random.Next(2) == 0
            ? a.KeepDraftAsync(t.Id, t.Revision, form.RootElement, p, default)
            : a.SaveDraftAsync(t.Id, t.Revision, form.RootElement, p, default));
    }

    private async Task<Deed> WithCaseAsync(Random random, DrawnLook before, string verb)
    {
        var fitting = DrawnDefinition.People.Where(p => before.May(verb, p)).ToList();
        var by = fitting.Count > 0 && random.Next(3) > 0 ? Any(random, fitting) : Any(random, DrawnDefinition.People);
        var to = Any(random, [.. DrawnDefinition.People.Where(p => p != by)]);
        var refusal = verb switch
        {
            "copy" => await app.CopyAsync(by, caseId, to),
            "follow" => await app.FollowAsync(by, caseId, random.Next(3) > 0),
            "suspend" => await app.SuspendAsync(by, caseId),
            "resume" => await app.ResumeAsync(by, caseId),
            "terminate" => await app.TerminateAsync(by, caseId),
            "withdraw" => (await app.WithdrawAsync(by, caseId)).Refusal,
            _ => await app.AnswerAsync(by, caseId, before.Asked?.Id ?? 0, random.Next(3) == 0),
        };
        if (refusal is null && verb == "suspend")
            Suspensions.Add((app.Clock.GetUtcNow(), null));
        if (refusal is null && verb == "resume")
            Suspensions[^1] = (Suspensions[^1].From, app.Clock.GetUtcNow());
        return new(verb, by)
        {
            Refusal = refusal,
            Right = before.May(verb, by),
            Seen = before.Rights.Sees(by, before.Case) && !(verb == "agree to withdraw" && before.Asked is null),
            Plain = verb is "copy" or "follow" or "suspend" or "resume" or "terminate",
            Words = verb == "copy" ? to : "",
        };
    }

    /// <summary>Asks for more time on a clock, or decides about it.</summary>
    private async Task<Deed> ExtendAsync(Random random, DrawnLook before)
    {
        var asks = random.Next(before.IsAskedForTime ? 4 : 2) == 0;
        var fitting = before.Clocks.SelectMany(c => DrawnDefinition.People
            .Where(p => asks ? before.MayExtend(p, c) : before.MayGrant(p, c)).Select(p => (By: p, Clock: c))).ToList();
        var (by, clock) = fitting.Count > 0 && random.Next(4) > 0
            ? Any(random, fitting)
            : (Any(random, DrawnDefinition.People), Any(random, before.Clocks));
        var grants = random.Next(3) > 0;
        var refusal = await app.ActAsync<ExtensionActions>(by, (a, p) => asks
            ? a.AskAsync(clock.Id, "情况复杂", p, default)
            : a.DecideAsync(clock.Id, grants, "准予延长", p, default));
        if (refusal is null && !asks && grants)
            Extended[clock.Id] = app.Clock.GetUtcNow();
        return new(asks ? "ask for time" : grants ? "grant time" : "deny time", by)
        {
            Refusal = refusal,
            Right = asks ? before.MayExtend(by, clock) : before.MayGrant(by, clock),
            Seen = before.SeesClock(by, clock),
            Words = $"{clock.Name}#{clock.Id}",
        };
    }

    /// <summary>Somebody is to act in another's place for some days; people say so for themselves.</summary>
    private async Task<Deed> RepresentAsync(Random random)
    {
        var (by, principal, to) = (
            Any(random, DrawnDefinition.People), Any(random, DrawnDefinition.People),
            Any(random, DrawnDefinition.People));
        if (random.Next(2) == 0)
            principal = by;
        var today = DateOnly.FromDateTime(app.Clock.GetUtcNow().ToOffset(TimeSpan.FromHours(8)).DateTime);
        var input = new MakeDelegation(
            principal, to, today, today.AddDays(random.Next(5)), random.Next(2) == 0 ? [] : [definition.Id], null);
        var answer = await app.ActAsync<DelegationRules, Answer<Delegation>>(
            by, (v, p) => v.MakeAsync(input, p, default));
        return new("represent", by)
        {
            Refusal = answer.Refusal, Right = principal == by || by == "admin", Words = $"{to} for {principal}",
        };
    }

    /// <summary>As somebody sees it who has not looked again.</summary>
    private static WorkTask Stale(WorkTask t)
    {
        var old = new WorkTask
        {
            Id = t.Id, CaseId = t.CaseId, ElementId = t.ElementId, Name = t.Name, Status = t.Status,
            Assignee = t.Assignee, Owner = t.Owner, SignerPlace = t.SignerPlace, AddedBy = t.AddedBy,
            Claimed = t.Claimed, ElementInstanceId = t.ElementInstanceId, Revision = t.Revision - 1,
        };
        old.Candidates.AddRange(t.Candidates);
        old.Exclusions.AddRange(t.Exclusions);
        return old;
    }

    private static T Any<T>(Random random, IReadOnlyList<T> list) => list[random.Next(list.Count)];
}
