using BalancedEdu.Bpmn.Model;

namespace BalancedEdu.Bpmn.Execution;

/// <summary>What was done and can be undone: remembered when it is done, undone in the reverse order, once.</summary>
internal sealed partial class Stepping
{
    private readonly HashSet<long> _recorded = [];

    /// <summary>
    /// An activity is done: when it can be undone, by its handler or by those of what is inside, that is remembered.
    /// </summary>
    public void RecordCompensation(Activity node, ElementInstance element)
    {
        if (element.Compensates || node.IsForCompensation)
            return;
        var whole = node.Loop is not null && element.LoopCounter == 0;
        var undone = (!whole && (node.CompensationHandler is not null || HasCompensationEvent(node)))
            || (State.HasCompensations && State.HasCompensationsIn(element.Id));
        if (!undone)
            return;
        _recorded.Add(element.Id);
        Emit(new CompensationRecorded(new(
            State.NextId, element.Id, node.Id, element.ParentId, element.LoopCounter, element.Variables)));
    }

    /// <summary>Begins to undo; the element is completed when all is undone.</summary>
    /// <param name="element">The element that waits for it.</param>
    /// <param name="scopeId">The scope whose activities are undone.</param>
    /// <param name="activity">The only activity to undo, or null for all.</param>
    public void Compensate(ElementInstance element, long scopeId, string? activity)
    {
        var list = State.CompensationsIn(scopeId)
            .Where(done => activity is null || done.ElementId == activity).Select(done => done.Id).ToList();
        if (list.Count > 0)
            Emit(new CompensationStarted(element.Id, element.ElementId, list));
        CompensateNext(State.Element(element.Id));
    }

    /// <summary>Undoes the last of what is still to be undone, or completes the element.</summary>
    public void CompensateNext(ElementInstance element)
    {
        while (element.Compensating.Count > 0)
        {
            var id = element.Compensating[^1];
            if (State.FindCompensation(id) is { } done)
            {
                Emit(new CompensationTaken(element.Id, done.ElementId, id));
                Undo(element, done);
                return;
            }
            // It was undone or forgotten meanwhile by somebody else, as others perhaps.
            Emit(new CompensationStarted(
                element.Id, element.ElementId,
                [.. element.Compensating.Where(left => State.FindCompensation(left) is not null)]));
            element = State.Element(element.Id);
        }
        Complete(element.Id);
    }

    private void Undo(ElementInstance waiter, CompensationState done)
    {
        var activity = (Activity)Definition.Node(done.ElementId);
        // Inside of something that is undone as a whole, else in the scope where it was done.
        var parent = waiter.Compensates && NodeOf(waiter) is Activity ? waiter.Id
            : State.Find(done.ScopeId) is { IsAlive: true } ? done.ScopeId
            : waiter.ParentId;
        var whole = activity.Loop is not null && done.LoopCounter == 0;
        var handler = whole ? null : activity.CompensationHandler;
        var id = State.NextId;
        Enter(new ElementActivating(id, (handler ?? activity).Id, parent, [], 0, done.Variables)
        {
            Compensates = true,
            WaiterId = waiter.Id,
        });
        if (handler is null)
            Emit(new CompensationsMoved(done.InstanceId, id));
        else
            ForgetCompensations(done.InstanceId);
    }

    private bool IsRecorded(ElementInstance element) => _recorded.Contains(element.Id);

    private bool HasCompensationEvent(Activity node) =>
        Definition.EventStartsOf(node).Any(start => start.Definition is CompensateEventDefinition);

    /// <summary>What was done is withdrawn: it can't be undone any more, nor what was done inside of it.</summary>
    public void ForgetCompensation(CompensationState done)
    {
        Emit(new CompensationForgotten(done.Id, done.ElementId));
        ForgetCompensations(done.InstanceId);
    }

    /// <summary>A scope is over: what was done in it can't be undone any more.</summary>
    private void ForgetCompensations(long scopeId)
    {
        var open = new Stack<long>([scopeId]);
        while (open.TryPop(out var scope))
            foreach (var done in State.CompensationsIn(scope))
            {
                Emit(new CompensationForgotten(done.Id, done.ElementId));
                open.Push(done.InstanceId);
            }
    }
}
