using BalancedEdu.Bpmn.Model;
using BalancedEdu.Feel.Values;

namespace BalancedEdu.Bpmn.Execution.Elements;

/// <summary>
/// What came with a message, signal, error or answer: kept in the element instance as <c>result</c> until it is mapped,
/// so that a mapping that fails can be tried again.
/// </summary>
internal static class EventPayload
{
    private const string Result = "result";

    /// <summary>Keeps what came with an event.</summary>
    public static void Keep(Stepping x, FlowNode node, ElementInstance element)
    {
        if (!element.Variables.TryGet(Result, out var result) || result.AsContext() is not { } payload)
            return;
        var message = ProcessDefinition.PartOf<MessageEventDefinition>(ProcessDefinition.TriggerOf(node));
        Keep(x, node, message?.Outputs ?? [], payload, element);
    }

    /// <summary>
    /// Maps what came to variables; without outputs all of it stands under the element's id, where it isn't empty.
    /// </summary>
    public static void Keep(
        Stepping x, FlowNode node, IReadOnlyList<JobOutput> outputs, FeelContext payload, ElementInstance element)
    {
        if (outputs.Count == 0)
        {
            if (payload.Count > 0)
                x.Set(x.ResultScope(element), node.Id, FeelValue.Of(payload));
            return;
        }
        var overlay = payload.With(Result, FeelValue.Of(payload));
        var values = outputs.Select(output =>
            (output.Name, Value: Evaluation.Value(x, output.Value, element.Id, overlay))).ToList();
        foreach (var (name, value) in values)
            x.Set(x.ScopeOf(name, element), name, value);
    }

    /// <summary>The values of inputs, by name.</summary>
    public static FeelContext Inputs(Stepping x, IReadOnlyList<JobInput> inputs, ElementInstance element) =>
        inputs.Count == 0 ? FeelContext.Empty : new FeelContext(inputs.Select(input =>
            KeyValuePair.Create(input.Name, Evaluation.ValueOf(x, input.Value, element.Id))));
}
