using BalancedEdu.Bpmn.Execution;
using BalancedEdu.Bpmn.Model;
using BalancedEdu.Feel.Values;

namespace BalancedEdu.Bpmn.Simulation;

/// <summary>What starts instances by itself: timers, messages, signals and conditions.</summary>
public sealed partial class InMemoryNetwork
{
    private readonly Dictionary<string, List<(StartEvent Start, StartCondition Condition)>> _conditions =
        new(StringComparer.Ordinal);

    private FeelContext _surroundings = FeelContext.Empty;

    /// <summary>
    /// Changes what the conditions of start events see; processes whose condition has come true by it start. They are
    /// looked at too when a process is added and when the clock has moved.
    /// </summary>
    /// <param name="surroundings">All that they see from now on.</param>
    public Refusal? Change(FeelContext surroundings)
    {
        ArgumentNullException.ThrowIfNull(surroundings);
        _surroundings = surroundings;
        LookAtStarts();
        return Drain();
    }

    private void WatchConditions(ProcessDefinition definition)
    {
        _conditions[definition.Id] =
            [.. definition.ConditionalStartEvents.Select(start => (start, new StartCondition()))];
        LookAtStarts();
    }

    private void LookAtStarts()
    {
        foreach (var (process, starts) in _conditions)
            for (var i = 0; i < starts.Count; i++)
            {
                var (start, before) = starts[i];
                var (next, begins, refusal) = before.Look(start, _surroundings, Now);
                starts[i] = (start, next);
                Report(refusal);
                if (begins)
                    StartAt(
                        _latest[process], start, FeelContext.Empty,
                        ProcessDefinition.PartOf<ConditionalEventDefinition>(start.Definition));
            }
    }

    private void ScheduleStart(ProcessDefinition definition, StartEvent start)
    {
        var (schedule, refusal) = StartSchedule.Of(start, Now);
        if (schedule is not null)
            ScheduleStart(definition, start, schedule, 0);
        else
            _problems.Add(refusal!);
    }

    private void ScheduleStart(ProcessDefinition definition, StartEvent start, StartSchedule schedule, int fired)
    {
        if (schedule.NextDue(fired) is not { } due)
            return;
        if (!_timerStarts.TryGetValue(definition.Id, out var entries))
            _timerStarts.Add(definition.Id, entries = []);
        AgendaEntry? entry = null;
        entry = _agenda.Add(due, () =>
        {
            entries.Remove(entry!);
            ScheduleStart(definition, start, schedule, fired + 1);
            StartAt(
                definition, start, FeelContext.Empty,
                ProcessDefinition.PartOf<TimerEventDefinition>(start.Definition));
            return null;
        });
        entries.Add(entry);
    }

    /// <summary>Starts an instance because something came.</summary>
    private void StartAt(ProcessDefinition definition, FlowNode node, FeelContext payload, EventDefinition? trigger)
    {
        var instance = Prepare(definition);
        if (Step(instance, new StartInstance(node.Id, payload) { Trigger = trigger }) is not { } refusal)
            return;
        _instances.Remove(instance.Id);
        _problems.Add(refusal);
    }
}
