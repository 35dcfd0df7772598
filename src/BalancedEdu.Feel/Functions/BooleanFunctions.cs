using BalancedEdu.Feel.Evaluating;
using BalancedEdu.Feel.Values;

namespace BalancedEdu.Feel.Functions;

/// <summary>Negation and sameness.</summary>
internal static class BooleanFunctions
{
    public static void Add(FunctionTable table)
    {
        table.Add("not", "negand: any", (evaluation, a) => a[0].AsBoolean() is { } value
            ? FeelValue.Of(!value)
            : a[0].IsNull ? FeelValue.Null : evaluation.Fail("应为布尔值"));
        table.Add("is", "value1: any, value2: any", (_, a) => FeelValue.Of(IsSame(a[0], a[1])));
    }

    /// <summary>The same value of the same kind; of two times also the same zone, by name or by offset.</summary>
    private static bool IsSame(FeelValue left, FeelValue right) => left == right;
}
