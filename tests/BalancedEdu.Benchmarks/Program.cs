using BalancedEdu.Benchmarks;
using BalancedEdu.Benchmarks.Engine;
using BalancedEdu.Benchmarks.Persisted;
using BenchmarkDotNet.Running;

// What can be measured, and how it is asked for: docs/guides/benchmarks.md.
return args switch
{
    ["rate", .. var rest] => Rate.OfFiveApprovals(rest),
    ["persisted", .. var rest] => await Everything.RunAsync(rest),
    ["ratio", ..] => Ratio.OfAThousandOpenTasksToTen(),
    _ => Benchmarks(args),
};

static int Benchmarks(string[] args)
{
    // Without a filter the runner would ask; a run by script wants all.
    string[] asked = args.Length == 0 ? ["--filter", "*"] : args;
    var summaries = BenchmarkSwitcher.FromAssembly(typeof(ShortRun).Assembly).Run(asked, new ShortRun());
    return summaries.Any(summary => summary.HasCriticalValidationErrors) ? 1 : 0;
}
