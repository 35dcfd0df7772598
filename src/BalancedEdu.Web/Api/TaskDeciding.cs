using System.Text.Json;
using BalancedEdu.Web.Data;
using BalancedEdu.Web.Infrastructure;
using BalancedEdu.Web.Runtime;
using BalancedEdu.Web.Runtime.CaseActions;
using BalancedEdu.Web.Runtime.Reading;
using BalancedEdu.Web.Runtime.Tasks;

namespace BalancedEdu.Web.Api;

/// <summary>办理: one of the task's outcomes, the opinion, and what the form holds.</summary>
public sealed record CompletionBody(
    string Outcome, string? Comment = null, JsonElement? Form = null, int? Revision = null) : ISeen;

/// <summary>退回: where to; straight back (直达) or step by step again (逐级重走); the version that was previewed.</summary>
public sealed record ReturnBody(
    string Target, string Reason, bool Directly = false, long? CaseVersion = null, int? Revision = null,
    string? ReasonCode = null) : ISeen;

/// <summary>批量同意: tasks with the revisions that were seen, of one step of one version.</summary>
public sealed record BulkBody(BulkItem[] Items, string? Comment = null);

/// <summary>What would be, or was, agreed to.</summary>
public sealed record ApiBulk(string OutcomeName, IReadOnlyList<ApiBulkRow> Rows);

/// <summary>One task of several; without a problem it was done.</summary>
public sealed record ApiBulkRow(
    long TaskId, string CaseNumber, string CaseTitle, string Step, ApiProblem? Problem);

/// <summary>What a return would do; <c>caseVersion</c> is sent back with it.</summary>
public sealed record ApiReturnPlan(long CaseVersion, IReadOnlyList<ApiReturnTarget> Targets);

/// <summary>A step that the case may go back to.</summary>
public sealed record ApiReturnTarget(
    string ElementId, string Name, string? LastBy, DateTimeOffset? LastAt, ApiReturnWay StepByStep,
    ApiReturnWay Directly);

/// <summary>One way to return: why it can't be, or what it withdraws and which decisions count no more.</summary>
public sealed record ApiReturnWay(
    ApiProblem? Problem, IReadOnlyList<TouchedTask> Withdrawn, IReadOnlyList<TouchedTask> Voided);

/// <summary>Decisions of programs: each as the person who owns the token, by the same rules as on the pages.</summary>
internal static class TaskDeciding
{
    private static readonly string[] Returns =
    [
        "403 task.not-offered", "403 task.delegated", "403 task.signer-only",
    ];

    private static readonly string[] Bulk =
    [
        "404 task.unknown", "422 bulk.nothing", "422 bulk.too-many", "422 bulk.mixed", "422 bulk.not-offered",
    ];

    public static void Map(RouteGroupBuilder api)
    {
        api.MapTask<CompletionBody, DecisionDesk>(
            "complete", ApiScopes.Decide, "Decide by one of the outcomes (同意, 不同意, …)",
            [
                "403 task.delegated", "403 task.self-approval", "403 task.separation", "403 task.delegate-applicant",
                "409 bpmn.*", "422 task.outcome-unknown", "422 task.decision-invalid", "422 task.invalid",
                "422 task.demands-missing", "422 task.demands-new",
            ],
            (desk, t) => desk.DecideAsync(t));
        api.MapTask<ReturnBody, TaskReturns>(
            "return", ApiScopes.Decide, "Send the case back to an earlier step (退回)",
            [
                .. Returns, "403 task.delegate-applicant", "403 task.separation", "403 task.drawn-in-person",
                "409 case.moved", "422 task.return-target-missing", "422 task.return-code-missing",
                "422 task.return-code-unknown", "422 task.reason-missing",
                "422 task.text-too-long", "422 bpmn.return.*",
            ],
            (a, t) => a.ReturnAsync(
                new(t.Id, t.Revision, t.Body.Target, t.Body.Directly, t.Body.Reason, t.Body.CaseVersion)
                {
                    ReasonCode = t.Body.ReasonCode,
                },
                t.Person, default));
        api.MapGet("/tasks/{id:long}/return-targets", TargetsAsync).Reads<ApiReturnPlan>(
            "Where the task may be returned to, and what each way takes back (退回 preview)",
            [.. Returns, "403 task.not-yours", "404 task.unknown", "409 task.stale"]);
        api.MapPost("/tasks/{id:long}/take-back", TakeBackAsync).Writes<ApiCaseState>(
            ApiScopes.Decide, "Take one's last decision back before anybody went on (取回)", revised: false,
            "403 task.not-last-handler", "404 task.unknown", "409 case.ended", "409 case.suspended", "409 case.busy",
            "409 task.take-back-impossible", "409 task.nothing-to-take-back", "409 task.next-decided",
            "409 task.next-opened");
        api.MapPost("/tasks/bulk-agreement", AgreeAsync).Writes<ApiBulk>(
            ApiScopes.Decide, "Agree to several tasks of one step, each by itself (批量同意)", revised: false, Bulk);
        api.MapPost("/tasks/bulk-agreement/preview", PreviewAsync).Writes<ApiBulk>(
            ApiScopes.Decide, "What a bulk agreement would agree to; nothing is done", revised: false, Bulk);
    }

    private static async Task<IResult> TargetsAsync(
        long id, int revision, TaskReturns returns, CurrentUser current, CancellationToken cancellation) =>
        ApiAnswer.Of(
            await returns.PlanAsync(id, revision, await current.GetAsync(cancellation), cancellation),
            plan => new ApiReturnPlan(plan.CaseVersion, [.. plan.Targets.Select(t => new ApiReturnTarget(
                t.ElementId, t.Name, t.LastBy, t.LastAt, Way(t.StepByStep), Way(t.Directly)))])).ToResult();

    private static ApiReturnWay Way(ReturnWay way) => new(Problem(way.Refusal), way.Withdrawn, way.Voided);

    private static async Task<ApiAnswer> TakeBackAsync(
        long id, TaskTakingBack actions, CurrentUser current, BalancedEduDb db, CaseFiles files,
        TaskRightsQuery rights)
    {
        var person = await current.GetAsync();
        if (await actions.TakeBackAsync(new(id), person, default) is { } refusal)
            return ApiAnswer.Of(refusal);
        var outline = await files.FindOutlineAsync(person, id, default);
        return await ApiVerbs.StateOfCaseAsync(db, rights, outline!.Task.CaseId, person);
    }

    private static async Task<ApiAnswer> AgreeAsync(BulkBody body, BulkAgreement bulk, CurrentUser current) =>
        ApiAnswer.Of(await bulk.AgreeAsync(body.Items, body.Comment, await current.GetAsync(), default), Show);

    private static async Task<ApiAnswer> PreviewAsync(BulkBody body, BulkAgreement bulk, CurrentUser current) =>
        ApiAnswer.Of(await bulk.PlanAsync(body.Items, await current.GetAsync(), default), Show);

    private static ApiBulk Show(BulkPlan plan) => new(
        plan.OutcomeName,
        [.. plan.Rows.Select(r => new ApiBulkRow(r.TaskId, r.Number, r.Title, r.Step, Problem(r.Refusal)))]);

    private static ApiProblem? Problem(ActionRefusal? refusal) => refusal is null ? null : ApiProblem.Of(refusal);
}

/// <summary>A decision with the rule of opinions, which stands before the use case on the pages too.</summary>
internal sealed class DecisionDesk(CaseFiles files, TaskActions actions)
{
    /// <summary>Decides; null when done.</summary>
    public async Task<ActionRefusal?> DecideAsync(OnTask<CompletionBody> task)
    {
        var body = task.Body;
        var outline = await files.FindOutlineAsync(task.Person, task.Id, default);
        var outcome = outline?.Details.Choices.FirstOrDefault(o => o.Id == body.Outcome);
        if (outcome is not null && outline!.Task.Revision == task.Revision
            && CommentRule.Check(outcome, body.Comment) is { } unsaid)
            return unsaid;
        return await actions.CompleteAsync(
            new(task.Id, task.Revision, body.Outcome, body.Comment, body.Form), task.Person, default);
    }
}
