using BalancedEdu.Bpmn.Execution.Elements;
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
        if (starts is [StartEvent { Definition: MultipleEventDefinition { IsParallel: true } several } first]
            && !(command.Trigger is { } come && several.Parts.Any(part => part.IsSamePartAs(come))))
            return Refusals.StartPartMissing(first.Label);
        x.Emit(new InstanceStarted(x.Definition.Id, starts[0].Id, command.Variables, x.Now)
        {
            IsCalled = command.IsCalled,
        });
        try
        {
            x.Wait(
                WaitPlan.Of(x, x.Definition.EventStartsOf(x.Definition.Root), ProcessState.RootId),
                ProcessState.RootId);
            foreach (var start in starts)
                Enter(x, start, command);
        }
        catch (ElementFault fault)
        {
            return Refusals.StartFails(fault.Message);
        }
        return null;
    }

    private static void Enter(Stepping x, FlowNode start, StartInstance command)
    {
        if (start is StartEvent { Definition: MultipleEventDefinition { IsParallel: true } several })
            StartEventBehavior.EnterWaiting(x, start, several, command.Trigger!);
        else if (start is StartEvent || command.StartEventId is null)
            x.Enter(start, ProcessState.RootId);
        else
        {
            x.EnterTriggered(start, ProcessState.RootId, command.Variables);
            // A parallel gateway that starts instances: the other events behind it are waited for too.
            if (start.Incoming is [{ Source: EventBasedGateway { IsParallel: true } gateway }])
                foreach (var other in gateway.Outgoing.Where(flow => flow.Target != start))
                    x.Enter(other.Target, ProcessState.RootId);
        }
    }
}
