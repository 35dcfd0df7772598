using BalancedEdu.Bpmn.Model;

namespace BalancedEdu.Bpmn.Validation;

/// <summary>A process or sub-process has one way in.</summary>
internal static class ScopeValidator
{
    public static void Check(FlowNode scope, ProcessDefinition definition, FindingLog findings)
    {
        var starts = definition.StartsOf(scope);
        var none = starts.Where(start => start.Definition is null).Select(start => start.Id).ToList();
        if (starts.Count == 0)
            findings.WithoutStart(scope);
        if (none.Count > 1)
            findings.SeveralNoneStarts(scope, none);
    }
}
