using BalancedEdu.Feel.Evaluating;
using BalancedEdu.Feel.Values;

namespace BalancedEdu.Feel.Ast;

/// <summary>A name: of a frame, a variable of the host, or a function.</summary>
internal sealed class NameNode(string name, FeelFunction? function) : Node
{
    public string Name { get; } = name;

    public override FeelValue Evaluate(Evaluation evaluation)
    {
        for (var frame = evaluation.Frame; frame is not null; frame = frame.Outer)
            if (frame.TryGet(Name, out var bound))
                return bound;
        if (evaluation.Scope.TryGet(Name, out var value))
            return value;
        return function is not null ? FeelValue.Of(function) : evaluation.Fail(this, "没有这个变量");
    }
}

/// <summary>The value under test, <c>?</c>.</summary>
internal sealed class InputNode : Node
{
    public override FeelValue Evaluate(Evaluation evaluation) => evaluation.Input;
}

/// <summary>
/// An entry of a context, a component of a temporal value or range; over a list, that of each element.
/// </summary>
internal sealed class PathNode(Node source, string name) : Node
{
    public override FeelValue Evaluate(Evaluation evaluation)
    {
        var value = source.Evaluate(evaluation);
        return value.AsList() is { } list ? OfEach(evaluation, list) : Of(evaluation, value);
    }

    private FeelValue OfEach(Evaluation evaluation, IReadOnlyList<FeelValue> list)
    {
        evaluation.Charge(list.Count);
        var values = new FeelValue[list.Count];
        for (var i = 0; i < values.Length; i++)
            values[i] = Of(evaluation, list[i]);
        return Evaluation.Bounded(FeelValue.Of(values));
    }

    private FeelValue Of(Evaluation evaluation, FeelValue value)
    {
        if (value.AsContext() is { } context)
            return context.TryGet(name, out var entry) ? entry : evaluation.Fail(this, $"上下文里没有“{name}”");
        if (value.IsNull)
            return evaluation.Fail(this, $"不能从 null 取“{name}”");
        return Components.TryGet(value, name, out var component)
            ? component
            : evaluation.Fail(this, $"{FeelText.KindName(value.Kind)} {FeelText.Quote(value)} 没有“{name}”");
    }
}
