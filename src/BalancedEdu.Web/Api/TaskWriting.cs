using System.Text.Json;
using BalancedEdu.Bpmn.Execution;
using BalancedEdu.Web.Data;
using BalancedEdu.Web.Data.Organisation;
using BalancedEdu.Web.Infrastructure;
using BalancedEdu.Web.Runtime;
using BalancedEdu.Web.Runtime.Clocks.Defaults;
using BalancedEdu.Web.Runtime.Tasks;

namespace BalancedEdu.Web.Api;

/// <summary>Only which revision of the task was seen.</summary>
public sealed record SeenBody(int? Revision = null) : ISeen;

/// <summary>暂存: what the form holds.</summary>
public sealed record DraftBody(JsonElement Form, int? Revision = null) : ISeen;

/// <summary>转办: to whom, by user name, and why.</summary>
public sealed record TransferBody(string To, string? Reason = null, int? Revision = null) : ISeen;

/// <summary>委派: to whom, by user name, and what is asked.</summary>
public sealed record DelegateBody(string To, string Question, int? Revision = null) : ISeen;

/// <summary>答复 of a delegate.</summary>
public sealed record AnswerBody(string Opinion, int? Revision = null) : ISeen;

/// <summary>收回: why; a manager must say it.</summary>
public sealed record RecallBody(string? Reason = null, int? Revision = null) : ISeen;

/// <summary>加签: before, parallel or after; user names.</summary>
public sealed record SignersBody(string Place, string[] To, string? Reason = null, int? Revision = null) : ISeen;

/// <summary>
/// 减签: the user name of one who waits to be asked; without it the task in the address is the signer's own.
/// </summary>
public sealed record RemoveSignerBody(string? User = null, string? Reason = null, int? Revision = null) : ISeen;

/// <summary>声明回避: why who was drawn must stay away.</summary>
public sealed record RecusalBody(string Reason, int? Revision = null) : ISeen;

/// <summary>补交意见 after a decision by time-out.</summary>
public sealed record OpinionBody(string Opinion);

/// <summary>
/// What programs do with tasks without deciding: the same use cases, rules and refusals as on the pages. Each asks for
/// the revision that was seen.
/// </summary>
internal static class TaskWriting
{
    private static readonly string[] Offered = ["403 task.not-offered", "403 task.delegated", "403 task.signer-only"];

    private static readonly string[] Receiver =
    [
        "422 task.receiver-missing", "422 task.receiver-unavailable", "422 task.receiver-self",
        "422 task.receiver-has-it", "422 task.receiver-applicant", "422 task.receiver-separated",
        "422 task.receiver-same-person", "422 task.text-too-long",
    ];

    public static void Map(RouteGroupBuilder api)
    {
        api.MapTask<SeenBody, TaskActions>(
            "claim", ApiScopes.Act, "Claim a task that is offered to several (认领)", [],
            (a, t) => a.ClaimAsync(t.Id, t.Revision, t.Person, default));
        api.MapTask<SeenBody, TaskActions>(
            "release", ApiScopes.Act, "Give a claimed task back to its candidates (释放)",
            ["403 task.delegated", "403 task.not-claimed"],
            (a, t) => a.ReleaseAsync(t.Id, t.Revision, t.Person, default));
        api.MapTask<DraftBody, TaskActions>(
            "draft", ApiScopes.Act, "Keep the form without deciding; the revision stays (暂存)",
            ["403 task.not-claimed", "422 task.draft-invalid"], SaveDraftAsync);
        api.MapTask<TransferBody, TaskTransfers>(
            "transfer", ApiScopes.Act, "Give the task to somebody for good (转办)",
            [
                .. Offered, .. Receiver, "409 task.delegation-open", "422 task.receiver-other-group",
                "422 task.reason-missing",
            ],
            (a, t) => a.TransferAsync(new(t.Id, t.Revision, t.Body.To, t.Body.Reason), t.Person, default));
        MapDelegations(api);
        MapDuties(api);
        api.MapTask<SignersBody, TaskSigners>(
            "signers", ApiScopes.Act, "Ask others to sign before, beside or after the owner (加签)",
            [.. Offered, .. Receiver, "403 task.delegate-applicant", "403 task.separation",
                "403 task.drawn-in-person", "422 task.signer-place-unknown", "422 task.signers-too-many",
                "422 bpmn.user-task.signer-twice", "409 bpmn.*"],
            SignAsync);
        api.MapTask<RemoveSignerBody, SignerRemovals>(
            "remove-signer", ApiScopes.Act, "Take out a signer who has not acted (减签)",
            [
                "409 task.signer-not-waiting", "409 task.not-a-signer", "409 bpmn.*", "422 task.reason-missing",
                "422 task.text-too-long",
            ],
            (a, t) => a.RemoveAsync(new(t.Id, t.Revision, t.Body.User, t.Body.Reason), t.Person, default));
    }

    private static void MapDelegations(RouteGroupBuilder api)
    {
        api.MapTask<DelegateBody, TaskDelegations>(
            "delegate", ApiScopes.Act, "Ask somebody for an answer; the owner decides (委派)",
            [.. Offered, .. Receiver, "422 task.text-missing"],
            (a, t) => a.DelegateAsync(new(t.Id, t.Revision, t.Body.To, t.Body.Question), t.Person, default));
        api.MapTask<AnswerBody, TaskDelegations>(
            "answer", ApiScopes.Act, "Answer as a delegate; the task is its owner's again (答复委派)",
            [
                "409 task.not-delegated", "403 task.self-approval", "403 task.separation", "422 task.text-missing",
                "422 task.text-too-long",
            ],
            (a, t) => a.AnswerAsync(new(t.Id, t.Revision, t.Body.Opinion), t.Person, default));
        api.MapTask<RecallBody, TaskDelegations>(
            "recall", ApiScopes.Act, "Take the task back from a delegate (收回委派)",
            ["409 task.not-delegated", "422 task.reason-missing", "422 task.text-too-long"],
            (a, t) => a.RecallAsync(new(t.Id, t.Revision, t.Body.Reason), t.Person, default));
    }

    private static void MapDuties(RouteGroupBuilder api)
    {
        api.MapTask<RecusalBody, TaskRecusals>(
            "recuse", ApiScopes.Act, "Stay away from a task for which one was drawn; somebody else is (声明回避)",
            ["403 task.not-offered", "422 task.reason-missing", "422 task.text-too-long"],
            (a, t) => a.DeclareAsync(new(t.Id, t.Revision, t.Body.Reason), t.Person, default));
        api.MapPost("/tasks/{id:long}/opinion", async (
                    long id, OpinionBody body, OpinionActions opinions, CurrentUser current, BalancedEduDb db) =>
                await opinions.FileAsync(id, body.Opinion, await current.GetAsync(), default) is { } refusal
                    ? ApiAnswer.Of(refusal)
                    : await ApiVerbs.StateOfTaskAsync(db, id))
            .Writes<ApiTaskState>(
                ApiScopes.Act, "File the opinion of a department in whose silence the system decided (补交意见)",
                revised: false, "404 opinion.unknown", "409 opinion.twice", "409 opinion.case-ended",
                "409 opinion.late", "409 task.stale", "409 case.busy", "422 opinion.empty");
    }

    private static Task<ActionRefusal?> SaveDraftAsync(TaskActions actions, OnTask<DraftBody> task) =>
        task.Body.Form.ValueKind == JsonValueKind.Object
            ? actions.KeepDraftAsync(task.Id, task.Revision, task.Body.Form, task.Person, default)
            : Refused("task.draft-invalid", "form", "没有暂存：form 须为一个对象。请改正后再提交。");

    private static Task<ActionRefusal?> SignAsync(TaskSigners signers, OnTask<SignersBody> task) =>
        PlaceOf(task.Body.Place) is { } place
            ? signers.AddAsync(
                new(task.Id, task.Revision, place, task.Body.To, task.Body.Reason), task.Person, default)
            : Refused(
                "task.signer-place-unknown", "place", "没有加签：place 须为 before、parallel 或 after。请改正后再提交。");

    private static SignerPlace? PlaceOf(string word) => word switch
    {
        "before" => SignerPlace.Before,
        "parallel" => SignerPlace.Parallel,
        "after" => SignerPlace.After,
        _ => null,
    };

    private static Task<ActionRefusal?> Refused(string code, string field, string message) =>
        Task.FromResult<ActionRefusal?>(OperationRefusals.Field(code, field, message));
}
