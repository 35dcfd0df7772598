using System.Globalization;
using BalancedEdu.Feel.Values;
using BalancedEdu.Web.Data;
using BalancedEdu.Web.Data.Cases;
using BalancedEdu.Web.Data.Organisation;
using BalancedEdu.Web.Runtime.Assignment;
using BalancedEdu.Web.Runtime.Effects;
using BalancedEdu.Web.Runtime.Transitions;
using Microsoft.EntityFrameworkCore;

namespace BalancedEdu.Web.Runtime.Tasks;

/// <summary>请人共同签署: who does a task asks others who took part to sign it too.</summary>
/// <param name="TaskId">The task's row.</param>
/// <param name="Revision">The revision that the person saw.</param>
/// <param name="To">User names.</param>
/// <param name="Reason">What is said with it, or null.</param>
public sealed record AskCoSigners(long TaskId, int Revision, IReadOnlyList<string> To, string? Reason);

/// <summary>
/// 请人共同签署, at tasks with <c>be:minPeople</c> only. Who is asked may read the case and finds it under 抄送待阅; the
/// task stays who has it.
/// </summary>
public sealed class CoSigning
{
    /// <summary>More at once is a mistake of the hand.</summary>
    public const int PeopleMax = 10;

    internal const string Verb = "请人共同签署";

    private readonly BalancedEduDb _db;
    private readonly TaskDoor _door;
    private readonly Receivers _receivers;
    private readonly ProcessRunner _runner;
    private readonly Notices _notices;
    private readonly Refusals _refusals;

    internal CoSigning(
        BalancedEduDb db, TaskDoor door, Receivers receivers, ProcessRunner runner, Notices notices,
        Refusals refusals) =>
        (_db, _door, _receivers, _runner, _notices, _refusals) = (db, door, receivers, runner, notices, refusals);

    /// <summary>
    /// Asks them. Refused: <c>task.not-offered</c>, <c>task.delegated</c>, <c>task.signer-only</c>, whom the task can't
    /// be given to (<c>task.receiver-…</c>), who is the same person, <c>task.cosigners-too-many</c>, <c>task.stale</c>.
    /// </summary>
    public async Task<ActionRefusal?> AskAsync(AskCoSigners ask, AppUser person, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(ask);
        var (hand, refusal) = await FindAsync(ask.TaskId, ask.Revision, person, cancellation);
        if (hand is null)
            return refusal;
        var names = ask.To.Select(OperationTexts.Given).OfType<string>().Distinct().ToList();
        if (names.Count == 0)
            return OperationRefusals.NobodyChosen(Verb);
        if (names.Count > PeopleMax)
            return OperationRefusals.Field(
                "task.cosigners-too-many", "to", $"没有请人共同签署：一次最多请 {PeopleMax} 人共同签署，现在选了 {names.Count} 人。请减少后再提交。");
        var reason = OperationTexts.Given(ask.Reason);
        if (reason?.Length > OperationTexts.LengthMax)
            return OperationRefusals.TextTooLong(Verb, "reason", reason.Length);
        var people = new List<Person>();
        foreach (var name in names)
        {
            var (fit, unfit) = await _receivers.CheckAsync(hand, Verb, name, sameGroup: false, cancellation);
            if (fit is null)
                return unfit;
            people.Add(new(fit.UserName, fit.Name));
        }
        return await _runner.RunAsync(
            new(hand.Task.CaseId, null, hand.Actor)
            {
                TaskId = hand.Task.Id,
                Verb = Verb,
                Host = (step, stop) => WriteAsync(step, hand, people, reason, stop),
            },
            cancellation);
    }

    /// <summary>Whom one may ask.</summary>
    public async Task<Answer<Colleague[]>> SearchAsync(
        long taskId, int revision, string? search, AppUser person, CancellationToken cancellation)
    {
        var (hand, refusal) = await FindAsync(taskId, revision, person, cancellation);
        return hand is null
            ? refusal!
            : await _receivers.SearchAsync(hand, search, sameGroup: false, cancellation);
    }

    private async Task<(TaskInHand? Hand, ActionRefusal? Refusal)> FindAsync(
        long taskId, int revision, AppUser person, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(person);
        var (hand, refusal) = await _door.TakeAsync(
            Verb, _db.AssignedTo(person), taskId, revision, person, cancellation);
        if (hand is null)
            return (null, refusal);
        if (hand.Task.Owner is { } owner)
            return (null, OperationRefusals.Delegated(
                hand.Task, Verb, await _refusals.NameOfAsync(owner, cancellation)));
        if (hand.Task.SignerPlace is not null)
            return (null, OperationRefusals.OfSigner(hand.Task, Verb));
        return hand.Details.MinPeople > 1 ? (hand, null) : (null, OperationRefusals.NotOffered(hand.Task, Verb));
    }

    private async Task WriteAsync(
        StepContext step, TaskInHand hand, List<Person> people, string? reason, CancellationToken cancellation)
    {
        var task = hand.Task;
        step.Transition.Correspondence.Add(StillOpen(task));
        step.Append(CoSignatures.Asked, task.ElementId, task.Id, Json.Of(w =>
        {
            w.WriteStartObject();
            w.WriteStartArray("names");
            foreach (var one in people)
                w.WriteStringValue(one.DisplayName);
            w.WriteEndArray();
            w.WriteStartArray("to");
            foreach (var one in people)
                w.WriteStringValue(one.UserName);
            w.WriteEndArray();
            if (reason is not null)
                w.WriteString("reason", reason);
            w.WriteEndObject();
        }));
        foreach (var one in people)
            step.Transition.Correspondence.AddRange(Reading(step, task, one, reason));
        var data = Notices.AboutTask(step.Variables, task.Name, task.DueAt)
            .With("by", FeelValue.Of(step.Actor.DisplayName));
        if (reason is not null)
            data = data.With("comment", FeelValue.Of(reason));
        await _notices.AddAsync(
            step, Notices.CoSignAsked,
            string.Create(CultureInfo.InvariantCulture, $"{Notices.CoSignAsked}/{step.Case.LastSequence}"),
            people, task.Id, data, false, cancellation);
    }

    /// <summary>
    /// Nothing is written when the task was decided meanwhile. Its revision stays, so that the open form can be sent.
    /// </summary>
    internal static Statement StillOpen(WorkTask task) => new(
        "UPDATE tasks SET status = status WHERE id = $1 AND status = 0 AND revision = $2", [task.Id, task.Revision],
        CommitResult.Taken);

    private static IEnumerable<Statement> Reading(StepContext step, WorkTask task, Person person, string? note) =>
    [
        new(
            """
            INSERT INTO task_holders (task_id, user_name, case_id, answered) VALUES ($1, $2, $3, $4)
            ON CONFLICT (task_id, user_name) DO NOTHING
            """,
            [task.Id, person.UserName, task.CaseId, false]),
        new(
            """
            INSERT INTO case_copies (case_id, user_name, sent_by, sent_at, note, read_at)
            VALUES ($1, $2, $3, $4, $5, NULL)
            ON CONFLICT (case_id, user_name) DO UPDATE SET sent_by = $3, sent_at = $4, note = $5, read_at = NULL
            """,
            [task.CaseId, person.UserName, step.Actor.UserName, step.Now, note ?? $"请共同签署“{task.Name}”"]),
    ];
}
