using BalancedEdu.Bpmn.Model;

namespace BalancedEdu.Bpmn.Execution.Commands;

/// <summary>
/// Starts the instance where it was asked for, and begins to wait for what starts event sub-processes.
/// </summary>
internal static class StartInstanceHandler
{
    public static Refusal? Handle(Stepping x, StartInstance command)
    {
        if (x.State.Started)
            return Refusals.AlreadyStarted();
        FlowNode? start;
        if (command.StartEventId is { } id)
        {
            start = x.Definition.StartTriggers.Select(trigger => trigger.Node).FirstOrDefault(node => node.Id == id);
            if (start is null)
                return Refusals.NoSuchStart(id);
        }
        else
        {
            start = x.Definition.StartsOf(x.Definition.Root).FirstOrDefault(known => known.Definition is null);
            if (start is null)
                return Refusals.NoPlainStart();
        }
        x.Emit(new InstanceStarted(x.Definition.Id, start.Id, command.Variables, x.Now)
        {
            IsCalled = command.IsCalled,
        });
        try
        {
            x.Wait(
                WaitPlan.Of(x, x.Definition.EventStartsOf(x.Definition.Root), ProcessState.RootId),
                ProcessState.RootId);
        }
        catch (ElementFault fault)
        {
            return Refusals.StartFails(fault.Message);
        }
        if (start is StartEvent)
            x.Enter(start, ProcessState.RootId);
        else
            x.EnterTriggered(start, ProcessState.RootId, command.Variables);
        return null;
    }
}
