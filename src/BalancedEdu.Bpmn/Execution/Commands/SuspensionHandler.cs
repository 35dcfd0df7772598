namespace BalancedEdu.Bpmn.Execution.Commands;

/// <summary>
/// Standing still and going on. Timers stand still too: those that count a duration are put off by the time that has
/// passed; a timer for a date keeps its date.
/// </summary>
internal static class SuspensionHandler
{
    public static Refusal? Suspend(Stepping x, SuspendInstance command)
    {
        if (x.State.Suspension is not null)
            return Refusals.AlreadySuspended();
        x.Emit(new InstanceSuspended(command.Reason, x.Now));
        foreach (var timer in x.State.Timers)
            x.Add(new CancelTimer(timer.Id));
        return null;
    }

    public static Refusal? Resume(Stepping x)
    {
        if (x.State.Suspension is not { } suspension)
            return Refusals.NotSuspended();
        var stood = x.Now > suspension.At ? x.Now - suspension.At : TimeSpan.Zero;
        x.Emit(new InstanceResumed(x.Now));
        foreach (var timer in x.State.Timers)
        {
            var moved = x.KeepsDate(timer)
                ? timer
                : timer with { Due = timer.Due + stood, First = timer.First + stood };
            x.Emit(new TimerScheduled(moved));
            x.Add(new ScheduleTimer(moved.Id, moved.ElementId, moved.Due));
        }
        if (suspension.VariablesChanged)
            x.LookAtAllConditions();
        x.ArriveAgain();
        return null;
    }
}
