namespace BalancedEdu.Bpmn.Execution.Commands;

/// <summary>Which handler carries a command out. It checks everything, then emits; a refusal leaves no trace.</summary>
internal static class CommandHandlers
{
    public static Refusal? Handle(Stepping x, Command command) => command switch
    {
        StartInstance start => StartInstanceHandler.Handle(x, start),
        _ when !x.State.Started => Refusals.NotStarted(command),
        _ when x.State.Element(ProcessState.RootId) is { IsAlive: false } => Refusals.Ended(command),
        CancelInstance cancel => CancelInstanceHandler.Handle(x, cancel),
        SetVariables set => SetVariablesHandler.Handle(x, set),
        MigrateInstance migrate => MigrateInstanceHandler.Handle(x, migrate),
        SuspendInstance suspend => SuspensionHandler.Suspend(x, suspend),
        ResumeInstance => SuspensionHandler.Resume(x),
        _ when x.State.Suspension is { } suspension => Refusals.Suspended(command, suspension.Reason),
        CompleteUserTask complete => CompleteUserTaskHandler.Handle(x, complete),
        CompleteJob complete => JobHandler.Complete(x, complete),
        FailJob fail => JobHandler.Fail(x, fail),
        CompleteChild complete => JobHandler.Complete(x, complete),
        FailChild fail => JobHandler.Fail(x, fail),
        ThrowBpmnError error => ThrowHandler.Error(x, error),
        ThrowEscalation escalation => ThrowHandler.Escalation(x, escalation),
        FireTimer fire => FireTimerHandler.Handle(x, fire),
        CorrelateMessage message => MessageHandler.Correlate(x, message),
        BroadcastSignal signal => MessageHandler.Broadcast(x, signal),
        ReturnTo back => ReturnToHandler.Handle(x, back),
        AddSigner add => SignerHandler.Add(x, add),
        RemoveSigner remove => SignerHandler.Remove(x, remove),
        ActivateAdHoc activate => ActivateAdHocHandler.Handle(x, activate),
        ResolveIncident resolve => ResolveIncidentHandler.Handle(x, resolve),
        _ => throw new InvalidOperationException($"Nothing is known of commands like '{command.GetType().Name}'."),
    };
}
