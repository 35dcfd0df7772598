using System.Text.Json.Nodes;
using BalancedEdu.Web.Data;
using BalancedEdu.Web.Data.Cases;
using BalancedEdu.Web.Runtime.CaseActions;
using BalancedEdu.Web.Runtime.Reading;

namespace BalancedEdu.Web.Api;

/// <summary>A line of a list. In the views of cases there is no task.</summary>
public sealed record ApiInboxRow(
    long? TaskId, long CaseId, string CaseNumber, string CaseTitle, string Type, string Applicant, string Step,
    string Role, string? Seat, string? Assignee, string? Previous, bool Returned, string? ReturnReason, string? Note,
    bool Unread, DateTimeOffset? UrgedAt, DateTimeOffset At, DateTimeOffset? DueAt, int? Revision);

/// <summary>A page of a list.</summary>
/// <param name="Rows">Exactly as many as were asked for, while there are more.</param>
/// <param name="Total">All of the view; null where it is not counted.</param>
/// <param name="Next">What to send as <c>after</c> for the next page; null on the last.</param>
public sealed record ApiInboxPage(IReadOnlyList<ApiInboxRow> Rows, int? Total, string? Next);

/// <summary>One thing that may be chosen as the result of a task.</summary>
public sealed record ApiOutcome(string Id, string Name, string Kind, bool RequiresComment, int CommentLengthMin);

/// <summary>
/// A task. Every operation on it must be sent with its revision; <c>owner</c> decides while the assignee is only a
/// delegate; <c>allow</c> are the operations beside deciding; the form's schema (form-js) comes with its data.
/// </summary>
public sealed record ApiTask(
    long TaskId, long CaseId, string CaseNumber, string ElementId, string Name, string Role, string? Seat,
    string Status,
    string? Assignee, string? Owner, string? SignerPlace, string? AddedBy, string? CompletedBy, string? Outcome,
    string? Comment, string? VoidReason, DateTimeOffset CreatedAt, DateTimeOffset? EndedAt, DateTimeOffset? DueAt,
    int Revision, IReadOnlyList<ApiOutcome> Outcomes, IReadOnlyList<string> Allow, JsonNode? Form, JsonNode? FormData);

/// <summary>What is left of a task after an operation: its new revision and who has it.</summary>
public sealed record ApiTaskState(
    long TaskId, long CaseId, string Status, string? Assignee, string? Owner, int Revision);

/// <summary>How a case stands after an operation.</summary>
/// <param name="CaseId">The row.</param>
/// <param name="Number">The number people quote.</param>
/// <param name="Status">running, completed or cancelled.</param>
/// <param name="Suspended">Whether it stands still.</param>
/// <param name="Version">Rises with each step.</param>
/// <param name="WithdrawalRequestId">The request to withdraw that waits for answers, or null.</param>
/// <param name="Waiting">Open tasks that the person may act on.</param>
public sealed record ApiCaseState(
    long CaseId, string Number, string Status, bool Suspended, long Version, long? WithdrawalRequestId,
    IReadOnlyList<long> Waiting);

/// <summary>A line of the list of cases.</summary>
public sealed record ApiCaseRow(
    long CaseId, string Number, string Title, string Type, string Applicant, string Step, string Status,
    DateTimeOffset StartedAt);

/// <summary>A page of cases, the newest first.</summary>
/// <param name="Rows">Exactly as many as were asked for, while there are more.</param>
/// <param name="Next">What to send as <c>after</c> for the next page; null on the last.</param>
public sealed record ApiCasePage(IReadOnlyList<ApiCaseRow> Rows, long? Next);

/// <summary>A task of a case.</summary>
public sealed record ApiCaseTask(
    long TaskId, string ElementId, string Name, string Role, string? Seat, string Status, string? Assignee,
    string? CompletedBy, string? OnBehalfOf, string? Outcome, string? OutcomeName, string? Comment,
    string? VoidReason, DateTimeOffset CreatedAt, DateTimeOffset? EndedAt, DateTimeOffset? DueAt, int Revision);

/// <summary>A request to withdraw that waits for answers.</summary>
public sealed record ApiWithdrawalRequest(long Id, string RequestedBy, string Reason, DateTimeOffset RequestedAt);

/// <summary>How the person stands to a case, and what they may do with it now.</summary>
/// <param name="Initiator">Whether they started it.</param>
/// <param name="Manages">Whether they may suspend, resume and terminate it.</param>
/// <param name="Follows">Whether they follow it.</param>
/// <param name="Unread">Whether it was passed to them and not read.</param>
/// <param name="AnswersWithdrawal">Whether the request to withdraw waits for their answer.</param>
/// <param name="Waiting">Open tasks that they may act on.</param>
/// <param name="TakeBacks">Tasks whose decision they may take back.</param>
/// <param name="Urgeable">Open tasks that they may urge.</param>
public sealed record ApiStanding(
    bool Initiator, bool Manages, bool Follows, bool Unread, bool AnswersWithdrawal, IReadOnlyList<long> Waiting,
    IReadOnlyList<long> TakeBacks, IReadOnlyList<long> Urgeable);

/// <summary>A case with its tasks and what was handed in, in words.</summary>
public sealed record ApiCase(
    long CaseId, string Number, string Title, string ProcessId, string ProcessName, string Status,
    DateTimeOffset? SuspendedAt, string StartedBy, DateTimeOffset StartedAt, DateTimeOffset? EndedAt,
    string Applicant, string? Place, string? DistrictCode, string? SchoolCode, long? ParentCaseId, long Version,
    ApiWithdrawalRequest? Withdrawal, ApiStanding Standing, IReadOnlyList<ApiCaseTask> Tasks,
    IReadOnlyList<Submission> Forms);

/// <summary>A page of what happened in a case, in its order.</summary>
/// <param name="Events">The events; one number may have several.</param>
/// <param name="Next">What to send as <c>after</c> for the next page; null on the last.</param>
public sealed record ApiEventPage(IReadOnlyList<EventLine> Events, long? Next);

/// <summary>Where a case could be moved to (迁移).</summary>
/// <param name="Versions">Published versions of its definition but its own, the newest first.</param>
/// <param name="Plan">What the version that was asked for would do; null when none was.</param>
public sealed record ApiMigration(IReadOnlyList<MigrationVersion> Versions, ApiMigrationPlan? Plan);

/// <summary>What moving a case would do, told before it happens.</summary>
/// <param name="From">The number of the version it runs on.</param>
/// <param name="To">The number of the other version.</param>
/// <param name="Version">The version of the case: sent back with the migration.</param>
/// <param name="Moves">What becomes of each part of it.</param>
/// <param name="Begins">What begins at once, in words.</param>
/// <param name="Obstacles">Why it can't be done so, in words; empty when it can.</param>
public sealed record ApiMigrationPlan(
    int From, int To, long Version, IReadOnlyList<ApiMove> Moves, IReadOnlyList<string> Begins,
    IReadOnlyList<string> Obstacles);

/// <summary>What becomes of one part of a case.</summary>
/// <param name="Part">环节, 汇合, 直达目标, 定时, 等待, 补偿, 已办 or 对应.</param>
/// <param name="ElementId">The element or flow.</param>
/// <param name="To">What it becomes; null for what is given up or stops the migration.</param>
/// <param name="Problem">Why it can't be moved, or null.</param>
/// <param name="Candidates">What it could be named as, in <c>elements</c>.</param>
public sealed record ApiMove(
    string Part, string ElementId, string? To, string? Problem, IReadOnlyList<string> Candidates);

/// <summary>The words of states.</summary>
internal static class ApiWords
{
    /// <summary>open, completed or cancelled.</summary>
    public static string Of(WorkTaskStatus status) => status.ToString().ToLowerInvariant();

    /// <summary>running, completed or cancelled.</summary>
    public static string Of(CaseStatus status) => status.ToString().ToLowerInvariant();

    /// <summary>asked, granted or refused.</summary>
    public static string Of(ExtensionStatus status) => status.ToString().ToLowerInvariant();

    /// <summary>Null for a clock that stands still or is not there.</summary>
    public static DateTimeOffset? Due(DateTimeOffset? at) => at >= Instants.Never ? null : at;

    /// <summary>Null for nothing.</summary>
    public static string? Given(string text) => text.Length == 0 ? null : text;
}
