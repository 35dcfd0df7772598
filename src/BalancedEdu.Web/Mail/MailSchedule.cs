namespace BalancedEdu.Web.Mail;

/// <summary>When a mail is tried: quiet hours and back-off.</summary>
public static class MailSchedule
{
    private static readonly TimeSpan Beijing = TimeSpan.FromHours(8);

    private static readonly TimeSpan[] Waits =
    [
        TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(15), TimeSpan.FromHours(1),
        TimeSpan.FromHours(4),
    ];

    /// <summary>How often a mail is tried at most.</summary>
    public static int AttemptsMax => Waits.Length + 1;

    /// <summary>When to try again after a number of failed attempts, or null: no more, a person decides.</summary>
    public static DateTimeOffset? After(int failedAttempts, DateTimeOffset now) =>
        failedAttempts <= Waits.Length ? now + Waits[failedAttempts - 1] : null;

    /// <summary>Whether only urgent mails go out. The hours may pass midnight; equal ones mean never quiet.</summary>
    public static bool IsQuiet(DateTimeOffset now, MailSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        var time = TimeOnly.FromTimeSpan(now.ToOffset(Beijing).TimeOfDay);
        var (from, to) = (settings.QuietFrom, settings.QuietTo);
        return from <= to ? from <= time && time < to : time >= from || time < to;
    }
}
