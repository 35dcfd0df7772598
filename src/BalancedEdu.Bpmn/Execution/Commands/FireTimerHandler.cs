using BalancedEdu.Bpmn.Model;

namespace BalancedEdu.Bpmn.Execution.Commands;

/// <summary>
/// A timer is due. The next due of a cycle is counted from the first one, so that lateness never adds up.
/// </summary>
internal static class FireTimerHandler
{
    public static Refusal? Handle(Stepping x, FireTimer command)
    {
        if (x.State.FindTimer(command.TimerId) is not { } timer)
            return Refusals.TimerNotRunning(command.TimerId);
        if (x.Now < timer.Due)
            return Refusals.TimerNotDue(command.TimerId, timer.Due);
        var next = NextDue(timer);
        x.Emit(new TimerFired(timer.Id, timer.ElementId, next));
        if (next is { } due)
            x.Add(new ScheduleTimer(timer.Id, timer.ElementId, due));
        x.Trigger(timer.ElementId, timer.InstanceId, null);
        return null;
    }

    private static DateTimeOffset? NextDue(TimerState timer)
    {
        var fired = timer.Fired + 1;
        if (timer.Interval is null || (timer.Repetitions != TimerCycle.Endless && fired >= timer.Repetitions))
            return null;
        return IsoDuration.TryParse(timer.Interval, out var interval)
            ? interval.AddTo(timer.First, fired)
            : throw new InvalidOperationException($"Timer {timer.Id} has the interval '{timer.Interval}'.");
    }
}
