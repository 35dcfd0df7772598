using BalancedEdu.Web.Data;
using BalancedEdu.Web.Data.Cases;
using BalancedEdu.Web.Data.Organisation;
using BalancedEdu.Web.Infrastructure;
using BalancedEdu.Web.Runtime;
using BalancedEdu.Web.Runtime.Reading;
using Microsoft.EntityFrameworkCore;

namespace BalancedEdu.Web.Api;

/// <summary>A task that a program does something with.</summary>
/// <param name="Id">The task's row.</param>
/// <param name="Revision">The revision that was seen.</param>
/// <param name="Body">What was sent.</param>
/// <param name="Person">As whom the program acts.</param>
internal sealed record OnTask<TBody>(long Id, int Revision, TBody Body, AppUser Person);

/// <summary>A case, or a task of one whose revision is not asked for.</summary>
/// <param name="Id">The row.</param>
/// <param name="Body">What was sent.</param>
/// <param name="Person">As whom the program acts.</param>
/// <param name="Once">What makes the request recognisable when it comes again.</param>
internal sealed record OnCase<TBody>(long Id, TBody Body, AppUser Person, string Once);

/// <summary>
/// How a verb becomes an endpoint. What was begun is carried to its end although the client has gone: the answer waits
/// for the same request to come again.
/// </summary>
internal static class ApiVerbs
{
    private static readonly string[] OfTask =
    [
        "403 task.not-yours", "404 task.unknown", "409 task.stale", "409 case.busy", "409 bpmn.instance.suspended",
        "422 api.revision-missing", "422 api.revision-contradicts",
    ];

    private static readonly string[] OfCase = ["404 case.unknown", "409 case.busy", "409 case.moved"];

    /// <summary>Maps a verb of a task; done, it answers what has become of the task.</summary>
    public static void MapTask<TBody, TActions>(
        this RouteGroupBuilder api, string verb, string scope, string summary, string[] refusals,
        Func<TActions, OnTask<TBody>, Task<ActionRefusal?>> act)
        where TBody : ISeen
        where TActions : notnull =>
        api.MapPost($"/tasks/{{id:long}}/{verb}", async (
                long id, TBody body, HttpRequest request, TActions actions, CurrentUser current, BalancedEduDb db) =>
            {
                var (revision, unsaid) = ApiRevision.Of(request, body);
                var refusal = unsaid ?? await act(actions, new(id, revision, body, await current.GetAsync()));
                return refusal is null ? await StateOfTaskAsync(db, id) : ApiAnswer.Of(refusal);
            })
            .Writes<ApiTaskState>(scope, summary, revised: true, [.. OfTask, .. refusals]);

    /// <summary>Maps a verb of a case; done, it answers how the case stands.</summary>
    public static void MapCase<TBody, TActions>(
        this RouteGroupBuilder api, string verb, string scope, string summary, string[] refusals,
        Func<TActions, OnCase<TBody>, Task<ActionRefusal?>> act)
        where TActions : notnull =>
        api.MapPost($"/cases/{{id:long}}/{verb}", async (
                long id, TBody body, HttpContext http, TActions actions, CurrentUser current, BalancedEduDb db,
                TaskRightsQuery rights) =>
            {
                var person = await current.GetAsync();
                return await act(actions, new(id, body, person, Idempotency.OnceOf(http))) is { } refusal
                    ? ApiAnswer.Of(refusal)
                    : await StateOfCaseAsync(db, rights, id, person);
            })
            .Writes<ApiCaseState>(scope, summary, revised: false, [.. OfCase, .. refusals]);

    /// <summary>Maps a verb of a case that needs nothing said.</summary>
    public static void MapCase<TActions>(
        this RouteGroupBuilder api, string verb, string scope, string summary, string[] refusals,
        Func<TActions, long, AppUser, Task<ActionRefusal?>> act)
        where TActions : notnull =>
        api.MapPost($"/cases/{{id:long}}/{verb}", async (
                long id, TActions actions, CurrentUser current, BalancedEduDb db, TaskRightsQuery rights) =>
            {
                var person = await current.GetAsync();
                return await act(actions, id, person) is { } refusal
                    ? ApiAnswer.Of(refusal)
                    : await StateOfCaseAsync(db, rights, id, person);
            })
            .Writes<ApiCaseState>(scope, summary, revised: false, [.. OfCase, .. refusals]);

    /// <summary>How a case stands after an operation.</summary>
    public static async Task<ApiAnswer> StateOfCaseAsync(
        BalancedEduDb db, TaskRightsQuery rights, long id, AppUser person)
    {
        var now = await db.Cases.AsNoTracking().Where(c => c.Id == id)
            .Select(c => new { c.Number, c.Status, c.SuspendedAt, c.Version }).SingleAsync();
        var request = await db.WithdrawalRequests.Where(w => w.CaseId == id && w.Status == WithdrawalStatus.Open)
            .Select(w => (long?)w.Id).SingleOrDefaultAsync();
        return ApiAnswer.Ok(new ApiCaseState(
            id, now.Number, ApiWords.Of(now.Status), now.SuspendedAt is not null && now.Status == CaseStatus.Running,
            now.Version, request, await rights.OpenForAsync(person, id, default)));
    }

    /// <summary>What has become of a task.</summary>
    public static async Task<ApiAnswer> StateOfTaskAsync(BalancedEduDb db, long id)
    {
        var task = await db.Tasks.AsNoTracking().Where(t => t.Id == id)
            .Select(t => new { t.Id, t.CaseId, t.Status, t.Assignee, t.Owner, t.Revision }).SingleAsync();
        return ApiAnswer.Ok(new ApiTaskState(
            task.Id, task.CaseId, ApiWords.Of(task.Status), task.Assignee, task.Owner, task.Revision))
            with { Revision = task.Revision };
    }
}
