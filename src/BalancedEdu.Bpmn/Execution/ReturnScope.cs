using BalancedEdu.Bpmn.Execution.Commands;
using BalancedEdu.Bpmn.Model;

namespace BalancedEdu.Bpmn.Execution;

/// <summary>What a return (退回) does again, for who tells it before it happens and who marks it after.</summary>
public static class ReturnScope
{
    /// <summary>Where a case may be returned to at all: its user tasks, and the form that started it.</summary>
    public static IEnumerable<FlowNode> Targets(ProcessDefinition definition)
    {
        ArgumentNullException.ThrowIfNull(definition);
        return definition.Nodes.Where(node => node is UserTask or StartEvent { Form: not null, Container: Process });
    }

    /// <summary>The elements that are done again after a return, the target and all inside of them included.</summary>
    /// <exception cref="InvalidOperationException">There is no such element.</exception>
    public static IReadOnlyCollection<string> Redone(ProcessDefinition definition, string target)
    {
        ArgumentNullException.ThrowIfNull(definition);
        var region = ReturnRegion.Of(definition, definition.Node(target));
        return [.. definition.Nodes.Where(node => IsWithin(node, region)).Select(node => node.Id)];
    }

    /// <summary>
    /// Whether an element stands inside of something that is done several times, so that its id alone does not tell
    /// which of its visits is meant.
    /// </summary>
    public static bool IsOneOfSeveral(ProcessDefinition definition, string elementId)
    {
        ArgumentNullException.ThrowIfNull(definition);
        for (var around = definition.Node(elementId).Container; around is not null; around = around.Container)
            if (around is Activity { Loop: not null })
                return true;
        return false;
    }

    private static bool IsWithin(FlowNode node, HashSet<FlowNode> region)
    {
        for (var at = node; at is not null; at = at.Container)
            if (region.Contains(at))
                return true;
        return false;
    }
}
