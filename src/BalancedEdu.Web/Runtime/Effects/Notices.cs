using System.Globalization;
using BalancedEdu.Feel.Values;
using BalancedEdu.Web.Data;
using BalancedEdu.Web.Data.Notifications;
using BalancedEdu.Web.Runtime.Assignment;
using BalancedEdu.Web.Runtime.Clocks;
using BalancedEdu.Web.Runtime.Notifications;
using BalancedEdu.Web.Runtime.Notifications.Channels;

namespace BalancedEdu.Web.Runtime.Effects;

/// <summary>What people are told in one step.</summary>
/// <param name="Template">The template of the mail; null: the notification centre, and a digest, say it.</param>
/// <param name="About">What it is about: <c>element instance/template</c>; with the case and the recipient the key of
/// the mail.</param>
/// <param name="TaskId">The task that the link opens, or null for the case.</param>
/// <param name="Data">What the template sees besides number, title and link.</param>
internal sealed record Notice(string? Template, string About, long? TaskId, FeelContext Data)
{
    /// <summary>Of which event; null: the one that the template stands for.</summary>
    public NotificationEvent? Event { get; init; }

    /// <summary>What it is about when the data names no task.</summary>
    public string Name { get; init; } = "";

    /// <summary>Whether it goes out in the quiet hours.</summary>
    public bool Urgent { get; init; }
}

/// <summary>
/// Tells people by each <see cref="INoticeChannel"/>. How, <see cref="NotificationRules"/> and the person say.
/// </summary>
internal sealed class Notices(Recipients recipients, IEnumerable<INoticeChannel> channels)
{
    private readonly INoticeChannel[] _channels = [.. channels];

    /// <summary>The shared template of a task that came to somebody.</summary>
    public const string TaskAssigned = "task-assigned";

    /// <summary>The shared template of a task that was sent back to somebody.</summary>
    public const string TaskReturned = "task-returned";

    /// <summary>The shared template of a task that nobody can do.</summary>
    public const string TaskUnassignable = "task-unassignable";

    /// <summary>The shared template of a reminder before due.</summary>
    public const string TaskReminder = "task-reminder";

    /// <summary>The shared template of an escalation after due.</summary>
    public const string TaskOverdue = "task-overdue";

    /// <summary>The shared template that tells the silent seat that the system decided.</summary>
    public const string TaskTimeout = "task-timeout";

    /// <summary>The shared template of a task that somebody gave away for good (转办).</summary>
    public const string TaskTransferred = "task-transferred";

    /// <summary>The shared template of a task that a delegate is asked about (委派).</summary>
    public const string TaskDelegated = "task-delegated";

    /// <summary>The shared template of a delegate's answer.</summary>
    public const string DelegationAnswered = "delegation-answered";

    /// <summary>The shared template of a question that is not asked any more.</summary>
    public const string DelegationRecalled = "delegation-recalled";

    /// <summary>The shared template of a task that an added signer signs (加签).</summary>
    public const string SignerAdded = "signer-added";

    /// <summary>The shared template of a signature that is not wanted any more (减签).</summary>
    public const string SignerRemoved = "signer-removed";

    /// <summary>The shared template that asks somebody to sign beside who does a task (共同签署).</summary>
    public const string CoSignAsked = "cosign-asked";

    /// <summary>The shared template that tells who does a task that somebody has signed beside them.</summary>
    public const string CoSigned = "cosigned";

    /// <summary>The shared template of a task that a return took back from who had it.</summary>
    public const string TaskWithdrawn = "task-withdrawn";

    /// <summary>The shared template that asks for the approval of an extension.</summary>
    public const string ExtensionAsked = "extension-asked";

    /// <summary>The shared template that tells that a period was extended, and why.</summary>
    public const string ExtensionGranted = "extension-granted";

    /// <summary>The shared template that tells who asked that a period is not extended.</summary>
    public const string ExtensionRefused = "extension-refused";

    /// <summary>The shared template that tells of an opinion filed after a decision by time-out.</summary>
    public const string LateOpinion = "late-opinion";

    /// <summary>The shared template that tells that a new calendar leaves less time.</summary>
    public const string ClockEarlier = "clock-earlier";

    /// <summary>Templates of the product that every bundle may name.</summary>
    public static readonly IReadOnlyList<string> Shared =
    [
        TaskAssigned, TaskReturned, TaskUnassignable, TaskReminder, TaskOverdue, TaskTimeout, TaskTransferred,
        TaskDelegated, DelegationAnswered, DelegationRecalled, SignerAdded, SignerRemoved, TaskWithdrawn,
        ExtensionAsked, ExtensionGranted, ExtensionRefused, LateOpinion, ClockEarlier, CoSignAsked, CoSigned,
    ];

    /// <summary>Tells each of the people, by the event that the template stands for.</summary>
    /// <param name="step">The step that wants it.</param>
    /// <param name="template">The template's id.</param>
    /// <param name="about">What the mail is about: <c>element instance/template</c>; with the case and the recipient
    /// its key.</param>
    /// <param name="people">Whom.</param>
    /// <param name="task">The task that the link opens, or null for the case.</param>
    /// <param name="data">What the template sees besides number, title and link.</param>
    /// <param name="urgent">Whether it goes out in the quiet hours.</param>
    /// <param name="cancellation">Stops it.</param>
    public Task AddAsync(
        StepContext step, string template, string about, IEnumerable<Person> people, long? task, FeelContext data,
        bool urgent,
        CancellationToken cancellation) =>
        AddAsync(step, new(template, about, task, data) { Urgent = urgent }, people, cancellation);

    /// <summary>Tells each of the people, and whoever stands in for them, by every channel.</summary>
    public async Task AddAsync(
        StepContext step, Notice notice, IEnumerable<Person> people, CancellationToken cancellation)
    {
        var rule = NotificationRules.Of(
            notice.Event ?? (notice.Template is { } t ? NotificationRules.EventOf(t) : NotificationEvent.Letter));
        var name = notice.Name.Length > 0 ? notice.Name : step.Bundle.Definition.Name;
        var told = recipients.WithStandIns(step, people);
        if (told.Count == 0)
            return;
        var facts = new NoticeFacts(notice, rule, NotificationText.Of(rule.Event, notice.Data, name));
        foreach (var channel in _channels)
            await channel.AddAsync(step, facts, told, cancellation);
    }

    /// <summary>What a mail about a task says of it.</summary>
    public static FeelContext AboutTask(FeelContext variables, string name, DateTimeOffset? dueAt)
    {
        var data = variables.With("task", FeelValue.Of(name));
        return dueAt is { } due && due < Instants.Never ? data.With("due", FeelValue.Of(DayOf(due))) : data;
    }

    /// <summary>2026-10-09（周五）.</summary>
    public static string DayOf(DateTimeOffset instant)
    {
        var day = OfficeTime.DateOf(instant);
        return string.Create(CultureInfo.InvariantCulture, $"{day:yyyy-MM-dd}（周{"日一二三四五六"[(int)day.DayOfWeek]}）");
    }
}
