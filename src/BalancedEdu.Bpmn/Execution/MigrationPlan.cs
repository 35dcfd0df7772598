using BalancedEdu.Bpmn.Execution.Commands;
using BalancedEdu.Bpmn.Model;

namespace BalancedEdu.Bpmn.Execution;

/// <summary>What of an instance is moved to another version.</summary>
public enum MigrationPart
{
    /// <summary>An element that holds a token.</summary>
    Element,

    /// <summary>A flow by which a token has come to a join, where it waits for the others.</summary>
    Flow,

    /// <summary>Where a task goes straight back to (直达) when it is done.</summary>
    Destination,

    /// <summary>A timer that runs.</summary>
    Timer,

    /// <summary>A message, signal or condition that is waited for.</summary>
    Wait,

    /// <summary>An activity that is over, could be undone, and is gone: it is forgotten.</summary>
    Compensation,
}

/// <summary>What becomes of one part of an instance under another version.</summary>
/// <param name="Part">What it is.</param>
/// <param name="ElementId">The element or flow, as the version until now calls it.</param>
/// <param name="Label">How a sentence names it.</param>
/// <param name="To">The element or flow of the other version; null when there is none.</param>
/// <param name="ToLabel">How a sentence names that; null when there is none.</param>
/// <param name="Problem">
/// Why it can't be moved, as the end of a sentence that begins with it; null when it can. A timer, a wait or a
/// compensation is never a problem: without its element it is given up.
/// </param>
/// <param name="Candidates">What of the other version it could be, by id: of the same kind in the same place.</param>
public sealed record MigrationLine(
    MigrationPart Part, string ElementId, string Label, string? To, string? ToLabel, string? Problem,
    IReadOnlyList<(string Id, string Label)> Candidates)
{
    /// <summary>Whether it goes on by the other version as it is; else it stops the migration or is given up.</summary>
    public bool Stays => Problem is null && To is not null;
}

/// <summary>
/// What a <see cref="MigrateInstance"/> would do with each part of an instance. What it says of tokens is what the step
/// itself checks; a step may still be refused for what only computing shows.
/// </summary>
public static class MigrationPlan
{
    /// <summary>All parts, each element once however many tokens it holds.</summary>
    /// <param name="from">The version that the instance runs by.</param>
    /// <param name="to">The other version.</param>
    /// <param name="state">The instance.</param>
    /// <param name="elements">Old ids and new ids, of elements and flows that are called otherwise now.</param>
    public static IReadOnlyList<MigrationLine> Read(
        ProcessDefinition from, ProcessDefinition to, ProcessState state, IReadOnlyDictionary<string, string> elements)
    {
        ArgumentNullException.ThrowIfNull(from);
        ArgumentNullException.ThrowIfNull(to);
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(elements);
        var reading = new Reading(from, to, elements);
        string At(long instanceId) => state.Elements[instanceId].ElementId;
        return
        [
            .. state.Elements.Values.SelectMany(reading.Of)
                .Concat(state.Timers.Values.Select(
                    timer => reading.Waiting(MigrationPart.Timer, timer.ElementId, At(timer.InstanceId))))
                .Concat(state.Subscriptions.Values.Select(
                    open => reading.Waiting(MigrationPart.Wait, open.ElementId, At(open.InstanceId))))
                .Concat(state.Compensations.Values.SelectMany(done => reading.Forgotten(done.ElementId)))
                .DistinctBy(line => (line.Part, line.ElementId)),
        ];
    }

    private sealed class Reading(
        ProcessDefinition from, ProcessDefinition to, IReadOnlyDictionary<string, string> elements)
    {
        public IEnumerable<MigrationLine> Of(ElementInstance element)
        {
            if (element.ParentId != 0)
            {
                var node = from.Node(element.ElementId);
                yield return Line(MigrationPart.Element, node, MigrationCheck.WhyNot(to, node, Now), Twins(node));
                if (element.GoesTo is { } target)
                    yield return Line(
                        MigrationPart.Destination, from.Node(target),
                        MigrationCheck.LosesTarget(to, node, target, Now) ? "在新版本里没有" : null,
                        Twins(from.Node(target)));
            }
            foreach (var flow in element.FlowTokens.Flows)
                yield return Line(from.FindFlow(flow)!);
        }

        public MigrationLine Waiting(MigrationPart part, string elementId, string waiterId)
        {
            var node = from.Node(elementId);
            var line = Line(part, node, null, Twins(node));
            return MigrateInstanceHandler.Stays(to, node, Now)
                && MigrateInstanceHandler.IsWaitedForThere(to, from.Node(waiterId), elementId, Now)
                    ? line
                    : line with { To = null, ToLabel = null };
        }

        public IEnumerable<MigrationLine> Forgotten(string elementId)
        {
            if (to.Find(Now(elementId)) is Activity)
                yield break;
            var node = from.Node(elementId);
            yield return Line(MigrationPart.Compensation, node, null, Twins(node)) with { To = null, ToLabel = null };
        }

        private MigrationLine Line(
            MigrationPart part, FlowNode node, string? problem, IEnumerable<FlowNode> candidates)
        {
            var after = to.Find(Now(node.Id));
            return new(
                part, node.Id, node.Label, after?.Id, after?.Label, problem,
                [.. candidates.Select(other => (other.Id, other.Label))]);
        }

        private MigrationLine Line(SequenceFlow flow)
        {
            var after = to.FindFlow(Now(flow.Id));
            var lost = MigrationCheck.LosesFlow(to, flow, Now);
            return new(
                MigrationPart.Flow, flow.Id, LabelOf(from, flow), after?.Id,
                after is null ? null : LabelOf(to, after),
                lost ? "在新版本里没有" : null,
                [.. (to.Find(Now(flow.Target.Id))?.Incoming ?? []).Select(other => (other.Id, LabelOf(to, other)))]);
        }

        private static string LabelOf(ProcessDefinition drawn, SequenceFlow flow) =>
            MigrationPairs.LabelOf(drawn, flow.Id);

        /// <summary>Elements of the same kind in the same place; none for what is still there itself.</summary>
        private IEnumerable<FlowNode> Twins(FlowNode node) => MigrationPairs.IsStillThere(to, node, Now)
            ? []
            : to.Nodes.Where(other => MigrationCheck.IsSameKind(other, node) && PlaceOf(other) == PlaceBefore(node));

        private static string? PlaceOf(FlowNode node) =>
            node is BoundaryEvent boundary ? boundary.AttachedTo.Id
            : node.Container is SubProcess inside ? inside.Id : null;

        private string? PlaceBefore(FlowNode node) => PlaceOf(node) is { } place ? Now(place) : null;

        private string Now(string id) => elements.GetValueOrDefault(id, id);
    }
}
