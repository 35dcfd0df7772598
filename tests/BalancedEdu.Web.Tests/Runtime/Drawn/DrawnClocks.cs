using System.Text.Json;
using BalancedEdu.Web.Data;
using BalancedEdu.Web.Data.Cases;
using BalancedEdu.Web.Runtime.Clocks;
using Microsoft.Extensions.DependencyInjection;

namespace BalancedEdu.Web.Tests.Runtime.Drawn;

/// <summary>
/// Which clocks there must be, how long each has stood still and when it ends, from what was drawn, from the tasks and
/// from what the engine says has happened.
/// </summary>
internal sealed class DrawnClocks(DrawnPlay play, DrawnLook look)
{
    private readonly DateTimeOffset _now = play.App.Clock.GetUtcNow();

    /// <summary>What is wrong with the clocks of the case, or null.</summary>
    public string? Wrong() =>
        look.Tasks.Select(OfTask).Concat(look.Definition.Clocks.Select(OfName)).FirstOrDefault(w => w is not null);

    /// <summary>A task has its clock from its opening to its end, and no other.</summary>
    private string? OfTask(WorkTask task)
    {
        var rows = look.Clocks.Where(c => c.TaskId == task.Id).ToList();
        var drawn = look.Drawn(task);
        if (rows.Count != (drawn.Budget is null ? 0 : 1))
            return $"{task.ElementId}#{task.Id} has {rows.Count} clocks";
        if (rows is not [var row])
            return null;
        if (row.EndedAt != task.EndedAt)
            return $"{Name(row)} ended {row.EndedAt}, its task {task.EndedAt}";
        if (task.Status != WorkTaskStatus.Open)
            return null;

        // What time decides is not put off by further signers: they have what is left of the owner's.
        var owner = drawn.ByTime && task.SignerPlace is not null ? look.OwnerOf(task) : null;
        var owners = owner is null ? null : look.Clocks.Single(c => c.TaskId == owner.Id);
        var start = (owner ?? task).CreatedAt;
        var extended = play.Extended.ContainsKey(row.Id)
            || (owners is not null && play.Extended.GetValueOrDefault(owners.Id, Instants.Never) <= task.CreatedAt);
        var clock = new NaiveClock(drawn.Budget!, start)
        {
            Pauses = drawn.Pausable ? PausesFrom(start, _ => true) : Suspended(start),
            Extension = extended ? DrawnDefinition.ExtendedBy : 0,
        };
        var due = clock.StandsStill(_now) ? Instants.Never : clock.Read(_now).Due;
        return Compare(row, clock) ?? (task.DueAt == due ? null : $"{Name(row)} is shown due {task.DueAt}, not {due}");
    }

    /// <summary>A named clock runs from the beginning of its first element to the completion of its last.</summary>
    private string? OfName(DrawnClock drawn)
    {
        var spans = drawn.Start is null ? [(look.Case.StartedAt, look.Case.EndedAt)] : Stages(drawn);
        var rows = look.Clocks.Where(c => c.TaskId is null && c.ClockId == drawn.Id).ToList();
        if (!rows.Select(r => (r.StartedAt, r.EndedAt)).SequenceEqual(spans))
            return $"{drawn.Id} ran {Show(rows.Select(r => (r.StartedAt, r.EndedAt)))}, and should {Show(spans)}";
        if (rows.LastOrDefault() is not { EndedAt: null } row)
            return null;
        return Compare(row, new(drawn.Budget, row.StartedAt)
        {
            Pauses = PausesFrom(row.StartedAt, t => drawn.Pausable || t.Pauses.Contains(drawn.Id)),
            Extension = play.Extended.ContainsKey(row.Id) ? DrawnDefinition.ExtendedBy : 0,
        });
    }

    /// <summary>
    /// Entered again while it runs a stage goes on; after its end it begins anew. Of several at once, and of a task
    /// with signers, the whole is meant.
    /// </summary>
    private List<(DateTimeOffset, DateTimeOffset?)> Stages(DrawnClock drawn)
    {
        var spans = new List<(DateTimeOffset From, DateTimeOffset? To)>();
        var elements = new Dictionary<long, string>();
        var parts = new HashSet<long>();
        foreach (var e in look.Happened.Where(e => e.Kind is "ElementActivating" or "ElementCompleted"))
        {
            using var data = JsonDocument.Parse(e.Data);
            var id = data.RootElement.GetProperty("id").GetInt64();
            var runs = spans is [.., { To: null }];
            if (e.Kind == "ElementActivating")
            {
                elements[id] = e.ElementId!;
                if (elements.GetValueOrDefault(data.RootElement.GetProperty("parent").GetInt64()) == e.ElementId)
                    parts.Add(id);
                if (!runs && e.ElementId == drawn.Start && !parts.Contains(id))
                    spans.Add((e.At, null));
            }
            else if (runs && e.ElementId == drawn.End && !parts.Contains(id))
                spans[^1] = (spans[^1].From, e.At);
        }
        if (spans is [.., { To: null }] && !look.Running)
            spans[^1] = (spans[^1].From, look.Case.EndedAt);
        return spans;
    }

    /// <summary>While a task is open that stops it, and while the case stands still where that stops clocks.</summary>
    private List<(DateTimeOffset, DateTimeOffset?)> PausesFrom(DateTimeOffset start, Func<DrawnTask, bool> stops) =>
    [
        .. Suspended(start),
        .. look.Tasks.Where(t => look.Drawn(t) is { Pauses.Count: > 0 } drawn && stops(drawn))
            .Where(t => t.EndedAt is null || t.EndedAt > start)
            .Select(t => (t.CreatedAt < start ? start : t.CreatedAt, t.EndedAt)),
    ];

    private List<(DateTimeOffset, DateTimeOffset?)> Suspended(DateTimeOffset start) =>
        look.Definition.SuspensionPauses ? [.. play.Suspensions.Where(s => s.To is null || s.To > start)] : [];

    private string? Compare(ClockRow row, NaiveClock clock)
    {
        if (row.Budget != clock.Budget || row.StartedAt != clock.Start)
            return $"{Name(row)} is {row.Budget} from {row.StartedAt}, not {clock.Budget} from {clock.Start}";
        if (row.Paused != clock.StandsStill(_now))
            return $"{Name(row)} stands still: {row.Paused}";
        var should = clock.Read(_now);
        if (!row.Paused && row.DueAt != should.Due)
            return $"{Name(row)} is stored due {row.DueAt}, not {should.Due}; {Ledger(row, clock)}";
        var read = row.Read(play.App.Services.GetRequiredService<OfficeTime>(), _now);
        var seen = (read.DueAt!.Value, read.Used, read.Remaining, read.Over, read.State);
        return seen == should ? null : $"{Name(row)} reads {seen}, not {should}; {Ledger(row, clock)}";
    }

    private static string Name(ClockRow row) => $"{row.Name}#{row.Id} ({row.Budget})";

    private static string Ledger(ClockRow row, NaiveClock clock) =>
        $"from {row.StartedAt}, stored {row.Pauses} {row.Extension}, should be {Show(clock.Pauses)} {clock.Extension}";

    private static string Show(IEnumerable<(DateTimeOffset From, DateTimeOffset? To)> spans) =>
        string.Join(", ", spans.Select(s => $"{s.From:u}–{s.To:u}"));
}
