using BalancedEdu.Web.Data;
using BalancedEdu.Web.Data.Organisation;
using Microsoft.EntityFrameworkCore;

namespace BalancedEdu.Web.Runtime.Incidents;

/// <summary>What became of many incidents at once.</summary>
/// <param name="Done">How many were tried again.</param>
/// <param name="Refused">Why others were not.</param>
/// <param name="Left">How many of the kind are still to be tried, beyond those.</param>
public sealed record BulkOutcome(int Done, IReadOnlyList<ActionRefusal> Refused, int Left);

/// <summary>批量重试: incidents of one kind, the oldest first, each in a step of its own.</summary>
public sealed class IncidentBulk(BalancedEduDb db, IncidentActions actions)
{
    /// <summary>How many are tried at once.</summary>
    public const int Most = 50;

    /// <summary>Tries open incidents of a kind again.</summary>
    /// <param name="code">The kind.</param>
    /// <param name="processId">Only of this process; null: of all.</param>
    /// <param name="reason">Why; it stands in the events of each case.</param>
    /// <param name="person">Who asks.</param>
    /// <param name="cancellation">Stops between two.</param>
    public async Task<Answer<BulkOutcome>> RetryAsync(
        string code, string? processId, string? reason, AppUser person, CancellationToken cancellation)
    {
        if (reason?.Trim() is not { Length: > 0 and <= IncidentActions.ReasonLengthMax })
            return IncidentRefusals.ReasonMissing;
        var open = db.IncidentsFor(person).Where(i => i.ResolvedAt == null && i.Code == code
            && (processId == null || db.Cases.Any(c => c.Id == i.CaseId && c.ProcessId == processId)));
        var rows = await open.OrderBy(i => i.Id).Take(Most).Select(i => new { i.Id, i.Times })
            .ToListAsync(cancellation);
        if (rows.Count == 0)
            return IncidentRefusals.Unknown;
        var newest = await open.MaxAsync(i => i.Id, cancellation);
        var (done, refused) = (0, new List<ActionRefusal>());
        foreach (var row in rows)
            if (await actions.RetryAsync(new(row.Id, row.Times, reason), person, cancellation) is { } refusal)
                refused.Add(refusal);
            else
                done++;

        // What stopped once more has come to stand behind those that were there.
        var last = rows[^1].Id;
        return new BulkOutcome(
            done, refused, await open.CountAsync(i => i.Id > last && i.Id <= newest, cancellation));
    }
}
