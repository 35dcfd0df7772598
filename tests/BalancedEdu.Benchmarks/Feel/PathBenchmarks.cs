using BalancedEdu.Feel;
using BenchmarkDotNet.Attributes;

namespace BalancedEdu.Benchmarks.Feel;

/// <summary>Paths and filters over 40 classes of a school, and what is counted of them.</summary>
public class PathBenchmarks
{
    private readonly FeelExpression _path = Given.Parsed("班级[1].学校.名称");
    private readonly FeelExpression _filter = Given.Parsed("班级[人数 > 55].班号");
    private readonly FeelExpression _sum = Given.Parsed("sum(班级.人数)");
    private readonly FeelExpression _loop = Given.Parsed("for b in 班级 return b.人数 - 45");

    [Benchmark]
    public FeelResult Path() => _path.Evaluate(Given.Case, Given.Now);

    [Benchmark]
    public FeelResult Filter() => _filter.Evaluate(Given.Case, Given.Now);

    [Benchmark]
    public FeelResult Sum() => _sum.Evaluate(Given.Case, Given.Now);

    [Benchmark]
    public FeelResult Loop() => _loop.Evaluate(Given.Case, Given.Now);
}
