using System.Globalization;
using BalancedEdu.Web.Data.Cases;

namespace BalancedEdu.Web.Runtime.Transitions;

/// <summary>
/// The statements that move a case to another version. They come before all others of the step: what it opens is called
/// by the new names already.
/// </summary>
internal static class MigrationSql
{
    /// <summary>
    /// Rows that name an element. Tasks also when they are over, so that the separation of duties and returns still
    /// find them; what they were called then stands in the events.
    /// </summary>
    private static readonly string[] Named = ["tasks", "timers", "subscriptions", "calls", "incidents"];

    public static IEnumerable<Statement> Of(long caseId, VersionChange change)
    {
        yield return new("UPDATE cases SET bundle_version_id = $2 WHERE id = $1", [caseId, change.VersionId]);
        if (change.Elements.Count > 0)
            foreach (var table in Named)
                yield return Renamed(table, caseId, change.Elements);
        foreach (var task in change.Tasks)
            yield return Of(task);
        foreach (var statement in change.Clocks.SelectMany(Of))
            yield return statement;
    }

    /// <summary>At once, so that two may change names.</summary>
    private static Statement Renamed(string table, long caseId, IReadOnlyDictionary<string, string> elements)
    {
        var values = new List<object?> { caseId };
        var (cases, ids) = ("", new List<string>());
        foreach (var (id, target) in elements.OrderBy(e => e.Key, StringComparer.Ordinal))
        {
            values.Add(id);
            ids.Add(Placeholder(values));
            values.Add(target);
            cases += $" WHEN {ids[^1]} THEN {Placeholder(values)}";
        }
        return new(
            $"UPDATE {table} SET element_id = CASE element_id{cases} END "
                + $"WHERE case_id = $1 AND element_id IN ({string.Join(", ", ids)})",
            values);
    }

    private static string Placeholder(List<object?> values) =>
        string.Create(CultureInfo.InvariantCulture, $"${values.Count}");

    /// <summary>Whoever has the page of the task open saw it by the version before: its revision rises.</summary>
    private static Statement Of(MovedTask task) => new(
        """
        UPDATE tasks SET revision = revision + 1, name = $2, back_to = $3, role = $4, drawn = $5
        WHERE id = $1 AND status < 1
        """,
        [task.Id, task.Name, task.BackTo.OrNull(), task.Role, task.Drawn]);

    private static IEnumerable<Statement> Of(MovedClock clock)
    {
        yield return new("UPDATE clocks SET law = $2 WHERE id = $1", [clock.ClockRowId, clock.Law]);
        if (clock.Rungs is not { } rungs)
            yield break;
        var keys = rungs.Select(r => (object?)r.Rung.Key).ToList();
        var others = string.Join(
            ", ", keys.Select((_, i) => string.Create(CultureInfo.InvariantCulture, $"${i + 2}")).DefaultIfEmpty("''"));
        yield return new(
            $"DELETE FROM rungs WHERE clock_row_id = $1 AND fired_at IS NULL AND key NOT IN ({others})",
            [clock.ClockRowId, .. keys]);
        foreach (var (rung, ahead) in rungs)
            yield return ahead ? Wanted(rung) : Levelled(rung);
    }

    private static Statement Wanted(RungRow rung) => new(
        """
        INSERT INTO rungs (clock_row_id, key, level, due_at) VALUES ($1, $2, $3, $4)
        ON CONFLICT (clock_row_id, key) DO UPDATE SET level = $3 WHERE rungs.fired_at IS NULL
        """,
        [rung.ClockRowId, rung.Key, rung.Level, rung.DueAt]);

    /// <summary>What lies behind doesn't begin any more; what still waits to be swept is swept.</summary>
    private static Statement Levelled(RungRow rung) => new(
        "UPDATE rungs SET level = $3 WHERE clock_row_id = $1 AND key = $2 AND fired_at IS NULL",
        [rung.ClockRowId, rung.Key, rung.Level]);
}
