using BalancedEdu.Bpmn.Model;
using BalancedEdu.Feel.Values;

namespace BalancedEdu.Bpmn.Execution;

/// <summary>When a timer is to fire, worked out before it is started.</summary>
/// <param name="Due">The first time.</param>
/// <param name="Repetitions">How often in all; -1 without end.</param>
/// <param name="Interval">From one due to the next, or null when it fires once.</param>
/// <param name="KeepsDate">Whether it is for a date, or counts from one.</param>
internal sealed record TimerPlan(DateTimeOffset Due, int Repetitions, string? Interval, bool KeepsDate)
{
    private const string DateWords = "日期、日期时间或这样的文字：2026-10-09T17:30:00+08:00";
    private const string DurationWords = "不为负的时长，如 duration(\"P5D\")";
    private const string CycleWords = "这样的文字：R3/PT1H";

    /// <summary>Works a timer out at an element instance.</summary>
    public static TimerPlan Of(Stepping x, TimerEventDefinition timer, long instanceId) =>
        Of(timer, Evaluation.ValueOf(x, timer.Body, instanceId), x.Now);

    /// <summary>Works a timer out from the value of its body.</summary>
    /// <exception cref="ElementFault">The value is of another kind.</exception>
    public static TimerPlan Of(TimerEventDefinition timer, FeelValue value, DateTimeOffset now)
    {
        switch (timer.Kind)
        {
            case TimerKind.Date:
                return new(Instant(value) ?? throw Fault(timer, value, DateWords), 1, null, true);
            case TimerKind.Duration:
                return new((Duration(value) ?? throw Fault(timer, value, DurationWords)).AddTo(now), 1, null, false);
            default:
                var cycle = (value.AsString() is { } text ? TimerCycle.Parse(text) : null)
                    ?? throw Fault(timer, value, CycleWords);
                return new(
                    cycle.FirstDue(now), cycle.Repetitions, cycle.Interval.ToString(), cycle.Start is not null);
        }
    }

    private static DateTimeOffset? Instant(FeelValue value) => value.Kind switch
    {
        FeelKind.Date => BeijingTime.ClosingOf(value.AsDate()!.Value),
        FeelKind.DateTime => value.AsInstant(BeijingTime.Offset),
        FeelKind.String => IsoInstant.TryParse(value.AsString()!, out var instant) ? instant : null,
        _ => null,
    };

    private static IsoDuration? Duration(FeelValue value) =>
        value.Kind is FeelKind.DaysTimeDuration or FeelKind.YearsMonthsDuration or FeelKind.String
            && IsoDuration.TryParse(value.ToString(), out var duration)
            ? duration
            : null;

    private static ElementFault Fault(TimerEventDefinition timer, FeelValue value, string expected) =>
        Faults.BadTimer(timer.Body.Text, Evaluation.Show(value), expected);
}
