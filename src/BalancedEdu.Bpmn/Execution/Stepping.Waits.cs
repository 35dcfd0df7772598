using BalancedEdu.Bpmn.Execution.Elements;
using BalancedEdu.Bpmn.Model;
using BalancedEdu.Feel.Values;

namespace BalancedEdu.Bpmn.Execution;

/// <summary>What is waited for: timers, messages, signals and conditions.</summary>
internal sealed partial class Stepping
{
    /// <summary>Starts waiting for what was worked out before.</summary>
    public void Wait(IReadOnlyList<WaitPlan> plans, long instanceId)
    {
        foreach (var plan in plans)
            if (plan.Timer is { } timer)
                Schedule(plan.Event.Id, instanceId, timer);
            else
                Open(new SubscriptionState(
                    State.NextId, plan.Event.Id, instanceId, plan.Kind, plan.Name, plan.Key));
    }

    /// <summary>What was waited for has come.</summary>
    /// <param name="elementId">The event or receive task.</param>
    /// <param name="instanceId">The instance that waits, or whose border or event sub-process it is.</param>
    /// <param name="payload">What came with it, or null.</param>
    /// <param name="subscription">Where it was waited for; null for timers and what is thrown inside.</param>
    public void Trigger(
        string elementId, long instanceId, FeelContext? payload, SubscriptionState? subscription = null)
    {
        var node = Definition.Node(elementId);
        var again = PartsReceived.None;
        if (ProcessDefinition.WaitsForAll(node) && !HaveAllCome(node, instanceId, ref payload, subscription, out again))
            return;
        var waiting = State.Element(instanceId);
        var by = NodeOf(waiting) is EventBasedGateway gateway ? gateway : node;
        ElementRegistry.Of(by).Triggered(this, node, waiting, payload);
        // What doesn't interrupt waits for all of them anew; a condition must have been false in between.
        if (node is BoundaryEvent { CancelActivity: false } or StartEvent { IsInterrupting: false })
            foreach (var ended in again.Subscriptions)
                Open(ended with { Id = State.NextId, Spent = ended.Kind == SubscriptionKind.Condition });
    }

    /// <summary>
    /// One part of an event has come that must all come: it isn't waited for any more. With the last one, what all of
    /// them brought.
    /// </summary>
    private bool HaveAllCome(
        FlowNode node, long instanceId, ref FeelContext? payload, SubscriptionState? subscription,
        out PartsReceived all)
    {
        if (subscription is not null)
            Close(subscription);
        Emit(new PartReceived(instanceId, node.Id, payload ?? FeelContext.Empty, subscription));
        var waiting = State.Element(instanceId);
        all = waiting.Received![node.Id];
        if (waiting.TimerIds.Any(id => State.FindTimer(id)!.ElementId == node.Id)
            || waiting.SubscriptionIds.Any(id => State.FindSubscription(id)!.ElementId == node.Id))
            return false;
        Emit(new PartsTaken(instanceId, node.Id));
        payload = all.Payload;
        return true;
    }

    /// <summary>Stops waiting.</summary>
    /// <param name="instanceId">The instance that waited.</param>
    /// <param name="only">For which events; null for all.</param>
    public void CancelWaits(long instanceId, Func<FlowNode, bool>? only = null)
    {
        var element = State.Element(instanceId);
        foreach (var id in element.TimerIds)
            if (State.FindTimer(id) is { } timer && (only is null || only(Definition.Node(timer.ElementId))))
            {
                Emit(new TimerCancelled(id, timer.ElementId));
                Add(new CancelTimer(id));
            }
        foreach (var id in element.SubscriptionIds)
            if (State.FindSubscription(id) is { } subscription
                && (only is null || only(Definition.Node(subscription.ElementId))))
                Close(subscription);
        if (element.Received is { } received)
            foreach (var id in received.Keys)
                if (only is null || only(Definition.Node(id)))
                    Emit(new PartsTaken(instanceId, id));
    }

    /// <summary>A subscription is over.</summary>
    public void Close(SubscriptionState subscription)
    {
        Emit(new SubscriptionClosed(subscription.Id, subscription.ElementId));
        if (subscription.Kind != SubscriptionKind.Condition)
            Add(new Unsubscribe(subscription.Id));
    }

    private void Open(SubscriptionState subscription)
    {
        Emit(new SubscriptionOpened(subscription));
        if (subscription.Kind != SubscriptionKind.Condition)
            Add(new Subscribe(
                subscription.Id, subscription.ElementId, subscription.Kind, subscription.Name!, subscription.Key));
    }

    private void Schedule(string elementId, long instanceId, TimerPlan plan)
    {
        // One that begins while the case stands still counts as if it had begun with that, so that going on puts it
        // off by the right time; until then the host has nothing to wake for.
        var due = State.Suspension is { } suspension && !plan.KeepsDate
            ? plan.Due - (now - suspension.At)
            : plan.Due;
        var timer = new TimerState(State.NextId, elementId, instanceId, due, due, 0, plan.Repetitions, plan.Interval)
        {
            KeepsDate = plan.KeepsDate,
        };
        Emit(new TimerScheduled(timer));
        if (State.Suspension is null)
            Add(new ScheduleTimer(timer.Id, elementId, timer.Due));
    }

    /// <summary>
    /// Whether standing still does not move a timer. Those that earlier releases stored do not tell: there it is what
    /// was drawn, where that is no expression.
    /// </summary>
    public bool KeepsDate(TimerState timer) => timer.KeepsDate
        || (ProcessDefinition.PartOf<TimerEventDefinition>(
                ProcessDefinition.TriggerOf(Definition.Node(timer.ElementId))) is { } drawn
            && (drawn.Kind == TimerKind.Date
                || (drawn.Kind == TimerKind.Cycle && TimerCycle.Parse(drawn.Body.Text)?.Start is not null)));

    /// <summary>
    /// Tokens that wait at joins come to them once more: another version may ask for fewer of them, or for no join.
    /// Where an incident tells of them, they wait until it is resolved.
    /// </summary>
    public void ArriveAgain()
    {
        foreach (var scope in State.Elements)
            if (scope.Incident is null)
                ArriveAgain(scope);
    }

    /// <summary>The tokens that wait in a scope come to their joins once more.</summary>
    public void ArriveAgain(ElementInstance scope)
    {
        foreach (var (id, count) in scope.FlowTokens)
            for (var i = 0; i < count; i++)
                _queue.Enqueue(new(WorkKind.Arrive, scope.Id, Definition.FindFlow(id)!));
    }

    /// <summary>Variables were changed while the case stood still.</summary>
    public void LookAtAllConditions() => _variablesChanged = true;

    /// <summary>An incident was resolved: the conditions that stand there are looked at again.</summary>
    public void LookAtConditionsOf(long instanceId) => _retried.Add(instanceId);

    /// <summary>
    /// Looks at all conditions that are waited for. One that has fired waits until it was false once: what it started
    /// may change variables without starting it again and again.
    /// </summary>
    private bool LookAtConditions()
    {
        var only = _variablesChanged ? null : _retried.ToHashSet();
        _variablesChanged = false;
        _retried.Clear();
        if (!State.HasSubscriptions)
            return false;
        foreach (var listed in State.Subscriptions)
        {
            if (listed.Kind != SubscriptionKind.Condition || only?.Contains(listed.InstanceId) == false
                || State.FindSubscription(listed.Id) is not { } subscription)
                continue;
            var waiting = State.Element(subscription.InstanceId);
            if (waiting.Incident is not null)
                continue;
            try
            {
                var listens = (Event)Definition.Node(subscription.ElementId);
                var condition = ProcessDefinition.PartOf<ConditionalEventDefinition>(listens.Definition)!
                    .Condition;
                var holds = !Evaluation.Value(this, condition, waiting.Id).IsNull
                    && Evaluation.Boolean(this, condition, waiting.Id);
                if (holds == subscription.Spent)
                    continue;
                Emit(new ConditionSpent(subscription.Id, subscription.ElementId, holds));
                if (holds)
                    Trigger(subscription.ElementId, waiting.Id, null, subscription);
            }
            catch (ElementFault fault)
            {
                RaiseIncident(waiting, fault);
            }
        }
        return _queue.Count > 0;
    }
}
