using BalancedEdu.Web.Data.Notifications;
using BalancedEdu.Web.Mail;
using BalancedEdu.Web.Runtime.Clocks;

namespace BalancedEdu.Web.Runtime.Notifications;

/// <summary>An open task of a person that is late or soon will be.</summary>
/// <param name="UserName">Whose.</param>
/// <param name="Number">The case's number.</param>
/// <param name="Title">The case's title.</param>
/// <param name="Task">The task.</param>
/// <param name="DueAt">When it is, or was, due.</param>
internal sealed record DigestTask(string UserName, string Number, string Title, string Task, DateTimeOffset DueAt);

/// <summary>A notification that waited for the digest.</summary>
/// <param name="UserName">Whose.</param>
/// <param name="Event">Of what.</param>
/// <param name="Text">In words.</param>
/// <param name="Number">The case's number; empty without one.</param>
/// <param name="Title">The case's title; empty without one.</param>
internal sealed record DigestNews(
    string UserName, NotificationEvent Event, string Text, string Number, string Title);

/// <summary>What stands in the digest of one person. Pure.</summary>
internal static class DigestContent
{
    /// <summary>Lines of a kind; what is more is counted only.</summary>
    public const int LinesMax = 20;

    /// <summary>What the template sees, or null: nothing is worth a mail.</summary>
    /// <param name="day">The day in Beijing.</param>
    /// <param name="now">Now.</param>
    /// <param name="endOfToday">Midnight after the day.</param>
    /// <param name="tasks">Tasks of the person that are late or near, the earliest first.</param>
    /// <param name="news">What waited, the oldest first.</param>
    public static string? Of(
        DateOnly day, DateTimeOffset now, DateTimeOffset endOfToday, IReadOnlyList<DigestTask> tasks,
        IReadOnlyList<DigestNews> news)
    {
        if (tasks.Count == 0 && news.Count == 0)
            return null;
        return Json.Of(w =>
        {
            w.WriteStartObject();
            w.WriteString("day", MailData.DayText(day));
            w.WriteString("link", "/Inbox");
            Write("overdue", [.. tasks.Where(t => t.DueAt < now)]);
            Write("today", [.. tasks.Where(t => t.DueAt >= now && t.DueAt <= endOfToday)]);
            Write("near", [.. tasks.Where(t => t.DueAt > endOfToday)]);
            w.WriteNumber("news_count", news.Count);
            w.WriteStartArray("news");
            foreach (var n in news.Take(LinesMax))
            {
                w.WriteStartObject();
                w.WriteString("event", NotificationRules.Of(n.Event).Name);
                w.WriteString("number", n.Number);
                w.WriteString("title", n.Title);
                w.WriteString("text", n.Text);
                w.WriteEndObject();
            }
            w.WriteEndArray();
            w.WriteEndObject();

            void Write(string name, IReadOnlyList<DigestTask> some)
            {
                w.WriteNumber($"{name}_count", some.Count);
                w.WriteStartArray(name);
                foreach (var t in some.Take(LinesMax))
                {
                    w.WriteStartObject();
                    w.WriteString("number", t.Number);
                    w.WriteString("title", t.Title);
                    w.WriteString("task", t.Task);
                    w.WriteString("due", MailData.DayText(OfficeTime.DateOf(t.DueAt)));
                    w.WriteEndObject();
                }
                w.WriteEndArray();
            }
        });
    }
}
