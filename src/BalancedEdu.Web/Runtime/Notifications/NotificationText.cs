using System.Globalization;
using BalancedEdu.Feel.Values;
using BalancedEdu.Web.Data.Notifications;

namespace BalancedEdu.Web.Runtime.Notifications;

/// <summary>What stands in the notification centre, from the data that the mail of it sees. Pure.</summary>
public static class NotificationText
{
    /// <summary>Longer ones are cut.</summary>
    public const int LengthMax = 200;

    /// <summary>One line: 方案审核，截至 2026-10-09（周五）.</summary>
    /// <param name="event">Of what.</param>
    /// <param name="data">What the mail's template sees: <c>task, due, days, by, comment, note, reason</c>.</param>
    /// <param name="otherwise">What it is about when the data names no task.</param>
    public static string Of(NotificationEvent @event, FeelContext data, string otherwise)
    {
        ArgumentNullException.ThrowIfNull(data);
        var task = TextOf(data, "task") ?? otherwise;
        var said = TextOf(data, "comment") ?? TextOf(data, "note") ?? TextOf(data, "reason");
        var days = data.TryGet("days", out var value) && value.AsNumber() is > 0 and var n
            ? n.ToString("0", CultureInfo.InvariantCulture) : null;
        var text = @event switch
        {
            NotificationEvent.NearDue when days is not null => $"{task}，还有 {days} 个工作日到期",
            NotificationEvent.NearDue => $"{task}，今天到期",
            NotificationEvent.Overdue or NotificationEvent.Escalated when days is not null =>
                $"{task}，已逾期 {days} 个工作日",
            NotificationEvent.Assigned when TextOf(data, "due") is { } due => $"{task}，截至 {due}",
            _ when TextOf(data, "by") is { } by => $"{task}（{by}{(said is null ? "" : $"：{said}")}）",
            _ when said is not null => $"{task}：{said}",
            _ => task,
        };
        return Cut(text);
    }

    /// <summary>One line of at most <see cref="LengthMax"/> characters.</summary>
    public static string Cut(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var line = string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return line.Length <= LengthMax ? line : line[..(LengthMax - 1)] + "…";
    }

    private static string? TextOf(FeelContext data, string name) =>
        data.TryGet(name, out var value) && value.AsString() is { Length: > 0 } text ? text : null;
}
