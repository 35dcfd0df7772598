using BalancedEdu.Bpmn.Execution;
using BalancedEdu.Bpmn.Model;
using BalancedEdu.Web.Runtime.Effects;

namespace BalancedEdu.Web.Runtime;

/// <summary>What is to be done with a case in one transaction.</summary>
/// <param name="CaseId">The case.</param>
/// <param name="Command">What is asked of the engine; null when only the host's rows change.</param>
/// <param name="Actor">Who asks.</param>
internal sealed record StepRequest(long CaseId, Command? Command, Actor Actor)
{
    /// <summary>Several commands as one step, in place of <see cref="Command"/>; or null.</summary>
    public Func<ProcessDefinition, ProcessState, DateTimeOffset, StepResult>? Steps { get; init; }

    /// <summary>What makes a repetition recognisable, or null.</summary>
    public string? DedupeKey { get; init; }

    /// <summary>The row of the task that it is about, or null; who loses a race is told what became of it.</summary>
    public long? TaskId { get; init; }

    /// <summary>The revision of the task that the person saw, or null for the system.</summary>
    public int? Revision { get; init; }

    /// <summary>The version of the case that the person saw, when what they ask for depends on all of it.</summary>
    public long? CaseVersion { get; init; }

    /// <summary>The version of its bundle that the case goes on by from this step on; null: the one it has.</summary>
    public long? MovesTo { get; init; }

    /// <summary>What the person calls what they do: a refusal names it.</summary>
    public string Verb { get; init; } = "办理";

    /// <summary>What the person says with it, for the mails that the step causes; or null.</summary>
    public string? Note { get; init; }

    /// <summary>In whose place it is decided (代理), or null.</summary>
    public string? OnBehalfOf { get; init; }

    /// <summary>
    /// Whether it may still be done: asked of what each attempt starts from, because what was asked before it may have
    /// changed since. Null, or answering null: it may.
    /// </summary>
    public Func<StepContext, CancellationToken, Task<ActionRefusal?>>? Judge { get; init; }

    /// <summary>
    /// Rows and events of the host, added after those of the engine; run again when the step is tried again.
    /// </summary>
    public Func<StepContext, CancellationToken, Task>? Host { get; init; }
}
