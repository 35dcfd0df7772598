using BalancedEdu.Feel.Values;
using BalancedEdu.Web.Data.Cases;
using BalancedEdu.Web.Data.Notifications;
using BalancedEdu.Web.Runtime.Assignment;
using BalancedEdu.Web.Runtime.Effects;

namespace BalancedEdu.Web.Runtime.Notifications;

/// <summary>
/// What those who wait for a case hear of a step: a decision, the end, a clock that stands still or goes on. Whoever
/// acted knows, and who is told of something weightier in the same step isn't told of this too.
/// </summary>
internal sealed class Tidings(Notices notices)
{
    /// <summary>Tells them; called once, after the last effect.</summary>
    public async Task TellAsync(StepContext step, CancellationToken cancellation)
    {
        if (step.Case.EndedAt is not null && step.Transition.StateChanged)
        {
            // Who ends a case before its time says so to those who are concerned.
            if (step.Case.Status == CaseStatus.Completed)
                await TellAsync(
                    step, NotificationEvent.Decided, "事项已办结", null, [step.Case.StartedBy], cancellation);
            return;
        }
        if (step.Clocks.Turned is [var (clock, pausedNow), ..])
            await TellOfClockAsync(step, clock, pausedNow, cancellation);
        if (step.Transition.Completion is { } done
            && step.Before.OpenTasks.FirstOrDefault(t => t.Id == done.TaskId) is { } task)
        {
            var name = step.Bundle.Definition.NameOf(task.ElementId);
            var text = done.By == Actor.System.UserName
                ? $"“{name}”已由系统按“{done.OutcomeName}”处理"
                : $"“{name}”已由{step.Actor.DisplayName}办理：{done.OutcomeName}";
            await TellAsync(step, NotificationEvent.Decided, text, null, [step.Case.StartedBy], cancellation);
        }
    }

    private Task TellOfClockAsync(
        StepContext step, ClockRow clock, bool paused, CancellationToken cancellation)
    {
        var owners = step.Clocks.Turned.Where(t => t.Paused == paused && t.Clock.TaskId is not null)
            .Select(t => step.Before.OpenTasks.FirstOrDefault(o => o.Id == t.Clock.TaskId)?.Assignee)
            .OfType<string>();
        return TellAsync(
            step, paused ? NotificationEvent.Paused : NotificationEvent.Resumed,
            paused ? $"“{clock.Name}”停表" : $"“{clock.Name}”恢复计时", clock.TaskId, [step.Case.StartedBy, .. owners],
            cancellation);
    }

    private Task TellAsync(
        StepContext step, NotificationEvent @event, string text, long? task, IEnumerable<string> userNames,
        CancellationToken cancellation)
    {
        var known = step.Transition.Notifications.Select(n => n.UserName).Append(step.Actor.UserName)
            .ToHashSet(StringComparer.Ordinal);
        List<Person> people = [.. step.Staff.People(userNames.Distinct().Where(known.Add))];
        if (people.Count == 0)
            return Task.CompletedTask;

        // The case's version and the event: a case that stops twice tells it twice.
        var about = $"{@event}/{step.Case.LastSequence}";
        return notices.AddAsync(
            step, new(null, about, task, FeelContext.Empty) { Event = @event, Name = text }, people, cancellation);
    }
}
