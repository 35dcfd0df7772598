using BalancedEdu.Web.Runtime.Sweeps;

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
    /// <param name="failedAttempts">How many, from 1.</param>
    /// <param name="now">Now.</param>
    /// <param name="random">From 0 to 1: mails that failed together are spread.</param>
    public static DateTimeOffset? After(int failedAttempts, DateTimeOffset now, double random) =>
        failedAttempts <= Waits.Length ? now + BackOff.Spread(Waits[failedAttempts - 1], random) : null;

    /// <summary>Whether only urgent mails go out. The hours may pass midnight; equal ones mean never quiet.</summary>
    public static bool IsQuiet(DateTimeOffset now, MailSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        var time = TimeOnly.FromTimeSpan(now.ToOffset(Beijing).TimeOfDay);
        var (from, to) = (settings.QuietFrom, settings.QuietTo);
        return from <= to ? from <= time && time < to : time >= from || time < to;
    }
}
