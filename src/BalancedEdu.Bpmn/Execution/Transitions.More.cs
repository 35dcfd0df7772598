using System.Collections.Immutable;
using BalancedEdu.Feel.Values;

namespace BalancedEdu.Bpmn.Execution;

/// <summary>Loops, subscriptions, compensation, and what happens to a case as a whole.</summary>
internal static partial class Transitions
{
    private static bool ApplyLoop(WorkingState state, ProcessEvent happened)
    {
        switch (happened)
        {
            case LoopStarted started:
                state.Put(state.Element(started.Id) with
                {
                    Loop = new(started.Total, started.Items, ImmutableSortedDictionary<int, FeelValue>.Empty),
                });
                return true;
            case LoopResultTaken result:
                var results = state.Element(result.Id).Loop!.Results.Add(result.LoopCounter, result.Result);
                ChangeLoop(state, result.Id, loop => loop with { Results = results });
                return true;
            case LoopRound round:
                ChangeLoop(state, round.Id, loop => loop with { Total = round.Round });
                return true;
            case LoopExtended extended:
                ChangeLoop(state, extended.Id, loop => loop with
                {
                    Total = loop.Total + extended.Items.Count,
                    Added = loop.Added + extended.Items.Count,
                    AddedBy = [.. loop.AddedBy, .. Enumerable.Repeat(extended.By, extended.Items.Count)],
                    // A number of instances has no items: these stand at the place of their counter all the same.
                    Items =
                    [
                        .. loop.Items, .. Enumerable.Repeat(FeelValue.Null, loop.Total - loop.Items.Count),
                        .. extended.Items,
                    ],
                });
                return true;
            case LoopReduced reduced:
                ChangeLoop(state, reduced.Id, loop => loop with { Removed = loop.Removed + 1 });
                return true;
            case LoopUnjudged unjudged:
                ChangeLoop(state, unjudged.Id, loop => loop with { Unjudged = [.. unjudged.Unjudged] });
                return true;
            default:
                return false;
        }
    }

    private static void ChangeLoop(WorkingState state, long id, Func<LoopState, LoopState> change)
    {
        var element = state.Element(id);
        state.Put(element with { Loop = change(element.Loop!) });
    }

    private static bool ApplyWait(WorkingState state, ProcessEvent happened)
    {
        switch (happened)
        {
            case SubscriptionOpened opened:
                state.NextId = Math.Max(state.NextId, opened.Subscription.Id + 1);
                state.Put(opened.Subscription);
                return true;
            case SubscriptionClosed closed:
                state.Remove(state.FindSubscription(closed.SubscriptionId)!);
                return true;
            case ConditionSpent condition:
                state.Put(state.FindSubscription(condition.SubscriptionId)! with { Spent = condition.Spent });
                return true;
            case PartReceived received:
                Receive(state, received);
                return true;
            case PartsTaken taken:
                var waiting = state.Element(taken.Id);
                var left = waiting.Received!.Remove(taken.Element);
                state.Put(waiting with { Received = left.Count == 0 ? null : left });
                return true;
            case TokensWithdrawn withdrawn:
                var scope = state.Element(withdrawn.ScopeId);
                var tokens = withdrawn.Flows.Aggregate(scope.FlowTokens, (bag, flow) => bag.Add(flow, -bag.On(flow)));
                state.Put(scope with { FlowTokens = tokens });
                return true;
            default:
                return false;
        }
    }

    private static void Receive(WorkingState state, PartReceived received)
    {
        var waiting = state.Element(received.Id);
        var all = waiting.Received ?? ImmutableSortedDictionary.Create<string, PartsReceived>(StringComparer.Ordinal);
        var before = all.GetValueOrDefault(received.Element) ?? PartsReceived.None;
        state.Put(waiting with
        {
            Received = all.SetItem(received.Element, new(
                new FeelContext([.. before.Payload, .. received.Payload]),
                received.Subscription is { } ended ? before.Subscriptions.Add(ended) : before.Subscriptions)),
        });
    }

    private static bool ApplyCompensation(WorkingState state, ProcessEvent happened)
    {
        switch (happened)
        {
            case CompensationRecorded recorded:
                state.NextId = recorded.Compensation.Id + 1;
                state.Put(recorded.Compensation);
                return true;
            case CompensationStarted started:
                state.Put(state.Element(started.Id) with { Compensating = [.. started.Compensations] });
                return true;
            case CompensationTaken taken:
                var thrower = state.Element(taken.Id);
                var last = thrower.Compensating.LastIndexOf(taken.CompensationId);
                state.Put(thrower with { Compensating = thrower.Compensating.RemoveAt(last) });
                state.Remove(state.FindCompensation(taken.CompensationId)!);
                return true;
            case CompensationsMoved moved:
                foreach (var inner in state.CompensationsIn(moved.FromScopeId))
                    state.Put(inner with { ScopeId = moved.ToScopeId });
                return true;
            case CompensationForgotten forgotten:
                state.Remove(state.FindCompensation(forgotten.CompensationId)!);
                return true;
            default:
                return false;
        }
    }

    private static bool ApplyCase(WorkingState state, ProcessEvent happened)
    {
        switch (happened)
        {
            case InstanceSuspended suspended:
                state.Suspension = new(suspended.At, suspended.Reason);
                return true;
            case ActivityClosed closed:
                state.Put(state.Element(closed.Id) with { Closed = true });
                return true;
            case CallRenewed renewed:
                state.NextId = renewed.CallId + 1;
                state.Put(state.Element(renewed.Id) with { RenewedCallId = renewed.CallId });
                return true;
            case DataDelivered delivered:
                state.Put(state.Element(delivered.Id) with { Delivered = true });
                return true;
            case InstanceResumed:
                state.Suspension = null;
                return true;
            case SigningChanged signing:
                state.Put(state.Element(signing.Id) with { Signing = signing.Signing });
                return true;
            case InstanceMigrated migrated:
                Migrate(state, migrated);
                return true;
            default:
                return false;
        }
    }

    private static void Migrate(WorkingState state, InstanceMigrated migrated)
    {
        string Now(string id) => migrated.Elements.GetValueOrDefault(id, id);
        foreach (var element in state.Elements)
            state.Put(element with
            {
                ElementId = element.ParentId == 0 ? migrated.ProcessId : Now(element.ElementId),
                Variables = Renamed(element.Variables, migrated.Elements),
                FlowTokens = element.FlowTokens.Aggregate(
                    TokenBag.Empty, (bag, flow) => bag.Add(Now(flow.Key), flow.Value)),
                GoesTo = element.GoesTo is { } target ? Now(target) : null,
                Received = element.Received?.ToImmutableSortedDictionary(
                    received => Now(received.Key), received => received.Value, StringComparer.Ordinal),
            });
        foreach (var timer in state.Timers)
            state.Put(timer with { ElementId = Now(timer.ElementId) });
        foreach (var subscription in state.Subscriptions)
            state.Put(subscription with { ElementId = Now(subscription.ElementId) });
        foreach (var compensation in state.Compensations)
            state.Put(compensation with
            {
                ElementId = Now(compensation.ElementId),
                Variables = Renamed(compensation.Variables, migrated.Elements),
            });
        state.Rename(migrated.Elements);
    }

    /// <summary>Results stand under the ids of elements, and the list of what was done ad hoc names them.</summary>
    private static FeelContext Renamed(FeelContext variables, IReadOnlyDictionary<string, string> elements)
    {
        if (elements.Count == 0 || variables.Count == 0)
            return variables;
        return new FeelContext(variables.Select(entry => KeyValuePair.Create(
            elements.GetValueOrDefault(entry.Key, entry.Key),
            entry.Key == Elements.AdHocSubProcessBehavior.Done && entry.Value.AsList() is { } done
                ? FeelValue.Of((IReadOnlyList<FeelValue>)
                [
                    .. done.Select(id => id.AsString() is { } known && elements.TryGetValue(known, out var now)
                        ? FeelValue.Of(now)
                        : id),
                ])
                : entry.Value)));
    }
}
