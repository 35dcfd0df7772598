using BalancedEdu.Feel;
using BalancedEdu.Feel.Values;
using BalancedEdu.Web.Runtime.Clocks;
using static BalancedEdu.Web.Tests.Runtime.Clocks.Beijing;

namespace BalancedEdu.Web.Tests.Runtime.Clocks;

public class WorkingDayFunctionsTests
{
    private static readonly FeelValue October = FeelValue.Of(Day("2026-10-10"));
    private static readonly FeelValue September = FeelValue.Of(Day("2026-09-28"));

    [Fact]
    public void Expressions_count_working_days()
    {
        Assert.Equal(October, Call("working days after", September, FeelValue.Of(5m)));
        Assert.Equal(September, Call("working days after", October, FeelValue.Of(-5m)));
        Assert.Equal(FeelValue.Of(5m), Call("working days between", September, October));
        Assert.Equal(FeelValue.Of(true), Call("is working day", October));
        Assert.Equal(FeelValue.Of(false), Call("is working day", FeelValue.Of(Day("2026-10-01"))));
    }

    [Theory]
    [InlineData("""working days after(date("2026-09-28"), 5)""", "2026-10-10")]
    [InlineData("""working days after(date and time("2026-09-27T20:00:00Z"), 5)""", "2026-10-10")] // the 28th here
    [InlineData("""working days between(date("2026-09-28"), date("2026-10-10"))""", "5")]
    [InlineData("""if is working day(date("2026-10-10")) then "上班" else null""", "上班")]
    [InlineData("""string(closing time(date("2026-10-10")))""", "2026-10-10T17:30:00+08:00")]
    [InlineData("""string(due after(date("2026-03-02"), "20WD"))""", "2026-03-30T17:30:00+08:00")]
    [InlineData("""string(due after(date("2026-09-01"), "30D"))""", "2026-10-08T17:30:00+08:00")]
    public void Expressions_of_a_process_can_count(string text, string expected)
    {
        var environment = new FeelEnvironment { HostFunctions = WorkingDayFunctions.For(OfficeTime.Default) };
        var result = FeelExpression.Parse(text, environment).Evaluate(new NoVariables(), Time("2026-11-24"));
        Assert.Empty(result.Warnings);
        Assert.Equal(expected, result.Value.ToString());
    }

    public static TheoryData<string, FeelValue[]> Wrong => new()
    {
        { "working days after", [] },
        { "working days after", [September] },
        { "working days after", [September, FeelValue.Null] },
        { "working days after", [FeelValue.Null, FeelValue.Of(1m)] },
        { "working days after", [September, FeelValue.Of(1.5m)] },
        { "working days after", [September, FeelValue.Of(10_001m)] },
        { "working days after", [FeelValue.Of("2026-09-28"), FeelValue.Of(1m)] },
        { "working days between", [September, FeelValue.Of(1m)] },
        { "is working day", [FeelValue.Of("x")] },
        { "closing time", [FeelValue.Null] },
        { "due after", [September, FeelValue.Of("P5D")] },
        { "due after", [September, FeelValue.Null] },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public void Wrong_arguments_give_null(string name, FeelValue[] arguments) =>
        Assert.True(Call(name, arguments).IsNull);

    private sealed class NoVariables : IFeelScope
    {
        public bool TryGet(string name, out FeelValue value)
        {
            value = FeelValue.Null;
            return false;
        }
    }

    private static FeelValue Call(string name, params FeelValue[] arguments) =>
        WorkingDayFunctions.For(OfficeTime.Default)[name](arguments);
}
