using BalancedEdu.Bpmn.Execution;
using BalancedEdu.Web.Data.Cases;
using BalancedEdu.Web.Data.Organisation;

namespace BalancedEdu.Web.Runtime.Tasks;

/// <summary>加签: further people are asked to sign a task.</summary>
/// <param name="TaskId">The task's row.</param>
/// <param name="Revision">The revision that the person saw.</param>
/// <param name="Place">Before its owner, after, or at the same time.</param>
/// <param name="To">User names.</param>
/// <param name="Reason">What for, or null.</param>
public sealed record AddSigners(
    long TaskId, int Revision, SignerPlace Place, IReadOnlyList<string> To, string? Reason);

/// <summary>加签 (AddSigner) by who has the task. The clock of the task goes on.</summary>
public sealed class TaskSigners
{
    /// <summary>More at once is a mistake of the hand.</summary>
    public const int SignersMax = 10;

    private const string Verb = "加签";

    private readonly TaskDoor _door;
    private readonly Receivers _receivers;
    private readonly TaskHanding _handing;
    private readonly ProcessRunner _runner;
    private readonly Refusals _refusals;

    internal TaskSigners(
        TaskDoor door, Receivers receivers, TaskHanding handing, ProcessRunner runner, Refusals refusals) =>
        (_door, _receivers, _handing, _runner, _refusals) = (door, receivers, handing, runner, refusals);

    /// <summary>
    /// Asks them. Refused: <c>task.not-offered</c>, <c>task.delegated</c>, <c>task.signer-only</c>, a signer that can't
    /// be one (<c>task.receiver-…</c>), <c>task.signers-too-many</c>, what the engine refuses, <c>task.stale</c>.
    /// </summary>
    public async Task<ActionRefusal?> AddAsync(AddSigners ask, AppUser person, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(ask);
        var (hand, refusal) = await FindAsync(ask.TaskId, ask.Revision, person, cancellation);
        if (hand is null)
            return refusal;
        var names = ask.To.Select(OperationTexts.Given).OfType<string>().Distinct().ToList();
        if (names.Count == 0)
            return OperationRefusals.NobodyChosen(Verb);
        if (names.Count > SignersMax)
            return OperationRefusals.Field(
                "task.signers-too-many", "to",
                $"没有加签：一次最多加签 {SignersMax} 人，现在选了 {names.Count} 人。请减少后再提交。");
        var reason = OperationTexts.Given(ask.Reason);
        if (reason?.Length > OperationTexts.LengthMax)
            return OperationRefusals.TextTooLong(Verb, "reason", reason.Length);
        var signers = new List<Colleague>();
        foreach (var name in names)
        {
            var (signer, unfit) = await _receivers.CheckAsync(hand, Verb, name, sameGroup: false, cancellation);
            if (signer is null)
                return unfit;
            signers.Add(signer);
        }
        return InNames(await RunAsync(hand, ask.Place, signers, reason, cancellation), signers);
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
        var (hand, refusal) = await _door.TakeForAsync(
            Verb, taskId, revision, person, cancellation);
        if (hand is null)
            return (null, refusal);
        if (hand.Task.Owner is { } owner)
            return (null, OperationRefusals.Delegated(
                hand.Task, Verb, await _refusals.NameOfAsync(owner, cancellation)));
        if (hand.Task.SignerPlace is not null)
            return (null, OperationRefusals.OfSigner(hand.Task, Verb));
        return hand.Allows("add-signer") ? (hand, null) : (null, OperationRefusals.NotOffered(hand.Task, Verb));
    }

    private Task<ActionRefusal?> RunAsync(
        TaskInHand hand, SignerPlace place, List<Colleague> signers, string? reason, CancellationToken cancellation)
    {
        var task = hand.Task;
        var names = signers.Select(s => s.UserName).ToList();
        return _runner.RunAsync(
            new(task.CaseId, new AddSigner(task.ElementInstanceId, place, names, hand.Person.UserName!), hand.Actor)
            {
                TaskId = task.Id,
                Verb = Verb,
                Note = reason,
                Host = (step, stop) =>
                {
                    // The row stays the owner's; its revision rises, so that pages from before are told.
                    step.Transition.Ownerships.Add(new(task.Id, task.Revision, task.Assignee, task.Claimed));
                    step.Append("SignersAsked", task.ElementId, task.Id, SignerData.Of(
                        signers.Select(s => s.Name), place.ToString().ToLowerInvariant(), reason));
                    return _handing.RecordBehalfAsync(
                        step, hand, Verb, $"加签给{string.Join('、', signers.Select(s => s.Name))}", reason, stop);
                },
            },
            cancellation);
    }

    /// <summary>The engine knows people by their accounts only.</summary>
    private static ActionRefusal? InNames(ActionRefusal? refusal, List<Colleague> signers)
    {
        if (refusal is not { Code: "bpmn.user-task.signer-twice" })
            return refusal;
        var message = signers.Aggregate(
            refusal.Message, (text, s) => text.Replace(s.UserName, s.Name, StringComparison.Ordinal));
        return OperationRefusals.Field(refusal.Code, "to", message);
    }
}

/// <summary>What an event says about signers.</summary>
internal static class SignerData
{
    public static string Of(IEnumerable<string> names, string? place, string? reason) => Json.Of(w =>
    {
        w.WriteStartObject();
        w.WriteStartArray("names");
        foreach (var name in names)
            w.WriteStringValue(name);
        w.WriteEndArray();
        if (place is not null)
            w.WriteString("place", place);
        if (reason is not null)
            w.WriteString("reason", reason);
        w.WriteEndObject();
    });
}
