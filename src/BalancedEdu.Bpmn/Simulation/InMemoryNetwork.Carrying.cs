using BalancedEdu.Bpmn.Execution;

namespace BalancedEdu.Bpmn.Simulation;

/// <summary>What a step asks for beyond its instance: jobs, timers, calls. All of it goes through the queue.</summary>
public sealed partial class InMemoryNetwork
{
    private Refusal? Step(InMemoryInstance instance, Command command)
    {
        var result = instance.Step(command, Now);
        if (result.Refusal is not null)
            return result.Refusal;
        if (command is FireTimer fired)
            _timers.Remove((instance.Id, fired.TimerId));
        foreach (var effect in result.Effects)
            Carry(instance, effect);
        if (command is ResumeInstance)
            Release(instance);
        return null;
    }

    /// <summary>
    /// Carries a command out that another instance, a job or a message gave. An instance that is suspended gets it when
    /// it goes on.
    /// </summary>
    private void Tell(InMemoryInstance instance, Command command)
    {
        if (Step(instance, command) is not { } refusal)
            return;
        if (instance.State is { Suspension: not null, Ended: false })
            instance.Held.Add(command);
        else
            _problems.Add(refusal);
    }

    private void Release(InMemoryInstance instance)
    {
        foreach (var command in instance.Held)
            _queue.Enqueue(() => Tell(instance, command));
        instance.Held.Clear();
    }

    private void Carry(InMemoryInstance instance, Effect effect)
    {
        switch (effect)
        {
            case RequestJob request:
                _queue.Enqueue(() => Ask(instance, request));
                break;
            case ScheduleTimer schedule:
                Forget(instance, schedule.TimerId);
                _timers[(instance.Id, schedule.TimerId)] = _agenda.Add(
                    schedule.Due, () => Step(instance, new FireTimer(schedule.TimerId)));
                break;
            case CancelTimer cancel:
                Forget(instance, cancel.TimerId);
                break;
            case Subscribe subscribe:
                Open(instance, subscribe);
                break;
            case Unsubscribe unsubscribe:
                _subscriptions.Close(instance, unsubscribe.SubscriptionId);
                break;
            case PublishMessage message:
                _queue.Enqueue(() => Report(Deliver(
                    new(message.Message, message.Key, message.Payload, Now + _messageLife))));
                break;
            case PublishSignal signal:
                _queue.Enqueue(() => SendSignal(signal.Signal, Feel.Values.FeelContext.Empty));
                break;
            case StartChild call:
                _queue.Enqueue(() => Call(instance, call));
                break;
            case CancelChild cancel:
                CancelCall(instance, cancel.CallId);
                break;
            case NotifyParent notify:
                Notify(instance, notify);
                break;
            case EndInstance end:
                Ended(instance, end);
                break;
        }
    }

    private void Report(Refusal? refusal)
    {
        if (refusal is not null)
            _problems.Add(refusal);
    }

    private void Forget(InMemoryInstance instance, long timerId)
    {
        if (_timers.Remove((instance.Id, timerId), out var entry))
            _agenda.Remove(entry);
    }

    private void Ask(InMemoryInstance instance, RequestJob request)
    {
        if (!instance.Waits(request) || _answer(instance, request) is not { } answer)
            return;
        if (answer.After > TimeSpan.Zero)
            _agenda.Add(Now + answer.After, () =>
            {
                Answer(instance, request, answer);
                return null;
            });
        else
            Answer(instance, request, answer);
    }

    private void Answer(InMemoryInstance instance, RequestJob request, JobAnswer answer)
    {
        // Withdrawn while it was worked on: nobody wants the answer.
        if (!instance.Waits(request))
            return;
        Tell(instance, answer switch
        {
            { Outputs: { } outputs } => new CompleteJob(request.JobId, outputs),
            { ErrorCode: { } code } => new ThrowBpmnError(request.JobId, code, null),
            _ => new FailJob(request.JobId, answer.Failure ?? ""),
        });
    }

    private void Call(InMemoryInstance caller, StartChild call)
    {
        if (!caller.WaitsForCall(call.CallId))
            return;
        var bound = _bound.GetValueOrDefault(caller.Definition)?.GetValueOrDefault(call.ProcessId);
        var definition = call.Latest ? null : bound;
        if (definition is null && !_latest.TryGetValue(call.ProcessId, out definition))
        {
            var unknown = Problem.UnknownProcess(call.ProcessId);
            _problems.Add(unknown);
            Tell(caller, new FailChild(call.CallId, unknown.Message));
            return;
        }
        var child = Prepare(definition, caller, call.CallId);
        _children[(caller.Id, call.CallId)] = child;
        if (Step(child, new StartInstance(null, call.Variables) { IsCalled = true }) is not { } refusal)
            return;
        _instances.Remove(child.Id);
        _children.Remove((caller.Id, call.CallId));
        _problems.Add(refusal);
        Tell(caller, new FailChild(call.CallId, refusal.Message));
    }

    private void CancelCall(InMemoryInstance caller, long callId)
    {
        if (!_children.Remove((caller.Id, callId), out var child) || child.State.Ended)
            return;
        child.HasAnswered = true;
        _queue.Enqueue(() =>
        {
            if (!child.State.Ended)
                Tell(child, new CancelInstance("调用它的活动已经结束。"));
        });
    }

    private void Notify(InMemoryInstance child, NotifyParent notify)
    {
        if (child.Caller is not { } caller)
            return;
        child.HasAnswered |= notify.IsError;
        TellCaller(child, caller, notify.IsError
            ? new ThrowBpmnError(child.CallId, notify.Code, notify.Message)
            : new ThrowEscalation(child.CallId, notify.Code));
    }

    private void Ended(InMemoryInstance child, EndInstance end)
    {
        if (child.Caller is not { } caller || child.HasAnswered)
            return;
        child.HasAnswered = true;
        if (end.Cancelled)
        {
            var cancelled = Problem.ChildCancelled(child, caller);
            _problems.Add(cancelled);
            TellCaller(child, caller, new FailChild(child.CallId, cancelled.Message));
        }
        else
            TellCaller(child, caller, new CompleteChild(child.CallId, child.State.Variables));
    }

    private void TellCaller(InMemoryInstance child, InMemoryInstance caller, Command command) => _queue.Enqueue(() =>
    {
        // The call may have been given up, or made anew, since it was sent.
        if (_children.GetValueOrDefault((caller.Id, child.CallId)) != child || !caller.WaitsForCall(child.CallId))
            return;
        if (command is CompleteChild)
            _children.Remove((caller.Id, child.CallId));
        Tell(caller, command);
    });
}
