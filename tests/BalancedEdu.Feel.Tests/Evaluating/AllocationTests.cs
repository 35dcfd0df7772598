using BalancedEdu.Feel.Values;

namespace BalancedEdu.Feel.Tests.Evaluating;

public class AllocationTests
{
    private sealed class OneVariable : IFeelScope
    {
        private static readonly FeelValue Size = FeelValue.Of(52m);

        public bool TryGet(string name, out FeelValue value)
        {
            value = Size;
            return true;
        }
    }

    [Theory]
    [InlineData("班额 > 45")]
    [InlineData("班额 = 45")]
    [InlineData("班额 >= 45 and 班额 < 66")]
    [InlineData("班额 between 45 and 55")]
    [InlineData("班额 in [45..55]")]
    [InlineData("班额 in (45, 52)")]
    [InlineData("if 班额 > 45 then \"S1\" else \"S0\"")]
    [InlineData("班额 * 2 + 1 > 100")]
    public void A_comparison_of_a_variable_with_a_literal_allocates_nothing(string text)
    {
        var expression = FeelExpression.Parse(text, FeelEnvironment.Default);
        var scope = new OneVariable();
        for (var i = 0; i < 1_000; i++)
            expression.Evaluate(scope, Feel.Now);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1_000; i++)
            expression.Evaluate(scope, Feel.Now);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }
}
