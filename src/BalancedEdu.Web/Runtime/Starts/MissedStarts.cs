using BalancedEdu.Web.Data;
using BalancedEdu.Web.Data.Bundles;
using BalancedEdu.Web.Data.Cases;
using BalancedEdu.Web.Runtime.Incidents;
using BalancedEdu.Web.Runtime.Transitions;

namespace BalancedEdu.Web.Runtime.Starts;

/// <summary>A time at which a case was to begin by itself, and didn't.</summary>
/// <param name="Id">The row that is tried again.</param>
/// <param name="FirstTriedAt">When it was tried first.</param>
/// <param name="Attempts">How often it was tried.</param>
/// <param name="Rests">Whether it is no longer tried by itself.</param>
public sealed record MissedStart(long Id, DateTimeOffset FirstTriedAt, int Attempts, bool Rests);

/// <summary>
/// What a start by time has missed. However often it was due it is one incident, which names the start and no row; each
/// of the rows can be tried again or given up.
/// </summary>
internal static class MissedStarts
{
    /// <summary>What the rows of a start event have in common, in all versions of its process.</summary>
    public static string KeyOf(ProcessStart start) => $"{start.ProcessId}/{start.ElementId}";

    /// <summary>What makes it one incident.</summary>
    public static string IncidentOf(string start) => Prefix + start;

    /// <summary>Whether an incident is about all that a start has missed, and not about one row.</summary>
    public static bool IsAbout(IncidentRow row) => row is { Code: IncidentCodes.StartFailed, SourceId: null };

    /// <summary>What the start of an incident has missed and nobody has given up, tried by itself or not.</summary>
    public static IQueryable<OutboxMessage> MissedOf(this BalancedEduDb db, IncidentRow incident) =>
        db.MissedOf(incident.Key![Prefix.Length..]);

    /// <summary>What a start has missed.</summary>
    public static IQueryable<OutboxMessage> MissedOf(this BalancedEduDb db, string start) =>
        db.OutboxMessages.Where(m => m.Kind == MessageKind.Start && m.Name == "" && m.CorrelationKey == start
            && (m.Status == OutboxStatus.Pending || m.Status == OutboxStatus.Dead));

    /// <summary>One has begun: with the last of them the incident is over, in the same transaction.</summary>
    public static Statement Over(OutboxMessage row, DateTimeOffset at) => new(
        """
        UPDATE incidents SET resolved_at = $2 WHERE key = $1 AND resolved_at IS NULL AND NOT EXISTS (
            SELECT 1 FROM outbox_messages
            WHERE status IN (0, 2) AND name = '' AND correlation_key = $3 AND kind = 2 AND id <> $4)
        """,
        [IncidentOf(row.CorrelationKey), at, row.CorrelationKey, row.Id]);

    private const string Prefix = IncidentCodes.StartFailed + ":";
}
