using BalancedEdu.Web.Data.Notifications;

namespace BalancedEdu.Web.Features.Notifications;

/// <summary>How the kinds of notifications look.</summary>
public static class EventMarks
{
    /// <summary>The class of its tag: what is late is red, what is near amber.</summary>
    public static string TagOf(NotificationEvent @event) => @event switch
    {
        NotificationEvent.Overdue or NotificationEvent.Escalated or NotificationEvent.Returned
            or NotificationEvent.TimedOut or NotificationEvent.System => "be-tag-red",
        NotificationEvent.NearDue or NotificationEvent.Urged or NotificationEvent.CalendarMoved
            or NotificationEvent.Unassignable or NotificationEvent.Withdrawn
            or NotificationEvent.Suspended => "be-tag-amber",
        NotificationEvent.Assigned or NotificationEvent.Transferred or NotificationEvent.Delegated
            or NotificationEvent.CoSigning => "be-tag-blue",
        NotificationEvent.Decided => "be-tag-green",
        _ => "be-tag-grey",
    };
}
