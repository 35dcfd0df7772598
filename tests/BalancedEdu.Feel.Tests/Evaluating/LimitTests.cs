using System.Diagnostics;
using BalancedEdu.Feel.Values;

namespace BalancedEdu.Feel.Tests.Evaluating;

public class LimitTests
{
    /// <summary>A million characters, to be put in front of <c>r</c>.</summary>
    private const string Long = "{s: string join(for i in 1..90000 return \"0123456789\"), ";

    private const string Many = "{s: for i in 1..100000 return i, ";

    [Theory]
    [InlineData("for i in 1..100, j in 1..100, k in 1..100, l in 1..100 return 1", "步，已停止")]
    [InlineData("for i in 1..1e9 return i", "步，已停止")]
    [InlineData("some i in 1..100000000 satisfies i < 0", "步，已停止")]
    [InlineData("every i in 1..1e9, j in 1..1e9 satisfies i + j > 0", "步，已停止")]
    [InlineData("count((for i in 1..2000 return 1)[count(for j in 1..1000 return j) > 0])", "步，已停止")]
    [InlineData("{f: function(n) f(n + 1), r: f(0)}.r", "递归过深")]
    [InlineData("{f: function(n) [n, f(n)], r: f(0)}.r", "递归过深")]
    [InlineData("{f: function(n) if f(n) then 1 else f(n), r: f(0)}.r", "递归过深")]
    [InlineData("{f: function(n) if n = 0 then 1 else f(n - 1) + f(n - 1), r: f(30)}.r", "步，已停止")]
    [InlineData("for i in 1..40 return if i = 1 then \"0123456789\" else partial[-1] + partial[-1]", "个字符，已停止")]
    [InlineData("for i in 1..30 return if i = 1 then [1] else concatenate(partial[-1], partial[-1])", "步，已停止")]
    [InlineData("for i in 1..60 return if i = 1 then [1] else [partial[-1]]", "嵌套超过 50 层")]
    [InlineData("for i in 1..40 return if i = 1 then [1] else [partial[-1], partial[-1]]", "个值，已停止")]
    [InlineData("for i in 1..40 return if i = 1 then {a: 1} else {a: partial[-1], b: partial[-1]}", "个值，已停止")]
    [InlineData("for i in 1..40 return if i = 1 then [1] else append(partial[-1], partial[-1])", "个值，已停止")]
    [InlineData("{f: function(x) [x, x, x, x, x, x, x, x], r: f(f(f(f(f(f(f(f(1))))))))}.r", "个值，已停止")]
    [InlineData("{x: for i in 1..200000 return i, r: for i in 1..100000 return x = x}.r", "步，已停止")]
    [InlineData("for i in 1..100000 return matches(\"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaX\", \"(a+)+b\")", "步，已停止")]
    [InlineData("for i in 79228162514264337593543950334..79228162514264337593543950335 return i", "超出可表示的范围")]
    [InlineData("string join(for i in 1..200000 return \"0123456789\")", "个字符，已停止")]
    [InlineData("string(for i in 1..200000 return \"0123456789\")", "个字符，已停止")]
    [InlineData("string join([\"a\"], \"\", string join(for i in 1..90000 return \"0123456789\"), "
        + "string join(for i in 1..90000 return \"0123456789\"))", "字符，已停止")]
    [InlineData("matches(\"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaX\", \"(a)(a|aa|\\1)+b\")", "毫秒，已停止")]
    [InlineData("sort(for i in 1..1000 return i, function(x, y) count(for j in 1..1000 return j) > x)", "步，已停止")]
    [InlineData("list replace(for i in 1..2000 return i, function(a, b) count(for j in 1..999 return j) = 1, 2)", "步，")]
    public void An_expression_that_asks_too_much_ends_with_a_warning(string text, string warning) =>
        AssertStops(text, warning);

    /// <summary>Work that grows with a value is counted with it, so that no loop over a large one takes long.</summary>
    [Theory]
    [Trait("Pressure", "limits")]
    [InlineData(Long, "string length(s)")]
    [InlineData(Long, "substring(s, 90000, 1)")]
    [InlineData(Long, "upper case(s)")]
    [InlineData(Long, "lower case(s + \"A\")")]
    [InlineData(Long, "substring before(s, \"99\")")]
    [InlineData(Long, "substring after(s, \"90\")")]
    [InlineData(Long, "contains(s, \"x\")")]
    [InlineData(Long, "s = s + \"b\"")]
    [InlineData(Long, "s < s")]
    [InlineData(Long, "s in [\"a\", s]")]
    [InlineData(Long, "s between s and s")]
    [InlineData(Long, "string(s)")]
    [InlineData(Long, "string([s])")]
    [InlineData(Long, "matches(s, \"9x\")")]
    [InlineData(Long, "replace(s, \".*x|9\", \"\")")]
    [InlineData(Long, "split(s, \"0\")")]
    [InlineData(Long, "[s..s] = [s..s]")]
    [InlineData(Many, "max(s)")]
    [InlineData(Many, "sort(s)")]
    [InlineData(Many, "mode(s)")]
    [InlineData(Many, "median(s)")]
    [InlineData(Many, "distinct values(s)")]
    [InlineData(Many, "index of(s, 5)")]
    [InlineData(Many, "list contains(s, 0)")]
    [InlineData(Many, "s instance of list<number>")]
    [InlineData(Many, "remove(s, 1)")]
    [InlineData(Many, "reverse(s)")]
    [InlineData(Many, "0 in s")]
    [InlineData(Many, "s.a")]
    [InlineData(Many, "flatten(s)")]
    [InlineData("{s: context(for i in 1..10000 return {key: string(i), value: i}), ", "get entries(s)")]
    [InlineData("{s: context(for i in 1..10000 return {key: string(i), value: i}), ", "context put(s, \"a\", 1)")]
    [InlineData("{s: context(for i in 1..10000 return {key: string(i), value: i}), ", "s = s")]
    public void A_loop_over_a_large_value_ends_with_a_warning(string large, string operation) =>
        AssertStops(large + "r: count(for i in 1..300000 return " + operation + ")}.r", "步，已停止");

    [Fact]
    [Trait("Pressure", "limits")]
    public void A_loop_is_charged_for_the_length_of_what_it_runs()
    {
        var sum = string.Join(" + ", Enumerable.Repeat("i * i", 800));
        AssertStops($"for i in 1..200000 return {sum}", "步，已停止");
    }

    /// <summary>Patterns that would try for years are run in one pass.</summary>
    [Theory]
    [InlineData("matches(\"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaX\", \"(a+)+b\")", "false")]
    [InlineData("matches(\"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaX\", \"^(([a-z])+.)+[A-Z]([a-z])+$\")", "false")]
    [InlineData("replace(\"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaX\", \"(a|aa)+b\", \"\")",
        "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaX")]
    [InlineData("split(\"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaX\", \"(a*)*b\")",
        "[\"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaX\"]")]
    public void A_pattern_cannot_backtrack_without_end(string text, string expected) =>
        Assert.Equal(expected, Feel.Text(text));

    [Theory]
    [InlineData("matches(\"a\", string join(for i in 1..1001 return \"a\"))", "正则表达式超过 1000 个字符")]
    [InlineData("matches(\"a\", \"((((a{1000}){1000}){1000}){1000})\")", "重复次数过多")]
    public void A_pattern_too_large_is_refused(string text, string warning)
    {
        var result = Feel.Run(text);
        Assert.Equal(FeelValue.Null, result.Value);
        Assert.Contains(warning, Assert.Single(result.Warnings), StringComparison.Ordinal);
    }

    /// <summary>Steps are counted, not measured: an expression ends at the same place each time.</summary>
    [Theory]
    [InlineData("every i in 1..1000000 satisfies i > 0", "true")]
    [InlineData("every i in 1..1000001 satisfies i > 0", "null")]
    [InlineData("string length(string join(for i in 1..10000 return \"" + Hundred + "\"))", "1000000")]
    [InlineData("string length(string join(for i in 1..10000 return \"" + Hundred + "\", \"\", \"a\", null))", "null")]
    [InlineData("{f: function(n) if n = 0 then 0 else 1 + f(n - 1), r: f(998)}.r", "998")]
    [InlineData("{f: function(n) if n = 0 then 0 else 1 + f(n - 1), r: f(1000)}.r", "null")]
    public void The_limits_are_where_they_are_said_to_be(string text, string expected) =>
        Assert.Equal(expected, Feel.Text(text));

    private const string Hundred =
        "0123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789";

    private static void AssertStops(string text, string warning)
    {
        var start = Stopwatch.GetTimestamp();
        var result = Feel.Run(text);
        Assert.Equal(FeelValue.Null, result.Value);
        Assert.Contains(result.Warnings, w => w.Contains(warning, StringComparison.Ordinal));
        // About a second on an idle machine; what matters is that it isn't minutes.
        Assert.True(Stopwatch.GetElapsedTime(start) < TimeSpan.FromSeconds(20));
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
