using System.Globalization;
using BalancedEdu.Feel.Values;
using BalancedEdu.Web.Data;
using BalancedEdu.Web.Data.Cases;
using BalancedEdu.Web.Mail;
using BalancedEdu.Web.Runtime.Assignment;
using BalancedEdu.Web.Runtime.Clocks;

namespace BalancedEdu.Web.Runtime.Effects;

/// <summary>
/// Puts mails into the outbox: one row a recipient, with a key that makes a repetition the same mail.
/// </summary>
internal sealed class Notices(RowIds ids)
{
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

    /// <summary>Templates of the product that every bundle may name.</summary>
    public static readonly IReadOnlyList<string> Shared =
        [TaskAssigned, TaskReturned, TaskUnassignable, TaskReminder, TaskOverdue, TaskTimeout];

    /// <summary>Adds a mail to each of the people.</summary>
    /// <param name="step">The step that wants it.</param>
    /// <param name="template">The template's id.</param>
    /// <param name="about">What the mail is about: <c>element instance/template</c>; with the case and the recipient
    /// its key.</param>
    /// <param name="people">To whom.</param>
    /// <param name="task">The task that the link opens, or null for the case.</param>
    /// <param name="data">What the template sees besides number, title and link.</param>
    /// <param name="urgent">Whether it goes out in the quiet hours.</param>
    /// <param name="cancellation">Stops it.</param>
    public async Task AddAsync(
        StepContext step, string template, string about, IEnumerable<Person> people, long? task, FeelContext data,
        bool urgent,
        CancellationToken cancellation)
    {
        var seen = SeenBy(step, template, data);
        foreach (var person in people)
            step.Transition.Mails.Add((
                new()
                {
                    Id = await ids.NextAsync(cancellation),
                    Key = string.Create(CultureInfo.InvariantCulture, $"{step.Case.Id}/{about}/{person.UserName}"),
                    CaseId = step.Case.Id,
                    TaskId = task,
                    ToUserName = person.UserName,
                    Template = template,
                    Data = "",
                    Urgent = urgent,
                    CreatedAt = step.Now,
                },
                seen));
    }

    /// <summary>
    /// What of the data the template names. A case has many variables and a step many recipients: each mail would
    /// carry all of them for ever.
    /// </summary>
    private static FeelContext SeenBy(StepContext step, string template, FeelContext data)
    {
        var text = step.Bundle.Mails.GetValueOrDefault(template)
            ?? MailTemplates.Shared.GetValueOrDefault(template)?.Text;
        return text is null ? data : new(data.Where(d => text.Contains(d.Key, StringComparison.Ordinal)));
    }

    /// <summary>What a mail about a task says of it.</summary>
    public static FeelContext AboutTask(FeelContext variables, string name, DateTimeOffset? dueAt)
    {
        var data = variables.With("task", FeelValue.Of(name));
        return dueAt is { } due && due < Instants.Never ? data.With("due", FeelValue.Of(DayOf(due))) : data;
    }

    /// <summary>2026-10-09（周五）.</summary>
    private static string DayOf(DateTimeOffset instant)
    {
        var day = OfficeTime.DateOf(instant);
        return string.Create(CultureInfo.InvariantCulture, $"{day:yyyy-MM-dd}（周{"日一二三四五六"[(int)day.DayOfWeek]}）");
    }
}
