using BalancedEdu.Feel;
using BenchmarkDotNet.Attributes;

namespace BalancedEdu.Benchmarks.Feel;

/// <summary>Dates of deadlines, and reading an expression, which happens once a definition.</summary>
public class DateBenchmarks
{
    private readonly FeelExpression _days = Given.Parsed("送达日 + duration(\"P20D\")");
    private readonly FeelExpression _months = Given.Parsed("送达日 + @\"P3M\" < today()");
    private readonly FeelExpression _instant = Given.Parsed("@\"2026-09-01T09:00:00@Asia/Shanghai\" + @\"PT36H\"");

    [Benchmark]
    public FeelResult Days() => _days.Evaluate(Given.Case, Given.Now);

    [Benchmark]
    public FeelResult Months() => _months.Evaluate(Given.Case, Given.Now);

    [Benchmark]
    public FeelResult Instant() => _instant.Evaluate(Given.Case, Given.Now);

    [Benchmark]
    public FeelExpression Parse() => Given.Parsed("if 人数 > 55 then 送达日 + duration(\"P20D\") else null");
}
