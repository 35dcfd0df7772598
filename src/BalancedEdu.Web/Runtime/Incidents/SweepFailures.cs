using System.Data.Common;
using System.Globalization;
using BalancedEdu.Web.Data;
using BalancedEdu.Web.Data.Cases;
using Microsoft.EntityFrameworkCore;

namespace BalancedEdu.Web.Runtime.Incidents;

/// <summary>Work of a sweep that could not be done.</summary>
/// <param name="Code">Which kind: <see cref="IncidentCodes.TimerFailed"/>.</param>
/// <param name="SourceId">The row of the timer, rung or import.</param>
/// <param name="CaseId">The case, or null.</param>
/// <param name="ElementId">The BPMN element or what else stopped.</param>
/// <param name="Message">A Chinese sentence: what failed, why, and what follows.</param>
public sealed record SweepFailure(string Code, long SourceId, long? CaseId, string ElementId, string Message)
{
    /// <summary>
    /// Whether the row is no longer tried by itself: then whatever the cause was, a person must know.
    /// </summary>
    public bool Rests { get; init; }

    /// <summary>
    /// What makes it one incident with the failures of other rows, which then names no row; null: it is about this row.
    /// </summary>
    public string? Key { get; init; }
}

/// <summary>
/// Makes visible what a sweep can't do: one incident a row, or of rows that belong together, however often it fails.
/// The row stays due and is tried again by itself; when it has gone through, <see cref="Sweeps.IncidentSweep"/> closes
/// the incident.
/// </summary>
public sealed class SweepFailures(Func<BalancedEduDb> open, TimeProvider time, ILogger<SweepFailures> log)
{
    /// <summary>
    /// Records a failure. A fault that passes by itself (the connection broke) is none where the row stays due; and
    /// when the database is away nothing can be recorded: the next failure is.
    /// </summary>
    public async Task RecordAsync(SweepFailure failure, Exception? cause, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(failure);
        if (failure.Code != IncidentCodes.JobFailed && !failure.Rests && IsPassing(cause))
            return;
        try
        {
            await using var db = open();
            var key = failure.Key
                ?? string.Create(CultureInfo.InvariantCulture, $"{failure.Code}:{failure.SourceId}");
            if (await db.Incidents.SingleOrDefaultAsync(i => i.Key == key, cancellation) is { } known)
                known.Times++;
            else
                known = db.Incidents.Add(new()
                {
                    CaseId = failure.CaseId, ElementId = failure.ElementId, Code = failure.Code, Message = "",
                    Key = key, SourceId = failure.Key is null ? failure.SourceId : null,
                }).Entity;
            (known.Message, known.Detail, known.RaisedAt, known.ResolvedAt) =
                (failure.Message, cause?.ToString(), time.GetStoredNow(), null);
            await db.SaveChangesAsync(cancellation);
        }
        catch (Exception e) when (e is DbException or DbUpdateException)
        {
            log.LogWarning(e, "Record {Code} of row {Source}: failed, it is tried again with the next failure",
                failure.Code, failure.SourceId);
        }
    }

    private static bool IsPassing(Exception? cause) =>
        cause is DbException { IsTransient: true } or { InnerException: DbException { IsTransient: true } };
}
