using BalancedEdu.Web.Data;
using BalancedEdu.Web.Data.Notifications;
using Microsoft.EntityFrameworkCore;

namespace BalancedEdu.Web.Runtime.Notifications;

/// <summary>One line of the notification centre.</summary>
/// <param name="Id">The row.</param>
/// <param name="Event">Of what.</param>
/// <param name="Text">In words.</param>
/// <param name="CaseNumber">The case's number, or null.</param>
/// <param name="CaseTitle">The case's title, or null.</param>
/// <param name="At">When.</param>
/// <param name="Unread">Whether it is to be read.</param>
public sealed record NotificationLine(
    long Id, NotificationEvent Event, string Text, string? CaseNumber, string? CaseTitle, DateTimeOffset At,
    bool Unread);

/// <summary>A page of the list.</summary>
/// <param name="Lines">The newest first.</param>
/// <param name="Before">What the next page begins before, or null on the last.</param>
public sealed record NotificationPage(IReadOnlyList<NotificationLine> Lines, long? Before);

/// <summary>The notifications of a person; those of others are not found.</summary>
public sealed class NotificationDesk(BalancedEduDb db, NotificationFeed feed, TimeProvider time)
{
    /// <summary>Lines on a page.</summary>
    public const int PageSize = 30;

    /// <summary>How many are unread.</summary>
    public Task<int> CountUnreadAsync(string userName, CancellationToken cancellation) =>
        db.UnreadNotifications().CountAsync(n => n.UserName == userName, cancellation);

    /// <summary>A page, the newest first.</summary>
    /// <param name="userName">Whose.</param>
    /// <param name="unreadOnly">Only what is unread.</param>
    /// <param name="before">Only rows before this one; null from the newest.</param>
    /// <param name="cancellation">Stops the query.</param>
    public async Task<NotificationPage> PageAsync(
        string userName, bool unreadOnly, long? before, CancellationToken cancellation)
    {
        var unread = db.UnreadNotifications();
        var rows = (unreadOnly ? unread : db.Notifications).Where(n => n.UserName == userName);
        if (before is not null)
            rows = rows.Where(n => n.Id < before);
        var lines = await (
            from n in rows.OrderByDescending(n => n.Id).Take(PageSize + 1)
            from c in db.Cases.Where(c => c.Id == n.CaseId).DefaultIfEmpty()
            orderby n.Id descending
            select new NotificationLine(
                n.Id, n.Event, n.Text, c == null ? null : c.Number, c == null ? null : c.Title, n.CreatedAt,
                unread.Any(u => u.Id == n.Id))).ToListAsync(cancellation);
        return lines.Count > PageSize
            ? new([.. lines.Take(PageSize)], lines[PageSize - 1].Id)
            : new(lines, null);
    }

    /// <summary>Where a notification leads, or null when there is none of this person.</summary>
    public async Task<string?> FindTargetAsync(string userName, long id, CancellationToken cancellation)
    {
        var found = await db.Notifications.Where(n => n.Id == id && n.UserName == userName)
            .Select(n => new { n.Link, n.TaskId, n.CaseId }).SingleOrDefaultAsync(cancellation);
        return found is null ? null
            : found.Link ?? (found.TaskId is { } task ? $"/Tasks/{task}"
            : found.CaseId is { } @case ? $"/Cases/{@case}" : "/Notifications");
    }

    /// <summary>Marks one as read. Safe to repeat; the first time stays.</summary>
    /// <returns>Whether there is one of this person.</returns>
    public async Task<bool> ReadAsync(string userName, long id, CancellationToken cancellation)
    {
        var own = db.Notifications.Where(n => n.Id == id && n.UserName == userName);
        if (await MarkAsync(userName, own, cancellation) > 0)
            return true;
        return await own.AnyAsync(cancellation);
    }

    /// <summary>Marks all as read up to the newest that the person has seen: what came meanwhile stays.</summary>
    /// <returns>How many.</returns>
    public Task<int> ReadAllAsync(string userName, long newest, CancellationToken cancellation) => MarkAsync(
        userName, db.Notifications.Where(n => n.UserName == userName && n.Id <= newest), cancellation);

    private async Task<int> MarkAsync(
        string userName, IQueryable<Notification> rows, CancellationToken cancellation)
    {
        var now = time.GetStoredNow();
        var marked = await rows.Where(n => n.ReadAt == null)
            .ExecuteUpdateAsync(n => n.SetProperty(x => x.ReadAt, now), cancellation);
        if (marked > 0)
            feed.Forget(userName);
        return marked;
    }
}
