using BalancedEdu.Bpmn.Model;

namespace BalancedEdu.Bpmn.Validation;

/// <summary>How a process or sub-process begins.</summary>
internal static class ScopeValidator
{
    public static void Check(FlowNode scope, ProcessDefinition definition, FindingLog findings)
    {
        switch (scope)
        {
            case AdHocSubProcess adHoc:
                CheckAdHoc(adHoc, definition, findings);
                break;
            case SubProcess { TriggeredByEvent: true } handler:
                CheckEventSubProcess(handler, definition, findings);
                break;
            default:
                CheckStarts(scope, definition, findings);
                break;
        }
    }

    private static void CheckStarts(FlowNode scope, ProcessDefinition definition, FindingLog findings)
    {
        var starts = definition.StartsOf(scope);
        var none = starts.Where(start => start.Definition is null).Select(start => start.Id).ToList();
        if (starts.Count == 0 && !(scope is Process && definition.Instantiating.Any()))
        {
            // BPMN 2.0.2, 10.5.3: where an end event is drawn, a start event must be drawn too.
            var beginnings = definition.BeginningsOf(scope);
            if (beginnings.Count == 0
                || definition.Nodes.Any(node => node.Container == scope && node is EndEvent))
                findings.WithoutStart(scope);
            else
                findings.ImplicitStart(scope, beginnings.Select(node => node.Id));
        }
        if (none.Count > 1)
            findings.SeveralNoneStarts(scope, none);
        if (scope is Process)
            CheckMessageStarts(definition, findings);
    }

    private static void CheckMessageStarts(ProcessDefinition definition, FindingLog findings)
    {
        var byMessage = new Dictionary<string, FlowNode>(StringComparer.Ordinal);
        foreach (var (node, trigger) in definition.StartTriggers)
            if (trigger is MessageEventDefinition message && !byMessage.TryAdd(message.Message, node))
                findings.MessageStartTwice(node, message.Message, byMessage[message.Message].Label);
    }

    private static void CheckEventSubProcess(SubProcess scope, ProcessDefinition definition, FindingLog findings)
    {
        if (scope.Incoming.Count > 0 || scope.Outgoing.Count > 0)
            findings.EventSubProcessWithFlow(scope);
        var starts = definition.StartsOf(scope);
        if (starts.Count != 1)
            findings.EventSubProcessStarts(scope, starts.Count);
    }

    private static void CheckAdHoc(AdHocSubProcess scope, ProcessDefinition definition, FindingLog findings)
    {
        if (definition.EntriesOf(scope).Count == 0)
            findings.AdHocEmpty(scope);
        foreach (var node in definition.Nodes.Where(node => node.Container == scope && node is StartEvent or EndEvent))
            if (node.Container == scope)
                findings.AdHocWithEvents(node);
    }
}
