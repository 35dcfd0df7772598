namespace BalancedEdu.Bpmn.Tests.Decisions;

/// <summary>Every boxed expression, and what it shares with the same thing written as text.</summary>
public class BoxedExpressionTests
{
    [Theory]
    [InlineData("if", "true", "then", "1", "else", "2", "1")]
    [InlineData("if", "false", "then", "1", "else", "2", "2")]
    [InlineData("if", "null", "then", "1", "else", "2", "2")]
    public void A_boxed_conditional_chooses(
        string a, string x, string b, string y, string c, string z, string expected) => Assert.Equal(expected, Run(
        $"<conditional>{Part(a, x)}{Part(b, y)}{Part(c, z)}</conditional>"));

    [Theory]
    [InlineData("[1, 2, 3]", "item > 1", "[2, 3]")]
    [InlineData("[{a: 1}, {a: 2}]", "a = 2", "[{a: 2}]")]
    [InlineData("[1, 2, 3]", "2", "2")]
    public void A_boxed_filter_selects(string list, string match, string expected) => Assert.Equal(expected, Run(
        $"<filter>{Part("in", list)}{Part("match", match)}</filter>"));

    [Theory]
    [InlineData("[1, 2]", "x * 10", "[10, 20]")]
    [InlineData("[1, 2, 3]", "x + sum(partial)", "[null, null, null]")]
    [InlineData("1..3", "x", "[1, 2, 3]")]
    public void A_boxed_loop_collects(string list, string body, string expected)
    {
        if (list == "1..3")
            list = "for i in 1..3 return i";
        Assert.Equal(expected, Run($"<for iteratorVariable=\"x\">{Part("in", list)}{Part("return", body)}</for>"));
    }

    [Theory]
    [InlineData("some", "x > 2", "true")]
    [InlineData("some", "x > 3", "false")]
    [InlineData("every", "x > 0", "true")]
    [InlineData("every", "x > 1", "false")]
    public void A_boxed_quantifier_decides(string word, string condition, string expected) => Assert.Equal(
        expected, Run(
        $"<{word} iteratorVariable=\"x\">{Part("in", "[1, 2, 3]")}{Part("satisfies", condition)}</{word}>"));

    [Fact]
    public void A_boxed_list_holds_its_items() =>
        Assert.Equal("[1, \"a\", [2]]", Run($"<list>{Dmn.Literal("1")}{Dmn.Literal("\"a\"")}{Dmn.Literal("[2]")}</list>"));

    [Fact]
    public void A_relation_is_a_list_of_contexts() => Assert.Equal("[{name: \"甲\", size: 50}, {name: \"乙\", size: null}]", Run(
        "<relation><column name=\"name\"/><column name=\"size\" typeRef=\"number\"/>"
        + $"<row>{Dmn.Literal("\"甲\"")}{Dmn.Literal("50")}</row>"
        + $"<row>{Dmn.Literal("\"乙\"")}<literalExpression/></row></relation>"));

    [Fact]
    public void An_entry_of_a_boxed_context_sees_those_before_it() => Assert.Equal("{a: 1, b: 2}", Run(
        $"<context>{Entry("a", "1")}{Entry("b", "a + 1")}</context>"));

    [Fact]
    public void The_last_box_without_name_is_the_result_of_a_context() => Assert.Equal("3", Run(
        $"<context>{Entry("a", "1")}{Entry("b", "a + 1")}<contextEntry>{Dmn.Literal("a + b")}</contextEntry></context>"));

    [Fact]
    public void A_function_in_a_context_may_call_itself() => Assert.Equal("120", Run(
        "<context><contextEntry><variable name=\"fact\"/><functionDefinition><formalParameter name=\"n\" typeRef=\"number\"/>"
        + Dmn.Literal("if n <= 1 then 1 else n * fact(n - 1)")
        + $"</functionDefinition></contextEntry><contextEntry>{Dmn.Literal("fact(5)")}</contextEntry></context>"));

    [Theory]
    [InlineData("sum", "list", "[1, 2]", "3")]
    [InlineData("abs", "n", "-4", "4")]
    [InlineData("abs", "other", "-4", "null")]
    [InlineData("no such", "n", "-4", "null")]
    public void A_boxed_invocation_calls_by_parameter(
        string function, string parameter, string value, string expected) =>
        Assert.Equal(expected, Run($"<invocation>{Dmn.Literal(function)}<binding><parameter name=\"{parameter}\"/>"
            + $"{Dmn.Literal(value)}</binding></invocation>"));

    [Theory]
    [InlineData("1", "number", "1")]
    [InlineData("[1]", "number", "1")]
    [InlineData("[1, 2]", "number", "null")]
    [InlineData("1", "list<number>", "[1]")]
    [InlineData("@\"2026-01-01\"", "dateTime", "2026-01-01T00:00:00Z")]
    [InlineData("\"a\"", "number", "null")]
    [InlineData("1", "integer", "1")]
    [InlineData("1", "Any", "1")]
    [InlineData("{a: 1}", "context<a: number>", "{a: 1}")]
    public void A_value_is_made_to_fit_the_type_of_its_box(string text, string type, string expected) =>
        Assert.Equal(expected, Run(Dmn.Literal(text, type.Replace("<", "&lt;", StringComparison.Ordinal))));

    [Fact]
    public void What_does_not_fit_is_told() => Assert.Equal("决策“d”：\"a\" 不合表达式的类型",
        Assert.Single(Dmn.Model(Dmn.Decision("d", Dmn.Literal("\"a\"", "number"))).Run("d").Warnings));

    private static string Run(string box) => Dmn.Model(Dmn.Decision("d", box)).Text("d");

    private static string Part(string word, string text) => $"<{word}>{Dmn.Literal(text)}</{word}>";

    private static string Entry(string name, string text) =>
        $"<contextEntry><variable name=\"{name}\"/>{Dmn.Literal(text)}</contextEntry>";
}
