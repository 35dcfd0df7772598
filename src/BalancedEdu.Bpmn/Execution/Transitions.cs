using System.Collections.Immutable;
using BalancedEdu.Feel.Values;

namespace BalancedEdu.Bpmn.Execution;

/// <summary>
/// The one place where events change a state. It decides nothing: what is to happen stands in the event.
/// </summary>
internal static partial class Transitions
{
    public static void Apply(WorkingState state, ProcessEvent happened)
    {
        switch (happened)
        {
            case ElementMoved moved:
                Move(state, moved);
                break;
            case SequenceFlowTaken taken:
                AddToken(state, taken.ScopeId, taken.Flow, 1);
                break;
            case EndEventReached reached:
                state.EndEventId = reached.EndEventId;
                break;
            case InstanceStarted started:
                Start(state, started);
                break;
            case VariablesSet set:
                SetVariables(state, set.InstanceId, set.Variables);
                if (state.Suspension is { } suspension)
                    state.Suspension = suspension with { VariablesChanged = true };
                break;
            case JobCompleted job:
                SetVariables(state, job.JobId, new FeelContext([new("result", FeelValue.Of(job.Outputs))]));
                break;
            case PayloadReceived received:
                SetVariables(state, received.Id, new FeelContext([new("result", FeelValue.Of(received.Payload))]));
                break;
            case TimerScheduled scheduled:
                state.NextId = Math.Max(state.NextId, scheduled.Timer.Id + 1);
                state.Put(scheduled.Timer);
                break;
            case TimerFired fired:
                Fire(state, fired);
                break;
            case TimerCancelled cancelled:
                state.Remove(state.FindTimer(cancelled.TimerId)!);
                break;
            case IncidentRaised raised:
                state.Put(state.Element(raised.Id) with { Incident = raised.Incident });
                break;
            case IncidentResolved resolved:
                state.Put(state.Element(resolved.Id) with { Incident = null });
                break;
            case UserTaskCompleted or InstanceCompleted or InstanceCancelled or ErrorThrown or EscalationThrown
                or TaskReturned or SignersAdded or SignerRemoved:
                // Recorded for people; the state has changed, or changes, by the events beside them.
                break;
            default:
                if (!ApplyLoop(state, happened) && !ApplyWait(state, happened) && !ApplyCompensation(state, happened)
                    && !ApplyCase(state, happened))
                    throw new InvalidOperationException($"Nothing is known of events of the kind '{happened.Kind}'.");
                break;
        }
    }

    private static void Start(WorkingState state, InstanceStarted started)
    {
        state.NextId = ProcessState.RootId + 1;
        state.IsCalled = started.IsCalled;
        state.Put(new ElementInstance
        {
            Id = ProcessState.RootId,
            ElementId = started.ProcessId,
            ParentId = 0,
            Lifecycle = ElementLifecycle.Activated,
            Variables = started.Variables,
        });
    }

    private static void Move(WorkingState state, ElementMoved moved)
    {
        if (moved is ElementActivating activating)
        {
            foreach (var flow in activating.Flows)
                AddToken(state, activating.ParentId, flow, -1);
            state.NextId = activating.Id + 1;
            state.Put(new ElementInstance
            {
                Id = activating.Id,
                ElementId = activating.Element,
                ParentId = activating.ParentId,
                LoopCounter = activating.LoopCounter,
                Variables = activating.Variables,
                Compensates = activating.Compensates,
                WaiterId = activating.WaiterId,
                Signing = activating.Signing,
                GoesTo = activating.GoesTo,
            });
            return;
        }
        var element = state.Element(moved.Id);
        ElementLifecycleTable.Require(element.ElementId, element.Id, element.Lifecycle, moved.To);
        var gone = moved.To is ElementLifecycle.Completed or ElementLifecycle.Terminated;
        if (gone && element.ParentId != 0)
            state.Remove(element);
        else
            // The process itself stays, with its variables, so that an ended case can still be read.
            state.Put(element with
            {
                Lifecycle = moved.To,
                FlowTokens = gone ? TokenBag.Empty : element.FlowTokens,
                Incident = gone ? null : element.Incident,
            });
        if (moved is ElementCompleted completed)
            state.Passed(completed.Element);
    }

    private static void AddToken(WorkingState state, long scopeId, string flow, int change)
    {
        var scope = state.Element(scopeId);
        state.Put(scope with { FlowTokens = scope.FlowTokens.Add(flow, change) });
        if (change > 0)
            state.Passed(flow);
    }

    private static void SetVariables(WorkingState state, long id, FeelContext variables)
    {
        var element = state.Element(id);
        state.Put(element with
        {
            Variables = element.Variables.Count == 0
                ? variables
                : new FeelContext([.. element.Variables, .. variables]),
        });
    }

    private static void Fire(WorkingState state, TimerFired fired)
    {
        var timer = state.FindTimer(fired.TimerId)!;
        if (fired.NextDue is { } next)
            state.Put(timer with { Due = next, Fired = timer.Fired + 1 });
        else
            state.Remove(timer);
    }
}
