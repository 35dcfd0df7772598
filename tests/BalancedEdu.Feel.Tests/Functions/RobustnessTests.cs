using BalancedEdu.Feel.Values;

namespace BalancedEdu.Feel.Tests.Functions;

[Trait("Pressure", "random")]
public class RobustnessTests
{
    private static readonly string[] Functions =
    [
        "abs", "after", "all", "any", "append", "before", "ceiling", "coincides", "concatenate", "contains", "context",
        "context merge", "context put", "count", "date", "date and time", "day of week", "day of year", "decimal",
        "distinct values", "duration", "during", "ends with", "even", "exp", "finished by", "finishes", "flatten",
            "floor",
        "get entries", "get value", "includes", "index of", "insert before", "is", "list contains", "list replace",
            "log",
        "lower case", "matches", "max", "mean", "median", "meets", "met by", "min", "mode", "modulo", "month of year",
            "not",
        "now", "number", "odd", "overlaps", "overlaps after", "overlaps before", "product", "range", "remove",
            "replace",
        "reverse", "round down", "round half down", "round half up", "round up", "sort", "split", "sqrt", "started by",
        "starts", "starts with", "stddev", "string", "string join", "string length", "sublist", "substring",
        "substring after", "substring before", "sum", "time", "today", "union", "upper case", "week of year",
        "years and months duration",
    ];

    private static readonly string[] Operands =
    [
        "null", "true", "false", "0", "1", "-1", "2.5", "-0.0000000000000000000000000001",
            "79228162514264337593543950335",
        "-79228162514264337593543950335", "1e28", "9999999999", "\"\"", "\"a\"", "\"[1..2]\"", "\"(\"", "\"\\uD83D\"",
        "\"2026-01-01\"", "\"P1D\"", "\"Asia/Shanghai\"", "@\"2026-02-28\"", "@\"999999999-12-31\"",
            "@\"-999999999-01-01\"",
        "@\"00:00:00\"", "@\"23:59:59.999999999+18:00\"", "@\"12:00:00@Asia/Shanghai\"", "@\"2026-01-01T00:00:00\"",
        "@\"999999999-12-31T23:59:59Z\"", "@\"-999999999-01-01T00:00:00@Asia/Shanghai\"", "@\"P1D\"", "@\"-PT0.5S\"",
        "@\"P999999999999999999999D\"", "@\"P1Y2M\"", "@\"P9999999999999999999999M\"", "[]", "[1]", "[null]",
            "[1, \"a\"]",
        "[[1], [2, [3]]]", "[true, false]", "[3, 1, 2]", "{}", "{a: 1}", "{key: \"k\", value: 1}", "[1..5]",
            "(\"a\"..\"c\")",
        "(< 5)", "(>= @\"2026-01-01\")", "[@\"2026-01-01\"..@\"2026-12-31\"]", "abs", "function(x) x",
        "function(x, y) x < y", "function() 1 / 0",
    ];

    private static readonly string[] Infix =
        [" + ", " - ", " * ", " / ", " ** ", " = ", " != ", " < ", " >= ", " in ", " and ", " or "];

    [Fact]
    public void No_function_breaks_whatever_it_is_given()
    {
        var random = new Random(15);
        foreach (var function in Functions)
            for (var round = 0; round < 60; round++)
            {
                var arguments = Enumerable.Range(0, random.Next(0, 5)).Select(_ => Operand(random));
                Holds($"{function}({string.Join(", ", arguments)})");
            }
    }

    [Fact]
    public void No_operator_breaks_whatever_it_is_given()
    {
        var random = new Random(12);
        foreach (var left in Operands)
            foreach (var right in Operands)
                for (var round = 0; round < 3; round++)
                    Holds($"({left}){Infix[random.Next(Infix.Length)]}({right})");
    }

    [Fact]
    public void No_component_loop_or_filter_breaks_whatever_it_is_given()
    {
        string[] shapes =
        [
            "({0}).year", "({0}).time offset", "({0}).hours", "({0}).months", "({0}).start", "({0}).a", "({0})[1]",
                "({0})[-1]",
            "({0})[item]", "({0})[item = 1]", "({0})[true]", "-({0})", "if {0} then 1 else 2",
                "({0}) instance of list<number>",
            "every x in {0} satisfies x", "for x in {0} return string(x)", "({0})(1)", "string({0})", "{{a: {0}}}.a",
            "({0}) between ({0}) and ({0})", "sort({0}, {0})",
        ];
        foreach (var shape in shapes)
            foreach (var operand in Operands)
                Holds(string.Format(null, shape, operand));
    }

    private static string Operand(Random random) => Operands[random.Next(Operands.Length)];

    /// <summary>Evaluates: a value, or null with a warning; what is shown reads and is written; no exception.</summary>
    private static void Holds(string text)
    {
        try
        {
            var result = Feel.Run(text);
            Assert.NotNull(result.Value.ToString());
            Assert.Equal(result.Value, result.Value);
            _ = result.Value.GetHashCode();
            _ = result.Value.AsInstant(TimeSpan.FromHours(8));
            _ = (result.Value.AsDate(), result.Value.AsTime(), result.Value.AsDuration());
        }
        catch (Exception fault) when (fault is not Xunit.Sdk.XunitException)
        {
            Assert.Fail($"{text}: {fault}");
        }
    }
}
