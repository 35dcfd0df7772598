using BalancedEdu.Bpmn.Model;
using BalancedEdu.Feel;
using BalancedEdu.Feel.Values;

namespace BalancedEdu.Bpmn.Execution;

/// <summary>
/// When a timer start event of a process starts instances, worked out once when the process is published.
/// </summary>
/// <param name="First">The first due.</param>
/// <param name="Repetitions">How often in all; <see cref="TimerCycle.Endless"/> without end.</param>
/// <param name="Interval">From one due to the next, as ISO 8601, or null when it starts once.</param>
public sealed record StartSchedule(DateTimeOffset First, int Repetitions, string? Interval)
{
    /// <summary>Works it out: there is no instance yet, so its expression sees no variables.</summary>
    /// <param name="start">A start event with a timer.</param>
    /// <param name="now">From when durations and cycles count.</param>
    /// <returns>The schedule, or why there is none.</returns>
    public static (StartSchedule? Schedule, Refusal? Refusal) Of(StartEvent start, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(start);
        var timer = ProcessDefinition.PartOf<TimerEventDefinition>(start.Definition)
            ?? throw new ArgumentException($"Start event '{start.Id}' has no timer.", nameof(start));
        var body = timer.Body.Expression is { } expression
            ? expression.Evaluate(NoVariables.Scope, now).Value
            : FeelValue.Of(timer.Body.Text);
        try
        {
            var plan = TimerPlan.Of(timer, body, now);
            return (new(plan.Due, plan.Repetitions, plan.Interval), null);
        }
        catch (ElementFault fault)
        {
            return (null, new(fault.Code, fault.Message));
        }
    }

    /// <summary>
    /// When the next start is due, counted from the first one so that nothing drifts; null when all are done.
    /// </summary>
    /// <param name="fired">How many starts were due before.</param>
    public DateTimeOffset? NextDue(int fired)
    {
        if (Repetitions != TimerCycle.Endless && fired >= Repetitions)
            return null;
        return fired > 0 && IsoDuration.TryParse(Interval!, out var interval) ? interval.AddTo(First, fired) : First;
    }

    private sealed class NoVariables : IFeelScope
    {
        public static readonly NoVariables Scope = new();

        public bool TryGet(string name, out FeelValue value)
        {
            value = FeelValue.Null;
            return false;
        }
    }
}
