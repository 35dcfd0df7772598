using System.Globalization;
using BalancedEdu.Feel.Values;
using BalancedEdu.Web.Data;
using BalancedEdu.Web.Data.Notifications;
using BalancedEdu.Web.Mail;
using BalancedEdu.Web.Runtime.Assignment;
using BalancedEdu.Web.Runtime.Effects;

namespace BalancedEdu.Web.Runtime.Notifications.Channels;

/// <summary>Mail to who wants it at once, with a key that makes a repetition the same mail.</summary>
internal sealed class MailChannel(RowIds ids) : INoticeChannel
{
    public async ValueTask AddAsync(
        StepContext step, NoticeFacts facts, IReadOnlyList<Told> told, CancellationToken cancellation)
    {
        FeelContext? seen = null;
        foreach (var (person, principal) in told)
        {
            if (step.Staff.ModeOf(person.UserName, facts.Rule) != NotificationMode.AtOnce)
                continue;
            seen ??= SeenBy(step, facts);
            step.Transition.Mails.Add((
                new()
                {
                    Id = await ids.NextAsync(cancellation),
                    Key = string.Create(
                        CultureInfo.InvariantCulture, $"{step.Case.Id}/{facts.Notice.About}/{person.UserName}"),
                    CaseId = step.Case.Id,
                    TaskId = facts.Notice.TaskId,
                    ToUserName = person.UserName,
                    Template = facts.Notice.Template ?? NotificationRules.PlainTemplate,
                    Data = "",
                    Urgent = facts.Notice.Urgent,
                    CreatedAt = step.Now,
                },
                principal is null ? seen : seen.With("behalf", FeelValue.Of(principal.DisplayName))));
        }
    }

    /// <summary>
    /// What of the data the template names. A case has many variables and a step many recipients: each mail would
    /// carry all of them for ever.
    /// </summary>
    private static FeelContext SeenBy(StepContext step, NoticeFacts facts)
    {
        if (facts.Notice.Template is not { } id)
            return new([new("event", FeelValue.Of(facts.Rule.Name)), new("text", FeelValue.Of(facts.Text))]);
        var template = step.Bundle.Mails.GetValueOrDefault(id) ?? MailTemplates.Shared.GetValueOrDefault(id)?.Text;
        return template is null
            ? facts.Notice.Data
            : new(facts.Notice.Data.Where(d => template.Contains(d.Key, StringComparison.Ordinal)));
    }
}
