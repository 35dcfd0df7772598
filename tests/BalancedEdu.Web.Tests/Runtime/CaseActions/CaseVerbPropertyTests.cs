using BalancedEdu.Web.Data;
using BalancedEdu.Web.Data.Cases;
using BalancedEdu.Web.Data.Organisation;
using BalancedEdu.Web.Runtime;
using BalancedEdu.Web.Runtime.Delegations;
using BalancedEdu.Web.Runtime.Departures;
using BalancedEdu.Web.Runtime.Reading;
using BalancedEdu.Web.Tests.App;
using Microsoft.EntityFrameworkCore;

namespace BalancedEdu.Web.Tests.Runtime.CaseActions;

/// <summary>
/// Random people do random things with random cases. Whatever was done was allowed, whatever was not found was not to
/// be seen, and afterwards everybody sees exactly what the contract lets them see.
/// </summary>
public sealed class CaseVerbPropertyTests
{
    private const int Rounds = 60;

    private static readonly string[] People =
    [
        "luoyichen", "peimingyuan", "fangqiheng", "shenzhiyuan", "hezhiqiu", "wenjingzhi", "dingruoshui", "admin",
    ];

    [Theory]
    [Databases(1)]
    [Databases(2)]
    [Databases(3)]
    public async Task Nobody_sees_or_does_what_they_may_not(DatabaseProvider provider, int seed)
    {
        await using var app = await TrialProcess.StartAppAsync(provider);
        var random = new Random(seed);
        var done = new Dictionary<string, int>();
        for (var round = 0; round < Rounds; round++)
        {
            if (round % 8 == 0)
                await StartAsync(app, random);
            if (round % 10 == 9)
                app.Clock.Advance(TimeSpan.FromHours(random.Next(1, 30)));
            var before = await RightsOracle.ReadAsync(app);
            var (verb, user, refusal, allowed, seen) = await ActAsync(app, random, before);
            var told = $"seed {seed}, round {round}: {verb} by {user}: {refusal?.Code} {refusal?.Message}";
            Assert.True(refusal is not null || allowed, told);
            Assert.True(seen == (refusal?.Kind != RefusalKind.NotFound), told);
            if (refusal is null)
                done[verb] = done.GetValueOrDefault(verb) + 1;
            await AgreeAsync(app, told);
        }
        Assert.True(done.Count >= 5, $"Only {string.Join(", ", done.Keys)} were ever done: the test shows too little.");
    }

    private static Task StartAsync(ProductApp app, Random random) => random.Next(3) switch
    {
        0 => app.StartCaseAsync("trial", TrialProcess.Variables, by: Any(random, People)),
        1 => app.StartCaseAsync("halting", TrialProcess.Variables, by: Any(random, People)),
        _ => app.StartCaseAsync(
            "seats", TrialProcess.Members(People.OrderBy(_ => random.Next()).Take(3)), by: Any(random, People)),
    };

    /// <summary>One random act: what came of it, whether it was allowed, and its object to be seen.</summary>
    private static async Task<(string Verb, string User, ActionRefusal? Refusal, bool Allowed, bool Seen)> ActAsync(
        ProductApp app, Random random, RightsOracle rights)
    {
        var user = Any(random, People);
        var c = Any(random, rights.Cases);
        var t = Any(random, rights.Tasks);
        var ofTask = rights.CaseOf(t);
        var verb = random.Next(13);

        // Half of the time by somebody who may, so that something happens.
        if (random.Next(2) == 0)
            user = verb switch
            {
                2 => c.StartedBy,
                3 or 4 or 5 or 10 => "admin",
                6 => ofTask.StartedBy,
                7 => t.CompletedBy ?? user,
                _ => user,
            };
        var (seesCase, seesTask) = (rights.Sees(user, c), rights.Sees(user, ofTask));
        var running = c.Status == CaseStatus.Running;
        var manages = running && rights.Manages(user, c);
        switch (verb)
        {
            case 0:
                return ("copy", user, await app.CopyAsync(user, c.Id, Any(random, People)), seesCase, seesCase);
            case 1:
                return ("follow", user, await app.FollowAsync(user, c.Id, random.Next(3) > 0), seesCase, seesCase);
            case 2:
                return (
                    "withdraw", user, (await app.WithdrawAsync(user, c.Id)).Refusal, c.StartedBy == user && running,
                    seesCase);
            case 3:
                return ("suspend", user, await app.SuspendAsync(user, c.Id), manages, seesCase);
            case 4:
                return ("resume", user, await app.ResumeAsync(user, c.Id), manages, seesCase);
            case 5 when random.Next(3) == 0:
                return ("terminate", user, await app.TerminateAsync(user, c.Id), manages, seesCase);
            case 6:
                return (
                    "urge", user, await app.UrgeAsync(user, t.Id),
                    t.Status == WorkTaskStatus.Open && t.Assignee != user
                        && (ofTask.StartedBy == user || rights.Oversees(user, ofTask)),
                    seesTask);
            case 7:
                return (
                    "take back", user, await app.TakeBackAsync(user, t.Id),
                    t.Status == WorkTaskStatus.Completed && t.CompletedBy == user, seesTask);
            case 8:
                return await DelegateAsync(app, random, user);
            case 9:
                return await AnswerAsync(app, random, user, rights);
            case 10 when random.Next(3) == 0:
                var ask = new HandOver(Any(random, People), Any(random, People), false, "调离");
                var handed = await app.ActAsync<Departure, Answer<HandOverOutcome>>(
                    user, (v, p) => v.HandOverAsync(ask, p, default));
                return ("hand over", user, handed.Refusal, user == "admin", true);
            default:
                return await DecideAsync(app, random, user, rights);
        }
    }

    /// <summary>Who was a candidate and came second is told so, and not that there is no such task.</summary>
    private static async Task<(string, string, ActionRefusal?, bool, bool)> DecideAsync(
        ProductApp app, Random random, string user, RightsOracle rights)
    {
        var open = rights.Tasks.Where(t => t.Status == WorkTaskStatus.Open).ToList();
        if (open.Count == 0)
            return ("nothing", user, null, true, true);
        var t = Any(random, open);
        if (random.Next(4) > 0 && People.FirstOrDefault(p => rights.MayAct(p, t)) is { } able)
            user = able;
        var outcome = t.ElementId switch { "SIGN" or "APPROVE" => "agree", "REVIEW" => "back", _ => "done" };
        var refusal = await app.DecideAsync(
            user, t, outcome, "措施不具体，请重写", t.ElementId == "REVIEW" ? """{ "seats": 45 }""" : null);
        var seen = rights.Sees(user, rights.CaseOf(t)) || WasOffered(rights, user, t);
        return ("decide", user, refusal, rights.MayAct(user, t), seen);
    }

    private static bool WasOffered(RightsOracle rights, string user, WorkTask t)
    {
        var free = new WorkTask { ElementId = t.ElementId, Name = t.Name, Status = WorkTaskStatus.Open };
        free.Candidates.AddRange(t.Candidates);
        free.Exclusions.AddRange(t.Exclusions);
        return rights.Claimable(user, free);
    }

    private static async Task<(string, string, ActionRefusal?, bool, bool)> DelegateAsync(
        ProductApp app, Random random, string user)
    {
        var from = random.Next(1, 8);
        var input = new MakeDelegation(
            random.Next(4) == 0 ? Any(random, People) : null, Any(random, People), new(2026, 11, from),
            new(2026, 11, from + random.Next(1, 6)), random.Next(2) == 0 ? [] : ["seats"], null);
        var answer = await app.ActAsync<DelegationRules, Answer<Delegation>>(
            user, (v, p) => v.MakeAsync(input, p, default));
        var allowed = input.Principal is null || input.Principal == user || user == "admin";
        return ("delegate", user, answer.Refusal, allowed, true);
    }

    private static async Task<(string, string, ActionRefusal?, bool, bool)> AnswerAsync(
        ProductApp app, Random random, string user, RightsOracle rights)
    {
        await using var db = app.Open();
        var request = await db.WithdrawalRequests.AsNoTracking().OrderByDescending(w => w.Id).FirstOrDefaultAsync();
        if (request is null)
            return ("nothing", user, null, true, true);
        var c = rights.Cases.First(k => k.Id == request.CaseId);
        var manages = rights.Manages(user, c);
        var handles = c.StartedBy != user && rights.Tasks.Any(t => t.CaseId == c.Id
            && (rights.MayAct(user, t) || (t is { Status: WorkTaskStatus.Open, Unassignable: true } && manages)));
        return (
            "answer", user, await app.AnswerAsync(user, c.Id, request.Id, random.Next(2) == 0), handles,
            rights.Sees(user, c));
    }

    /// <summary>For everybody, what the queries give is what the contract says.</summary>
    private static async Task AgreeAsync(ProductApp app, string told)
    {
        var rights = await RightsOracle.ReadAsync(app);
        foreach (var user in People)
        {
            await using var db = app.Open();
            var person = await app.PersonAsync(user);
            var sees = rights.Cases.Where(c => rights.Sees(user, c)).Select(c => c.Id).Order().ToList();
            var seen = await db.VisibleCases(person).Select(c => c.Id).Order().ToListAsync();
            Assert.True(sees.SequenceEqual(seen), $"{told}; {user} sees {string.Join(',', seen)}");
            var acts = rights.Tasks.Where(t => rights.MayAct(user, t)).Select(t => t.Id).Order().ToList();
            var may = await db.OpenFor(person).Select(t => t.Id).Order().ToListAsync();
            Assert.True(acts.SequenceEqual(may), $"{told}; {user} may act on {string.Join(',', may)}");
            foreach (var (view, expected) in new (InboxView, int)[]
            {
                (InboxView.Delegated, rights.Tasks.Count(t => rights.Delegated(user, t))),
                (InboxView.Copied, rights.Copies.Count(p => p.UserName == user && p.ReadAt == null)),
                (InboxView.Followed, rights.Follows.Count(
                    f => f.UserName == user && rights.Sees(user, rights.Cases.First(c => c.Id == f.CaseId)))),
            })
            {
                var page = await app.ActAsync<InboxQuery, InboxPage>(
                    user, (q, p) => q.PageAsync(p, new(view), null, null, default));
                Assert.True(page.Total == expected, $"{told}; {user} sees {page.Total} of {expected} in {view}");
            }
        }
    }

    private static T Any<T>(Random random, IReadOnlyList<T> list) => list[random.Next(list.Count)];
}
