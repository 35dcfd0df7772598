using System.Text;
using BalancedEdu.Bpmn.Decisions;
using BalancedEdu.Feel;

namespace BalancedEdu.Bpmn.Tests.Decisions;

/// <summary>What a decision sees: requirements, functions, services, imports.</summary>
public class RequirementTests
{
    private static readonly string Services =
        Dmn.Input("n", "number") + Dmn.Decision("base", Dmn.Literal("n + 1"), "i:n")
        + Dmn.Decision("rate", Dmn.Literal("100"), "", "number")
        + Dmn.Decision("total", Dmn.Literal("base * rate"), "d:base d:rate") + """
        <decisionService id="s_one" name="one"><variable name="one"/><outputDecision href="#d_total"/>
        <encapsulatedDecision href="#d_base"/><inputDecision href="#d_rate"/><inputData href="#i_n"/></decisionService>
        <decisionService id="s_two" name="two"><variable name="two"/><outputDecision href="#d_base"/>
        <outputDecision href="#d_total"/><inputDecision href="#d_rate"/><inputData href="#i_n"/></decisionService>
        """;

    [Fact]
    public void A_decision_sees_what_it_requires() => Assert.Equal("6",
        Dmn.Model(Dmn.Input("n") + Dmn.Decision("a", Dmn.Literal("n + 1"), "i:n")
            + Dmn.Decision("b", Dmn.Literal("a * 2"), "d:a")).Text("b", "{n: 2}"));

    [Fact]
    public void A_decision_does_not_see_what_it_does_not_require()
    {
        var result = Dmn.Model(Dmn.Input("n") + Dmn.Decision("a", Dmn.Literal("n + 1"))).Run("a", "{n: 2}");
        Assert.True(result.Value.IsNull);
        Assert.Contains("没有这个变量", result.Warnings[0], StringComparison.Ordinal);
    }

    [Fact]
    public void A_decision_runs_once_however_many_require_it()
    {
        // Each level requires the one below twice: 2^40 runs if none were kept.
        var chain = string.Concat(Enumerable.Range(1, 40)
            .Select(i => Dmn.Decision($"d{i}", Dmn.Literal($"d{i - 1} + e{i - 1}"), $"d:d{i - 1} d:e{i - 1}")
                + Dmn.Decision($"e{i}", Dmn.Literal($"d{i - 1} + e{i - 1}"), $"d:d{i - 1} d:e{i - 1}")));
        Assert.Equal("1099511627776", Dmn.Model(
            Dmn.Decision("d0", Dmn.Literal("1")) + Dmn.Decision("e0", Dmn.Literal("0")) + chain
            + Dmn.Decision("end", Dmn.Literal("d40 + e40"), "d:d40 d:e40")).Text("end"));
    }

    [Theory]
    [InlineData("{}", "没有给出输入“n”")]
    [InlineData("{n: \"a\"}", "\"a\" 不合输入“n”的类型")]
    public void An_input_that_is_missing_or_wrong_is_null_and_told(string inputs, string warning)
    {
        var result = Dmn.Model(Dmn.Input("n", "number") + Dmn.Decision("a", Dmn.Literal("n = null"), "i:n"))
            .Run("a", inputs);
        Assert.Equal("true", result.Value.ToString());
        Assert.Equal(warning, Assert.Single(result.Warnings));
    }

    [Fact]
    public void A_name_with_signs_and_words_of_the_grammar_is_one_name() => Assert.Equal("3",
        Dmn.Model(Dmn.Input("a-b and c") + Dmn.Decision("d", Dmn.Literal("a-b and c + 1"), "i:a-b_and_c")
            .Replace("i_a-b_and_c", "i_a-b and c", StringComparison.Ordinal)).Text("d", "{\"a-b and c\": 2}"));

    [Theory]
    [InlineData("add(1, 2)", "3")]
    [InlineData("add(y: 1, x: 2)", "3")]
    [InlineData("add(1)", "null")]
    [InlineData("add(x: 1)", "null")]
    [InlineData("add(x: 1, z: 2)", "null")]
    [InlineData("first(x: 1)", "1")]
    [InlineData("add(\"a\", 2)", "null")]
    [InlineData("twice(4)", "8")]
    public void A_business_knowledge_model_is_a_function(string call, string expected) => Assert.Equal(expected,
        Dmn.Model(Dmn.Knowledge("add", "x:number y:number", Dmn.Literal("x + y"))
            + Dmn.Knowledge("twice", "x", Dmn.Literal("add(x, x)"), "k:add")
            + Dmn.Knowledge("first", "x y", Dmn.Literal("if y = null then x else y"))
            + Dmn.Decision("d", Dmn.Literal(call), "k:add k:twice k:first")).Text("d"));

    [Fact]
    public void A_business_knowledge_model_may_call_itself_and_stops_at_the_limit()
    {
        var model = Dmn.Model(Dmn.Knowledge("fib", "n", Dmn.Literal("if n < 2 then n else fib(n - 1) + fib(n - 2)"))
            + Dmn.Decision("d", Dmn.Literal("fib(15)"), "k:fib") + Dmn.Decision("e", Dmn.Literal("fib(60)"), "k:fib"));
        Assert.Equal("610", model.Text("d"));
        var endless = model.Run("e");
        Assert.True(endless.Value.IsNull);
        Assert.Contains(endless.Warnings, w => w.Contains("已停止", StringComparison.Ordinal));
    }

    [Fact]
    public void A_business_knowledge_model_can_be_asked_by_its_parameters() => Assert.Equal("3",
        Dmn.Model(Dmn.Knowledge("add", "x y", Dmn.Literal("x + y"))).Text("add", "{x: 1, y: 2}"));

    [Fact]
    public void A_business_knowledge_model_may_be_a_table() => Assert.Equal("[\"小\", \"大\"]",
        Dmn.Model(Dmn.Knowledge("size", "n", Dmn.Table("", Dmn.In("n"), Dmn.Out(), "<= 45 -> \"小\"", "> 45 -> \"大\""))
            + Dmn.Decision("d", Dmn.Literal("for x in [40, 60] return size(x)"), "k:size")).Text("d"));

    [Theory]
    [InlineData("one", "{n: 1, rate: 5}", "10")]
    [InlineData("two", "{n: 1, rate: 5}", "{base: 2, total: 10}")]
    [InlineData("one", "{n: 1}", "null")]
    public void A_service_takes_its_inputs_and_input_decisions(string service, string inputs, string expected) =>
        Assert.Equal(expected, Dmn.Model(Services).Text(service, inputs));

    [Theory]
    [InlineData("one(1, 5)", "10")]
    [InlineData("one(rate: 5, n: 1)", "10")]
    [InlineData("one(1)", "null")]
    [InlineData("one(\"a\", 5)", "null")]
    [InlineData("two(1, 5).total + total", "310")]
    [InlineData("for i in 1..3 return one(i, 1)", "[2, 3, 4]")]
    public void A_service_is_a_function_of_input_data_then_input_decisions(string call, string expected) =>
        Assert.Equal(expected, Dmn.Model(Services
            + Dmn.Decision("d", Dmn.Literal(call), "d:total k:#s_one k:#s_two")).Text("d", "{n: 2}"));

    [Fact]
    public void An_imported_model_is_seen_under_the_name_of_the_import()
    {
        var other = ("urn:other", "<itemDefinition name=\"tSize\"><typeRef>number</typeRef></itemDefinition>"
            + Dmn.Input("n", "tSize") + Dmn.Decision("a", Dmn.Literal("n + 1"), "i:n")
            + Dmn.Knowledge("f", "x", Dmn.Literal("x * 2")));
        var model = Dmn.Model("<import name=\"other\" namespace=\"urn:other\"/>"
            + Dmn.Decision("d", Dmn.Literal("other.f(other.a) + other.n"),
                "d:urn:other#d_a k:urn:other#k_f i:urn:other#i_n", "other.tSize"), other);
        Assert.Equal("8", model.Text("d", "{n: 2}"));
        Assert.Equal("8", model.Text("d", "{other: {n: 2}}"));
        Assert.Equal("8", model.Text("d", "{\"urn:other\": {n: 2}, n: 7}"));
    }

    [Fact]
    public void An_import_without_name_needs_no_prefix() => Assert.Equal("8", Dmn.Model(
        "<import name=\"\" namespace=\"urn:other\"/>" + Dmn.Decision("d", Dmn.Literal("f(4)"), "k:urn:other#k_f", "tSize"),
        ("urn:other", "<itemDefinition name=\"tSize\"><typeRef>number</typeRef></itemDefinition>"
            + Dmn.Knowledge("f", "x", Dmn.Literal("x * 2")))).Text("d"));

    [Theory]
    [InlineData("apply(double, 4)", "8")]
    [InlineData("apply(function(x) x + 1, 4)", "5")]
    [InlineData("apply(one, 4)", "null")]
    [InlineData("adder(3)(4)", "7")]
    [InlineData("double instance of function<Any>->Any", "true")]
    public void Functions_are_values(string text, string expected) => Assert.Equal(expected, Dmn.Model(Services
        + Dmn.Knowledge("apply", "f x", Dmn.Literal("f(x)")) + Dmn.Knowledge("double", "x", Dmn.Literal("x * 2"))
        + Dmn.Knowledge("adder", "x", Dmn.Literal("function(y) x + y"))
        + Dmn.Decision("d", Dmn.Literal(text), "k:apply k:double k:adder k:#s_one")).Text("d"));

    [Fact]
    public void The_models_of_a_bundle_import_each_other_and_are_found_by_the_id_of_a_decision()
    {
        var shared = Dmn.File(Dmn.Knowledge("f", "x", Dmn.Literal("x * 2")), "urn:shared");
        var own = Dmn.File("<import name=\"s\" namespace=\"urn:shared\"/>"
            + Dmn.Decision("class-size-severity", Dmn.Literal("s.f(4)"), "k:urn:shared#k_f"), "urn:own");
        var models = DecisionModels.Read(
            [("own.dmn", Encoding.UTF8.GetBytes(own)), ("shared.dmn", Encoding.UTF8.GetBytes(shared))],
            FeelEnvironment.Default);
        Assert.All(models.Readings, reading => Assert.False(reading.Reading.IsRefused));
        Assert.Equal("8", models.With("d_class-size-severity")!.Text("class-size-severity"));
        Assert.Equal("urn:shared", models.With("k_f")!.Namespace);
        Assert.Null(models.With("no-such"));
    }

    [Fact]
    public void A_decision_that_is_not_there_is_told()
    {
        var result = Dmn.Model(Dmn.Decision("d", Dmn.Literal("1"))).Run("e");
        Assert.True(result.Value.IsNull);
        Assert.Equal("模型“test”里没有“e”", Assert.Single(result.Warnings));
    }

    [Fact]
    public void The_steps_of_all_decisions_count_together()
    {
        var heavy = string.Concat(Enumerable.Range(0, 3).Select(i =>
            Dmn.Decision($"h{i}", Dmn.Literal("count(for i in 1..400000 return i)"))));
        var result = Dmn.Model(heavy + Dmn.Decision("d", Dmn.Literal("h0 + h1 + h2"), "d:h0 d:h1 d:h2")).Run("d");
        Assert.True(result.Value.IsNull);
        Assert.Contains(result.Warnings, w => w.Contains("步，已停止", StringComparison.Ordinal));
    }
}
