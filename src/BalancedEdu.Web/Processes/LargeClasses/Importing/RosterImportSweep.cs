using BalancedEdu.Web.Data;
using BalancedEdu.Web.Data.LargeClasses;
using BalancedEdu.Web.Processes.LargeClasses.Roster;
using BalancedEdu.Web.Runtime;
using BalancedEdu.Web.Runtime.Incidents;
using BalancedEdu.Web.Runtime.Sweeps;
using Microsoft.EntityFrameworkCore;

namespace BalancedEdu.Web.Processes.LargeClasses.Importing;

/// <summary>
/// Carries out confirmed imports. The snapshot is one transaction; tickets are opened one by one, each once by its key;
/// so an import can die anywhere and is continued by the next sweep, of any node, when its lease is over.
/// </summary>
public sealed class RosterImportSweep(
    IServiceScopeFactory scopes, ProcessRunner runner, SweepFailures failures, TimeProvider time,
    ILogger<RosterImportSweep> log) : ISweep
{
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(30);

    /// <summary>How many tickets lie between two reports of the progress; the lease is renewed with each.</summary>
    private const int BatchSize = 40;

    /// <summary>How many tickets are opened at the same time.</summary>
    private const int AtOnce = 4;

    /// <inheritdoc/>
    public async Task<int> RunAsync(CancellationToken cancellation)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<BalancedEduDb>();
        if (await TakeAsync(db, cancellation) is not { } import) return 0;
        try
        {
            var previews = scope.ServiceProvider.GetRequiredService<RosterPreviews>();
            var preview = await previews.ReadAsync(import, cancellation);
            RosterImports.Count(import, preview);
            await WriteSnapshotAsync(db, import, preview, cancellation);
            await OpenTicketsAsync(db, import, preview, await previews.OpenTicketsAsync(cancellation), cancellation);
            await FinishAsync(db, import, RosterImportState.Done, null, cancellation);
        }
        catch (Exception e) when (e is RosterFileException or JobFailedException)
        {
            log.LogWarning(e, "Import {Import} of a roster stopped", import.Id);
            await FinishAsync(db, import, RosterImportState.Failed, e.Message, cancellation);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // The import goes on when its lease is over; a person sees meanwhile that it doesn't get anywhere.
            log.LogError(e, "Import {Import} of a roster: failed, it is tried again in {Lease}", import.Id, Lease);
            await failures.RecordAsync(
                new(IncidentCodes.ImportFailed, import.Id, null, "数据导入",
                    $"学籍导入“{import.FileName}”中断：{e.Message}。系统每 {Lease.TotalSeconds:0} 秒从中断处再试一次。"),
                e, cancellation);
            return 0;
        }
        return 1;
    }

    private async Task<RosterImport?> TakeAsync(BalancedEduDb db, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        var due = db.RosterImports.Where(i =>
            (i.State == RosterImportState.Queued || i.State == RosterImportState.Importing)
            && (i.LeasedUntil == null || i.LeasedUntil <= now));
        var id = await due.OrderBy(i => i.Id).Select(i => (long?)i.Id).FirstOrDefaultAsync(cancellation);
        if (id is null) return null;
        var taken = await due.Where(i => i.Id == id).ExecuteUpdateAsync(
            i => i.SetProperty(x => x.LeasedUntil, now + Lease).SetProperty(x => x.State, RosterImportState.Importing),
            cancellation);
        return taken == 0 ? null : await db.RosterImports.AsNoTracking().SingleAsync(i => i.Id == id, cancellation);
    }

    private static async Task WriteSnapshotAsync(
        BalancedEduDb db, RosterImport import, RosterPreview preview, CancellationToken cancellation)
    {
        // If we died after this transaction the snapshot is there and is not written again; before its commit there is
        // none.
        if (await db.RosterSnapshots.AnyAsync(s => s.ImportId == import.Id, cancellation)) return;
        var snapshot = new RosterSnapshot
        {
            ImportId = import.Id, SchoolYear = import.SchoolYear, Term = import.Term, TakenOn = DayOf(import),
        };
        snapshot.Classes.AddRange(preview.Classes.Select(c => new RosterClassSize
        {
            SchoolCode = c.School.Code, GradeNo = c.Grade, ClassNo = c.ClassNo, Enrolled = c.Enrolled,
            Boarders = c.Boarders, InclusivePupils = c.InclusivePupils,
        }));
        db.RosterSnapshots.Add(snapshot);
        await db.SaveChangesAsync(cancellation);
        db.ChangeTracker.Clear();
    }

    private async Task OpenTicketsAsync(
        BalancedEduDb db, RosterImport import, RosterPreview preview,
        Dictionary<(string School, int Cohort, int ClassNo), OpenTicket> open, CancellationToken cancellation)
    {
        var merged = new List<(long CaseId, int Enrolled)>();
        (import.Handled, import.Opened, import.Merged) = (0, 0, 0);
        var atOnce = new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellation };
        foreach (var classes in preview.AboveStandard.Chunk(BatchSize))
        {
            var tickets = new OpenTicket[classes.Length];
            await Parallel.ForAsync(
                0, classes.Length, atOnce,
                async (i, cancel) => tickets[i] = await OpenAsync(import, preview.Term, classes[i], open, cancel));
            import.Opened += tickets.Count(t => t.ImportId == import.Id);
            import.Handled += tickets.Length;
            import.Merged = import.Handled - import.Opened;
            merged.AddRange(tickets.Zip(classes).Where(p => p.First.ImportId != import.Id)
                .Select(p => (p.First.CaseId, p.Second.Enrolled)));
            await SaveProgressAsync(db, import, cancellation);
        }
        foreach (var (caseId, enrolled) in merged)
            await db.LargeClassTickets.Where(t => t.CaseId == caseId && t.LatestEnrolled != enrolled)
                .ExecuteUpdateAsync(t => t.SetProperty(x => x.LatestEnrolled, enrolled), cancellation);
    }

    /// <summary>The open ticket of a class, or a new one.</summary>
    private async Task<OpenTicket> OpenAsync(
        RosterImport import, SchoolTerm term, RosterClass found,
        Dictionary<(string School, int Cohort, int ClassNo), OpenTicket> open, CancellationToken cancellation)
    {
        var key = (found.School.Code, term.Year - found.Grade, found.ClassNo);
        if (open.TryGetValue(key, out var ticket)) return ticket;
        var subject = LargeClassCase.Of(found, term, DayOf(import), import.Id);
        var started = await TicketOpening.OpenAsync(runner, subject, cancellation);
        return new(started.CaseId, started.Already ? null : import.Id);
    }

    private Task<int> SaveProgressAsync(BalancedEduDb db, RosterImport import, CancellationToken cancellation) =>
        db.RosterImports.Where(i => i.Id == import.Id).ExecuteUpdateAsync(
            i => i.SetProperty(x => x.Handled, import.Handled).SetProperty(x => x.Opened, import.Opened)
                .SetProperty(x => x.Merged, import.Merged).SetProperty(x => x.LeasedUntil, time.GetUtcNow() + Lease),
            cancellation);

    private Task<int> FinishAsync(
        BalancedEduDb db, RosterImport import, RosterImportState state, string? error,
        CancellationToken cancellation) =>
        db.RosterImports.Where(i => i.Id == import.Id).ExecuteUpdateAsync(
            i => i.SetProperty(x => x.State, state).SetProperty(x => x.Error, error)
                .SetProperty(x => x.Content, x => state == RosterImportState.Done ? null : x.Content)
                .SetProperty(x => x.Classes, import.Classes).SetProperty(x => x.Pupils, import.Pupils)
                .SetProperty(x => x.Handled, import.Handled).SetProperty(x => x.Opened, import.Opened)
                .SetProperty(x => x.Merged, import.Merged).SetProperty(x => x.LeasedUntil, (DateTimeOffset?)null)
                .SetProperty(x => x.FinishedAt, time.GetUtcNow()), cancellation);

    private static DateOnly DayOf(RosterImport import) =>
        DateOnly.FromDateTime(import.UploadedAt.ToOffset(TimeSpan.FromHours(8)).DateTime);
}
