using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using BalancedEdu.Web.Data;
using BalancedEdu.Web.Tests.App;
using Xunit.Abstractions;

namespace BalancedEdu.Web.Tests.Runtime.Drawn;

/// <summary>
/// Random operations by random people on random definitions. After each the clocks are those of a naive model, the
/// inboxes hold what the engine waits for, and nobody has seen or done what they may not.
/// <c>BALANCEDEDU_DRAWN_DEFINITIONS</c> and <c>BALANCEDEDU_DRAWN_SEED</c> play more, or others.
/// </summary>
public sealed class DrawnProcessTests(ITestOutputHelper output)
{
    private const int Moves = 40;
    private const int PerApp = 8;
    private const int ReplaysMax = 20;

    private static readonly int Definitions = Setting("BALANCEDEDU_DRAWN_DEFINITIONS", 32);
    private static readonly int FirstSeed = Setting("BALANCEDEDU_DRAWN_SEED", 1);

    /// <summary>Before holidays, make-up Saturdays, the end of a year, the end of a short month.</summary>
    private static readonly DateTimeOffset[] Starts =
    [
        new(2025, 1, 20, 9, 0, 0, TimeSpan.FromHours(8)), new(2025, 9, 22, 16, 0, 0, TimeSpan.FromHours(8)),
        new(2026, 2, 5, 11, 30, 0, TimeSpan.FromHours(8)), new(2026, 4, 24, 17, 15, 0, TimeSpan.FromHours(8)),
    ];

    private readonly ConcurrentDictionary<string, int> _done = new();
    private readonly ConcurrentQueue<string> _failures = new();

    [Theory]
    [Databases]
    public async Task Clocks_inboxes_and_rights_hold_whatever_is_drawn_and_done(DatabaseProvider provider)
    {
        var apps = Enumerable.Range(0, (Definitions + PerApp - 1) / PerApp)
            .Select(i => FirstSeed + i * PerApp).ToList();
        await Parallel.ForEachAsync(
            apps, new ParallelOptions { MaxDegreeOfParallelism = 2 },
            async (seed, _) => await PlayAsync(provider, seed));
        var counts = string.Join(", ", _done.OrderBy(d => d.Key).Select(d => $"{d.Key} {d.Value}"));
        output.WriteLine(counts);
        Assert.True(_failures.IsEmpty, string.Join("\n\n", _failures));
        if (Definitions >= 32)
            foreach (var (verb, least) in Least)
                Assert.True(_done.GetValueOrDefault(verb) >= least, $"{verb} was hardly ever done: {counts}");
    }

    /// <summary>How often each must have been done, so that what is shown is not shown of nothing.</summary>
    private static Dictionary<string, int> Least => new()
    {
        ["decide"] = 100, ["return"] = 5, ["claim"] = 8, ["release"] = 1, ["transfer"] = 10, ["delegate"] = 8,
        ["answer"] = 4, ["recall"] = 6, ["sign"] = 15, ["unsign"] = 6, ["take back"] = 4, ["suspend"] = 8,
        ["resume"] = 8, ["withdraw"] = 4, ["agree to withdraw"] = 1, ["terminate"] = 2, ["urge"] = 5, ["draft"] = 8,
        ["copy"] = 8, ["follow"] = 4, ["ask for time"] = 6, ["grant time"] = 4, ["deny time"] = 2,
        ["represent"] = 2, ["time"] = 50,
    };

    private async Task PlayAsync(DatabaseProvider provider, int seed)
    {
        var folder = Directory.CreateTempSubdirectory("balancededu-drawn-").FullName;
        try
        {
            var drawn = Enumerable.Range(seed, PerApp)
                .Select(s => DefinitionDrawing.Draw(string.Create(CultureInfo.InvariantCulture, $"d{s}"), s)).ToList();
            foreach (var definition in drawn)
                definition.WriteTo(folder);
            await using var app = await ProductApp.StartAsync(
                provider, folder, now: Starts[seed / PerApp % Starts.Length]);
            foreach (var definition in drawn)
                await PlayAsync(app, definition);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>Plays one definition; what fails is played again with less, as long as it fails.</summary>
    private async Task PlayAsync(ProductApp app, DrawnDefinition definition)
    {
        var moves = Enumerable.Range(0, Moves).Select(i => definition.Seed * 1000 + i).ToList();
        if (await FailAsync(app, definition, moves, _done) is not { } failure)
            return;
        var replays = 0;
        for (var size = moves.Count / 2; size > 0; size /= 2)
            for (var from = 0; from < moves.Count && moves.Count > size && replays < ReplaysMax; from += size)
            {
                replays++;
                List<int> fewer = [.. moves.Take(from), .. moves.Skip(from + size)];
                if (await FailAsync(app, definition, fewer, null) is not { } still)
                    continue;
                (moves, failure) = (fewer, still);
                from -= size;
            }
        _failures.Enqueue(
            $"Definition of seed {definition.Seed}, moves {string.Join(',', moves)}: {failure}\n{definition.Bpmn}");
    }

    /// <summary>What went wrong and all that was done before, or null.</summary>
    private static async Task<string?> FailAsync(
        ProductApp app, DrawnDefinition definition, List<int> moves, ConcurrentDictionary<string, int>? done)
    {
        var told = new StringBuilder();
        DrawnPlay? play = null;
        DrawnLook? look = null;
        foreach (var move in moves)
        {
            var random = new Random(move);
            app.Clock.Advance(TimeSpan.FromMinutes(1));
            if (play is null || look is null || !look.Running)
            {
                play = await DrawnPlay.StartAsync(app, definition, random);
                look = await DrawnLook.ReadAsync(app, definition, play.CaseId, look);
                told.AppendLine(CultureInfo.InvariantCulture, $"  case {play.CaseId} of {look.Case.StartedBy}");
            }
            else
                look = look.At(app.Clock.GetUtcNow());
            if (await TryAsync(play, random, look, told) is not { } deed)
                return $"it failed\n{told}";
            var after = await DrawnLook.ReadAsync(app, definition, play.CaseId, look);
            told.AppendLine(CultureInfo.InvariantCulture, $"  {move} {app.Clock.GetUtcNow():u} {deed}");
            var wrong = deed.Wrong() ?? DrawnInboxes.Wrong(after) ?? new DrawnClocks(play, after).Wrong();
            if (wrong is null && random.Next(3) == 0)
                wrong = await DrawnInboxes.WrongAsync(
                    app, after, DrawnDefinition.People[random.Next(DrawnDefinition.People.Length)]);
            if (wrong is not null)
                return $"{wrong}\n{told}";
            done?.AddOrUpdate(deed.Done ? deed.Verb : $"{deed.Verb} ({deed.Refusal!.Code})", 1, (_, n) => n + 1);
            look = after;
        }
        foreach (var name in look is null ? [] : DrawnDefinition.People)
            if (await DrawnInboxes.WrongAsync(app, look!, name) is { } unlike)
                return $"{unlike}\n{told}";
        return null;
    }

    /// <summary>A refusal is an answer; what the product throws is none, and is told with the sequence.</summary>
    private static async Task<Deed?> TryAsync(DrawnPlay play, Random random, DrawnLook look, StringBuilder told)
    {
        try
        {
            return await play.MoveAsync(random, look);
        }
        catch (Exception e)
        {
            told.AppendLine(CultureInfo.InvariantCulture, $"  {e}");
            return null;
        }
    }

    private static int Setting(string name, int usual) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), CultureInfo.InvariantCulture, out var set) ? set : usual;
}
