using BalancedEdu.Feel.Evaluating;
using BalancedEdu.Feel.Values;

namespace BalancedEdu.Feel.Functions;

/// <summary>Negation, and sameness: equal with kind and zone, where <c>=</c> compares instants.</summary>
internal static class BooleanFunctions
{
    public static void Add(FunctionTable table)
    {
        table.Add("not", "negand: any", (evaluation, a) => a[0].AsBoolean() is { } value
            ? FeelValue.Of(!value)
            : a[0].IsNull ? FeelValue.Null : evaluation.Fail("应为布尔值"));
        // The suite of the standard calls it with one argument by name: the other is null.
        table.Add("is", "value1: any, value2?: any", (_, a) => FeelValue.Of(a[0] == a[1]));
        table.Add("is", "value1?: any, value2: any", (_, a) => FeelValue.Of(a[0] == a[1]));
    }
}
