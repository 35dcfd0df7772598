using BalancedEdu.Feel.Values;

namespace BalancedEdu.Bpmn.Tests.Decisions;

/// <summary>Hit policies, cells and defaults of decision tables.</summary>
public class DecisionTableTests
{
    // Rules 1, 2 and 3 match above 30, rules 1 and 2 above 20, rule 1 above 10.
    [Theory]
    [InlineData("FIRST", 31, "\"a\"")]
    [InlineData("RULE ORDER", 31, "[\"a\", \"c\", \"b\"]")]
    [InlineData("RULE ORDER", 1, "null")]
    [InlineData("OUTPUT ORDER", 31, "[\"c\", \"b\", \"a\"]")]
    [InlineData("OUTPUT ORDER", 1, "null")]
    [InlineData("PRIORITY", 31, "\"c\"")]
    [InlineData("PRIORITY", 11, "\"a\"")]
    [InlineData("COLLECT", 21, "[\"a\", \"c\"]")]
    [InlineData("COLLECT", 1, "null")]
    [InlineData("UNIQUE", 11, "\"a\"")]
    [InlineData("UNIQUE", 21, "null")]
    [InlineData("ANY", 11, "\"a\"")]
    [InlineData("ANY", 21, "null")]
    [InlineData("ANY", 1, "null")]
    public void A_hit_policy_makes_one_result_of_the_rules_that_match(string policy, int n, string expected)
    {
        var model = Dmn.Model(Dmn.Input("n") + Dmn.Decision("d", Dmn.Table($"hitPolicy=\"{policy}\"",
            Dmn.In("n"), Dmn.Out(values: "\"c\", \"b\", \"a\""),
            "> 10 -> \"a\"", "> 20 -> \"c\"", "> 30 -> \"b\""), "i:n"));
        var value = model.Run("d", $"{{n: {n}}}").Value;
        Assert.Equal(expected, value.AsString() is { } text ? $"\"{text}\"" : value.ToString());
    }

    [Theory]
    [InlineData("SUM", 31, "60")]
    [InlineData("SUM", 1, "null")]
    [InlineData("COUNT", 31, "3")]
    [InlineData("COUNT", 1, "null")]
    [InlineData("MIN", 31, "10")]
    [InlineData("MAX", 31, "30")]
    [InlineData("MAX", 1, "null")]
    public void Collected_numbers_are_aggregated(string aggregation, int n, string expected)
    {
        var model = Dmn.Model(Dmn.Input("n") + Dmn.Decision("d", Dmn.Table(
            $"hitPolicy=\"COLLECT\" aggregation=\"{aggregation}\"", Dmn.In("n"), Dmn.Out(),
            "> 10 -> 20", "> 20 -> 10", "> 30 -> 30"), "i:n"));
        Assert.Equal(expected, model.Text("d", $"{{n: {n}}}"));
    }

    [Fact]
    public void What_cannot_be_aggregated_gives_null_and_says_which_values()
    {
        var model = Dmn.Model(Dmn.Decision("d", Dmn.Table("hitPolicy=\"COLLECT\" aggregation=\"MIN\"",
            Dmn.In("1"), Dmn.Out(), "- -> 1", "- -> \"a\"")));
        var result = model.Run("d");
        Assert.True(result.Value.IsNull);
        Assert.StartsWith("决策“d”：min([1, \"a\"])：", Assert.Single(result.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void Two_rules_of_a_unique_table_that_match_are_named()
    {
        var model = Dmn.Model(Dmn.Decision("d", Dmn.Table("", Dmn.In("5"), Dmn.Out(), "> 9 -> 1", "> 4 -> 2", "- -> 3")));
        Assert.Equal("决策“d”：规则 2 和规则 3 都符合，命中策略却是 UNIQUE", Assert.Single(model.Run("d").Warnings));
    }

    [Fact]
    public void Equal_results_of_several_rules_are_one_where_any_may_match()
    {
        var model = Dmn.Model(Dmn.Decision("d", Dmn.Table("hitPolicy=\"ANY\"", Dmn.In("5"),
            Dmn.Out("a") + Dmn.Out("b"), "> 4 -> 1 | 2", "- -> 1 | 2")));
        Assert.Equal("{a: 1, b: 2}", model.Text("d"));
    }

    [Fact]
    public void Several_outputs_are_ordered_by_the_first_column_that_tells_them_apart()
    {
        var outputs = Dmn.Out("a", "\"x\", \"y\"") + Dmn.Out("b", "3, 2, 1");
        var model = Dmn.Model(Dmn.Decision("d", Dmn.Table("hitPolicy=\"OUTPUT ORDER\"", Dmn.In("1"), outputs,
            "- -> \"y\" | 3", "- -> \"x\" | 1", "- -> \"x\" | 2", "- -> \"z\" | 3")));
        Assert.Equal("[2, 1, 3, 3]",
            Dmn.Text(Dmn.Model(Dmn.Decision("d", Dmn.Table("hitPolicy=\"OUTPUT ORDER\"", Dmn.In("1"), outputs,
                "- -> \"y\" | 3", "- -> \"x\" | 1", "- -> \"x\" | 2", "- -> \"z\" | 3"))
                + Dmn.Decision("e", Dmn.Literal("d.b"), "d:d")), "e"));
        Assert.Equal("{a: \"x\", b: 2}", model.Run("d").Value.AsList()![0].ToString());
    }

    [Fact]
    public void Priorities_come_from_the_type_where_the_column_has_none()
    {
        var model = Dmn.Model("""
            <itemDefinition name="tRisk"><typeRef>string</typeRef><allowedValues><text>"高", "中", "低"</text></allowedValues></itemDefinition>
            """ + Dmn.Decision("d", Dmn.Table("hitPolicy=\"PRIORITY\"", Dmn.In("1"), Dmn.Out(type: "tRisk"),
            "- -> \"低\"", "- -> \"高\"", "- -> \"中\"")));
        Assert.Equal("高", model.Text("d"));
    }

    [Theory]
    [InlineData("5", "{a: 1, b: \"否\"}")]
    [InlineData("0", "{a: null, b: \"否\"}")]
    public void Where_no_rule_matches_the_default_outputs_are_given(string n, string expected)
    {
        var model = Dmn.Model(Dmn.Input("n") + Dmn.Decision("d", Dmn.Table("", Dmn.In("n"),
            Dmn.Out("a") + Dmn.Out("b", fallback: "\"否\""), "> 4 -> 1 | \"否\""), "i:n"));
        Assert.Equal(expected, model.Text("d", $"{{n: {n}}}"));
    }

    [Fact]
    public void Where_no_rule_matches_and_there_is_no_default_it_is_null_with_a_warning()
    {
        var model = Dmn.Model(Dmn.Decision("d", Dmn.Table("", Dmn.In("1"), Dmn.Out(), "> 4 -> 1")));
        var result = model.Run("d");
        Assert.True(result.Value.IsNull);
        Assert.Equal("决策“d”：没有规则符合", Assert.Single(result.Warnings));
    }

    [Theory]
    [InlineData("-", "7", true)]
    [InlineData("", "7", true)]
    [InlineData("7", "7", true)]
    [InlineData("1, 7", "7", true)]
    [InlineData("not(1, 7)", "7", false)]
    [InlineData("[1..7)", "7", false)]
    [InlineData("? > limit", "7", true)]
    [InlineData("limit", "5", true)]
    [InlineData("< limit, > limit + 1", "7", true)]
    [InlineData("\"甲\", \"乙\"", "\"乙\"", true)]
    [InlineData("date(\"2026-01-01\")", "@\"2026-01-01\"", true)]
    [InlineData("null", "null", true)]
    [InlineData("> 3", "null", false)]
    [InlineData("contains(?, \"班\")", "\"大班额\"", true)]
    public void A_cell_tests_the_input(string cell, string input, bool matches)
    {
        var model = Dmn.Model(Dmn.Input("n") + Dmn.Input("limit") + Dmn.Decision("d", Dmn.Table("",
            Dmn.In("n"), Dmn.Out(fallback: "false"), $"{cell} -> true"), "i:n i:limit"));
        Assert.Equal(matches ? "true" : "false", model.Text("d", $"{{n: {input}, limit: 5}}"));
    }

    [Fact]
    public void An_input_that_is_not_among_the_input_values_passes_no_cell_for_any_value()
    {
        var model = Dmn.Model(Dmn.Input("s") + Dmn.Decision("d", Dmn.Table("",
            Dmn.In("s", values: "\"甲\", \"乙\""), Dmn.Out(fallback: "0"), "- -> 1"), "i:s"));
        Assert.Equal("1", model.Text("d", "{s: \"甲\"}"));
        var result = model.Run("d", "{s: \"丙\"}");
        Assert.Equal("0", result.Value.ToString());
        Assert.Contains("决策表的输入“s”不应是 \"丙\"", Assert.Single(result.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void An_output_is_made_to_fit_the_type_of_its_column()
    {
        var model = Dmn.Model(Dmn.Decision("d", Dmn.Table("", Dmn.In("1"),
            Dmn.Out("a", type: "number") + Dmn.Out("b", type: "string"), "- -> [1] | 2")));
        Assert.Equal("{a: 1, b: null}", model.Text("d"));
    }

    /// <summary>What one asks for and gets, the inputs, the variables: nothing for each rule.</summary>
    [Fact]
    public void A_table_of_a_hundred_rules_allocates_nothing_for_a_rule()
    {
        var model = Dmn.Model(Dmn.Input("n", "number") + Dmn.Decision("d", Dmn.Table("", Dmn.In("n"), Dmn.Out(),
            [.. Enumerable.Range(0, 100).Select(i => $"[{i}..{i + 1}) -> {i}")]), "i:n"));
        var inputs = new FeelContext([new("n", FeelValue.Of(99m))]);
        Assert.Equal("99", model.Evaluate("d", inputs, Dmn.Now).Value.ToString());
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++)
            model.Evaluate("d", inputs, Dmn.Now);
        Assert.InRange((GC.GetAllocatedBytesForCurrentThread() - before) / 100, 1, 1_000);
    }

    [Fact]
    public void A_table_inside_a_function_leaves_the_input_of_the_outer_cell_alone()
    {
        var inner = Dmn.Table("", Dmn.In("x"), Dmn.Out(), "< 10 -> 1", ">= 10 -> 2");
        var model = Dmn.Model(Dmn.Knowledge("size", "x", inner) + Dmn.Decision("d", Dmn.Table("",
            Dmn.In("20"), Dmn.Out(fallback: "\"none\""), "size(5) = 1 and ? = 20 -> \"yes\""), "k:size"));
        Assert.Equal("yes", model.Text("d"));
    }
}
