using BalancedEdu.Bpmn.Model;
using BalancedEdu.Feel.Values;

namespace BalancedEdu.Bpmn.Execution;

/// <summary>
/// Errors and escalations: the nearest event that catches one, from the inside out; in each scope its event
/// sub-processes before its border, an exact code before one that catches all.
/// </summary>
internal sealed partial class Stepping
{
    /// <summary>An error that nobody catches here or, from a called process, is told to the caller.</summary>
    /// <exception cref="ElementFault">Nobody catches it and nobody called this instance.</exception>
    public void ThrowError(ElementInstance from, string code, string? message)
    {
        var catcher = Catcher(
            from, definition => definition is ErrorEventDefinition error ? new(error.Code) : null, code);
        if (catcher is null && !State.IsCalled)
            throw Faults.UncaughtError(NodeOf(from), code, message);
        Emit(new ErrorThrown(from.Id, from.ElementId, code, message));
        if (catcher is { } found)
        {
            Trigger(found.Event.Id, found.InstanceId, Payload(code, message));
            return;
        }
        Terminate(State.Element(ProcessState.RootId));
        Add(new NotifyParent(IsError: true, code, message));
        Add(new EndInstance(null, Cancelled: true));
    }

    /// <summary>An escalation; that nobody catches it is no fault.</summary>
    public void ThrowEscalation(ElementInstance from, string code)
    {
        Emit(new EscalationThrown(from.Id, from.ElementId, code));
        var catcher = Catcher(
            from, definition => definition is EscalationEventDefinition escalation ? new(escalation.Code) : null, code);
        if (catcher is { } found)
            Trigger(found.Event.Id, found.InstanceId, Payload(code, null));
        else if (State.IsCalled)
            Add(new NotifyParent(IsError: false, code, null));
    }

    /// <summary>What an event catches: a code, or null for all.</summary>
    private readonly record struct Caught(string? Code);

    private (FlowNode Event, long InstanceId)? Catcher(
        ElementInstance from, Func<EventDefinition?, Caught?> catches, string code)
    {
        var inside = from;
        while (true)
        {
            var node = NodeOf(inside);
            // The border of a multi-instance is around all of its instances.
            if (node is Activity activity && ElementInstance.HasBorder(inside) && !IsUndone(inside)
                && Best(activity.BoundaryEvents, catches, code) is { } boundary)
                return (boundary, inside.Id);
            if (inside.ParentId == 0)
                return null;
            var scope = State.Element(inside.ParentId);
            // An event sub-process doesn't catch what it, or one beside it, throws: that goes further out.
            if (scope.Loop is null && !IsUndone(scope) && node is not SubProcess { TriggeredByEvent: true }
                && Best(Definition.EventStartsOf(NodeOf(scope)), catches, code) is { } start)
                return (start, scope.Id);
            inside = scope;
        }
    }

    /// <summary>
    /// Whether it stands for something completed that is undone: its border and its event sub-processes were given up
    /// when it was completed, and its token has gone on.
    /// </summary>
    private bool IsUndone(ElementInstance element) =>
        element.Compensates && NodeOf(element) is Activity { IsForCompensation: false };

    private static Event? Best(IEnumerable<Event> events, Func<EventDefinition?, Caught?> catches, string code)
    {
        Event? all = null;
        foreach (var candidate in events)
            foreach (var part in ProcessDefinition.PartsOf(candidate.Definition))
            {
                if (catches(part) is not { } caught)
                    continue;
                if (caught.Code == code)
                    return candidate;
                if (caught.Code is null)
                    all ??= candidate;
            }
        return all;
    }

    private static FeelContext Payload(string code, string? message) =>
        new([new("code", FeelValue.Of(code)), new("message", FeelValue.Of(message))]);
}
