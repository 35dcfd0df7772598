using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace BalancedEdu.Web.Runtime;

/// <summary>What the runtime measures of itself; without a listener it costs next to nothing.</summary>
public static class Telemetry
{
    /// <summary>The name of the source of traces and of the meter.</summary>
    public const string Name = "BalancedEdu";

    /// <summary>Steps and jobs as spans.</summary>
    public static readonly ActivitySource Source = new(Name);

    private static readonly Meter Meter = new(Name);

    /// <summary>Steps that ended, by command and outcome: done, repeated, refused or failed.</summary>
    public static readonly Counter<long> Steps = Meter.CreateCounter<long>(
        "balancededu.steps", "{step}", "Steps of cases that ended");

    /// <summary>How long steps took, from the turn of the case to the commit.</summary>
    public static readonly Histogram<double> StepDuration = Meter.CreateHistogram(
        "balancededu.step.duration", "s", "Time of a step", tags: null,
        new InstrumentAdvice<double>
        {
            HistogramBucketBoundaries = [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
        });

    /// <summary>Steps that were computed again because another was quicker.</summary>
    public static readonly Counter<long> StepRetries = Meter.CreateCounter<long>(
        "balancededu.step.retries", "{retry}", "Steps that lost a race and were computed again");

    /// <summary>Steps that were refused, by the code of the refusal.</summary>
    public static readonly Counter<long> StepRefusals = Meter.CreateCounter<long>(
        "balancededu.step.refusals", "{step}", "Steps that were refused");

    /// <summary>Attempts of jobs, by kind and outcome.</summary>
    public static readonly Counter<long> JobAttempts = Meter.CreateCounter<long>(
        "balancededu.job.attempts", "{attempt}", "Attempts of jobs");
}
