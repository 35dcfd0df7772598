using BalancedEdu.Bpmn.Execution;
using BalancedEdu.Bpmn.Model;

namespace BalancedEdu.Bpmn.Tests.Simulation;

/// <summary>What must hold of every state, whatever was done to it.</summary>
internal static class Invariants
{
    public static void Check(ProcessDefinition definition, ProcessState state)
    {
        foreach (var element in state.Elements.Values)
        {
            CheckPlace(definition, state, element);
            foreach (var flow in element.FlowTokens.Flows)
                Assert.True(
                    definition.FindFlow(flow)?.Target is { Incoming.Count: > 1 } join
                        && join.Container == definition.Find(element.ElementId),
                    $"a token waits on {flow}, which leads to no join of {element.ElementId}");
        }
        foreach (var timer in state.Timers.Values)
            CheckWait(definition, state, timer.ElementId, timer.InstanceId);
        foreach (var subscription in state.Subscriptions.Values)
            CheckWait(definition, state, subscription.ElementId, subscription.InstanceId);
        // A scope of what was done is alive, or was itself done and can be undone.
        var scopes = state.Elements.Keys.Concat(state.Compensations.Values.Select(done => done.InstanceId)).ToHashSet();
        Assert.All(state.Compensations.Values, done => Assert.Contains(done.ScopeId, scopes));
        foreach (var waiting in state.Elements.Values.Where(element => element.WaiterId != 0))
            Assert.True(state.Elements.ContainsKey(waiting.WaiterId), $"nobody waits for {waiting.ElementId}");
    }

    /// <summary>An instance stands in one of its container, or is one of several of the same activity.</summary>
    private static void CheckPlace(ProcessDefinition definition, ProcessState state, ElementInstance element)
    {
        Assert.NotEqual(ElementLifecycle.Terminating, element.Lifecycle);
        var node = definition.Find(element.ElementId);
        Assert.True(node is not null, $"{element.ElementId} is not drawn");
        if (element.ParentId == 0)
            return;
        var parent = state.Elements[element.ParentId];
        Assert.True(
            element.LoopCounter > 0 ? parent is { Loop: not null } && parent.ElementId == element.ElementId
                : element.Signing?.Place is not null ? parent.ElementId == element.ElementId
                : definition.Find(parent.ElementId) == node!.Container || Undoes(definition, element, parent),
            $"{element.ElementId} stands in {parent.ElementId}");
    }

    private static bool Undoes(ProcessDefinition definition, ElementInstance element, ElementInstance parent) =>
        parent.Compensates && (element.Compensates || definition.Find(element.ElementId) is SubProcess);

    /// <summary>What is waited for belongs to whoever waits: itself, its border, its event sub-processes.</summary>
    private static void CheckWait(ProcessDefinition definition, ProcessState state, string eventId, long instanceId)
    {
        var waiting = state.Elements[instanceId];
        var host = definition.Find(waiting.ElementId)!;
        var node = definition.Find(eventId);
        Assert.True(
            node == host
            || (node is BoundaryEvent boundary && boundary.AttachedTo == host)
            || (node is StartEvent { Container: SubProcess { TriggeredByEvent: true } sub } && sub.Container == host)
            || (host is EventBasedGateway && node!.Incoming is [{ } flow] && flow.Source == host),
            $"{eventId} is waited for at {waiting.ElementId}");
        Assert.Equal(ElementLifecycle.Activated, waiting.Lifecycle);
    }
}
