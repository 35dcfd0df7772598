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
        foreach (var element in x.State.Elements)
            if (Check(x, command.From, element, Now) is { } refusal)
                return refusal;
        var stays = command.From.Nodes.Where(node => Stays(x, node, Now)).Select(node => node.Id).ToHashSet();
        GiveUp(x, stays, Now);
        x.Emit(new InstanceMigrated(command.Elements, x.Definition.Id, x.Now));
        try
        {
            // What was drawn before is waited for already, or has happened: only what is new begins.
            var known = stays.Select(Now).ToHashSet();
            foreach (var element in x.State.Elements.ToList())
                if (element.Lifecycle == ElementLifecycle.Activated)
                    Begin(x, element, known);
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

    private static Refusal? Check(
        Stepping x, ProcessDefinition from, ElementInstance element, Func<string, string> now)
    {
        if (element.ParentId == 0)
            return CheckTokens(x, from, element, now);
        var before = from.Node(element.ElementId);
        if (x.Definition.Find(now(before.Id)) is not { } node)
            return Refusals.CannotMigrate(before.Label, "在新版本里没有");
        if (node.GetType() != before.GetType()
            || (node as Activity)?.Loop?.GetType() != (before as Activity)?.Loop?.GetType()
            || ProcessDefinition.TriggerOf(node)?.GetType() != ProcessDefinition.TriggerOf(before)?.GetType())
            return Refusals.CannotMigrate(before.Label, $"在新版本里是另一种元素（{node.Label}）");
        var inside = before.Container is Process ? x.Definition.Root : x.Definition.Find(now(before.Container!.Id));
        if (node.Container != inside)
            return Refusals.CannotMigrate(before.Label, "在新版本里到了别的子流程");
        if (element.GoesTo is { } target && x.Definition.Find(now(target))?.Container != node.Container)
            return Refusals.CannotMigrate(before.Label, $"办完要直达的 {target} 在新版本里没有");
        return CheckTokens(x, from, element, now);
    }

    private static Refusal? CheckTokens(
        Stepping x, ProcessDefinition from, ElementInstance scope, Func<string, string> now)
    {
        foreach (var flow in scope.FlowTokens.Flows)
        {
            var before = from.FindFlow(flow)!;
            if (x.Definition.FindFlow(now(flow)) is not { } after || after.Target.Id != now(before.Target.Id))
                return Refusals.CannotMigrate($"汇合 {before.Target.Label} 的顺序流 {flow}", "在新版本里没有");
        }
        return null;
    }

    /// <summary>Whether an event is still drawn at the same place, waiting for the same kind of thing.</summary>
    private static bool Stays(Stepping x, FlowNode before, Func<string, string> now) =>
        x.Definition.Find(now(before.Id)) is { } after && after.GetType() == before.GetType()
        && ProcessDefinition.TriggerOf(after)?.GetType() == ProcessDefinition.TriggerOf(before)?.GetType()
        && PlaceOf(after) == PlaceOf(before, now);

    private static string? PlaceOf(FlowNode node, Func<string, string>? now = null)
    {
        var place = node is BoundaryEvent boundary ? boundary.AttachedTo.Id
            : node is { Container: SubProcess container } ? container.Id
            : null;
        return place is not null && now is not null ? now(place) : place;
    }

    private static void GiveUp(Stepping x, HashSet<string> stays, Func<string, string> now)
    {
        foreach (var timer in x.State.Timers.Where(timer => !stays.Contains(timer.ElementId)))
        {
            x.Emit(new TimerCancelled(timer.Id, timer.ElementId));
            x.Add(new CancelTimer(timer.Id));
        }
        foreach (var subscription in x.State.Subscriptions.Where(open => !stays.Contains(open.ElementId)))
            x.Close(subscription);
        foreach (var done in x.State.Compensations)
            if (x.Definition.Find(now(done.ElementId)) is not Activity)
                x.Emit(new CompensationForgotten(done.Id, done.ElementId));
    }

    private static void Begin(Stepping x, ElementInstance element, HashSet<string> known)
    {
        var events = x.NodeOf(element) switch
        {
            Process process => x.Definition.EventStartsOf(process),
            Activity activity when !element.Compensates => BoundaryEventBehavior.EventsOf(x, activity, element),
            EventBasedGateway gateway => gateway.Outgoing.Select(flow => flow.Target),
            _ => [],
        };
        var plans = WaitPlan.Of(x, events.Where(node => !known.Contains(node.Id)), element.Id);
        x.Wait(
            x.NodeOf(element) is EventBasedGateway ? [.. plans.Select(plan => plan.Once)] : plans,
            element.Id);
    }
}
