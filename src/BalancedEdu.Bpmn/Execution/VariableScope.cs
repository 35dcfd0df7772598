using BalancedEdu.Bpmn.Execution.Elements;
using BalancedEdu.Feel;
using BalancedEdu.Feel.Values;

namespace BalancedEdu.Bpmn.Execution;

/// <summary>
/// What an expression sees at an element instance: its own variables, then those of what it stands in, up to the
/// process. A multi-instance gives its counters, and its results so far under the name of the result list.
/// </summary>
internal sealed class VariableScope(Stepping stepping, long instanceId, FeelContext? overlay = null) : IFeelScope
{
    private List<KeyValuePair<string, FeelValue>>? _seen;

    public bool TryGet(string name, out FeelValue value)
    {
        var found = Find(name, out value);
        if (found)
            _seen?.Add(new(name, value));
        return found;
    }

    /// <summary>From now on remembers the values that were asked for, for the sentence of an incident.</summary>
    public List<KeyValuePair<string, FeelValue>> Record() => _seen = [];

    private bool Find(string name, out FeelValue value)
    {
        if (overlay is not null && overlay.TryGet(name, out value))
            return true;
        for (var id = instanceId; id != 0;)
        {
            var element = stepping.State.Element(id);
            if (element.Variables.TryGet(name, out value) || OfLoop(element, name, out value))
                return true;
            id = element.ParentId;
        }
        value = FeelValue.Null;
        return false;
    }

    private bool OfLoop(ElementInstance element, string name, out FeelValue value)
    {
        value = FeelValue.Null;
        if (element.LoopCounter > 0 && name == "loopCounter")
            value = FeelValue.Of((decimal)element.LoopCounter);
        else if (element.Loop is not { } loop || stepping.LoopOf(element) is null)
            return false;
        else
            value = name switch
            {
                "nrOfInstances" => FeelValue.Of((decimal)(loop.Total - loop.Removed)),
                "nrOfCompletedInstances" => FeelValue.Of((decimal)loop.Results.Count),
                "nrOfActiveInstances" => FeelValue.Of((decimal)element.ChildCount),
                _ when name == stepping.LoopOf(element)!.ResultCollection => loop.ResultList,
                _ when name == stepping.LoopOf(element)!.Tally => VoteTally.Of(stepping, element, ended: false),
                _ => FeelValue.Null,
            };
        return !value.IsNull;
    }
}
