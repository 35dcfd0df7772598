using System.Diagnostics;
using BalancedEdu.Feel.Values;

namespace BalancedEdu.Feel.Tests.Evaluating;

public class LimitTests
{
    [Theory]
    [InlineData("for i in 1..100, j in 1..100, k in 1..100, l in 1..100 return 1", "步，已停止")]
    [InlineData("some i in 1..100000000 satisfies i < 0", "步，已停止")]
    [InlineData("count((for i in 1..2000 return 1)[count(for j in 1..1000 return j) > 0])", "步，已停止")]
    [InlineData("{f: function(n) f(n + 1), r: f(0)}.r", "递归过深")]
    [InlineData("{f: function(n) [n, f(n)], r: f(0)}.r", "递归过深")]
    [InlineData("for i in 1..40 return if i = 1 then \"0123456789\" else partial[-1] + partial[-1]", "个字符，已停止")]
    [InlineData("for i in 1..30 return if i = 1 then [1] else concatenate(partial[-1], partial[-1])", "步，已停止")]
    [InlineData("for i in 1..60 return if i = 1 then [1] else [partial[-1]]", "嵌套超过 50 层")]
    [InlineData("matches(\"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaX\", \"(a+)+b\")", "毫秒，已停止")]
    [InlineData("replace(\"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaX\", \"(a|aa)+b\", \"\")", "毫秒，已停止")]
    [InlineData("for i in 1..40 return if i = 1 then [1] else [partial[-1], partial[-1]]", "个值，已停止")]
    [InlineData("for i in 1..40 return if i = 1 then {a: 1} else {a: partial[-1], b: partial[-1]}", "个值，已停止")]
    [InlineData("for i in 1..40 return if i = 1 then [1] else append(partial[-1], partial[-1])", "个值，已停止")]
    [InlineData("{x: for i in 1..500000 return i, r: for i in 1..100000 return x = x}.r", "步，已停止")]
    [InlineData("{x: for i in 1..500000 return i, r: for i in 1..100000 return list contains(x, 0)}.r", "步，已停止")]
    [InlineData("for i in 1..100000 return matches(\"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaX\", \"(a+)+b\")", "步，已停止")]
    [InlineData("for i in 79228162514264337593543950334..79228162514264337593543950335 return i", "超出可表示的范围")]
    [InlineData("string join(for i in 1..200000 return \"0123456789\")", "个字符，已停止")]
    [InlineData("string(for i in 1..200000 return \"0123456789\")", "个字符，已停止")]
    public void An_expression_that_asks_too_much_ends_with_a_warning(string text, string warning)
    {
        var start = Stopwatch.GetTimestamp();
        var result = Feel.Run(text);
        Assert.Equal(FeelValue.Null, result.Value);
        Assert.Contains(result.Warnings, w => w.Contains(warning, StringComparison.Ordinal));
        Assert.True(Stopwatch.GetElapsedTime(start) < TimeSpan.FromSeconds(60));
    }

    [Fact]
    public void Recursion_of_a_sensible_depth_works()
    {
        Assert.Equal("500", Feel.Text("{f: function(n) if n = 0 then 0 else 1 + f(n - 1), r: f(500)}.r"));
    }

    [Fact]
    public void A_deep_value_is_compared_and_shown_within_but_no_result()
    {
        const string deep = "(for i in 1..1000 return if i = 1 then [1] else [partial[-1]])[-1]";
        Assert.Equal(FeelValue.Of(false), Feel.Run(deep + " = [1]").Value);
        Assert.StartsWith("[[[[", Feel.Text($"string({deep})"), StringComparison.Ordinal);
        Assert.Equal(["结果嵌套超过 50 层"], Feel.Run(deep).Warnings);
    }

    [Fact]
    public void Warnings_are_kept_up_to_a_number()
    {
        Assert.Equal(FeelLimits.MaxWarnings, Feel.Run("for i in 1..1000 return i + null").Warnings.Count);
    }

    [Fact]
    public void An_evaluation_leaves_nothing_behind_for_the_next()
    {
        Assert.NotEmpty(Feel.Run("1 + null").Warnings);
        Assert.Equal(3m, Feel.Run("1 + 2").Value.AsNumber());
        Assert.Empty(Feel.Run("1 + 2").Warnings);
    }

    [Fact]
    public void One_expression_runs_on_many_threads()
    {
        var expression = FeelExpression.Parse("sum(for i in 1..n return i * i)", FeelEnvironment.Default);
        Parallel.For(1, 200, n =>
        {
            var expected = n * (n + 1m) * (2 * n + 1) / 6;
            Assert.Equal(expected,
                expression.Evaluate(new Variables(("n", FeelValue.Of((decimal)n))), Feel.Now).Value.AsNumber());
        });
    }

    [Fact]
    public void A_host_function_may_itself_evaluate()
    {
        var inner = FeelExpression.Parse("x * 2", FeelEnvironment.Default);
        var environment = new FeelEnvironment
        {
            HostFunctions = new Dictionary<string, Func<IReadOnlyList<FeelValue>, FeelValue>>
            {
                ["twice"] = a => inner.Evaluate(new Variables(("x", a[0])), Feel.Now).Value,
            },
        };
        var outer = FeelExpression.Parse("twice(3) + x", environment);
        Assert.Equal(7m, outer.Evaluate(new Variables(("x", FeelValue.Of(1m))), Feel.Now).Value.AsNumber());
    }
}
