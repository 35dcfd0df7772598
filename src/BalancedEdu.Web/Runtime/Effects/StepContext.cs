using BalancedEdu.Bpmn.Execution;
using BalancedEdu.Feel.Values;
using BalancedEdu.Web.Data.Cases;
using BalancedEdu.Web.Runtime.Assignment;
using BalancedEdu.Web.Runtime.Bundles;
using BalancedEdu.Web.Runtime.Transitions;

namespace BalancedEdu.Web.Runtime.Effects;

/// <summary>A case goes back.</summary>
/// <param name="Target">The element it goes back to.</param>
/// <param name="Directly">Whether it comes straight back after that.</param>
/// <param name="Reason">Why, as people read it.</param>
/// <param name="BackTo">Whither and to whom it comes back: <see cref="WorkTask.BackTo"/>.</param>
internal sealed record Returning(string Target, bool Directly, string? Reason, string BackTo);

/// <summary>One step while its effects are turned into rows.</summary>
/// <param name="bundle">What the case runs on.</param>
/// <param name="before">What the step started from.</param>
/// <param name="staff">Who can be given work.</param>
/// <param name="actor">Who caused it.</param>
/// <param name="now">When.</param>
/// <param name="transition">Where the rows go.</param>
internal sealed class StepContext(
    PublishedBundle bundle, CaseSnapshot before, Staff staff, Actor actor, DateTimeOffset now, Transition transition)
{
    public PublishedBundle Bundle { get; } = bundle;

    public CaseSnapshot Before { get; } = before;

    public Staff Staff { get; } = staff;

    public Actor Actor { get; } = actor;

    public DateTimeOffset Now { get; } = now;

    public Transition Transition { get; } = transition;

    public Case Case => Transition.Case;

    /// <summary>The return (退回) that the step is, or null.</summary>
    public Returning? Return { get; set; }

    /// <summary>What the person said with what they did, for the mails that it causes; or null.</summary>
    public string? Note { get; set; }

    /// <summary>The variables of the process after the step.</summary>
    public FeelContext Variables { get; set; } = FeelContext.Empty;

    /// <summary>What the engine says has happened; empty when only the host's rows change.</summary>
    public IReadOnlyList<ProcessEvent> Happened { get; set; } = [];

    /// <summary>
    /// Of what happened with elements that clocks measure: instances that are one of several, or a further signer's.
    /// </summary>
    public IReadOnlySet<long> Parts { get; set; } = new HashSet<long>();

    /// <summary>Clocks of the case that have not ended, with what this step changes.</summary>
    public ClockBoard Clocks { get; } = new(before.OpenClocks);

    /// <summary>Whose turn it was last in groups of which this step chose somebody.</summary>
    public Dictionary<string, AssignmentTurn> Turns { get; } = new(StringComparer.Ordinal);

    /// <summary>The open task of an element instance, or null.</summary>
    public OpenTask? FindOpen(long elementInstanceId) =>
        Before.OpenTasks.FirstOrDefault(t => t.ElementInstanceId == elementInstanceId);

    /// <summary>Appends what the engine says has happened; moves stand in the row that they follow.</summary>
    public void Append(IReadOnlyList<ProcessEvent> events)
    {
        for (var i = 0; i < events.Count;)
        {
            var (head, moves) = PackedMoves.Next(events, i);
            var taskId = head?.Kind == "UserTaskCompleted" ? Transition.Completion?.TaskId : null;
            Append(
                head?.Kind ?? PackedMoves.Kind, head?.ElementId, taskId, head is null ? "{}" : Json.Of(head.WriteTo),
                PackedMoves.Pack(moves));
            i += moves.Count + (head is null ? 0 : 1);
        }
    }

    /// <summary>Appends an event and chains it to the one before.</summary>
    public void Append(string kind, string? elementId, long? taskId, string data, string? moves = null)
    {
        var e = new CaseEvent
        {
            CaseId = Case.Id,
            Sequence = Case.LastSequence + 1,
            At = Now,
            Kind = kind,
            ElementId = elementId,
            TaskId = taskId,
            Actor = Actor.UserName,
            Data = data,
            Moves = moves,
            Hash = [],
        };
        e.Hash = EventChain.HashOf(Case.LastHash, e);
        (Case.LastSequence, Case.LastHash) = (e.Sequence, e.Hash);
        Transition.Events.Add(e);
    }
}
