namespace BalancedEdu.Feel.Tests.Parsing;

public class RefusalTests
{
    [Theory]
    [InlineData("", 0, "表达式为空")]
    [InlineData("  ", 2, "表达式为空")]
    [InlineData("1 +", 3, "此处应为值、变量或函数，却已到结尾")]
    [InlineData("* 2", 0, "此处应为值、变量或函数，却是“*”")]
    [InlineData("(1", 2, "此处应为“)”，却已到结尾")]
    [InlineData("[1, 2", 5, "此处应为“]”")]
    [InlineData("{a 1}", 4, "此处应为“:”，却是“}”")]
    [InlineData("{1: 2}", 1, "此处应为名称")]
    [InlineData("1 2", 2, "表达式到此应已结束，却是“2”")]
    [InlineData("\"abc", 0, "字符串没有结束")]
    [InlineData("\"\\u12\"", 1, "\\u 后面应是 4 位十六进制数字")]
    [InlineData("\"\\U110000\"", 1, "没有这个 Unicode 字符")]
    [InlineData("1 /* 注释", 2, "注释没有结束")]
    [InlineData("班额 ＞ 45", 3, "不认识的字符“＞”，请改用半角符号")]
    [InlineData("abs（1）", 3, "不认识的字符“（”，请改用半角符号")]
    [InlineData("a & b", 2, "不认识的字符“&”")]
    [InlineData("a == b", 3, "此处应为值、变量或函数，却是“=”")]
    [InlineData("@2026-01-01", 0, "@ 后面应是用引号括起的日期、时间或时长")]
    [InlineData("if a then b", 11, "此处应为“else”")]
    [InlineData("for x in xs", 11, "此处应为“return”")]
    [InlineData("some x in xs", 12, "此处应为“satisfies”")]
    [InlineData("x between 1", 11, "此处应为“and”")]
    [InlineData("and true", 0, "此处应为值、变量或函数，却是“and”")]
    [InlineData("[1..2", 5, "区间应以 ]、) 或 [ 结束")]
    [InlineData("1 instance of 学校", 14, "没有这个类型，却是“学校”")]
    [InlineData("1 instance of 5", 14, "此处应为类型")]
    [InlineData("workdays(1)", 0, "没有函数“workdays”")]
    [InlineData("工作日 之后(1)", 0, "没有函数“工作日 之后”")]
    [InlineData("substring(string: \"a\", 1)", 23, "参数要么都写名称，要么都不写")]
    [InlineData("abs(1,)", 6, "此处应为值、变量或函数，却是“)”")]
    [InlineData("x in ()", 6, "此处应为值、变量或函数，却是“)”")]
    public void Text_that_is_not_FEEL_is_refused_with_its_place(string text, int position, string message)
    {
        var refusal = Feel.Refusal(text);
        Assert.Equal(position, refusal.Position);
        Assert.StartsWith($"第 {position + 1} 个字符：", refusal.Message, StringComparison.Ordinal);
        Assert.Contains(message, refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "条件为空")]
    [InlineData("-, 1", "此处应为值")]
    [InlineData("< 1, ", "此处应为值")]
    [InlineData("not(1", "此处应为“,”或“)”")]
    [InlineData("1 2", "表达式到此应已结束")]
    public void Unary_tests_that_are_not_FEEL_are_refused(string text, string message)
    {
        var refusal = Assert.Throws<FeelSyntaxException>(() =>
            FeelExpression.ParseUnaryTests(text, FeelEnvironment.Default));
        Assert.Contains(message, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Text_of_the_greatest_length_is_read_and_a_longer_one_refused()
    {
        var longest = "1" + string.Concat(Enumerable.Repeat("+1", 4_999)) + " ";
        Assert.Equal("5000", Feel.Text(longest));
        Assert.Contains("超过 10000 个字符", Feel.Refusal(longest + " ").Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("(", "1", ")")]
    [InlineData("[", "1", "]")]
    [InlineData("-", "x", "")]
    [InlineData("if true then ", "1", " else 2")]
    [InlineData("if true then 1 else ", "2", "")]
    [InlineData("abs(", "1", ")")]
    [InlineData("{a: ", "1", "}")]
    [InlineData("function(x) ", "x", "")]
    [InlineData("]", "1..2", "..3]")]
    [InlineData("1 in (", "1", ")")]
    [InlineData("(< ", "1", ")")]
    public void Deep_nesting_is_refused_not_run_into_the_end_of_the_stack(string open, string core, string close)
    {
        var deep = string.Concat(Enumerable.Repeat(open, 400)) + core + string.Concat(Enumerable.Repeat(close, 400));
        Assert.Contains("嵌套超过 100 层", Feel.Refusal(deep).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("x", ".a")]
    [InlineData("x", "[1]")]
    [InlineData("(x)", "(1)")]
    [InlineData("1", " = 1")]
    [InlineData("1", " instance of number")]
    public void Long_chains_are_refused_too(string first, string next)
    {
        var refusal = Feel.Refusal(first + string.Concat(Enumerable.Repeat(next, 400)));
        Assert.Contains("嵌套超过 100 层", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Pressure", "random")]
    public void Random_text_is_parsed_or_refused_and_never_breaks()
    {
        string[] parts =
        [
            "(", ")", "[", "]", "{", "}", "..", ",", ":", ".", "+", "-", "**", "<", ">=", "=", " in ", " between ",
                " and ",
            " or ", "if ", " then ", " else ", "for ", " return ", "some ", " satisfies ", "function(", "x", "班额", "1",
            "2.5", "\"a\"", "@\"2026-01-01\"", "null", "true", "not(", "abs(", "count(", " instance of ",
            "list<number>", "?", "//", "\n",
        ];
        var random = new Random(20261124);
        var parsed = 0;
        for (var round = 0; round < 4_000; round++)
        {
            var text = string.Concat(Enumerable.Range(0, random.Next(1, 12)).Select(_ =>
                parts[random.Next(parts.Length)]));
            try
            {
                FeelExpression.Parse(text, FeelEnvironment.Default).Evaluate(new Variables(), Feel.Now);
                parsed++;
            }
            catch (FeelSyntaxException refusal)
            {
                Assert.InRange(refusal.Position, 0, text.Length);
            }
        }
        Assert.InRange(parsed, 20, 3_980);
    }
}
