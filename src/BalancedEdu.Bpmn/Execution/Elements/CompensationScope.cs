using BalancedEdu.Bpmn.Model;

namespace BalancedEdu.Bpmn.Execution.Elements;

/// <summary>
/// A completed sub-process or multi-instance that is undone: a scope once more, in which its compensation event
/// sub-process runs or, without one, what was done inside is undone in the reverse order.
/// </summary>
internal static class CompensationScope
{
    public static void Activate(Stepping x, Activity node, ElementInstance element)
    {
        x.Activated(element);
        var handler = x.Definition.EventStartsOf(node)
            .FirstOrDefault(start => start.Definition is CompensateEventDefinition);
        if (handler is not null && node.Loop is null)
            x.Enter(new ElementActivating(
                x.State.NextId, handler.Container!.Id, element.Id, [], 0, Feel.Values.FeelContext.Empty)
            {
                WaiterId = element.Id,
            });
        else
            x.Compensate(element, element.Id, null);
    }
}
