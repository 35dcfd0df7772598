using BalancedEdu.Bpmn.Execution.Elements;
using BalancedEdu.Bpmn.Model;

namespace BalancedEdu.Bpmn.Execution.Commands;

/// <summary>
/// Goes on by another version. What is open must be there as the same kind of element in the same scopes; timers and
/// subscriptions stay as they are where their event is still there, are given up where it isn't, and begin where it is
/// new.
/// </summary>
internal static class MigrateInstanceHandler
{
    public static Refusal? Handle(Stepping x, MigrateInstance command)
    {
        string Now(string id) => command.Elements.GetValueOrDefault(id, id);
        if (MigrationCheck.Check(x, command.From, command.Elements) is { } refusal)
            return refusal;
        var stays = command.From.Nodes.Where(node => Stays(x.Definition, node, Now)).Select(node => node.Id)
            .ToHashSet();
        var interrupted = Interrupted(x, command.From);
        GiveUp(x, command.From, stays, Now);
        x.Emit(new InstanceMigrated(command.Elements, x.Definition.Id, x.Now));
        try
        {
            // What was drawn before is waited for already, or has happened: only what is new begins.
            var known = stays.Select(Now).ToHashSet();
            foreach (var element in x.State.Elements.ToList())
                if (element.Lifecycle == ElementLifecycle.Activated)
                    Begin(x, element, known, interrupted.Contains(element.Id));
        }
        catch (ElementFault fault)
        {
            return Refusals.CannotMigrate("任务", $"要等的新事件算不出来：{fault.Message}");
        }
        // While the case stands still nothing goes on: the tokens come to their joins when it is resumed.
        if (x.State.Suspension is null)
            x.ArriveAgain();
        return null;
    }

    /// <summary>Whether an event is still drawn at the same place, waiting for the same kind of thing.</summary>
    internal static bool Stays(ProcessDefinition to, FlowNode before, Func<string, string> now) =>
        to.Find(now(before.Id)) is { } after && after.GetType() == before.GetType()
        && ProcessDefinition.TriggerOf(after)?.GetType() == ProcessDefinition.TriggerOf(before)?.GetType()
        && PlaceOf(after) == PlaceOf(before, now);

    /// <summary>An event behind an event gateway is waited for there: it must still be behind the same one.</summary>
    internal static bool IsWaitedForThere(
        ProcessDefinition to, FlowNode waiter, string elementId, Func<string, string> now) =>
        waiter is not EventBasedGateway
        || to.Node(now(elementId)).Incoming.Any(flow => flow.Source.Id == now(waiter.Id));

    private static string? PlaceOf(FlowNode node, Func<string, string>? now = null)
    {
        var place = node is BoundaryEvent boundary ? boundary.AttachedTo.Id
            : node is { Container: SubProcess container } ? container.Id
            : null;
        return place is not null && now is not null ? now(place) : place;
    }

    /// <summary>
    /// The scopes in which all else was ended by an interrupting event sub-process or a cancel end event that is still
    /// at work: no event sub-process can start there any more.
    /// </summary>
    private static HashSet<long> Interrupted(Stepping x, ProcessDefinition from) =>
    [
        .. x.State.Elements.Where(element => element.ParentId != 0 && from.Node(element.ElementId) switch
        {
            SubProcess { TriggeredByEvent: true } handler => from.StartsOf(handler) is [{ IsInterrupting: true }, ..],
            EndEvent { Definition: CancelEventDefinition } => true,
            _ => false,
        }).Select(element => element.ParentId),
    ];

    private static void GiveUp(Stepping x, ProcessDefinition from, HashSet<string> stays, Func<string, string> now)
    {
        bool Keeps(long instanceId, string elementId) => stays.Contains(elementId)
            && IsWaitedForThere(x.Definition, from.Node(x.State.Element(instanceId).ElementId), elementId, now);
        foreach (var timer in x.State.Timers.Where(timer => !Keeps(timer.InstanceId, timer.ElementId)))
        {
            x.Emit(new TimerCancelled(timer.Id, timer.ElementId));
            x.Add(new CancelTimer(timer.Id));
        }
        foreach (var open in x.State.Subscriptions.Where(open => !Keeps(open.InstanceId, open.ElementId)))
            x.Close(open);
        foreach (var element in x.State.Elements.Where(element => element.Received is not null))
            foreach (var id in element.Received!.Keys.Where(id => !Keeps(element.Id, id)))
                x.Emit(new PartsTaken(element.Id, id));
        foreach (var done in x.State.Compensations)
            if (x.Definition.Find(now(done.ElementId)) is not Activity)
                x.Emit(new CompensationForgotten(done.Id, done.ElementId));
    }

    private static void Begin(Stepping x, ElementInstance element, HashSet<string> known, bool interrupted)
    {
        if (x.NodeOf(element) is EventBasedGateway gateway)
        {
            var waits = element.TimerIds.Select(id => x.State.FindTimer(id)!.ElementId)
                .Concat(element.SubscriptionIds.Select(id => x.State.FindSubscription(id)!.ElementId)).ToHashSet();
            var behind = gateway.Outgoing.Select(flow => flow.Target).Where(node => !waits.Contains(node.Id));
            x.Wait([.. WaitPlan.Of(x, behind, element.Id).Select(plan => plan.Once)], element.Id);
            return;
        }
        IEnumerable<FlowNode> events = x.NodeOf(element) switch
        {
            Process process => x.Definition.EventStartsOf(process),
            Activity activity when !element.Compensates => BoundaryEventBehavior.EventsOf(x, activity, element),
            _ => [],
        };
        x.Wait(
            WaitPlan.Of(
                x, events.Where(node => !known.Contains(node.Id) && !(interrupted && node is StartEvent)), element.Id),
            element.Id);
    }
}
