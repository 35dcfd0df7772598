using BalancedEdu.Bpmn.Model;
using BalancedEdu.Feel.Values;

namespace BalancedEdu.Bpmn.Execution.Elements;

/// <summary>
/// Asks for a registered handler and waits for <see cref="CompleteJob"/> or <see cref="FailJob"/>. The answer is kept
/// in the instance until its outputs are mapped, so that a mapping that fails can be tried again without the handler.
/// </summary>
internal sealed class ServiceTaskBehavior : ActivityBehavior<ServiceTask>
{
    private const string Result = "result";

    protected override Effect Open(Stepping x, ServiceTask node, ElementInstance element) => new RequestJob(
        element.Id, node.Id, node.Job,
        new FeelContext(node.Inputs.Select(input =>
            KeyValuePair.Create(input.Name, Evaluation.ValueOf(x, input.Value, element.Id)))));

    protected override Effect Withdraw(ElementInstance element) => new CancelJob(element.Id);

    protected override void Close(Stepping x, ServiceTask node, ElementInstance element)
    {
        element.Variables.TryGet(Result, out var result);
        if (node.Outputs.Count == 0)
        {
            x.Set(x.ResultScope(element), node.Id, result);
            return;
        }
        var overlay = (result.AsContext() ?? FeelContext.Empty).With(Result, result);
        var values = node.Outputs.Select(output =>
            (output.Name, Value: Evaluation.Value(x, output.Value, element.Id, overlay))).ToList();
        foreach (var (name, value) in values)
            x.Set(TargetOf(x, name, element), name, value);
    }

    /// <summary>The nearest scope around the task that has the variable, else where results go.</summary>
    private static long TargetOf(Stepping x, string name, ElementInstance element)
    {
        for (var id = element.ParentId; id != 0;)
        {
            var scope = x.State.Element(id);
            if (scope.Variables.TryGet(name, out _))
                return id;
            id = scope.ParentId;
        }
        return x.ResultScope(element);
    }
}
