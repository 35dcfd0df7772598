using System.Runtime.CompilerServices;
using BalancedEdu.Feel.Ast;
using BalancedEdu.Feel.Evaluating;
using BalancedEdu.Feel.Values;

namespace BalancedEdu.Bpmn.Decisions;

/// <summary>
/// One evaluation of a graph: the values that were given, and those of the elements that ran, each once. A decision
/// runs after all that it requires, so that what its functions see no longer changes.
/// </summary>
/// <param name="file">The model that was asked.</param>
/// <param name="inputs">The values given, by name.</param>
/// <param name="service">The service that runs; the caller brings its input decisions.</param>
internal sealed class DecisionRun(DmnFile file, FeelContext inputs, DecisionService? service)
{
    private readonly Dictionary<DrgElement, FeelValue> _values = [];

    public FeelValue ValueOf(Evaluation evaluation, DrgElement element)
    {
        if (_values.TryGetValue(element, out var known))
            return known;
        RuntimeHelpers.EnsureSufficientExecutionStack();
        evaluation.Charge(1);
        var value = element switch
        {
            Invocable invocable => invocable.Function,
            Decision decision when service is null || !service.InputDecisions.Contains(decision) =>
                Decide(evaluation, decision),
            _ => Given(evaluation, element),
        };
        _values[element] = value;
        return value;
    }

    /// <summary>What the service gives: the value of its output decision, or a context of several.</summary>
    public static FeelValue Serve(Evaluation evaluation, DecisionService service, FeelContext inputs)
    {
        var run = new DecisionRun(service.File, inputs, service);
        var value = service.Outputs.Count == 1
            ? run.ValueOf(evaluation, service.Outputs[0])
            : FeelValue.Of(new FeelContext(service.Outputs
                .Select(d => new KeyValuePair<string, FeelValue>(d.Name, run.ValueOf(evaluation, d)))));
        return Fitted(evaluation, Evaluation.Bounded(value), service);
    }

    private FeelValue Decide(Evaluation evaluation, Decision decision)
    {
        if (decision.IsCyclic || decision.Logic is null)
        {
            evaluation.Warn(decision.IsCyclic ? $"{decision.Label} 需要自己，不能运行" : $"{decision.Label} 没有决策逻辑");
            return FeelValue.Null;
        }
        var variables = decision.Requirements.Variables(element => ValueOf(evaluation, element));
        var warned = evaluation.Warnings.Count;
        var before = evaluation.EnterBody("", variables, null);
        try
        {
            return Fitted(evaluation, decision.Logic.Evaluate(evaluation), decision);
        }
        finally
        {
            evaluation.LeaveBody(before);
            if (evaluation.Warnings.Count > warned)
                evaluation.PlaceWarnings(warned, decision.Label + "：");
        }
    }

    private FeelValue Given(Evaluation evaluation, DrgElement element)
    {
        if (!TryGiven(element, out var value))
        {
            evaluation.Warn($"没有给出{element.Label}");
            return FeelValue.Null;
        }
        return Fitted(evaluation, value, element);
    }

    /// <summary>
    /// By name; for an element of an imported model first in a context under the name of the import or the namespace.
    /// </summary>
    private bool TryGiven(DrgElement element, out FeelValue value)
    {
        if (element.File != file)
        {
            foreach (var (name, imported) in file.Imports)
                if (imported == element.File && TryGivenUnder(name, element, out value))
                    return true;
            if (TryGivenUnder(element.File.Namespace, element, out value))
                return true;
        }
        return inputs.TryGet(element.Name, out value);
    }

    private bool TryGivenUnder(string name, DrgElement element, out FeelValue value)
    {
        value = FeelValue.Null;
        return inputs.TryGet(name, out var group) && group.AsContext() is { } context
            && context.TryGet(element.Name, out value);
    }

    private static FeelValue Fitted(Evaluation evaluation, FeelValue value, DrgElement element)
    {
        if (element.Type == FeelType.Any || element.Type.Convert(evaluation, value) is not { } fitted)
        {
            if (element.Type == FeelType.Any)
                return value;
            evaluation.Warn($"{FeelText.Quote(value)} 不合{element.Label}的类型");
            return FeelValue.Null;
        }
        return fitted;
    }
}

/// <summary>An evaluation as the host asks for it.</summary>
internal sealed class AskedNode(DmnFile file, DrgElement element, FeelContext inputs) : Node
{
    public override FeelValue Evaluate(Evaluation evaluation) => element switch
    {
        DecisionService service => DecisionRun.Serve(evaluation, service, inputs),
        BusinessKnowledgeModel model => Call(evaluation, model),
        _ => new DecisionRun(file, inputs, null).ValueOf(evaluation, element),
    };

    private FeelValue Call(Evaluation evaluation, BusinessKnowledgeModel model)
    {
        var arguments = new FeelValue[model.Parameters.Count];
        for (var i = 0; i < arguments.Length; i++)
            if (!inputs.TryGet(model.Parameters[i].Name, out arguments[i]))
                evaluation.Warn($"没有给出参数“{model.Parameters[i].Name}”");
        var before = evaluation.EnterCall(model.Name, arguments);
        try
        {
            return model.Function.AsFunction()!.Invoke(evaluation, arguments);
        }
        finally
        {
            evaluation.LeaveCall(before);
        }
    }
}

/// <summary>The body of a decision service as a function: its parameters stand in the frames.</summary>
internal sealed class ServiceNode(DecisionService service) : Node
{
    public override FeelValue Evaluate(Evaluation evaluation)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        var given = service.Parameters.Select(p => new KeyValuePair<string, FeelValue>(p.Name, Bound(evaluation, p)));
        return DecisionRun.Serve(evaluation, service, new FeelContext(given));
    }

    private static FeelValue Bound(Evaluation evaluation, DrgElement parameter)
    {
        for (var frame = evaluation.Frame; frame is not null; frame = frame.Outer)
            if (frame.TryGet(parameter.Name, out var value))
                return value;
        return FeelValue.Null;
    }
}
