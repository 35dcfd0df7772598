namespace BalancedEdu.Web.Data.Cases;

/// <summary>How a case stands.</summary>
public enum CaseStatus
{
    /// <summary>在办.</summary>
    Running = 0,

    /// <summary>办结.</summary>
    Completed = 1,

    /// <summary>终止或撤回.</summary>
    Cancelled = 2,
}

/// <summary>A process instance as an official sees it (事项). Written by the runtime only.</summary>
public sealed class Case
{
    /// <summary>The row.</summary>
    public long Id { get; set; }

    /// <summary>The number people quote: <c>DB-2026-00377</c>.</summary>
    public required string Number { get; set; }

    /// <summary>The BPMN process id.</summary>
    public required string ProcessId { get; set; }

    /// <summary>The version of the bundle it runs on; for life, unless it is moved to another (迁移).</summary>
    public long BundleVersionId { get; set; }

    /// <summary>望江路小学四（3）班 58 人.</summary>
    public required string Title { get; set; }

    /// <summary>在办, 办结 or 终止.</summary>
    public CaseStatus Status { get; set; }

    /// <summary>Rises by one with each step; a step commits only on the version it was computed from.</summary>
    public long Version { get; set; }

    /// <summary>The engine's state as JSON.</summary>
    public required byte[] State { get; set; }

    /// <summary>When it started.</summary>
    public DateTimeOffset StartedAt { get; set; }

    /// <summary>When it ended, or null.</summary>
    public DateTimeOffset? EndedAt { get; set; }

    /// <summary>Since when it stands still (挂起), or null; the engine's state says the same.</summary>
    public DateTimeOffset? SuspendedAt { get; set; }

    /// <summary>The user name of who started it, or <c>system</c>.</summary>
    public required string StartedBy { get; set; }

    /// <summary>The applicant as shown: a unit or a person.</summary>
    public string ApplicantName { get; set; } = "";

    /// <summary>The district the case is about; tasks of district scope go there.</summary>
    public string? DistrictCode { get; set; }

    /// <summary>The school the case is about; tasks of school scope go there.</summary>
    public string? SchoolCode { get; set; }

    /// <summary>What makes a second case for the same thing impossible; unique in a process, or null.</summary>
    public string? BusinessKey { get; set; }

    /// <summary>The case whose call activity started this one, or null.</summary>
    public long? ParentCaseId { get; set; }

    /// <summary>The row of the call that it answers, or null.</summary>
    public long? CallRowId { get; set; }

    /// <summary>The number of the last event.</summary>
    public long LastSequence { get; set; }

    /// <summary>The hash of the last event, which the next one is chained to; empty before the first.</summary>
    public required byte[] LastHash { get; set; }
}

/// <summary>One thing that happened in a case; appended, never changed, chained by hashes.</summary>
public sealed class CaseEvent
{
    /// <summary>The case.</summary>
    public long CaseId { get; set; }

    /// <summary>Counted from 1 in a case, without gaps.</summary>
    public long Sequence { get; set; }

    /// <summary>When.</summary>
    public DateTimeOffset At { get; set; }

    /// <summary>The kind of event: <c>UserTaskCompleted</c>; host events such as <c>TaskClaimed</c> too.</summary>
    public required string Kind { get; set; }

    /// <summary>The BPMN element, or null.</summary>
    public string? ElementId { get; set; }

    /// <summary>The task it is about, or null.</summary>
    public long? TaskId { get; set; }

    /// <summary>The user name of who did it, or <c>system</c>.</summary>
    public required string Actor { get; set; }

    /// <summary>The event as JSON.</summary>
    public required string Data { get; set; }

    /// <summary>The moves of tokens that follow from it, as a JSON array, or null.</summary>
    public string? Moves { get; set; }

    /// <summary>SHA-256 over the previous event's hash and this event.</summary>
    public required byte[] Hash { get; set; }
}

/// <summary>A command that was carried out, so that its repetition does nothing.</summary>
public sealed class HandledCommand
{
    /// <summary>The case.</summary>
    public long CaseId { get; set; }

    /// <summary>The de-duplication key: <c>job:17</c>, <c>timer:4</c>, or the operation id of a form.</summary>
    public required string Key { get; set; }

    /// <summary>When it was carried out.</summary>
    public DateTimeOffset At { get; set; }
}

/// <summary>The next number of a series: <c>DB-2026</c>.</summary>
public sealed class NumberSeries
{
    /// <summary>The series.</summary>
    public required string Key { get; set; }

    /// <summary>The number that is given next, from 1.</summary>
    public long Next { get; set; }
}

/// <summary>Something that a person must look at before a case, or work behind one, goes on.</summary>
public sealed class IncidentRow
{
    /// <summary>The row.</summary>
    public long Id { get; set; }

    /// <summary>The case; null for work of no case, such as an import.</summary>
    public long? CaseId { get; set; }

    /// <summary>The element instance that keeps the token; 0 when the engine knows nothing of it.</summary>
    public long ElementInstanceId { get; set; }

    /// <summary>The BPMN element, or what else stopped: the name of a job, the import.</summary>
    public required string ElementId { get; set; }

    /// <summary>Stable and dotted.</summary>
    public required string Code { get; set; }

    /// <summary>The cause, with the values seen.</summary>
    public required string Message { get; set; }

    /// <summary>The stack where the fault is in code of ours, or null.</summary>
    public string? Detail { get; set; }

    /// <summary>
    /// What makes a repetition the same incident: <c>timer:17</c>; unique. Null for incidents of the engine.
    /// </summary>
    public string? Key { get; set; }

    /// <summary>The row of the timer, rung, job, task or import that it is about; null for the engine's.</summary>
    public long? SourceId { get; set; }

    /// <summary>How often it came, from 1.</summary>
    public int Times { get; set; } = 1;

    /// <summary>When it was raised, of a repeated one the last time.</summary>
    public DateTimeOffset RaisedAt { get; set; }

    /// <summary>When it was resolved, or null.</summary>
    public DateTimeOffset? ResolvedAt { get; set; }
}
