using System.Text.Json;
using BalancedEdu.Feel.Values;
using BalancedEdu.Web.Data;
using BalancedEdu.Web.Data.Cases;
using BalancedEdu.Web.Data.Organisation;
using BalancedEdu.Web.Runtime;
using BalancedEdu.Web.Tests.App;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace BalancedEdu.Web.Tests.Runtime.Assignment;

/// <summary>
/// Random definitions and staff: who sees a task is who may act on it, and is who should by a plain computation over
/// all rows, when it opens and after people have got and lost posts.
/// </summary>
public sealed class AssignmentPropertyTests
{
    private const int Cases = 14;

    private static readonly string[] People =
    [
        "peimingyuan", "fangqiheng", "jiangyuan", "xuweiran", "guyongming", "chengjiang-edu", "yunpu-edu",
        "chengjiang-gov", "p3299010001", "r3299010001", "p3299010002",
    ];

    private static readonly string[] Posts =
        ["edu.basic", "edu.finance", "edu.leader", "district.edu", "school.principal"];

    [Theory]
    [Databases(1)]
    [Databases(2)]
    [Databases(3)]
    public async Task Who_sees_a_task_may_act_on_it_and_is_who_should(DatabaseProvider provider, int seed)
    {
        var random = new Random(seed);
        using var duty = new Duty();
        var words = Enumerable.Range(0, 8).Select(_ => RandomWords.Draw(random, Posts)).ToList();
        for (var i = 0; i < words.Count; i++)
            duty.Add($"r{i}", words[i].Text);
        await using var app = await ProductApp.StartAsync(provider, duty.Folder);
        await ShuffleAsync(app, random);

        var oracle = await AssignmentOracle.ReadAsync(app);
        for (var i = 0; i < Cases; i++)
        {
            var (which, by) = (random.Next(words.Count), People[random.Next(People.Length)]);
            var (district, school) = random.Next(3) switch
            {
                0 => (null, null),
                1 => ("329901", null),
                _ => ("329901", "3299010001"),
            };
            var started = await app.StartCaseAsync($"r{which}", FeelContext.Empty, by, district, school);
            var task = await app.OpenTaskAsync(started.CaseId, "FIRST");
            var fit = oracle.Fit(words[which], by, district, school);
            var picks = words[which].Pick.Length > 0 && oracle.ByWords(words[which], by, district, school).Count > 0;
            var expected = picks ? [task.Assignee!] : fit;
            Assert.Subset(fit, expected);
            Assert.True(
                expected.SetEquals(oracle.MayAct(await RowAsync(app, task.Id))),
                $"seed {seed}, {by}, {district}/{school}, {words[which].Text}");
        }
        await ShuffleAsync(app, random);
        await CheckAsync(app, await AssignmentOracle.ReadAsync(app), seed);
    }

    /// <summary>For each person and task: in the list, able to act, and as computed from the rows.</summary>
    private static async Task CheckAsync(ProductApp app, AssignmentOracle oracle, int seed)
    {
        await using var db = app.Open();
        var tasks = await db.Tasks.AsNoTracking().Include(t => t.Candidates).Include(t => t.Exclusions).ToListAsync();
        Assert.Equal(Cases, tasks.Count);
        using var form = JsonDocument.Parse("{}");
        foreach (var name in People)
        {
            var person = await app.PersonAsync(name);
            var seen = await db.OpenFor(person).Select(t => t.Id).ToListAsync();
            foreach (var task in tasks)
            {
                await using var scope = app.Services.CreateAsyncScope();
                var acted = await scope.ServiceProvider.GetRequiredService<TaskActions>().SaveDraftAsync(
                    task.Id, task.Revision, form.RootElement, person, default) is null or { Code: "task.not-claimed" };
                var should = oracle.MayAct(task).Contains(name);
                Assert.True(
                    (should, should) == (seen.Contains(task.Id), acted),
                    $"seed {seed}, {name}, task {task.Id}: {should}, sees {seen.Contains(task.Id)}, acts {acted}");
            }
        }
    }

    /// <summary>Gives and takes posts at random places.</summary>
    private static async Task ShuffleAsync(ProductApp app, Random random)
    {
        await using var db = app.Open();
        var ids = await db.Users.Where(u => People.Contains(u.UserName)).OrderBy(u => u.UserName).Select(u => u.Id)
            .ToListAsync();
        var held = await db.Holdings.Where(h => ids.Contains(h.UserId)).OrderBy(h => h.Id).ToListAsync();
        db.Holdings.RemoveRange(held.Where(_ => random.Next(3) == 0));
        for (var i = 0; i < 8; i++)
        {
            var (district, school) = random.Next(4) switch
            {
                0 => ((string?)null, (string?)null),
                1 => ("329901", null),
                2 => ("329902", null),
                _ => ("329901", "3299010001"),
            };
            db.Holdings.Add(new()
            {
                UserId = ids[random.Next(ids.Count)], PositionId = Posts[random.Next(Posts.Length)],
                DistrictCode = district, SchoolCode = school,
            });
        }
        await db.SaveChangesAsync();
    }

    private static async Task<WorkTask> RowAsync(ProductApp app, long id)
    {
        await using var db = app.Open();
        return await db.Tasks.AsNoTracking().Include(t => t.Candidates).Include(t => t.Exclusions)
            .SingleAsync(t => t.Id == id);
    }
}

/// <summary>Words of a <c>be:assignment</c> that were drawn.</summary>
internal sealed record RandomWords(
    string Post, string Scope, string From, string Pick, string Candidates, string WhenEmpty, bool AllowSelf)
{
    public string Text => string.Join(' ', new[]
    {
        $"candidateGroups=\"{Post}\" scope=\"{Scope}\" whenEmpty=\"{WhenEmpty}\"",
        AllowSelf ? "allowSelf=\"true\"" : "",
        From.Length > 0 ? $"from=\"{From}\"" : "",
        Pick.Length > 0 ? $"pick=\"{Pick}\"" : "",
        Candidates.Length > 0 ? $"candidates=\"{Candidates}\"" : "",
    });

    public static RandomWords Draw(Random random, string[] posts)
    {
        return new(
            Of(posts), Of("city", "district", "school", "applicant"), Of("", "", "superior"),
            Of("", "", "turn", "least"), Of("", "live", "snapshot"), Of("manager", "superior"), random.Next(3) == 0);

        string Of(params string[] choice) => choice[random.Next(choice.Length)];
    }
}

/// <summary>The rules once more, over all rows in memory and in the plainest way.</summary>
internal sealed record AssignmentOracle(
    List<AppUser> People, List<PositionHolding> Holdings, Dictionary<string, string?> Superiors)
{
    public static async Task<AssignmentOracle> ReadAsync(ProductApp app)
    {
        await using var db = app.Open();
        return new(
            await db.Users.AsNoTracking().ToListAsync(), await db.Holdings.AsNoTracking().ToListAsync(),
            await db.Positions.AsNoTracking().ToDictionaryAsync(p => p.Id, p => p.Superior));
    }

    /// <summary>By the stored rows: the owner, or each candidate who is not kept away.</summary>
    public HashSet<string> MayAct(WorkTask task) => task.Assignee is { } owner
        ? [owner]
        : [.. People.Where(p => task.Exclusions.TrueForAll(x => x.UserName != p.UserName)
            && task.Candidates.Exists(c => c.UserName == p.UserName || Holdings.Exists(h =>
                h.UserId == p.Id && h.PositionId == c.PositionId
                && (c.DistrictCode ?? h.DistrictCode) == h.DistrictCode
                && (c.SchoolCode ?? h.SchoolCode) == h.SchoolCode)))
            .Select(p => p.UserName!)];

    /// <summary>By the words of the definition: those who can do the task when it opens.</summary>
    public HashSet<string> Fit(RandomWords words, string by, string? district, string? school) =>
        ByWords(words, by, district, school) is { Count: > 0 } fit ? fit
        : words.WhenEmpty == "superior" ? Over(by)
        : [];

    /// <summary>The same without those who get it when nobody else fits.</summary>
    public HashSet<string> ByWords(RandomWords words, string by, string? district, string? school)
    {
        var fit = new HashSet<string>();
        foreach (var h in Holdings.Where(h => h.PositionId == words.Post))
            if (words.Scope switch
                {
                    "district" => district is not null && h.DistrictCode == district,
                    "school" => school is not null && h.SchoolCode == school,
                    "applicant" => HeldBy(by).Exists(own => Reaches(own, h)),
                    _ => true,
                })
                fit.Add(NameOf(h));
        if (words.From == "superior")
            fit.UnionWith(Over(by));
        if (!words.AllowSelf)
            fit.Remove(by);
        return fit;
    }

    private static bool Reaches(PositionHolding own, PositionHolding other) =>
        own.DistrictCode is null && own.SchoolCode is null
            ? other.DistrictCode is null && other.SchoolCode is null
            : (own.DistrictCode is null || own.DistrictCode == other.DistrictCode)
                && (own.SchoolCode is null || own.SchoolCode == other.SchoolCode);

    private HashSet<string> Over(string by)
    {
        var from = HeldBy(by).Select(h => (Post: (string?)h.PositionId, h.DistrictCode, h.SchoolCode)).ToList();
        for (var level = 0; level < 8; level++)
        {
            from = [.. from.Select(f => (f.Post is null ? null : Superiors[f.Post], f.DistrictCode, f.SchoolCode))];
            var found = Holdings.Where(h => from.Exists(f => f.Post == h.PositionId
                    && (h.DistrictCode is null || h.DistrictCode == f.DistrictCode)
                    && (h.SchoolCode is null || h.SchoolCode == f.SchoolCode)))
                .Select(NameOf).Where(name => name != by).ToHashSet();
            if (found.Count > 0)
                return found;
        }
        return [];
    }

    private List<PositionHolding> HeldBy(string name)
    {
        var id = People.Single(p => p.UserName == name).Id;
        return Holdings.FindAll(h => h.UserId == id);
    }

    private string NameOf(PositionHolding holding) => People.Single(p => p.Id == holding.UserId).UserName!;
}
