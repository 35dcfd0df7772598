namespace BalancedEdu.Bpmn.Execution;

/// <summary>Why a command was not carried out; nothing has changed.</summary>
/// <param name="Code">Stable and dotted: <c>bpmn.user-task.not-open</c>.</param>
/// <param name="Message">One Chinese sentence: what was asked, of what, what stopped it, what to do.</param>
public sealed record Refusal(string Code, string Message);

/// <summary>What a step gave.</summary>
/// <param name="State">The new state; on refusal the old one.</param>
/// <param name="Events">What happened, in order; the fold of all of an instance's events is its state.</param>
/// <param name="Effects">What the host has to do, in order.</param>
/// <param name="Refusal">Why nothing was done, or null.</param>
public sealed record StepResult(
    ProcessState State, IReadOnlyList<ProcessEvent> Events, IReadOnlyList<Effect> Effects, Refusal? Refusal = null);
