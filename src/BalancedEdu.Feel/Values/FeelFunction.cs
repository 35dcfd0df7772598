using BalancedEdu.Feel.Evaluating;

namespace BalancedEdu.Feel.Values;

/// <summary>
/// A function as a value: built-in, of the host, or written in FEEL. Two functions are equal when they are one.
/// </summary>
public abstract class FeelFunction
{
    private protected FeelFunction(string name) => Name = name;

    /// <summary>The name it is called by; <c>function</c> for one written in an expression.</summary>
    public string Name { get; }

    /// <summary>How many arguments it takes; null when there is more than one answer.</summary>
    internal abstract int? Arity { get; }

    /// <summary>Calls it by position. Errors give null and a warning.</summary>
    internal abstract FeelValue Invoke(Evaluation evaluation, ReadOnlySpan<FeelValue> arguments);

    /// <summary>Calls it by parameter names.</summary>
    internal abstract FeelValue InvokeNamed(Evaluation evaluation, ReadOnlySpan<string> names,
        ReadOnlySpan<FeelValue> arguments);

    /// <inheritdoc/>
    public override string ToString() => Name;
}
