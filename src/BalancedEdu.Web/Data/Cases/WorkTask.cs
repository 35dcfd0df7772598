namespace BalancedEdu.Web.Data.Cases;

/// <summary>How a task stands.</summary>
public enum WorkTaskStatus
{
    /// <summary>待办 or 待认领.</summary>
    Open = 0,

    /// <summary>Decided by a person or, on time-out, by the system.</summary>
    Completed = 1,

    /// <summary>Withdrawn before anybody decided (未表态, 已失效).</summary>
    Cancelled = 2,
}

/// <summary>An open or past user task (环节 of one seat). Written by the runtime only.</summary>
public sealed class WorkTask
{
    /// <summary>The row.</summary>
    public long Id { get; set; }

    /// <summary>The case.</summary>
    public long CaseId { get; set; }

    /// <summary>The element instance in the engine; unique in a case.</summary>
    public long ElementInstanceId { get; set; }

    /// <summary>The BPMN user task.</summary>
    public required string ElementId { get; set; }

    /// <summary>方案审核.</summary>
    public required string Name { get; set; }

    /// <summary>The seat in words when it is one of several: 市财政局; else empty.</summary>
    public string SeatName { get; set; } = "";

    /// <summary>主办, 会办 or 征求意见.</summary>
    public string Role { get; set; } = "主办";

    /// <summary>Open, completed or cancelled.</summary>
    public WorkTaskStatus Status { get; set; }

    /// <summary>Who has it: a user name; null while it waits to be claimed.</summary>
    public string? Assignee { get; set; }

    /// <summary>Whether it came to the assignee by claiming, so that it may be released.</summary>
    public bool Claimed { get; set; }

    /// <summary>
    /// Who decides while a delegate (委派) has it and answers: it returns to them; null when nobody is delegated.
    /// </summary>
    public string? Owner { get; set; }

    /// <summary>
    /// Of an added signer (加签): <c>before</c>, <c>parallel</c> or <c>after</c> the owner; null of a drawn task.
    /// </summary>
    public string? SignerPlace { get; set; }

    /// <summary>Who added the signer; null of a drawn task.</summary>
    public string? AddedBy { get; set; }

    /// <summary>
    /// Of a task that a return opened to go straight back (直达): <c>element/user name</c> of who sent it; or null.
    /// </summary>
    public string? BackTo { get; set; }

    /// <summary>
    /// Why it counts no longer: <c>returned</c>, when a return took back the opinion, or the task before it was
    /// decided; null while it counts.
    /// </summary>
    public string? VoidReason { get; set; }

    /// <summary>Whether nobody can do it: it waits in 待指派.</summary>
    public bool Unassignable { get; set; }

    /// <summary>
    /// Whether who does it is drawn by lot: nobody ever claims it, its candidates are only the pool of the draw.
    /// </summary>
    public bool Drawn { get; set; }

    /// <summary>When it opened.</summary>
    public DateTimeOffset CreatedAt { get; set; }

    /// <summary>When it was completed or cancelled, or null.</summary>
    public DateTimeOffset? EndedAt { get; set; }

    /// <summary>The instant its time is up, or null without a clock; far in the future while paused.</summary>
    public DateTimeOffset? DueAt { get; set; }

    /// <summary>The user name of who completed it, or <c>system</c>.</summary>
    public string? CompletedBy { get; set; }

    /// <summary>The user name of the person in whose place it was decided (代理), or null.</summary>
    public string? OnBehalfOf { get; set; }

    /// <summary>The outcome's id.</summary>
    public string? Outcome { get; set; }

    /// <summary>The outcome as shown: 同意.</summary>
    public string? OutcomeName { get; set; }

    /// <summary>The reason or opinion.</summary>
    public string? Comment { get; set; }

    /// <summary>Rises with each change; a form carries it, a stale one is refused.</summary>
    public int Revision { get; set; }

    /// <summary>Form data that was saved without deciding, as JSON, or null.</summary>
    public string? Draft { get; set; }

    /// <summary>The initial values of the form, as JSON (FEEL's), or null.</summary>
    public string? FormData { get; set; }

    /// <summary>The place in a multi-instance, counted from 1; 0 outside of one.</summary>
    public int LoopCounter { get; set; }

    /// <summary>Who did what before, as shown in lists: 江予安 通过; empty at the start.</summary>
    public string PreviousStep { get; set; } = "";

    /// <summary>Whether the step before sent it back.</summary>
    public bool Returned { get; set; }

    /// <summary>When somebody who may do it first opened its page, or null: then it is unread.</summary>
    public DateTimeOffset? OpenedAt { get; set; }

    /// <summary>When somebody last asked to hurry (催办), or null.</summary>
    public DateTimeOffset? UrgedAt { get; set; }

    /// <summary>Who may do it.</summary>
    public List<TaskCandidate> Candidates { get; } = [];

    /// <summary>Who may not, although a candidate.</summary>
    public List<TaskExclusion> Exclusions { get; } = [];
}

/// <summary>Who may do a task: a person, or the holders of a post, perhaps of one district or school only.</summary>
public sealed class TaskCandidate
{
    /// <summary>The row.</summary>
    public long Id { get; set; }

    /// <summary>The task.</summary>
    public long TaskId { get; set; }

    /// <summary>A user name, or null.</summary>
    public string? UserName { get; set; }

    /// <summary>A post, or null.</summary>
    public string? PositionId { get; set; }

    /// <summary>Only holders for this district; null: any.</summary>
    public string? DistrictCode { get; set; }

    /// <summary>Only holders for this school; null: any.</summary>
    public string? SchoolCode { get; set; }
}

/// <summary>
/// Who had a task once and has it no longer: transferred it, or answered as a delegate; or who was asked to sign it, or
/// gave it to somebody else as it was late. They may read the case.
/// </summary>
public sealed class TaskHolder
{
    /// <summary>The task.</summary>
    public long TaskId { get; set; }

    /// <summary>The user name.</summary>
    public required string UserName { get; set; }

    /// <summary>The case.</summary>
    public long CaseId { get; set; }

    /// <summary>Whether they worked on it (答复): the separation of duties counts them.</summary>
    public bool Answered { get; set; }
}

/// <summary>
/// A person kept away from a task by the separation of duties: the initiator, or who did a step it is separated from.
/// </summary>
public sealed class TaskExclusion
{
    /// <summary>The task.</summary>
    public long TaskId { get; set; }

    /// <summary>The user name.</summary>
    public required string UserName { get; set; }
}
