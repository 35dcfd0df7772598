using BalancedEdu.Bpmn.Execution;
using BalancedEdu.Bpmn.Model;
using BalancedEdu.Feel.Values;

namespace BalancedEdu.Benchmarks.Engine;

/// <summary>Steps without a host: what is measured is the engine alone.</summary>
internal static class Instance
{
    public static DateTimeOffset Now { get; } = new(2026, 9, 7, 9, 0, 0, TimeSpan.FromHours(8));

    public static StepResult Start(ProcessDefinition definition, params (string Name, decimal Value)[] variables) =>
        Step(definition, ProcessState.New, new StartInstance(null, Variables(variables)));

    public static StepResult Complete(ProcessDefinition definition, ProcessState state, long taskId) =>
        Step(definition, state, new CompleteUserTask(taskId, "ok", null, "li.na", FeelContext.Empty));

    /// <summary>A step that must succeed: a refusal is fast, and would be measured with pleasure.</summary>
    public static StepResult Step(ProcessDefinition definition, ProcessState state, Command command)
    {
        var result = ProcessEngine.Step(definition, state, command, Now);
        return result.Refusal is null ? result : throw new InvalidOperationException(result.Refusal.ToString());
    }

    /// <summary>Start to end with each open task completed as soon as it is there.</summary>
    public static ProcessState FiveApprovals()
    {
        var result = Start(Models.FiveApprovals);
        for (var n = 0; n < 5; n++)
            result = Complete(Models.FiveApprovals, result.State, OpenedTask(result));
        return result.State.Ended ? result.State : throw new InvalidOperationException("five approvals did not end");
    }

    public static long OpenedTask(StepResult result)
    {
        foreach (var effect in result.Effects)
            if (effect is CreateUserTask task)
                return task.TaskId;
        throw new InvalidOperationException("no task was opened");
    }

    public static FeelContext Variables(params (string Name, decimal Value)[] variables) =>
        new(variables.Select(v => KeyValuePair.Create(v.Name, FeelValue.Of(v.Value))));
}
