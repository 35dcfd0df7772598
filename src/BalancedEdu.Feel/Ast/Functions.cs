using System.Runtime.CompilerServices;
using BalancedEdu.Feel.Evaluating;
using BalancedEdu.Feel.Values;

namespace BalancedEdu.Feel.Ast;

/// <summary>A call by position or, with names, by parameter.</summary>
internal sealed class CallNode(Node callee, IReadOnlyList<Node> arguments, string[]? names) : Node
{
    public Node Callee => callee;

    public IReadOnlyList<Node> Arguments => arguments;

    public override FeelValue Evaluate(Evaluation evaluation)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        evaluation.Charge(1);
        var target = callee.Evaluate(evaluation);
        if (target.AsFunction() is not { } function)
            return target.IsNull ? FeelValue.Null : evaluation.Fail(callee, $"{FeelText.Quote(target)} 不是函数");
        var values = new FeelValue[arguments.Count];
        for (var i = 0; i < values.Length; i++)
            values[i] = arguments[i].Evaluate(evaluation);
        var before = evaluation.EnterCall(function.Name, values);
        try
        {
            return names is null
                ? function.Invoke(evaluation, values)
                : function.InvokeNamed(evaluation, names, values);
        }
        finally
        {
            evaluation.LeaveCall(before);
        }
    }
}

/// <summary>A parameter of a function written in FEEL.</summary>
internal sealed record Parameter(string Name, FeelType Type);

/// <summary><c>function(x, y) …</c>: its value keeps the names around it.</summary>
internal sealed class FunctionNode(IReadOnlyList<Parameter> parameters, Node? body) : Node
{
    public IReadOnlyList<Parameter> Parameters => parameters;

    /// <summary>Null when the body is external, which a pure library never runs.</summary>
    public Node? Body => body;

    public override FeelValue Evaluate(Evaluation evaluation) =>
        FeelValue.Of(new WrittenFunction(this, evaluation.Text, evaluation.Scope, evaluation.Frame));
}

/// <summary>A function written in FEEL, with the names that were around it.</summary>
internal sealed class WrittenFunction(
    FunctionNode node, string text, IFeelScope scope, Frame? frame, string name = "function")
    : FeelFunction(name)
{
    internal IReadOnlyList<Parameter> Parameters => node.Parameters;

    internal override int? Arity => node.Parameters.Count;

    internal override FeelValue Invoke(Evaluation evaluation, ReadOnlySpan<FeelValue> arguments)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        if (arguments.Length != node.Parameters.Count)
            return evaluation.Fail($"应有 {node.Parameters.Count} 个参数，得到 {arguments.Length} 个");
        if (node.Body is null)
            return evaluation.Fail("外部函数不能执行");
        evaluation.ChargeRun(node.Body);
        var inner = frame;
        for (var i = 0; i < arguments.Length; i++)
        {
            if (node.Parameters[i].Type.Convert(evaluation, arguments[i]) is not { } value)
                return evaluation.Fail($"参数“{node.Parameters[i].Name}”不能是 {FeelText.Quote(arguments[i])}");
            inner = new BindingFrame(node.Parameters[i].Name, value, inner);
        }
        var before = evaluation.EnterBody(text, scope, inner);
        try
        {
            return node.Body.Evaluate(evaluation);
        }
        finally
        {
            evaluation.LeaveBody(before);
        }
    }

    internal override FeelValue InvokeNamed(
        Evaluation evaluation, ReadOnlySpan<string> names, ReadOnlySpan<FeelValue> arguments)
    {
        // Parameters that are not named are null (DMN 1.5, 10.3.2.13.5).
        var ordered = new FeelValue[node.Parameters.Count];
        for (var i = 0; i < names.Length; i++)
        {
            var at = IndexOf(names[i]);
            if (at < 0)
                return evaluation.Fail($"没有参数“{names[i]}”");
            ordered[at] = arguments[i];
        }
        return Invoke(evaluation, ordered);
    }

    private int IndexOf(string parameter)
    {
        for (var i = 0; i < node.Parameters.Count; i++)
            if (string.Equals(node.Parameters[i].Name, parameter, StringComparison.Ordinal))
                return i;
        return -1;
    }
}
