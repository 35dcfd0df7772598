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
    public static StepResult Step(ProcessDefinition definition, ProcessState state, Command command, DateTimeOffset now) =>
        throw new NotImplementedException();
}
