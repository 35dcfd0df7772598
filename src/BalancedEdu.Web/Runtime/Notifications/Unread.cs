using System.Linq.Expressions;
using BalancedEdu.Web.Data;
using BalancedEdu.Web.Data.Cases;
using BalancedEdu.Web.Data.Notifications;

namespace BalancedEdu.Web.Runtime.Notifications;

/// <summary>What is unread, as a part of queries.</summary>
public static class Unread
{
    /// <summary>
    /// Notifications that nobody has read and that still matter: that there was work to do is settled when the work is
    /// over, and for a candidate when somebody else has claimed it. So no decision pays for settling them.
    /// </summary>
    public static IQueryable<Notification> UnreadNotifications(this BalancedEduDb db)
    {
        ArgumentNullException.ThrowIfNull(db);
        return db.Notifications.Where(n => n.ReadAt == null).Where(Matters(db));
    }

    /// <summary>Unread rows that no longer matter.</summary>
    public static IQueryable<Notification> SettledNotifications(this BalancedEduDb db)
    {
        ArgumentNullException.ThrowIfNull(db);
        var matters = Matters(db);
        return db.Notifications.Where(n => n.ReadAt == null).Where(Expression.Lambda<Func<Notification, bool>>(
            Expression.Not(matters.Body), matters.Parameters));
    }

    private static Expression<Func<Notification, bool>> Matters(BalancedEduDb db)
    {
        var aboutOpenTasks = NotificationRules.AboutOpenTasks;
        return n => n.TaskId == null || !aboutOpenTasks.Contains(n.Event) || db.Tasks.Any(t =>
            t.Id == n.TaskId && t.Status == WorkTaskStatus.Open
            && (n.Event != NotificationEvent.Assigned || t.Assignee == null || t.Assignee == n.UserName));
    }
}
