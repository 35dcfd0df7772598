using BalancedEdu.Bpmn.Model;

namespace BalancedEdu.Bpmn.Execution.Elements;

/// <summary>Evaluates a DMN decision of the bundle; that it gives nothing and warns is an incident.</summary>
internal sealed class BusinessRuleTaskBehavior : ActivityBehavior<BusinessRuleTask>
{
    protected override Effect? Open(Stepping x, BusinessRuleTask node, ElementInstance element) => null;

    protected override void Close(Stepping x, BusinessRuleTask node, ElementInstance element)
    {
        throw Faults.DecisionFailed(node.Decision, "");
    }
}
