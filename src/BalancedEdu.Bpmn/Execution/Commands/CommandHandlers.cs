namespace BalancedEdu.Bpmn.Execution.Commands;

/// <summary>Which handler carries a command out. It checks everything, then emits; a refusal leaves no trace.</summary>
internal static class CommandHandlers
{
    public static Refusal? Handle(Stepping x, Command command) => command switch
    {
        StartInstance start => StartInstanceHandler.Handle(x, start),
        _ when !x.State.Started => Refusals.NotStarted(),
        _ when x.State.Element(ProcessState.RootId) is { IsAlive: false } => Refusals.Ended(),
        CompleteUserTask complete => CompleteUserTaskHandler.Handle(x, complete),
        CompleteJob complete => JobHandler.Complete(x, complete),
        FailJob fail => JobHandler.Fail(x, fail),
        FireTimer fire => FireTimerHandler.Handle(x, fire),
        SetVariables set => SetVariablesHandler.Handle(x, set),
        ResolveIncident resolve => ResolveIncidentHandler.Handle(x, resolve),
        CancelInstance cancel => CancelInstanceHandler.Handle(x, cancel),
        _ => throw new InvalidOperationException($"Nothing is known of commands like '{command.GetType().Name}'."),
    };
}
