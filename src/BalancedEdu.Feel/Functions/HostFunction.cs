using BalancedEdu.Feel.Evaluating;
using BalancedEdu.Feel.Values;

namespace BalancedEdu.Feel.Functions;

/// <summary>A function that the host brought. It has no parameter names.</summary>
internal sealed class HostFunction(string name, Func<IReadOnlyList<FeelValue>, FeelValue> body) : FeelFunction(name)
{
    internal override int? Arity => null;

    internal override FeelValue Invoke(Evaluation evaluation, ReadOnlySpan<FeelValue> arguments)
    {
        try
        {
            return body(arguments.ToArray());
        }
        catch (Exception fault) when (
            fault is ArgumentException or FormatException or OverflowException or InvalidOperationException)
        {
            // A value that the host's function does not take is an error of the expression, not of the host.
            return evaluation.Fail(fault.Message);
        }
    }

    internal override FeelValue InvokeNamed(
        Evaluation evaluation, ReadOnlySpan<string> names, ReadOnlySpan<FeelValue> arguments) =>
        evaluation.Fail("此函数的参数不能写名称");
}
