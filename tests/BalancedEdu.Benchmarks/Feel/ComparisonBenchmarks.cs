using BalancedEdu.Feel;
using BalancedEdu.Feel.Values;
using BenchmarkDotNet.Attributes;

namespace BalancedEdu.Benchmarks.Feel;

/// <summary>Conditions of gateways. The bar: at most 150 ns and nothing allocated.</summary>
public class ComparisonBenchmarks
{
    private readonly FeelExpression _number = Given.Parsed("人数 > 55");
    private readonly FeelExpression _text = Given.Parsed("学段 = \"小学\"");
    private readonly FeelExpression _both = Given.Parsed("学段 = \"小学\" and 人数 > 45");
    private readonly FeelExpression _test = FeelExpression.ParseUnaryTests("[46..55], > 60", FeelEnvironment.Default);
    private readonly FeelValue _input = FeelValue.Of(56m);

    [Benchmark]
    public FeelResult Number() => _number.Evaluate(Given.Case, Given.Now);

    [Benchmark]
    public FeelResult Text() => _text.Evaluate(Given.Case, Given.Now);

    [Benchmark]
    public FeelResult Conjunction() => _both.Evaluate(Given.Case, Given.Now);

    [Benchmark]
    public FeelResult UnaryTests() => _test.Test(_input, Given.Case, Given.Now);
}
