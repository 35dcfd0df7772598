using BalancedEdu.Bpmn.Model;
using BalancedEdu.Feel.Values;

namespace BalancedEdu.Bpmn.Execution;

/// <summary>
/// How a conditional start event of a process starts instances: each time that its condition comes true. There is no
/// instance yet whose variables it could be about (BPMN 2.0.2, 10.5.2): the host says what it sees, and when to look.
/// </summary>
/// <param name="Held">Whether it held when it was last looked at; it starts again when it was false in between.</param>
public sealed record StartCondition(bool Held = false)
{
    /// <summary>Looks at it.</summary>
    /// <param name="start">A start event with a condition.</param>
    /// <param name="surroundings">What the condition sees.</param>
    /// <param name="now">When it is looked at.</param>
    /// <returns>
    /// What to look with the next time; whether an instance is to be started now; why it could not be told, or null.
    /// </returns>
    public (StartCondition Next, bool Starts, Refusal? Refusal) Look(
        StartEvent start, FeelContext surroundings, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(start);
        ArgumentNullException.ThrowIfNull(surroundings);
        var condition = ProcessDefinition.PartOf<ConditionalEventDefinition>(start.Definition)?.Condition
            ?? throw new ArgumentException($"Start event '{start.Id}' has no condition.", nameof(start));
        var value = condition.Evaluate(new Given(surroundings), now).Value;
        if (value.IsNull)
            return (new(), false, null);
        if (value.AsBoolean() is not { } holds)
        {
            var fault = Faults.NotBoolean(condition.Text, Evaluation.Show(value), "");
            return (this, false, new(fault.Code, fault.Message));
        }
        return (new(holds), holds && !Held, null);
    }

    private sealed class Given(FeelContext surroundings) : Feel.IFeelScope
    {
        public bool TryGet(string name, out FeelValue value) => surroundings.TryGet(name, out value);
    }
}
