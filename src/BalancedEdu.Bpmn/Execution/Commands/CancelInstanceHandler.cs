namespace BalancedEdu.Bpmn.Execution.Commands;

/// <summary>Ends the instance from outside: everything open is taken back.</summary>
internal static class CancelInstanceHandler
{
    public static Refusal? Handle(Stepping x, CancelInstance command)
    {
        x.Emit(new InstanceCancelled(command.Reason, x.Now));
        x.Terminate(x.State.Element(ProcessState.RootId));
        x.Add(new EndInstance(null, Cancelled: true));
        return null;
    }
}
