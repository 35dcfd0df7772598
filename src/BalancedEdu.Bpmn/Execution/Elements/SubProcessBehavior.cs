using BalancedEdu.Bpmn.Model;

namespace BalancedEdu.Bpmn.Execution.Elements;

/// <summary>
/// An embedded or event sub-process or a transaction: a scope that is complete when no token is left in it.
/// </summary>
internal sealed class SubProcessBehavior : ActivityBehavior<SubProcess>
{
    protected override Effect? Open(Stepping x, SubProcess node, ElementInstance element) => null;

    protected override void Opened(Stepping x, SubProcess node, ElementInstance element, bool asked)
    {
        foreach (var start in x.Definition.BeginningsOf(node))
            x.Enter(start, element.Id, variables: node.TriggeredByEvent ? element.Variables : null);
    }

    protected override void Resume(Stepping x, SubProcess node, ElementInstance element) => x.LookAtScope(element.Id);
}
