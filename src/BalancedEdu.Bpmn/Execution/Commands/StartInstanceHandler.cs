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
        IReadOnlyList<FlowNode> starts;
        if (command.StartEventId is { } id)
        {
            starts = [.. x.Definition.StartTriggers.Select(known => known.Node).Where(node => node.Id == id).Take(1)];
            if (starts.Count == 0)
                return Refusals.NoSuchStart(id);
        }
        else
        {
            starts = x.Definition.BeginningsOf(x.Definition.Root);
            if (starts.Count == 0)
                return Refusals.NoPlainStart();
        }
        x.Emit(new InstanceStarted(x.Definition.Id, starts[0].Id, command.Variables, x.Now)
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
        foreach (var start in starts)
            if (start is StartEvent || command.StartEventId is null)
                x.Enter(start, ProcessState.RootId);
            else
                x.EnterTriggered(start, ProcessState.RootId, command.Variables);
        return null;
    }
}
