using BalancedEdu.Feel.Values;

namespace BalancedEdu.Feel.Tests.Evaluating;

public class ExpressionTests
{
    private static readonly (string, FeelValue)[] School =
    [
        ("班额", FeelValue.Of(52m)),
        ("class size", FeelValue.Of(46m)),
        ("学校", FeelValue.Of(new FeelContext(
        [
            new("名称", FeelValue.Of("第一小学")),
            new("班级", Feel.Run("[{班号: 1, 人数: 45}, {班号: 2, 人数: 56}, {班号: 3, 人数: 66}]").Value),
            new("full name", FeelValue.Of("临澄市第一小学")),
        ]))),
        ("收到日期", FeelValue.Of(new DateOnly(2026, 11, 20))),
    ];

    [Theory]
    [InlineData("班额 > 45", "true")]
    [InlineData("class size > 45", "true")]
    [InlineData("class  size + 1", "47")]
    [InlineData("学校.名称", "第一小学")]
    [InlineData("学校.full name", "临澄市第一小学")]
    [InlineData("学校.班级.人数", "[45, 56, 66]")]
    [InlineData("学校.班级[人数 > 55].班号", "[2, 3]")]
    [InlineData("学校.班级[人数 > 班额].班号", "[2, 3]")]
    [InlineData("学校.班级[item.人数 > 60][1].班号", "3")]
    [InlineData("学校.班级[-1].班号", "3")]
    [InlineData("count(学校.班级[人数 > 65])", "1")]
    [InlineData("some c in 学校.班级 satisfies c.人数 > 65", "true")]
    [InlineData("every c in 学校.班级 satisfies c.人数 > 45", "false")]
    [InlineData("for c in 学校.班级 return c.人数 - 45", "[0, 11, 21]")]
    [InlineData("sum(for c in 学校.班级 return c.人数)", "167")]
    [InlineData("收到日期 + @\"P5D\"", "2026-11-25")]
    [InlineData("收到日期.year * 100 + 收到日期.month", "202611")]
    [InlineData("today() - 收到日期", "P4D")]
    [InlineData("if 班额 >= 66 then \"S3\" else if 班额 > 45 then \"S1\" else \"S0\"", "S1")]
    public void Variables_are_found_by_name(string text, string expected) =>
        Assert.Equal(expected, Feel.Text(text, School));

    [Theory]
    [InlineData("for i in 1..3 return i * i", "[1, 4, 9]")]
    [InlineData("for i in 3..1 return i", "[3, 2, 1]")]
    [InlineData("for i in [1..3] return i", "[1, 2, 3]")]
    [InlineData("for i in 1..2, j in 1..i return i * 10 + j", "[11, 21, 22]")]
    [InlineData("for i in 0..4 return if i = 0 then 1 else i * partial[-1]", "[1, 1, 2, 6, 24]")]
    [InlineData("for d in @\"2026-01-30\"..@\"2026-02-01\" return d", "[2026-01-30, 2026-01-31, 2026-02-01]")]
    [InlineData("for i in [] return i", "[]")]
    [InlineData("for my item in [1, 2] return my item + 1", "[2, 3]")]
    [InlineData("every x in [] satisfies x > 1", "true")]
    [InlineData("some x in [1, null] satisfies x > 1", "null")]
    [InlineData("[1, 2, 3, 4][item > 2]", "[3, 4]")]
    [InlineData("[1, 2, 3][even(item)]", "[2]")]
    [InlineData("[1, 2, 3][count([1, 2])]", "2")]
    [InlineData("5[1]", "5")]
    [InlineData("[][item > 1]", "[]")]
    [InlineData("{a: 1, b: a + 1}.b", "2")]
    [InlineData("{\"a b\": 1}.a b", "1")]
    [InlineData("{a-b: 2}.a-b", "2")]
    [InlineData("{f: function(n) if n < 2 then 1 else n * f(n - 1), r: f(5)}.r", "120")]
    [InlineData("{f: function(a, b) a - b}.f(b: 1, a: 3)", "2")]
    [InlineData("(function(x: number) x + 1)(2)", "3")]
    [InlineData("sort([3, 1, 2], function(x, y) x > y)", "[3, 2, 1]")]
    [InlineData("[1..5].start", "1")]
    [InlineData("@\"P1DT2H\".hours", "2")]
    [InlineData("@\"2026-11-24T10:00:00+08:00\".time offset", "PT8H")]
    [InlineData("@\"2026-11-24T10:00:00@Asia/Shanghai\".timezone", "Asia/Shanghai")]
    [InlineData("1 instance of number", "true")]
    [InlineData("@\"2026-11-24T10:00:00\" instance of date and time", "true")]
    [InlineData("[1, 2] instance of list<number>", "true")]
    [InlineData("[1, \"a\"] instance of list<number>", "false")]
    [InlineData("{a: 1} instance of context<a: number>", "true")]
    [InlineData("null instance of number", "false")]
    [InlineData("[1..2] instance of range<number>", "true")]
    [InlineData("abs instance of function<number> -> number", "true")]
    [InlineData("today()", "2026-11-24")]
    [InlineData("now()", "2026-11-24T07:30:00+08:00")]
    [InlineData("1 /* 一 */ + 2 // 二", "3")]
    public void Expressions_give(string text, string expected) => Assert.Equal(expected, Feel.Text(text));
}
