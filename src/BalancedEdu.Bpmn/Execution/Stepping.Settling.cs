using BalancedEdu.Bpmn.Execution.Elements;
using BalancedEdu.Bpmn.Model;

namespace BalancedEdu.Bpmn.Execution;

/// <summary>What can only be decided when no token is under way.</summary>
internal sealed partial class Stepping
{
    /// <summary>The queue is empty: conditions, then inclusive joins. True when there is work again.</summary>
    private bool Settle()
    {
        // While the case stands still nothing starts by itself; what has changed is looked at when it goes on.
        if ((_variablesChanged || _retried.Count > 0) && State.Suspension is null && LookAtConditions())
            return true;
        if (Definition.InclusiveJoins.Count > 0 && FireInclusiveJoins())
            return true;
        ReportStranded();
        return false;
    }

    private bool FireInclusiveJoins()
    {
        foreach (var scopeId in _quiet)
            if (State.Find(scopeId) is { IsAlive: true, FlowTokens.Count: > 0 } scope)
                InclusiveGatewayBehavior.FireJoins(this, scope);
        return _queue.Count > 0;
    }

    /// <summary>
    /// A join that waits while nothing else of its scope is alive waits for ever; a person must know. It is found when
    /// the queue is empty, as only then no token is under way.
    /// </summary>
    private void ReportStranded()
    {
        foreach (var scopeId in _quiet)
        {
            if (State.Find(scopeId) is not { IsAlive: true, Incident: null, ChildCount: 0 } scope
                || scope.FlowTokens.Count == 0)
                continue;
            var join = Definition.FindFlow(scope.FlowTokens.Flows.First())!.Target;
            RaiseIncident(scope, Faults.Stranded(join, string.Join("、", scope.FlowTokens.Flows)));
        }
    }
}
