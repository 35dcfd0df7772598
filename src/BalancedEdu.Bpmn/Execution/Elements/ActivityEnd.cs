using BalancedEdu.Bpmn.Model;

namespace BalancedEdu.Bpmn.Execution.Elements;

/// <summary>Where tokens of an activity come from and go to, where it isn't simply one flow.</summary>
internal static class ActivityEnd
{
    /// <summary>The token goes on: along the flows, or straight to where a return asked it to go.</summary>
    public static void Leave(Stepping x, Activity node, ElementInstance element)
    {
        var target = element.GoesTo is { } id ? x.Definition.Node(id) : null;
        var flows = target is null ? OutgoingFlows.Choose(x, node, element) : [];
        x.RecordCompensation(node, element);
        if (target is null)
        {
            x.Leave(element, flows, node.CompletionQuantity);
            AdHocSubProcessBehavior.ActivityCompleted(x, node, element.ParentId);
            return;
        }
        x.Finish(element);
        x.Enter(target, element.ParentId);
    }

    /// <summary>What undoes something is done: no token goes on from here; who waited for it does.</summary>
    public static void Undone(Stepping x, ElementInstance element)
    {
        x.Finish(element);
        x.Resume(element.WaiterId);
        x.LookAtScope(element.ParentId);
    }

    /// <summary>The tokens that start an activity once: from its flows in document order; null: too few.</summary>
    public static List<string>? Tokens(FlowNode node, ElementInstance scope, int quantity)
    {
        var taken = new List<string>();
        foreach (var incoming in node.Incoming)
            for (var i = scope.FlowTokens.On(incoming.Id); i > 0 && taken.Count < quantity; i--)
                taken.Add(incoming.Id);
        return taken.Count == quantity ? taken : null;
    }
}
