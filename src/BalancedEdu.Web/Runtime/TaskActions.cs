using System.Text.Json;
using BalancedEdu.Bpmn.Execution;
using BalancedEdu.Bpmn.Forms;
using BalancedEdu.Bpmn.Model;
using BalancedEdu.Feel.Values;
using BalancedEdu.Web.Data;
using BalancedEdu.Web.Data.Cases;
using BalancedEdu.Web.Data.Organisation;
using BalancedEdu.Web.Runtime.Assignment;
using BalancedEdu.Web.Runtime.Bundles;
using BalancedEdu.Web.Runtime.Effects;
using BalancedEdu.Web.Runtime.Tasks;
using BalancedEdu.Web.Runtime.Transitions;
using Microsoft.EntityFrameworkCore;

namespace BalancedEdu.Web.Runtime;

/// <summary>
/// What a person does with a task. Each answers null when done; the person's holdings must be loaded.
/// </summary>
public sealed class TaskActions
{
    private readonly BalancedEduDb _db;
    private readonly BundleCatalog _bundles;
    private readonly ProcessRunner _runner;
    private readonly Refusals _refusals;
    private readonly Demands _demands;
    private readonly Notices _notices;
    private readonly TimeProvider _time;
    private readonly TaskDoor _door;
    private readonly CoSignatures _signatures;
    private readonly Separation _separation;

    internal TaskActions(
        BalancedEduDb db, BundleCatalog bundles, ProcessRunner runner, Refusals refusals, Demands demands,
        Notices notices, TimeProvider time, TaskDoor door, CoSignatures signatures,
        Separation separation) =>
        (_db, _bundles, _runner, _refusals, _demands, _notices, _time, _door, _signatures, _separation) =
            (db, bundles, runner, refusals, demands, notices, time, door, signatures, separation);

    /// <summary>认领: the first of two wins, the other is told who it was.</summary>
    public async Task<ActionRefusal?> ClaimAsync(
        long taskId, int revision, AppUser person, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(person);
        var (task, refusal) = await FindAsync("认领", _db.ClaimableBy(person), taskId, revision, person, cancellation);
        return task is null ? refusal : await OwnAsync(task, person, person.UserName, "TaskClaimed", cancellation);
    }

    /// <summary>释放: gives a claimed task back to its candidates.</summary>
    public async Task<ActionRefusal?> ReleaseAsync(
        long taskId, int revision, AppUser person, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(person);
        var (task, refusal) = await FindAsync("释放", _db.AssignedTo(person), taskId, revision, person, cancellation);
        if (task is null)
            return refusal;
        if (task.Owner is { } owner)
            return OperationRefusals.Delegated(task, "释放", await _refusals.NameOfAsync(owner, cancellation));
        if (!task.Claimed)
            return new(
                RefusalKind.Forbidden, "task.not-claimed", $"不能释放“{task.Name}”：它是直接指派给您的，没有候选人可以接手。如需他人办理，请转办。", []);
        return await OwnAsync(task, person, null, "TaskReleased", cancellation);
    }

    /// <summary>办理: decides. An unclaimed task of a candidate is claimed by it.</summary>
    public async Task<ActionRefusal?> CompleteAsync(
        TaskDecision decision, AppUser person, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(decision);
        ArgumentNullException.ThrowIfNull(person);
        var step = await PrepareAsync(decision, person, cancellation);
        return step.Refused ? step.Refusal : await _runner.RunAsync(step.Value, cancellation);
    }

    /// <summary>The step of a decision that may be taken, as things are now.</summary>
    internal async Task<Answer<StepRequest>> PrepareAsync(
        TaskDecision decision, AppUser person, CancellationToken cancellation)
    {
        var (task, refusal) = await FindAsync(
            "办理", _db.OpenFor(person), decision.TaskId, decision.Revision, person, cancellation);
        if (task is null)
            return refusal is { Code: "task.not-yours" }
                ? await Representing.WhyNotAsync(_db, decision.TaskId, person, cancellation) ?? refusal
                : refusal!;
        if (task.Owner is { } owner)
            return OperationRefusals.Delegated(task, "办理", await _refusals.NameOfAsync(owner, cancellation));
        var behalf = Representing.Of(task, person);
        var @case = await _db.Cases.Where(c => c.Id == task.CaseId)
            .Select(c => new { c.BundleVersionId, c.StartedBy, c.Version }).SingleAsync(cancellation);
        var bundle = await _bundles.GetAsync(@case.BundleVersionId, cancellation);
        if (bundle.Definition.FindUserTask(task.ElementId) is not { } details)
            return await _door.MovedAsync("办理", task, cancellation);
        if (await FindSeparationAsync(
            task, details.Assignment, @case.StartedBy, person, bundle, cancellation) is { } separated)
            return separated;
        if (behalf is not null && details.Assignment.Pick == AssignmentPick.Draw)
            return OperationRefusals.DrawnInPerson(task, behalf.Principal.DisplayName);
        var (form, invalid) = Check(decision, task, details, bundle);
        if (invalid is not null)
            return invalid;
        var outcome = details.Choices.First(o => o.Id == decision.Outcome);
        if (await _demands.CheckAsync(task, outcome, form, cancellation) is { } demanding)
            return demanding;
        if (await _signatures.CheckAsync(task, details, outcome, form, person, cancellation) is { } tooFew)
            return tooFew;
        return StepOf(decision, task, form, behalf, person, @case.Version);
    }

    private StepRequest StepOf(
        TaskDecision decision, WorkTask task, FeelContext form, Representing? behalf, AppUser person, long seen)
    {
        var comment = string.IsNullOrWhiteSpace(decision.Comment) ? null : decision.Comment.Trim();
        return new(
            task.CaseId,
            new CompleteUserTask(task.ElementInstanceId, decision.Outcome, comment, person.UserName!, form),
            behalf?.Actor ?? Actor.Of(person))
        {
            TaskId = task.Id,
            Revision = decision.Revision,
            OnBehalfOf = behalf?.Principal.UserName,
            Judge = async (step, stop) =>
                await _separation.FindAsync(step, task.Id, person.UserName!, seen, stop) is { } did
                    ? OperationRefusals.DidAnother(task, did)
                    : null,
            Host = async (step, stop) =>
            {
                if (decision.BulkOf != 0)
                    await BulkAgreement.Record(step, task, decision.BulkOf);
                if (behalf is not null)
                    await behalf.WriteAsync(step, task, _notices, stop);
            },
        };
    }

    /// <summary>
    /// 暂存 by itself while somebody types: keeps form data without deciding. The revision stays, so that the open form
    /// can still be sent.
    /// </summary>
    public async Task<ActionRefusal?> SaveDraftAsync(
        long taskId, int revision, JsonElement form, AppUser person, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(person);
        var (task, refusal) = await FindForDraftAsync(taskId, revision, person, cancellation);
        if (task is null)
            return refusal;
        var draft = form.GetRawText();
        var saved = await _db.Tasks
            .Where(t => t.Id == taskId && t.Revision == revision && t.Status == WorkTaskStatus.Open)
            .ExecuteUpdateAsync(t => t.SetProperty(x => x.Draft, draft), cancellation);
        return saved == 1 ? null : await _refusals.OfLostRaceAsync(
            new(task.CaseId, null, Actor.System) { TaskId = taskId, Verb = "暂存" }, null, cancellation);
    }

    /// <summary>暂存 by the button, or by a program: as <see cref="SaveDraftAsync"/>, and the history tells it.</summary>
    public async Task<ActionRefusal?> KeepDraftAsync(
        long taskId, int revision, JsonElement form, AppUser person, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(person);
        var (task, refusal) = await FindForDraftAsync(taskId, revision, person, cancellation);
        if (task is null)
            return refusal;
        return await _runner.RunAsync(
            new(task.CaseId, null, Actor.Of(person))
            {
                TaskId = task.Id,
                Verb = "暂存",
                Host = (step, _) =>
                {
                    step.Transition.Correspondence.Add(new(
                        "UPDATE tasks SET draft = $2 WHERE id = $1 AND revision = $3 AND status < 1",
                        [task.Id, form.GetRawText(), revision], CommitResult.Taken));

                    // Of no task: the last event of a task tells what has become of it.
                    step.Append("DraftSaved", null, null, Json.Of(w =>
                    {
                        w.WriteStartObject();
                        w.WriteString("task", task.Name);
                        w.WriteEndObject();
                    }));
                    return Task.CompletedTask;
                },
            },
            cancellation);
    }

    /// <summary>
    /// Who has the task keeps a draft in it, or who acts for them. A candidate claims it first: else each would write
    /// over what the others have typed.
    /// </summary>
    private async Task<(WorkTask? Task, ActionRefusal? Refusal)> FindForDraftAsync(
        long taskId, int revision, AppUser person, CancellationToken cancellation)
    {
        var (task, refusal) = await FindAsync("暂存", _db.OpenFor(person), taskId, revision, person, cancellation);
        return task is { Assignee: null }
            ? (null, new(
                RefusalKind.Forbidden, "task.not-claimed",
                $"不能暂存“{task.Name}”：它还没有人认领，填写的内容没有保存。请先认领，再暂存一次。", []))
            : (task, refusal);
    }

    private Task<(WorkTask? Task, ActionRefusal? Refusal)> FindAsync(
        string verb, IQueryable<WorkTask> allowed, long taskId, int revision, AppUser person,
        CancellationToken cancellation) =>
        _door.FindAsync(verb, allowed, taskId, revision, person, cancellation);

    private Task<ActionRefusal?> OwnAsync(
        WorkTask task, AppUser person, string? owner, string kind, CancellationToken cancellation) =>
        _runner.RunAsync(
            new(task.CaseId, null, Actor.Of(person))
            {
                TaskId = task.Id,
                Verb = owner is null ? "释放" : "认领",
                Host = (step, _) =>
                {
                    step.Transition.Ownerships.Add(new(task.Id, task.Revision, owner, Claimed: owner is not null));
                    step.Append(kind, task.ElementId, task.Id, "{}");
                    return Task.CompletedTask;
                },
            },
            cancellation);

    /// <summary>
    /// The separation of duties, by natural person, also against steps that were done after the task had opened and by
    /// whom the task came to later. Whoever has one account and no separated step costs no query.
    /// </summary>
    private async Task<ActionRefusal?> FindSeparationAsync(
        WorkTask task, Bpmn.Model.Assignment assignment, string initiator, AppUser person, PublishedBundle bundle,
        CancellationToken cancellation)
    {
        var separated = assignment.SeparatedFrom;
        var accounts = person.PersonId is null
            ? [person.UserName!]
            : await _db.Users.Where(u => u.PersonId == person.PersonId).Select(u => u.UserName!)
                .ToListAsync(cancellation);
        if (!assignment.AllowSelf && accounts.Contains(initiator))
            return new(
                RefusalKind.Forbidden, "task.self-approval",
                $"不能办理“{task.Name}”：本事项由您本人发起。请由他人办理；确需本人办理的，请管理员在流程中放开（allowSelf）。", []);
        if (separated.Count == 0)
            return null;
        var did = await _db.FindSeparatedWorkAsync(task.CaseId, separated, accounts, cancellation);
        return did is null ? null : OperationRefusals.DidAnother(task, $"“{bundle.Definition.NameOf(did)}”");
    }

    private (FeelContext Form, ActionRefusal? Refusal) Check(
        TaskDecision decision, WorkTask task, UserTaskDetails details, PublishedBundle bundle)
    {
        if (details.Choices.FirstOrDefault(o => o.Id == decision.Outcome) is not { } outcome)
            return (FeelContext.Empty, new(
                RefusalKind.Invalid, "task.outcome-unknown",
                $"没有办理“{task.Name}”：它没有“{decision.Outcome}”这个结果。请从页面上的按钮中选择。", []));
        var errors = new List<FieldError>();
        if (outcome.RequiresComment && string.IsNullOrWhiteSpace(decision.Comment))
            errors.Add(new("comment", "task.comment-required", $"选择“{outcome.Name}”须填写理由。请写明后再提交。"));
        var form = FeelContext.Empty;
        if (details.Form is { } id)
        {
            var initial = task.FormData is null ? FeelContext.Empty : Json.ToContext(task.FormData);
            using var empty = JsonDocument.Parse("{}");
            var check = bundle.Forms[id].Check(decision.Form ?? empty.RootElement, initial, _time.GetUtcNow());
            errors.AddRange(check.Errors);
            form = check.Data;
        }
        return errors.Count == 0
            ? (form, null)
            : (form, new(
                RefusalKind.Invalid, "task.invalid",
                $"没有办理“{task.Name}”：表单还有 {errors.Count} 处需要更正。请改正标出的内容后再提交。", errors));
    }
}
