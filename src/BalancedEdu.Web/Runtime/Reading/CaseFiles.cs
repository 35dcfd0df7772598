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
    public Task<CaseFile?> FindAsync(AppUser person, long caseId, CancellationToken cancellation) =>
        FindAsync(db.VisibleCases(person).Where(c => c.Id == caseId), cancellation);

    /// <summary>The case of a task, or null when there is none or the person may not see it.</summary>
    public Task<CaseFile?> FindByTaskAsync(AppUser person, long taskId, CancellationToken cancellation)
    {
        var seen = db.VisibleTasks(person).Where(t => t.Id == taskId).Select(t => t.CaseId);
        return FindAsync(db.Cases.Where(c => seen.Contains(c.Id)), cancellation);
    }

    private async Task<CaseFile?> FindAsync(IQueryable<Case> wanted, CancellationToken cancellation)
    {
        CaseRows rows;
        await using (await db.BeginSnapshotAsync(cancellation))
        {
            if (await wanted.AsNoTracking().SingleOrDefaultAsync(cancellation) is not { } found)
                return null;
            rows = await RowsAsync(found, cancellation);
        }
        return await FileOfAsync(rows, cancellation);
    }

    /// <summary>A task in outline, or null when there is none or the person may not see it.</summary>
    public async Task<TaskOutline?> FindOutlineAsync(AppUser person, long taskId, CancellationToken cancellation)
    {
        WorkTask task;
        string number;
        long version;
        List<CaseEvent> moves;
        await using (await db.BeginSnapshotAsync(cancellation))
        {
            var found = await (
                from t in db.VisibleTasks(person).AsNoTracking()
                where t.Id == taskId
                join c in db.Cases on t.CaseId equals c.Id
                select new { Task = t, c.Number, c.BundleVersionId }).SingleOrDefaultAsync(cancellation);
            if (found is null)
                return null;
            (task, number, version) = (found.Task, found.Number, found.BundleVersionId);
            moves = task.Status == WorkTaskStatus.Open
                ? []
                : await db.CaseEvents.AsNoTracking()
                    .Where(e => e.CaseId == task.CaseId
                        && (e.TaskId == taskId || EarlierVersion.Kinds.Contains(e.Kind)))
                    .OrderBy(e => e.Sequence).ToListAsync(cancellation);
        }
        var bundle = await bundles.GetAsync(version, cancellation);
        var (drawnIn, element) = (await EarlierVersion.ReadAsync(moves, bundles, cancellation))
            .DrawnIn(task, moves, bundle);
        return new(task, number, drawnIn, element);
    }

    /// <summary>All of a case, for work of the system itself: nobody's right to see it is asked for.</summary>
    internal async Task<CaseFile> ReadAsync(Case found, CancellationToken cancellation) =>
        await FileOfAsync(await RowsAsync(found, cancellation), cancellation);

    private async Task<CaseRows> RowsAsync(Case found, CancellationToken cancellation)
    {
        var tasks = await db.Tasks.AsNoTracking().Include(t => t.Candidates)
            .Where(t => t.CaseId == found.Id).OrderBy(t => t.Id).ToListAsync(cancellation);
        var events = await db.CaseEvents.AsNoTracking()
            .Where(e => e.CaseId == found.Id).OrderBy(e => e.Sequence).ToListAsync(cancellation);
        var clocks = await db.Clocks.AsNoTracking()
            .Where(c => c.CaseId == found.Id).OrderBy(c => c.Id).ToListAsync(cancellation);
        return new(
            found, tasks, events, clocks, await db.DefaultsOfAsync(found.Id, tasks, cancellation),
            await PeopleAsync(found, tasks, events, cancellation), await PlaceAsync(found, cancellation));
    }

    /// <summary>
    /// Definitions are read on a connection of their own when nobody has asked for them yet: never while one is held
    /// for the rows, or many who ask at once would wait for one another.
    /// </summary>
    private async Task<CaseFile> FileOfAsync(CaseRows rows, CancellationToken cancellation)
    {
        var state = ProcessState.FromJson(rows.Case.State);
        return new()
        {
            Case = rows.Case,
            Bundle = await bundles.GetAsync(rows.Case.BundleVersionId, cancellation),
            Earlier = await EarlierVersion.ReadAsync(rows.Events, bundles, cancellation),
            Tasks = rows.Tasks,
            Clocks = rows.Clocks,
            Defaults = rows.Defaults,
            Events = rows.Events,
            People = rows.People,
            Place = rows.Place,
            Variables = state.Variables,
            ActiveElementIds = state.ActiveElementIds,
            Signers = SignerLine.Of(state, rows.Tasks),
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

    private sealed record CaseRows(
        Case Case, List<WorkTask> Tasks, List<CaseEvent> Events, List<ClockRow> Clocks,
        IReadOnlyDictionary<long, TimeoutDefault> Defaults, IReadOnlyDictionary<string, PersonName> People,
        string? Place);
}
