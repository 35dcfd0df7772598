using BalancedEdu.Web.Data;
using BalancedEdu.Web.Data.Cases;
using BalancedEdu.Web.Data.LargeClasses;
using BalancedEdu.Web.Runtime.Incidents;
using Microsoft.EntityFrameworkCore;

namespace BalancedEdu.Web.Runtime.Sweeps;

/// <summary>
/// Closes incidents whose cause has gone by itself: the timer or rung went through, the job is no longer given up, the
/// message, signal or start went on, the task was assigned or withdrawn, the import went on, the package is whole
/// again. So no step pays for looking whether it ended an incident. Safe to repeat on any node.
/// </summary>
internal sealed class IncidentSweep(Func<BalancedEduDb> open, TimeProvider time) : ISweep
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(15);

    private DateTimeOffset _next = DateTimeOffset.MinValue;

    public async Task<int> RunAsync(CancellationToken cancellation)
    {
        // Every commit wakes the sweeps; this one has time. A next time that is too far was set before the clock went
        // back.
        var now = time.GetStoredNow();
        if (now < _next && _next <= now + Every)
            return 0;
        _next = now + Every;
        await using var db = open();
        var waiting = db.Incidents.Where(i => i.ResolvedAt == null);
        var over = waiting.Where(i =>
            (i.Code == IncidentCodes.TimerFailed && !db.Timers.Any(t => t.Id == i.SourceId))
            || (i.Code == IncidentCodes.RungFailed && !db.Rungs.Any(r => r.Id == i.SourceId && r.FiredAt == null))
            || (i.Code == IncidentCodes.JobFailed && !db.OutboxJobs.Any(j =>
                j.Id == i.SourceId && j.Status == OutboxStatus.Dead))
            || (i.Code == IncidentCodes.StartFailed && i.SourceId == null && !db.OutboxMessages.Any(m =>
                m.Kind == MessageKind.Start && m.Name == ""
                && i.Key == IncidentCodes.StartFailed + ":" + m.CorrelationKey
                && (m.Status == OutboxStatus.Pending || m.Status == OutboxStatus.Dead)))
            || ((i.Code == IncidentCodes.MessageFailed
                    || (i.Code == IncidentCodes.StartFailed && i.SourceId != null))
                && !db.OutboxMessages.Any(m => m.Id == i.SourceId
                    && (m.Status == OutboxStatus.Pending || m.Status == OutboxStatus.Dead)))
            || (i.Code == IncidentCodes.NoticeFailed && !db.OutboxNotices.Any(n =>
                n.Id == i.SourceId && (n.Status == OutboxStatus.Pending || n.Status == OutboxStatus.Dead)))
            || (i.Code == IncidentCodes.CallFailed && !db.Calls.Any(c =>
                c.Id == i.SourceId && c.Status == CallStatus.Requested))
            || (i.Code == IncidentCodes.PackageDamaged && !db.ArchivedCases.Any(a =>
                a.CaseId == i.SourceId && a.DeletedAt == null))
            || (i.Code == IncidentCodes.Unassignable && !db.Tasks.Any(t =>
                t.Id == i.SourceId && t.Status == WorkTaskStatus.Open && t.Unassignable))
            || (i.Code == IncidentCodes.ImportFailed && !db.RosterImports.Any(r => r.Id == i.SourceId
                && (r.State == RosterImportState.Queued || r.State == RosterImportState.Importing))));
        if (await over.AnyAsync(cancellation))
            await over.ExecuteUpdateAsync(i => i.SetProperty(x => x.ResolvedAt, now), cancellation);
        return 0;
    }
}
