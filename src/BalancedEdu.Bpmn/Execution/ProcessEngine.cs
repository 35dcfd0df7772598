using BalancedEdu.Bpmn.Execution.Commands;
using BalancedEdu.Bpmn.Model;

namespace BalancedEdu.Bpmn.Execution;

/// <summary>BPMN as a pure step function: the same inputs give the same bytes.</summary>
public static class ProcessEngine
{
    /// <summary>Carries a command out as far as it goes without the outside world.</summary>
    /// <param name="definition">What was drawn, compiled.</param>
    /// <param name="state">Where the instance stands.</param>
    /// <param name="command">What is asked.</param>
    /// <param name="now">The time of the command.</param>
    public static StepResult Step(ProcessDefinition definition, ProcessState state, Command command, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(definition);
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(command);
        var stepping = new Stepping(definition, state, now);
        if (CommandHandlers.Handle(stepping, command) is { } refusal)
            return new(state, [], [], refusal);
        return stepping.Run() ? stepping.Result() : new(state, [], [], Refusals.Endless(command, definition.Name));
    }

    /// <summary>
    /// Applies events to a state, as steps did when they happened: from <see cref="ProcessState.New"/> on, all of an
    /// instance's events give its state.
    /// </summary>
    public static ProcessState Fold(ProcessState state, IEnumerable<ProcessEvent> events)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(events);
        var working = new WorkingState(state);
        foreach (var happened in events)
            Transitions.Apply(working, happened);
        return working.Publish();
    }
}
