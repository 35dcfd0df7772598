using BalancedEdu.Bpmn.Execution;
using BalancedEdu.Web.Data;
using BalancedEdu.Web.Data.Cases;
using BalancedEdu.Web.Data.Organisation;
using BalancedEdu.Web.Runtime.Bundles;
using BalancedEdu.Web.Runtime.Clocks.Defaults;
using Microsoft.EntityFrameworkCore;

namespace BalancedEdu.Web.Runtime.Reading;

/// <summary>
/// Reads cases; the right to see is part of the query. All of a case is read as of one moment: a step, or a move to
/// another version, in the middle of it would show tasks that its version doesn't know.
/// </summary>
public sealed class CaseFiles(BalancedEduDb db, BundleCatalog bundles)
{
    /// <summary>The case, or null when there is none or the person may not see it.</summary>
    public async Task<CaseFile?> FindAsync(AppUser person, long caseId, CancellationToken cancellation)
    {
        await using var snapshot = await db.BeginSnapshotAsync(cancellation);
        var found = await db.VisibleCases(person).AsNoTracking()
            .SingleOrDefaultAsync(c => c.Id == caseId, cancellation);
        return found is null ? null : await ReadAsync(found, cancellation);
    }

    /// <summary>The case of a task, or null when there is none or the person may not see it.</summary>
    public async Task<CaseFile?> FindByTaskAsync(AppUser person, long taskId, CancellationToken cancellation)
    {
        await using var snapshot = await db.BeginSnapshotAsync(cancellation);
        var caseId = await db.VisibleTasks(person).Where(t => t.Id == taskId).Select(t => (long?)t.CaseId)
            .SingleOrDefaultAsync(cancellation);
        if (caseId is null)
            return null;
        var found = await db.Cases.AsNoTracking().SingleAsync(c => c.Id == caseId, cancellation);
        return await ReadAsync(found, cancellation);
    }

    /// <summary>A task in outline, or null when there is none or the person may not see it.</summary>
    public async Task<TaskOutline?> FindOutlineAsync(AppUser person, long taskId, CancellationToken cancellation)
    {
        await using var snapshot = await db.BeginSnapshotAsync(cancellation);
        var found = await (
            from t in db.VisibleTasks(person).AsNoTracking()
            where t.Id == taskId
            join c in db.Cases on t.CaseId equals c.Id
            select new { Task = t, c.Number, c.BundleVersionId }).SingleOrDefaultAsync(cancellation);
        if (found is null)
            return null;
        var bundle = await bundles.GetAsync(found.BundleVersionId, cancellation);
        var outline = new TaskOutline(found.Task, found.Number, bundle, found.Task.ElementId);
        if (found.Task.Status == WorkTaskStatus.Open)
            return outline;
        var moves = await db.CaseEvents.AsNoTracking()
            .Where(e => e.CaseId == found.Task.CaseId
                && (e.TaskId == taskId || EarlierVersion.Kinds.Contains(e.Kind)))
            .OrderBy(e => e.Sequence).ToListAsync(cancellation);
        var (drawnIn, element) = (await EarlierVersion.ReadAsync(moves, bundles, cancellation))
            .DrawnIn(found.Task, moves, bundle);
        return outline with { Bundle = drawnIn, ElementId = element };
    }

    /// <summary>All of a case, for work of the system itself: nobody's right to see it is asked for.</summary>
    internal async Task<CaseFile> ReadAsync(Case found, CancellationToken cancellation)
    {
        var tasks = await db.Tasks.AsNoTracking().Include(t => t.Candidates)
            .Where(t => t.CaseId == found.Id).OrderBy(t => t.Id).ToListAsync(cancellation);
        var events = await db.CaseEvents.AsNoTracking()
            .Where(e => e.CaseId == found.Id).OrderBy(e => e.Sequence).ToListAsync(cancellation);
        var clocks = await db.Clocks.AsNoTracking()
            .Where(c => c.CaseId == found.Id).OrderBy(c => c.Id).ToListAsync(cancellation);
        var state = ProcessState.FromJson(found.State);
        return new()
        {
            Case = found,
            Bundle = await bundles.GetAsync(found.BundleVersionId, cancellation),
            Earlier = await EarlierVersion.ReadAsync(events, bundles, cancellation),
            Tasks = tasks,
            Clocks = clocks,
            Defaults = await db.DefaultsOfAsync(found.Id, tasks, cancellation),
            Events = events,
            People = await PeopleAsync(found, tasks, events, cancellation),
            Place = await PlaceAsync(found, cancellation),
            Variables = state.Variables,
            ActiveElementIds = state.ActiveElementIds,
            Signers = SignerLine.Of(state, tasks),
        };
    }

    private async Task<IReadOnlyDictionary<string, PersonName>> PeopleAsync(
        Case found, List<WorkTask> tasks, List<CaseEvent> events, CancellationToken cancellation)
    {
        var names = tasks.SelectMany(t => new[] { t.Assignee, t.CompletedBy, t.Owner, t.AddedBy })
            .Concat(events.Select(e => e.Actor))
            .Append(found.StartedBy).OfType<string>().Distinct().ToList();
        return await db.Users.AsNoTracking().Where(u => names.Contains(u.UserName!))
            .Select(u => new { u.UserName, u.DisplayName, u.UnitName, u.Title })
            .ToDictionaryAsync(
                u => u.UserName!,
                u => new PersonName(u.DisplayName, u.Title.Length > 0 ? $"{u.UnitName} {u.Title}" : u.UnitName),
                cancellation);
    }

    private async Task<string?> PlaceAsync(Case found, CancellationToken cancellation)
    {
        var school = found.SchoolCode is null
            ? null
            : await db.Schools.Where(s => s.Code == found.SchoolCode).Select(s => s.Name)
                .SingleOrDefaultAsync(cancellation);
        return school ?? await db.Districts.Where(d => d.Code == found.DistrictCode).Select(d => d.Name)
            .SingleOrDefaultAsync(cancellation);
    }
}
