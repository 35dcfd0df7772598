using System.Runtime.CompilerServices;
using BalancedEdu.Feel.Values;

namespace BalancedEdu.Feel.Evaluating;

/// <summary>A type as written behind <c>instance of</c> or a parameter (DMN 1.5, 10.3.2.2).</summary>
internal abstract class FeelType
{
    public static FeelType Any { get; } = new AnyType();

    /// <summary>Whether a value is of this type; null is of the types Null and Any.</summary>
    /// <param name="evaluation">
    /// Runs what a type allows only some values of (allowed values of a model); null asks for the type alone.
    /// </param>
    /// <param name="value">The value.</param>
    public abstract bool Includes(Evaluation? evaluation, FeelValue value);

    /// <summary>Whether its values are lists: a single value becomes a list of one for it.</summary>
    public virtual bool IsList => false;

    /// <summary>
    /// The value as an argument of this type, after the implicit conversions (to and from a list of one, date to date
    /// and time); null when it does not fit. FEEL's null fits every parameter.
    /// </summary>
    public FeelValue? Convert(Evaluation evaluation, FeelValue value)
    {
        if (value.IsNull || Includes(evaluation, value))
            return value;
        if (value.AsList() is { Count: 1 } list && Includes(evaluation, list[0]))
            return list[0];
        FeelValue single = FeelValue.Of([value]);
        if (IsList && Includes(evaluation, single))
            return single;
        return value.Kind == FeelKind.Date && Includes(evaluation, Arithmetic.AtMidnight(value))
            ? Arithmetic.AtMidnight(value)
            : null;
    }
}

/// <summary>Everything, null too.</summary>
internal sealed class AnyType : FeelType
{
    public override bool Includes(Evaluation? evaluation, FeelValue value) => true;
}

/// <summary>A type that is one kind of value.</summary>
internal sealed class KindType(FeelKind kind) : FeelType
{
    public override bool Includes(Evaluation? evaluation, FeelValue value) => value.Kind == kind;
}

/// <summary><c>list&lt;T&gt;</c>; elements may be null.</summary>
internal sealed class ListType(FeelType element) : FeelType
{
    public override bool IsList => true;

    public override bool Includes(Evaluation? evaluation, FeelValue value)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        return value.AsList() is { } list && list.All(i => i.IsNull || element.Includes(evaluation, i));
    }
}

/// <summary><c>range&lt;T&gt;</c>.</summary>
internal sealed class RangeType(FeelType endpoint) : FeelType
{
    public override bool Includes(Evaluation? evaluation, FeelValue value) => value.AsRange() is { } range
        && (range.IsStartOpen || endpoint.Includes(evaluation, range.Start))
        && (range.IsEndOpen || endpoint.Includes(evaluation, range.End));
}

/// <summary><c>context&lt;a: T&gt;</c>: the entries named must be there; others may be.</summary>
internal sealed class ContextType(IReadOnlyList<(string Name, FeelType Type)> entries) : FeelType
{
    public override bool Includes(Evaluation? evaluation, FeelValue value) => value.AsContext() is { } context
        && entries.All(e =>
            context.TryGet(e.Name, out var entry) && (entry.IsNull || e.Type.Includes(evaluation, entry)));
}

/// <summary>
/// <c>function&lt;T, U&gt; -&gt; R</c>: what a function takes is known, what it gives only when it runs.
/// </summary>
internal sealed class FunctionType(IReadOnlyList<FeelType>? parameters, FeelType? result = null) : FeelType
{
    /// <summary>What its functions give, where that is told.</summary>
    public FeelType? Result => result;

    public override bool Includes(Evaluation? evaluation, FeelValue value) => value.AsFunction() is { } function
        && (parameters is null || function.Arity is null || function.Arity == parameters.Count);
}
