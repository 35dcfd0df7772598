using BalancedEdu.Feel;
using BalancedEdu.Feel.Values;

namespace BalancedEdu.Benchmarks.Feel;

/// <summary>Variables, as a case has them.</summary>
internal sealed class Given(params (string Name, FeelValue Value)[] variables) : IFeelScope
{
    private readonly Dictionary<string, FeelValue> _variables =
        variables.ToDictionary(v => v.Name, v => v.Value, StringComparer.Ordinal);

    public static DateTimeOffset Now { get; } = new(2026, 9, 7, 9, 0, 0, TimeSpan.FromHours(8));

    public static Given Case { get; } = new(
        ("人数", FeelValue.Of(56m)),
        ("学段", FeelValue.Of("小学")),
        ("送达日", FeelValue.Of(new DateOnly(2026, 9, 1))),
        ("班级", FeelValue.Of([.. Enumerable.Range(1, 40).Select(Class)])));

    public bool TryGet(string name, out FeelValue value) => _variables.TryGetValue(name, out value);

    public static FeelExpression Parsed(string text) => FeelExpression.Parse(text, FeelEnvironment.Default);

    private static FeelValue Class(int number) => FeelValue.Of(new FeelContext(
    [
        new("班号", FeelValue.Of((decimal)number)),
        new("人数", FeelValue.Of(40m + number % 20)),
        new("学校", FeelValue.Of(new FeelContext([new("名称", FeelValue.Of("临城市第" + number % 8 + "小学"))]))),
    ]));
}
