using BalancedEdu.Feel.Evaluating;
using BalancedEdu.Feel.Values;

namespace BalancedEdu.Feel.Functions;

/// <summary>The body of a built-in function; the arguments have the types of the signature.</summary>
internal delegate FeelValue Body(Evaluation evaluation, FeelValue[] arguments);

/// <summary>A built-in function: one or more signatures, of which the first that takes the arguments runs.</summary>
internal sealed class BuiltIn(string name) : FeelFunction(name)
{
    private readonly List<Signature> _signatures = [];

    internal override int? Arity => _signatures.Count == 1 ? _signatures[0].Arity : null;

    /// <summary>Adds a signature; see <see cref="Signature.Parse"/>.</summary>
    public void Add(string parameters, Body body) => _signatures.Add(Signature.Parse(parameters, body));

    internal override FeelValue Invoke(Evaluation evaluation, ReadOnlySpan<FeelValue> arguments)
    {
        string? reason = null;
        foreach (var signature in _signatures)
            if (signature.Takes(arguments.Length))
            {
                if (signature.Bind(arguments, out var mismatch) is { } bound)
                    return Run(evaluation, signature, bound);
                reason ??= mismatch;
            }
        return evaluation.Fail(reason ?? $"不接受 {arguments.Length} 个参数");
    }

    internal override FeelValue InvokeNamed(
        Evaluation evaluation, ReadOnlySpan<string> names, ReadOnlySpan<FeelValue> arguments)
    {
        string? reason = null;
        foreach (var signature in _signatures)
            if (signature.Order(names, arguments) is { } ordered)
            {
                if (signature.Bind(ordered, out var mismatch) is { } bound)
                    return Run(evaluation, signature, bound);
                reason ??= mismatch;
            }
        return evaluation.Fail(reason ?? "没有这样命名的参数");
    }

    private static FeelValue Run(Evaluation evaluation, Signature signature, FeelValue[] arguments)
    {
        foreach (var argument in arguments)
            evaluation.ChargeWalk(argument);
        try
        {
            return Evaluation.Bounded(signature.Body(evaluation, arguments));
        }
        catch (OverflowException)
        {
            // Beyond decimal: as with operators, null with a warning.
            return evaluation.Fail("结果超出数字范围");
        }
    }
}
