using BalancedEdu.Bpmn.Model;

namespace BalancedEdu.Bpmn.Execution.Elements;

/// <summary>
/// Evaluates a DMN decision of the bundle over its inputs and all variables that are visible here; that it gives
/// nothing and warns is an incident, never silently null.
/// </summary>
internal sealed class BusinessRuleTaskBehavior : ActivityBehavior<BusinessRuleTask>
{
    protected override Effect? Open(Stepping x, BusinessRuleTask node, ElementInstance element) => null;

    protected override void Close(Stepping x, BusinessRuleTask node, ElementInstance element)
    {
        if (node.Logic is not { } decide)
            throw Faults.DecisionMissing(node.Decision);
        var inputs = EventPayload.Inputs(x, node.Inputs, element)
            .Aggregate(MailSending.Visible(x, element), (visible, input) => visible.With(input.Key, input.Value));
        var (value, warnings) = decide(inputs, x.Now);
        if (value.IsNull && warnings.Count > 0)
            throw Faults.DecisionFailed(node.Decision, $"提示：{string.Join("；", warnings.Take(3))}。");
        var name = node.ResultVariable ?? node.Id;
        x.Set(x.ScopeOf(name, element), name, value);
    }
}
