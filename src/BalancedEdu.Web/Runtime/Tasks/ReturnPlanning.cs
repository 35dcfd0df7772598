using BalancedEdu.Bpmn.Execution;
using BalancedEdu.Bpmn.Model;
using BalancedEdu.Web.Data;
using BalancedEdu.Web.Data.Cases;
using Microsoft.EntityFrameworkCore;

namespace BalancedEdu.Web.Runtime.Tasks;

/// <summary>A task that a return touches.</summary>
/// <param name="Id">The row.</param>
/// <param name="Name">The step, with its seat.</param>
/// <param name="Who">Who has it or decided it: a user name; null while nobody has claimed it.</param>
/// <param name="OutcomeName">What was decided; null of an open one.</param>
public sealed record TouchedTask(long Id, string Name, string? Who, string? OutcomeName);

/// <summary>One way to return: step by step again (逐级重走), or straight back (直达).</summary>
/// <param name="Refusal">Why it can't be, or null.</param>
/// <param name="Withdrawn">Open tasks of others that become 已失效.</param>
/// <param name="Voided">Decisions that become 失效.</param>
public sealed record ReturnWay(
    ActionRefusal? Refusal, IReadOnlyList<TouchedTask> Withdrawn, IReadOnlyList<TouchedTask> Voided);

/// <summary>A step that the case may go back to.</summary>
/// <param name="ElementId">The element.</param>
/// <param name="Name">The step.</param>
/// <param name="LastBy">Who did it last, or null.</param>
/// <param name="LastAt">When, or null.</param>
/// <param name="StepByStep">逐级重走.</param>
/// <param name="Directly">直达.</param>
public sealed record ReturnTarget(
    string ElementId, string Name, string? LastBy, DateTimeOffset? LastAt, ReturnWay StepByStep, ReturnWay Directly);

/// <summary>What a return would do, told before it happens.</summary>
/// <param name="CaseVersion">The version of the case that it was worked out from: sent back with the return.</param>
/// <param name="Targets">Where to, the nearest first; those that no way leads to are left out.</param>
public sealed record ReturnPlan(long CaseVersion, IReadOnlyList<ReturnTarget> Targets);

/// <summary>
/// Works out what a return does. What is withdrawn is asked of the engine itself: it makes the step, nobody keeps it.
/// </summary>
internal sealed class ReturnPlanning(BalancedEduDb db, TimeProvider time)
{
    /// <summary>All targets of a task with their consequences.</summary>
    public async Task<ReturnPlan> PlanAsync(TaskInHand hand, CancellationToken cancellation)
    {
        var state = ProcessState.FromJson(hand.Case.State);
        var tasks = await TasksAsync(hand.Case.Id, cancellation);
        var targets = new List<ReturnTarget>();
        foreach (var node in ReturnScope.Targets(hand.Bundle.Definition))
        {
            var scope = await ScopeAsync(hand, state, node.Id, cancellation);
            var stepwise = Way(hand, state, tasks, scope, node.Id, directly: false);
            var directly = Way(hand, state, tasks, scope, node.Id, directly: true);
            if (stepwise.Refusal is not null && directly.Refusal is not null)
                continue;
            var last = tasks.Where(t => t.ElementId == node.Id && t.Status == WorkTaskStatus.Completed)
                .MaxBy(t => t.EndedAt);
            var first = node is StartEvent && last is null;
            targets.Add(new(
                node.Id, node is StartEvent && string.IsNullOrWhiteSpace(node.Name) ? "申请表" : node.Name ?? node.Id,
                first ? hand.Case.StartedBy : last?.CompletedBy, first ? hand.Case.StartedAt : last?.EndedAt,
                stepwise, directly));
        }
        return new(hand.Case.Version, [.. targets.OrderByDescending(t => t.LastAt)]);
    }

    /// <summary>The rows whose decision a return takes back, as they stand now.</summary>
    public async Task<IReadOnlyList<WorkTask>> VoidedAsync(
        TaskInHand hand, string target, bool directly, CancellationToken cancellation)
    {
        var state = ProcessState.FromJson(hand.Case.State);
        var scope = await ScopeAsync(hand, state, target, cancellation);
        return Voided(hand, await TasksAsync(hand.Case.Id, cancellation), scope, target, directly);
    }

    private ReturnWay Way(
        TaskInHand hand, ProcessState state, List<WorkTask> tasks, Func<long, bool> scope, string target, bool directly)
    {
        var result = ProcessEngine.Step(
            hand.Bundle.Definition, state,
            new ReturnTo(hand.Task.ElementInstanceId, target, hand.Person.UserName!, null, directly),
            time.GetStoredNow());
        if (result.Refusal is { } refusal)
            return new(ReturnRefusals.Of(refusal.Code, refusal.Message), [], []);
        var gone = result.Effects.OfType<CancelUserTask>().Select(e => e.TaskId).ToHashSet();
        return new(
            null,
            [.. tasks.Where(t => gone.Contains(t.ElementInstanceId) && t.Id != hand.Task.Id
                && t.Status == WorkTaskStatus.Open).Select(Touched)],
            [.. Voided(hand, tasks, scope, target, directly).Select(Touched)]);
    }

    /// <summary>
    /// Straight back only the target is done again, and of the step here what other seats of it have said. Else all
    /// behind the target. Either way only what was decided since the target opened last.
    /// </summary>
    private static List<WorkTask> Voided(
        TaskInHand hand, List<WorkTask> tasks, Func<long, bool> scope, string target, bool directly)
    {
        var redone = directly
            ? [target, hand.Task.ElementId]
            : ReturnScope.Redone(hand.Bundle.Definition, target).ToHashSet(StringComparer.Ordinal);
        var counting = tasks.FindAll(t => t.Status == WorkTaskStatus.Completed && t.VoidReason is null
            && scope(t.ElementInstanceId));
        var since = counting.Where(t => t.ElementId == target).Select(t => t.CreatedAt)
            .DefaultIfEmpty(DateTimeOffset.MinValue).Max();
        return counting.FindAll(t => redone.Contains(t.ElementId) && t.EndedAt >= since);
    }

    /// <summary>
    /// Where the target stands in one of several instances, only what stands in the same one is meant: the events tell
    /// which instance stood in which.
    /// </summary>
    private async Task<Func<long, bool>> ScopeAsync(
        TaskInHand hand, ProcessState state, string target, CancellationToken cancellation)
    {
        var definition = hand.Bundle.Definition;
        if (!ReturnScope.IsOneOfSeveral(definition, target))
            return _ => true;
        var container = definition.Find(target)!.Container!.Id;
        var scope = hand.Task.ElementInstanceId;
        while (scope != 0 && state.Elements.GetValueOrDefault(scope) is { } at
            && (at.ElementId != container || at.Loop is not null))
            scope = at.ParentId;
        var parents = await ParentsAsync(hand.Case.Id, cancellation);
        return id =>
        {
            while (id != 0 && id != scope)
                id = parents.GetValueOrDefault(id);
            return id == scope;
        };
    }

    private async Task<Dictionary<long, long>> ParentsAsync(long caseId, CancellationToken cancellation)
    {
        var events = await db.CaseEvents.AsNoTracking().Where(e => e.CaseId == caseId)
            .OrderBy(e => e.Sequence).ToListAsync(cancellation);
        var parents = new Dictionary<long, long>();
        foreach (var e in PackedMoves.Unpack(events).Where(e => e.Kind == nameof(ElementActivating)))
        {
            using var data = System.Text.Json.JsonDocument.Parse(e.Data);
            parents[data.RootElement.GetProperty("id").GetInt64()] =
                data.RootElement.GetProperty("parent").GetInt64();
        }
        return parents;
    }

    private Task<List<WorkTask>> TasksAsync(long caseId, CancellationToken cancellation) =>
        db.Tasks.AsNoTracking().Where(t => t.CaseId == caseId).OrderBy(t => t.Id).ToListAsync(cancellation);

    private static TouchedTask Touched(WorkTask t) => new(
        t.Id, t.SeatName.Length > 0 ? $"{t.Name}（{t.SeatName}）" : t.Name, t.CompletedBy ?? t.Assignee, t.OutcomeName);
}

/// <summary>Why a case can't go back there, as an error of the choice.</summary>
internal static class ReturnRefusals
{
    /// <summary>The engine's reason; of the target it is an error of the field.</summary>
    public static ActionRefusal Of(string code, string message) =>
        code.StartsWith("bpmn.return.", StringComparison.Ordinal)
            ? OperationRefusals.Field(code, "target", message)
            : new(RefusalKind.Conflict, code, message, []);
}
