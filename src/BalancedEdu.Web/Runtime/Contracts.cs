using System.Text.Json;
using BalancedEdu.Bpmn.Execution;
using BalancedEdu.Bpmn.Forms;
using BalancedEdu.Feel.Values;
using BalancedEdu.Web.Data.Organisation;

namespace BalancedEdu.Web.Runtime;

/// <summary>Who acts. The system acts under the user name <c>system</c> and is never shown as a person.</summary>
/// <param name="UserName">The account's user name.</param>
/// <param name="DisplayName">The person's name, as it is written into histories.</param>
public sealed record Actor(string UserName, string DisplayName)
{
    /// <summary>系统.</summary>
    public static Actor System { get; } = new("system", "系统");

    /// <summary>The name of the token by which a program acts as the person; null: the person acts at a page.</summary>
    public string? Via { get; init; }

    /// <summary>A person as the one who acts.</summary>
    public static Actor Of(AppUser person)
    {
        ArgumentNullException.ThrowIfNull(person);
        return new(person.UserName!, person.DisplayName) { Via = person.Via };
    }
}

/// <summary>A case to be started.</summary>
/// <param name="ProcessId">The process; its newest published version is taken.</param>
/// <param name="Variables">The first variables.</param>
/// <param name="DistrictCode">The district it is about, or null.</param>
/// <param name="SchoolCode">The school it is about, or null.</param>
/// <param name="ApplicantName">The applicant as shown.</param>
/// <param name="BusinessKey">What it is about; when a case with it exists, that one is returned. Or null.</param>
public sealed record StartCase(
    string ProcessId, FeelContext Variables, string? DistrictCode, string? SchoolCode, string ApplicantName,
    string? BusinessKey);

/// <summary>A case that runs.</summary>
/// <param name="CaseId">The row.</param>
/// <param name="Number">The number people quote.</param>
/// <param name="Already">Whether it had been started before by the same business key.</param>
public sealed record StartedCase(long CaseId, string Number, bool Already);

/// <summary>How a refused action is answered: 404, 403, 409 or 422.</summary>
public enum RefusalKind
{
    /// <summary>There is no such thing, or not for this person.</summary>
    NotFound,

    /// <summary>The person may see it but not do this.</summary>
    Forbidden,

    /// <summary>Somebody was quicker; the message says who did what.</summary>
    Conflict,

    /// <summary>The input is not right; it comes back with the reasons.</summary>
    Invalid,
}

/// <summary>Why an action was refused; nothing has changed.</summary>
/// <param name="Kind">Decides the status.</param>
/// <param name="Code">Stable and dotted: <c>task.stale</c>.</param>
/// <param name="Message">One Chinese sentence.</param>
/// <param name="Fields">Errors of single form fields; empty otherwise.</param>
public sealed record ActionRefusal(RefusalKind Kind, string Code, string Message, IReadOnlyList<FieldError> Fields);

/// <summary>A decision on a task.</summary>
/// <param name="TaskId">The task's row.</param>
/// <param name="Revision">The revision that the person saw.</param>
/// <param name="Outcome">The outcome's id.</param>
/// <param name="Comment">The reason or opinion, or null.</param>
/// <param name="Form">What the form sent; null without a form.</param>
public sealed record TaskDecision(long TaskId, int Revision, string Outcome, string? Comment, JsonElement? Form)
{
    /// <summary>How many tasks were decided at once (批量同意), this one among them; 0 when it was alone.</summary>
    public int BulkOf { get; init; }
}

/// <summary>
/// Runs one kind of job. Called at least once with the same key; the same key must have the same effect.
/// </summary>
public interface IJobHandler
{
    /// <summary>The name in <c>be:job</c>: <c>funding.calculate</c>.</summary>
    string Job { get; }

    /// <summary>Does the work and gives the outputs.</summary>
    /// <exception cref="JobFailedException">It can't succeed by trying again: an incident for a person.</exception>
    Task<FeelContext> RunAsync(JobRequest request, CancellationToken cancellation);
}

/// <summary>What a handler is told.</summary>
/// <param name="Key">The idempotency key.</param>
/// <param name="CaseId">The case.</param>
/// <param name="CaseNumber">The number people quote.</param>
/// <param name="Inputs">The evaluated inputs; for a rung's job the variables of the case and <c>taskId</c>.</param>
/// <param name="Now">The time of the attempt.</param>
public sealed record JobRequest(string Key, long CaseId, string CaseNumber, FeelContext Inputs, DateTimeOffset Now);

/// <summary>A job that can't succeed by trying again. The message is Chinese and says what to do.</summary>
public sealed class JobFailedException(string message) : Exception(message);
