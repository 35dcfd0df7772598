using BalancedEdu.Web.Data;
using BalancedEdu.Web.Data.Cases;
using BalancedEdu.Web.Data.Organisation;
using BalancedEdu.Web.Runtime.Notifications;
using Microsoft.EntityFrameworkCore;

namespace BalancedEdu.Web.Runtime.Reading;

/// <summary>One page of a list.</summary>
/// <param name="Rows">At most <see cref="InboxFilter.Size"/>, and exactly so many while there are more.</param>
/// <param name="Total">All rows of the filter; null in 已办, which is never counted out.</param>
/// <param name="Before">How many stand before the first row.</param>
/// <param name="Next">The place where the next page begins, or null on the last.</param>
/// <param name="HasPrevious">Whether rows stand before the first.</param>
public sealed record InboxPage(
    IReadOnlyList<InboxRow> Rows, int? Total, int Before, InboxCursor? Next, bool HasPrevious);

/// <summary>Where a task stands among the open ones of a person.</summary>
/// <param name="Position">Counted from 1.</param>
/// <param name="Total">All of them.</param>
/// <param name="PreviousId">The task before it, or null.</param>
/// <param name="NextId">The task after it, or null.</param>
public sealed record InboxPlace(int Position, int Total, long? PreviousId, long? NextId);

/// <summary>
/// The lists of the inbox. Rights are part of each query, so that a page of 20 is 20 while there are more. Order: what
/// is due first comes first (so the overdue stand on top), then arrival; without a clock after these, paused ones last.
/// </summary>
public sealed class InboxQuery(BalancedEduDb db, WorkBoundaries days)
{
    /// <summary>Rows on a page of the product.</summary>
    public const int PageSize = 20;

    private (string UserName, InboxCounts Counts)? _counted;

    /// <summary>The counts beside the views; one look a request, which the page and its frame share.</summary>
    public async Task<InboxCounts> CountAsync(AppUser person, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(person);
        if (_counted is { } counted && counted.UserName == person.UserName)
            return counted.Counts;
        var counts = await ReadCountsAsync(person, cancellation);
        _counted = (person.UserName!, counts);
        return counts;
    }

    private async Task<InboxCounts> ReadCountsAsync(AppUser person, CancellationToken cancellation)
    {
        var (now, today, near) = (days.Now, days.EndOfToday, days.Near.City);
        var mine = await db.AssignedTo(person)
            .GroupBy(_ => 1)
            .Select(g => new
            {
                All = g.Count(),
                Today = g.Count(t => t.DueAt >= now && t.DueAt <= today),
                Near = g.Count(t => t.DueAt > today && t.DueAt <= near),
                Overdue = g.Count(t => t.DueAt < now),
                Paused = g.Count(t => t.DueAt >= Instants.Never),
            })
            .SingleOrDefaultAsync(cancellation);
        var unclaimed = await db.ClaimableBy(person).CountAsync(cancellation);
        var cases = await ReadCaseCountsAsync(person, cancellation);
        if (person.ActsFor.Count > 0)
            cases = cases with { Delegated = await db.DelegatedTo(person).CountAsync(cancellation) };
        if (person.Holdings.Exists(h => h.PositionId == TaskRights.CaseAdministrators))
            cases = cases with { Unassigned = await db.UnassignedFor(person).CountAsync(cancellation) };
        if (mine is not null && days.Near.Differ)
            mine = mine with { Near = await NearOf(db.AssignedTo(person)).CountAsync(cancellation) };
        return mine is null
            ? cases with { Unclaimed = unclaimed }
            : cases with
            {
                Mine = mine.All, Unclaimed = unclaimed, Today = mine.Today, Near = mine.Near, Overdue = mine.Overdue,
                Paused = mine.Paused,
            };
    }

    /// <summary>The views of cases in one statement; it needs a row to read from that is always there.</summary>
    private Task<InboxCounts> ReadCaseCountsAsync(AppUser person, CancellationToken cancellation)
    {
        var (visible, unread) = (db.VisibleCases(person), db.UnreadNotifications());
        return db.NumberSeries.Where(n => n.Key == Assignment.StaffList.StampKey)
            .Select(_ => new InboxCounts(
                0, 0, 0, 0, 0, 0,
                db.Cases.Count(c => c.StartedBy == person.UserName && c.Status == CaseStatus.Running))
            {
                Copied = db.CaseCopies.Count(c => c.UserName == person.UserName && c.ReadAt == null),
                Unread = unread.Count(n => n.UserName == person.UserName),
                Followed = db.CaseFollows.Count(
                    f => f.UserName == person.UserName && visible.Any(c => c.Id == f.CaseId)),
            })
            .SingleAsync(cancellation);
    }

    /// <summary>One page of a view, after a place or, going back, before one.</summary>
    public async Task<InboxPage> PageAsync(
        AppUser person, InboxFilter filter, InboxCursor? after, InboxCursor? before, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(filter);
        var lines = Narrow(Lines(person, filter.View), filter);
        var order = new InboxOrder(filter.View.NewestFirst());
        var back = before is not null && after is null;
        var place = back ? before : after;

        var part = place is { } p ? lines.Where(back ? order.Before(p) : order.After(p)) : lines;
        part = (back ? order.Reversed : order).Apply(part);
        var rows = await Rows(part.Take(filter.Size + 1), filter.View).ToListAsync(cancellation);
        var more = rows.Count > filter.Size;
        if (more)
            rows.RemoveAt(filter.Size);
        if (back)
            rows.Reverse();

        int? total = filter.View == InboxView.Done ? null : await lines.CountAsync(cancellation);
        var inFront = rows.Count > 0 && (back ? more : place is not null);
        var standing = inFront && total is not null
            ? await lines.CountAsync(order.Before(CursorOf(rows[0])), cancellation)
            : 0;
        await AddSeatsAsync(rows, cancellation);
        await ReturnedRows.AddReasonsAsync(db, rows, cancellation);
        return new(rows, total, standing, (back ? rows.Count > 0 : more) ? CursorOf(rows[^1]) : null, inFront);
    }

    /// <summary>Where a task stands among the open ones of the person, or null when it is not one of them.</summary>
    public async Task<InboxPlace?> PlaceAsync(AppUser person, long taskId, CancellationToken cancellation)
    {
        var lines = Lines(person, InboxView.Mine);
        var line = await lines.Where(l => l.Id == taskId).Select(l => new { l.At }).SingleOrDefaultAsync(cancellation);
        if (line is null)
            return null;
        var here = new InboxCursor(line.At, taskId);
        var order = new InboxOrder(NewestFirst: false);
        return new(
            await lines.CountAsync(order.Before(here), cancellation) + 1,
            await lines.CountAsync(cancellation),
            await FirstAsync(order.Reversed.Apply(lines.Where(order.Before(here))), cancellation),
            await FirstAsync(order.Apply(lines.Where(order.After(here))), cancellation));
    }

    /// <summary>What opens after a task was decided: the one behind it, else the first, or null.</summary>
    public async Task<long?> NextAfterAsync(AppUser person, InboxCursor? decided, CancellationToken cancellation)
    {
        var lines = Lines(person, InboxView.Mine);
        var order = new InboxOrder(NewestFirst: false);
        var behind = decided is { } d
            ? await FirstAsync(order.Apply(lines.Where(order.After(d))), cancellation)
            : null;
        return behind ?? await FirstAsync(order.Apply(lines), cancellation);
    }

    /// <summary>The place of a task in the order of 待我办.</summary>
    public static InboxCursor CursorOf(WorkTask task)
    {
        ArgumentNullException.ThrowIfNull(task);
        return new(task.DueAt ?? InboxOrder.WithoutClock, task.Id);
    }

    private static InboxCursor CursorOf(InboxRow row) => new(row.OrderedBy, row.TaskId ?? row.CaseId);

    private static async Task<long?> FirstAsync(IQueryable<InboxLine> lines, CancellationToken cancellation) =>
        await lines.Select(l => (long?)l.Id).FirstOrDefaultAsync(cancellation);

    /// <summary>The lines of a view: rights are here, and nowhere after.</summary>
    internal IQueryable<InboxLine> Lines(AppUser person, InboxView view)
    {
        var (now, today) = (days.Now, days.EndOfToday);
        var mine = db.AssignedTo(person);
        return view switch
        {
            InboxView.Mine => OfTasks(mine),
            InboxView.Unclaimed => OfTasks(db.ClaimableBy(person)),
            InboxView.Today => OfTasks(mine.Where(t => t.DueAt >= now && t.DueAt <= today)),
            InboxView.Near => OfTasks(NearOf(mine)),
            InboxView.Overdue => OfTasks(mine.Where(t => t.DueAt < now)),
            InboxView.Paused => OfTasks(mine.Where(t => t.DueAt >= Instants.Never)),
            InboxView.Done =>
                from t in db.Tasks
                where t.CompletedBy == person.UserName && t.Status == WorkTaskStatus.Completed
                join c in db.Cases on t.CaseId equals c.Id
                join b in db.BundleVersions on c.BundleVersionId equals b.Id
                select new InboxLine { Id = t.Id, At = t.EndedAt!.Value, Task = t, Case = c, Bundle = b },
            InboxView.Started =>
                from c in db.Cases
                where c.StartedBy == person.UserName
                join b in db.BundleVersions on c.BundleVersionId equals b.Id
                select new InboxLine { Id = c.Id, At = c.StartedAt, From = null, Note = "", Case = c, Bundle = b },
            InboxView.Delegated => OfTasks(db.DelegatedTo(person)),
            InboxView.Unassigned => OfTasks(db.UnassignedFor(person)),
            InboxView.Copied =>
                from p in db.CaseCopies
                where p.UserName == person.UserName && p.ReadAt == null
                join c in db.Cases on p.CaseId equals c.Id
                join b in db.BundleVersions on c.BundleVersionId equals b.Id
                select new InboxLine { Id = c.Id, At = p.SentAt, From = p.SentBy, Note = p.Note, Case = c, Bundle = b },
            InboxView.Followed =>
                from f in db.CaseFollows
                where f.UserName == person.UserName
                join c in db.VisibleCases(person) on f.CaseId equals c.Id
                join b in db.BundleVersions on c.BundleVersionId equals b.Id
                select new InboxLine { Id = c.Id, At = f.Since, From = null, Note = "", Case = c, Bundle = b },
            _ => throw new ArgumentOutOfRangeException(nameof(view), view, "There is no such view."),
        };
    }

    private IQueryable<WorkTask> NearOf(IQueryable<WorkTask> tasks)
    {
        var today = days.EndOfToday;
        return tasks.Where(t => t.DueAt > today).Where(days.Near.DueBy(db));
    }

    private IQueryable<InboxLine> OfTasks(IQueryable<WorkTask> tasks) =>
        from t in tasks
        join c in db.Cases on t.CaseId equals c.Id
        join b in db.BundleVersions on c.BundleVersionId equals b.Id
        select new InboxLine { Id = t.Id, At = t.DueAt ?? InboxOrder.WithoutClock, Task = t, Case = c, Bundle = b };

    private static IQueryable<InboxLine> Narrow(IQueryable<InboxLine> lines, InboxFilter filter)
    {
        if (filter.ProcessId is { } process)
            lines = lines.Where(l => l.Case.ProcessId == process);
        if (filter.DistrictCode is { } district)
            lines = lines.Where(l => l.Case.DistrictCode == district);
        if (filter.Search is { } search)
        {
            var (any, number) = (SearchText.Contains(search), SearchText.Contains(search.ToUpperInvariant()));
            lines = lines.Where(l =>
                EF.Functions.Like(l.Case.Title, any, "\\") || EF.Functions.Like(l.Case.Number, number, "\\")
                || EF.Functions.Like(l.Case.ApplicantName, any, "\\"));
        }
        if (filter.View.OfCases())
            return lines;
        if (filter.Step is { } step)
            lines = lines.Where(l => l.Task!.Name == step);
        return filter.ReturnedOnly ? lines.Where(l => l.Task!.Returned) : lines;
    }

    private IQueryable<InboxRow> Rows(IQueryable<InboxLine> lines, InboxView view) => view.OfCases()
        ? lines.Select(l => new InboxRow
        {
            CaseId = l.Case.Id, Type = l.Bundle.ShortName, Number = l.Case.Number, Title = l.Case.Title,
            Applicant = l.Case.ApplicantName, At = l.At, OrderedBy = l.At,
            Previous = l.From == null
                ? ""
                : db.Users.Where(u => u.UserName == l.From).Select(u => u.DisplayName).FirstOrDefault() + " 抄送",
            Note = l.Note, Unread = l.From != null,
            Step = db.Tasks.Where(t => t.CaseId == l.Case.Id && t.Status == WorkTaskStatus.Open)
                .OrderBy(t => t.Id).Select(t => t.Name).FirstOrDefault() ?? "",
            Role = l.Case.Status == CaseStatus.Running ? "在办" : l.Case.Status == CaseStatus.Completed ? "办结" : "终止",
        })
        : lines.Select(l => new InboxRow
        {
            TaskId = l.Id, CaseId = l.Case.Id, Type = l.Bundle.ShortName, Number = l.Case.Number, Title = l.Case.Title,
            Applicant = l.Case.ApplicantName, Step = l.Task!.Name, Role = l.Task.OutcomeName ?? l.Task.Role,
            Seat = l.Task.SeatName, Previous = l.Task.PreviousStep, Returned = l.Task.Returned,
            At = l.Task.EndedAt ?? l.Task.CreatedAt, OrderedBy = l.At, ElementId = l.Task.ElementId,
            Assignee = l.Task.Assignee,
            Unread = l.Task.OpenedAt == null && l.Task.Status == WorkTaskStatus.Open, UrgedAt = l.Task.UrgedAt,
            BundleVersionId = l.Case.BundleVersionId, Revision = l.Task.Revision,
        });

    private async Task AddSeatsAsync(List<InboxRow> rows, CancellationToken cancellation)
    {
        var cases = rows.Where(r => r.TaskId is not null).Select(r => r.CaseId).Distinct().ToList();
        if (cases.Count == 0)
            return;
        var seats = await db.Tasks.Where(t => cases.Contains(t.CaseId) && t.LoopCounter > 0)
            .Select(t => new
            {
                t.CaseId, t.ElementId, t.LoopCounter, t.Id, Done = t.Status == WorkTaskStatus.Completed,
            })
            .ToListAsync(cancellation);

        // A step that was entered again has a second task a seat: the newest one counts.
        var newest = seats
            .GroupBy(s => (s.CaseId, s.ElementId, s.LoopCounter))
            .Select(g => g.MaxBy(s => s.Id)!)
            .ToLookup(s => (s.CaseId, s.ElementId));
        foreach (var row in rows)
        {
            var ofRow = newest[(row.CaseId, row.ElementId)];
            row.Seats = (ofRow.Count(s => s.Done), ofRow.Count());
        }
    }
}
