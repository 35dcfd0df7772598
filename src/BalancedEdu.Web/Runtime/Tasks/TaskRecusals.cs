using BalancedEdu.Feel.Values;
using BalancedEdu.Web.Data;
using BalancedEdu.Web.Data.Cases;
using BalancedEdu.Web.Data.Organisation;
using BalancedEdu.Web.Runtime.Assignment;
using BalancedEdu.Web.Runtime.Effects;
using BalancedEdu.Web.Runtime.Reading;
using BalancedEdu.Web.Runtime.Transitions;

namespace BalancedEdu.Web.Runtime.Tasks;

/// <summary>声明回避: who was drawn must stay away.</summary>
/// <param name="TaskId">The task's row.</param>
/// <param name="Revision">The revision that the person saw.</param>
/// <param name="Reason">Why.</param>
public sealed record RecuseTask(long TaskId, int Revision, string? Reason);

/// <summary>
/// 声明回避 of somebody who was drawn (教育督导条例 10): somebody else is drawn in the same step, from those who are left; when
/// nobody is, the task waits in 待指派 and administrators are told. Who stayed away is not drawn again in this case.
/// </summary>
public sealed class TaskRecusals
{
    private const string Verb = "声明回避";

    private readonly BalancedEduDb _db;
    private readonly TaskDoor _door;
    private readonly Redrawing _redrawing;
    private readonly ProcessRunner _runner;

    internal TaskRecusals(BalancedEduDb db, TaskDoor door, Redrawing redrawing, ProcessRunner runner) =>
        (_db, _door, _redrawing, _runner) = (db, door, redrawing, runner);

    /// <summary>Why nobody can stay away from a task, or null: only who was drawn can.</summary>
    public static ActionRefusal? Offered(TaskOutline outline)
    {
        ArgumentNullException.ThrowIfNull(outline);
        return Drawing.Draws(outline.Bundle.Definition, outline.Task.ElementId)
            ? null : OperationRefusals.NotOffered(outline.Task, Verb);
    }

    /// <summary>
    /// Declares it. Refused: <c>task.not-offered</c> where nobody is drawn, <c>task.reason-missing</c>,
    /// <c>task.text-too-long</c>, <c>task.stale</c>.
    /// </summary>
    public async Task<ActionRefusal?> DeclareAsync(RecuseTask ask, AppUser person, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(ask);
        ArgumentNullException.ThrowIfNull(person);
        var (hand, refusal) = await _door.TakeAsync(
            Verb, _db.AssignedTo(person), ask.TaskId, ask.Revision, person, cancellation);
        if (hand is null)
            return refusal;
        if (!Drawing.Draws(hand.Bundle.Definition, hand.Task.ElementId))
            return OperationRefusals.NotOffered(hand.Task, Verb);
        if (OperationTexts.Given(ask.Reason) is not { } reason)
            return OperationRefusals.ReasonMissing(Verb, 1);
        if (reason.Length > OperationTexts.LengthMax)
            return OperationRefusals.TextTooLong(Verb, "reason", reason.Length);
        return await _runner.RunAsync(
            new(hand.Task.CaseId, null, hand.Actor)
            {
                TaskId = hand.Task.Id,
                Verb = Verb,
                Host = (step, stop) => WriteAsync(step, hand, reason, stop),
            },
            cancellation);
    }

    private async Task WriteAsync(StepContext step, TaskInHand hand, string reason, CancellationToken cancellation)
    {
        var task = hand.Task;
        var own = step.Staff.AccountsOf(hand.Person.UserName!);
        await _redrawing.ReplaceAsync(step, task, hand.Person.UserName!, cancellation);
        step.Append(Drawing.Recused, task.ElementId, task.Id, Json.Of(
            new FeelContext([new("reason", FeelValue.Of(reason))])));

        // What who stays away had written is not the substitute's; and they don't get the task back by any hand.
        step.Transition.Correspondence.Add(new("UPDATE tasks SET draft = NULL WHERE id = $1", [task.Id]));
        step.Transition.Correspondence.AddRange(own.Select(name => new Statement(
            """
            INSERT INTO task_exclusions (task_id, user_name) VALUES ($1, $2)
            ON CONFLICT (task_id, user_name) DO NOTHING
            """,
            [task.Id, name])));
    }
}
