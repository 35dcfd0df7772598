using BalancedEdu.Bpmn.Model;

namespace BalancedEdu.Bpmn.Execution.Elements;

/// <summary>Evaluates FEEL; that it gives nothing and warns is an incident, never silently null.</summary>
internal sealed class ScriptTaskBehavior : ActivityBehavior<ScriptTask>
{
    protected override Effect? Open(Stepping x, ScriptTask node, ElementInstance element) => null;

    protected override void Close(Stepping x, ScriptTask node, ElementInstance element)
    {
        var (value, warnings) = node.Script.Evaluate(new VariableScope(x, element.Id), x.Now);
        if (value.IsNull && warnings.Count > 0)
            throw Faults.ScriptFailed(node.Script.Text, Evaluation.Seen(x, node.Script, element.Id, null));
        var name = node.ResultVariable ?? node.Id;
        x.Set(x.ScopeOf(name, element), name, value);
    }
}
