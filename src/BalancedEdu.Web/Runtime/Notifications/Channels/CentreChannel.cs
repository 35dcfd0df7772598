using BalancedEdu.Web.Data.Notifications;
using BalancedEdu.Web.Runtime.Assignment;
using BalancedEdu.Web.Runtime.Effects;

namespace BalancedEdu.Web.Runtime.Notifications.Channels;

/// <summary>The notification centre: a row for everybody, also for who wants no mail; the digest reads it.</summary>
internal sealed class CentreChannel : INoticeChannel
{
    public ValueTask AddAsync(
        StepContext step, NoticeFacts facts, IReadOnlyList<Told> told, CancellationToken cancellation)
    {
        foreach (var (person, principal) in told)
            step.Transition.Notifications.Add(new()
            {
                UserName = person.UserName,
                Event = facts.Rule.Event,
                CaseId = step.Case.Id,
                TaskId = facts.Notice.TaskId,
                Text = principal is null
                    ? facts.Text
                    : NotificationText.Cut($"代{principal.DisplayName}：{facts.Text}"),
                InDigest = step.Staff.ModeOf(person.UserName, facts.Rule) == NotificationMode.Digest,
                CreatedAt = step.Now,
            });
        return ValueTask.CompletedTask;
    }
}
