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
        GiveUp(x, command.From, Now);
        x.Emit(new InstanceMigrated(command.Elements, x.Definition.Id, x.Now));
        try
        {
            foreach (var element in x.State.Elements.ToList())
                if (element.Lifecycle == ElementLifecycle.Activated && element.Incident is null)
                    Begin(x, element);
        }
        catch (ElementFault fault)
        {
            return Refusals.CannotMigrate("任务", $"要等的新事件算不出来：{fault.Message}");
        }
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
        return node.Container == inside
            ? CheckTokens(x, from, element, now)
            : Refusals.CannotMigrate(before.Label, "在新版本里到了别的子流程");
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

    /// <summary>What is waited for and isn't drawn any more at the same place.</summary>
    private static void GiveUp(Stepping x, ProcessDefinition from, Func<string, string> now)
    {
        bool Stays(string id)
        {
            var (before, after) = (from.Node(id), x.Definition.Find(now(id)));
            return after is not null && after.GetType() == before.GetType()
                && ProcessDefinition.TriggerOf(after)?.GetType() == ProcessDefinition.TriggerOf(before)?.GetType()
                && (before as BoundaryEvent)?.AttachedTo.Id is var host
                && (host is null || (after as BoundaryEvent)?.AttachedTo.Id == now(host));
        }
        foreach (var timer in x.State.Timers.Where(timer => !Stays(timer.ElementId)))
        {
            x.Emit(new TimerCancelled(timer.Id, timer.ElementId));
            x.Add(new CancelTimer(timer.Id));
        }
        foreach (var subscription in x.State.Subscriptions.Where(subscription => !Stays(subscription.ElementId)))
            x.Close(subscription);
        foreach (var done in x.State.Compensations.Where(done => x.Definition.Find(now(done.ElementId)) is null))
            x.Emit(new CompensationForgotten(done.Id, done.ElementId));
    }

    private static void Begin(Stepping x, ElementInstance element)
    {
        var known = element.TimerIds.Select(id => x.State.FindTimer(id)!.ElementId)
            .Concat(element.SubscriptionIds.Select(id => x.State.FindSubscription(id)!.ElementId)).ToHashSet();
        var events = element.ParentId == 0
            ? x.Definition.EventStartsOf(x.Definition.Root)
            : x.NodeOf(element) is Activity activity && !element.Compensates && element.Signing?.Place is null
                ? BoundaryEventBehavior.EventsOf(x, activity, element)
                : [];
        x.Wait(WaitPlan.Of(x, events.Where(node => !known.Contains(node.Id)), element.Id), element.Id);
    }
}
