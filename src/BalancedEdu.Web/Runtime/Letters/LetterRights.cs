using BalancedEdu.Web.Data;
using BalancedEdu.Web.Data.Cases;
using BalancedEdu.Web.Data.Notifications;
using BalancedEdu.Web.Data.Organisation;

namespace BalancedEdu.Web.Runtime.Letters;

/// <summary>Who may see and decide what is to be sent and run: administrators of the whole city.</summary>
public static class LetterRights
{
    /// <summary>All jobs, or none.</summary>
    public static IQueryable<OutboxJob> JobsFor(this BalancedEduDb db, AppUser person)
    {
        ArgumentNullException.ThrowIfNull(db);
        return db.OutboxJobs.ForCityAdministrator(db, person);
    }

    /// <summary>All mails, or none.</summary>
    public static IQueryable<OutboxMail> MailsFor(this BalancedEduDb db, AppUser person)
    {
        ArgumentNullException.ThrowIfNull(db);
        return db.OutboxMails.ForCityAdministrator(db, person);
    }

    /// <summary>All messages to group robots, or none.</summary>
    public static IQueryable<OutboxWebhook> WebhooksFor(this BalancedEduDb db, AppUser person)
    {
        ArgumentNullException.ThrowIfNull(db);
        return db.OutboxWebhooks.ForCityAdministrator(db, person);
    }
}
