using System.Globalization;
using BalancedEdu.Feel.Values;
using BalancedEdu.Web.Data;
using BalancedEdu.Web.Runtime.Assignment;
using BalancedEdu.Web.Runtime.Effects;
using BalancedEdu.Web.Runtime.Notifications;
using BalancedEdu.Web.Runtime.Notifications.Channels;

namespace BalancedEdu.Web.Runtime.Webhooks;

/// <summary>
/// Group robots that are told of the event: a message each, however many people are told. What somebody wrote stays
/// out of it (a reason may name a person), as a group is larger than those whom the case concerns.
/// </summary>
internal sealed class WebhookChannel(RowIds ids) : INoticeChannel
{
    public async ValueTask AddAsync(
        StepContext step, NoticeFacts facts, IReadOnlyList<Told> told, CancellationToken cancellation)
    {
        foreach (var (target, events) in step.Staff.Robots)
        {
            if (!events.Contains(facts.Rule.Event))
                continue;
            var data = new FeelContext(facts.Notice.Data.Where(d => d.Key is "task" or "due" or "days"));
            var text = NotificationText.Of(
                facts.Rule.Event, data, facts.Notice.Name.Length > 0 ? facts.Notice.Name : facts.Rule.Name);
            step.Transition.Webhooks.Add(new()
            {
                Id = await ids.NextAsync(cancellation),
                Key = string.Create(
                    CultureInfo.InvariantCulture,
                    $"{step.Case.Id}/{facts.Notice.About}/{facts.Rule.Event}/{target}"),
                TargetId = target,
                CaseId = step.Case.Id,
                TaskId = facts.Notice.TaskId,
                Event = facts.Rule.Event,
                Title = facts.Rule.Name,
                Text = text,
                Urgent = facts.Notice.Urgent,
                CreatedAt = step.Now,
            });
        }
    }
}
