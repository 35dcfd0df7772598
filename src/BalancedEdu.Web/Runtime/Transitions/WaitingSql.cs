using BalancedEdu.Web.Data;
using BalancedEdu.Web.Data.Cases;

namespace BalancedEdu.Web.Runtime.Transitions;

/// <summary>The statements about timers, clocks and rungs.</summary>
internal static class WaitingSql
{
    public static List<Statement> Of(Transition t) =>
    [
        .. t.FiredRung is { } rung ? [Fired(rung.RungId, rung.At)] : Array.Empty<Statement>(),
        .. t.EndedTimers.Select(id => new Statement(
            "DELETE FROM timers WHERE case_id = $1 AND timer_id = $2", [t.Case.Id, id])),
        .. t.Timers.Select(Of),
        .. t.ClockChanges.SelectMany(Changed),
        .. t.StartedClocks.SelectMany(s => Started(s.Clock, s.Rungs)),
    ];

    private static Statement Fired(long rungId, DateTimeOffset at) => new(
        "UPDATE rungs SET fired_at = $2 WHERE id = $1 AND fired_at IS NULL", [rungId, at], CommitResult.Taken);

    private static Statement Of(TimerRow r) => new(
        "INSERT INTO timers (case_id, timer_id, element_id, due_at) VALUES ($1, $2, $3, $4)",
        [r.CaseId, r.TimerId, r.ElementId, r.DueAt]);

    private static IEnumerable<Statement> Started(ClockRow c, IReadOnlyList<RungRow> rungs)
    {
        yield return new(
            """
            INSERT INTO clocks (
                id, case_id, task_id, name, clock_id, budget, law, started_at, pauses, paused, extension,
                calendar_version, due_at, provisional, warn, card_at, organisation)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)
            """,
            [
                c.Id, c.CaseId, c.TaskId.OrNull(), c.Name, c.ClockId, c.Budget, c.Law, c.StartedAt, c.Pauses, c.Paused,
                c.Extension.OrNull(), c.CalendarVersion, c.DueAt, c.Provisional, c.Warn.OrNull(), c.CardAt.OrNull(),
                c.Organisation.OrNull(),
            ]);
        foreach (var r in rungs)
            yield return new(
                "INSERT INTO rungs (clock_row_id, key, level, due_at) VALUES ($1, $2, $3, $4)",
                [c.Id, r.Key, r.Level, r.DueAt]);
    }

    private static IEnumerable<Statement> Changed(ClockChange change)
    {
        var c = change.Clock;
        yield return new(
            """
            UPDATE clocks SET pauses = $2, paused = $3, extension = $4, calendar_version = $5, due_at = $6,
                provisional = $7, ended_at = $8, budget = $9, card_at = $10
            WHERE id = $1
            """,
            [
                c.Id, c.Pauses, c.Paused, c.Extension.OrNull(), c.CalendarVersion, c.DueAt, c.Provisional,
                c.EndedAt.OrNull(), c.Budget, c.CardAt.OrNull(),
            ]);
        if (c.EndedAt is not null)
        {
            yield return new("DELETE FROM rungs WHERE clock_row_id = $1 AND fired_at IS NULL", [c.Id]);
            yield break;
        }
        yield return new(
            "UPDATE rungs SET due_at = $2 WHERE clock_row_id = $1 AND fired_at IS NULL", [c.Id, Instants.Never]);
        foreach (var (key, due) in change.Rungs)
            yield return new(
                "UPDATE rungs SET due_at = $3 WHERE clock_row_id = $1 AND key = $2 AND fired_at IS NULL",
                [c.Id, key, due]);
        if (c.TaskId is { } task && change.TaskDueAt is { } shown)
            yield return new("UPDATE tasks SET due_at = $2 WHERE id = $1 AND status < 1", [task, shown]);
    }
}
