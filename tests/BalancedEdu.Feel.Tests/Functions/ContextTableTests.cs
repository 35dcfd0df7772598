namespace BalancedEdu.Feel.Tests.Functions;

/// <summary>Context functions (DMN 1.5, 10.3.4.10), and arguments by name.</summary>
public class ContextTableTests
{
    [Theory]
    [InlineData("get value({a: 1}, \"a\")", "1")]
    [InlineData("get value(m: {a: 1}, key: \"a\")", "1")]
    [InlineData("get value(context: {a: 1}, key: \"a\")", "1")]
    [InlineData("get entries({a: 1, b: \"x\"})", "[{key: \"a\", value: 1}, {key: \"b\", value: \"x\"}]")]
    [InlineData("get entries({})", "[]")]
    [InlineData("get entries(m: {a: 1})", "[{key: \"a\", value: 1}]")]
    [InlineData("context([{key: \"a\", value: 1}, {key: \"b\", value: null}])", "{a: 1, b: null}")]
    [InlineData("context({key: \"a\", value: 1})", "{a: 1}")]
    [InlineData("context([])", "{}")]
    [InlineData("context put({a: 1}, \"b\", 2)", "{a: 1, b: 2}")]
    [InlineData("context put({a: 1}, \"a\", 2)", "{a: 2}")]
    [InlineData("context put({a: 1}, \"b\", null)", "{a: 1, b: null}")]
    [InlineData("context put({}, \"a b\", 1)", "{\"a b\": 1}")]
    [InlineData("context put({a: {b: {c: 1}}}, [\"a\", \"b\", \"c\"], 2)", "{a: {b: {c: 2}}}")]
    [InlineData("context put({a: {b: 1}}, [\"a\", \"c\"], 2)", "{a: {b: 1, c: 2}}")]
    [InlineData("context put({a: 1}, [\"a\"], 2)", "{a: 2}")]
    [InlineData("context put(context: {a: 1}, key: \"b\", value: 2)", "{a: 1, b: 2}")]
    [InlineData("context put(context: {a: 1}, keys: [\"b\"], value: 2)", "{a: 1, b: 2}")]
    [InlineData("context merge([{a: 1}, {b: 2}])", "{a: 1, b: 2}")]
    [InlineData("context merge([{a: 1}, {a: 2}])", "{a: 2}")]
    [InlineData("context merge([])", "{}")]
    [InlineData("context merge({a: 1})", "{a: 1}")]
    [InlineData("substring(start position: 2, string: \"abc\")", "\"bc\"")]
    [InlineData("date(month: 2, day: 3, year: 2026)", "2026-02-03")]
    [InlineData("min(list: [2, 1])", "1")]
    [InlineData("sort(list: [2, 1], precedes: function(a, b) a < b)", "[1, 2]")]
    [InlineData("count(list: 5)", "1")]
    public void A_function_gives(string text, string expected) =>
        Feel.AssertGives(text, expected);

    [Theory]
    [InlineData("get value({a: 1}, \"b\")", "get value({a: 1}, \"b\")：没有这个键")]
    [InlineData("get value({a: 1}, 1)", "get value({a: 1}, 1)：参数“key”应为字符串，得到 1")]
    [InlineData("get value(1, \"a\")", "get value(1, \"a\")：参数“m”应为上下文，得到 1")]
    [InlineData("get entries(1)", "get entries(1)：参数“m”应为上下文，得到 1")]
    [InlineData("context([{key: \"a\", value: 1}, {key: \"a\", value: 2}])",
        "context([{key: \"a\", value: 1}, {key: \"a\", value: 2}])：键“a”出现了两次")]
    [InlineData("context([{key: \"a\"}])", "context([{key: \"a\"}])：{key: \"a\"} 应有 key（字符串）和 value")]
    [InlineData("context([{value: 1}])", "context([{value: 1}])：{value: 1} 应有 key（字符串）和 value")]
    [InlineData("context([{key: 1, value: 1}])", "context([{key: 1, value: 1}])：{key: 1, value: 1} 应有 key（字符串）和 value")]
    [InlineData("context([1])", "context([1])：1 应有 key（字符串）和 value")]
    [InlineData("context(null)", "context(null)：参数“entries”应为列表，得到 null")]
    [InlineData("context put({a: 1}, [\"a\", \"b\"], 2)", "context put({a: 1}, [\"a\", \"b\"], 2)：“a”不是上下文")]
    [InlineData("context put({a: 1}, [\"b\", \"c\"], 2)", "context put({a: 1}, [\"b\", \"c\"], 2)：没有键“b”")]
    [InlineData("context put({a: 1}, [], 2)", "context put({a: 1}, [], 2)：键的个数应在 1 到 50 之间")]
    [InlineData("context put({a: 1}, [1], 2)", "context put({a: 1}, [1], 2)：键 1 不是字符串")]
    [InlineData("context put({a: 1}, [\"a\", 1], 2)", "context put({a: 1}, [\"a\", 1], 2)：键 1 不是字符串")]
    [InlineData("context put({a: 1}, 1, 2)", "context put({a: 1}, 1, 2)：键 1 不是字符串")]
    [InlineData("context put(null, \"a\", 1)", "context put(null, \"a\", 1)：参数“context”应为上下文，得到 null")]
    [InlineData("context merge([1])", "context merge([1])：1 不是上下文")]
    [InlineData("context merge([{a: 1}, null])", "context merge([{a: 1}, null])：null 不是上下文")]
    [InlineData("abs(number: 1)", "abs(1)：没有这样命名的参数")]
    [InlineData("abs(n: 1, m: 2)", "abs(1, 2)：没有这样命名的参数")]
    [InlineData("date(year: 2026, month: 2)", "date(2026, 2)：没有这样命名的参数")]
    [InlineData("min(c: [2, 1])", "min([2, 1])：不能比较 [2, 1] 与 [2, 1]")]
    public void What_a_function_does_not_take_is_null(string text, string warning) =>
        Feel.AssertFails(text, warning);
}
