using BalancedEdu.Bpmn.Execution;
using BalancedEdu.Bpmn.Model;
using BalancedEdu.Feel.Values;

namespace BalancedEdu.Bpmn.Simulation;

/// <summary>A message that nobody waits for yet.</summary>
/// <param name="Message">Its name.</param>
/// <param name="Key">The key that its receiver waits with, or null without.</param>
/// <param name="Payload">What it brings.</param>
/// <param name="Expires">From when on it is no longer there.</param>
public sealed record BufferedMessage(string Message, string? Key, FeelContext Payload, DateTimeOffset Expires);

/// <summary>Messages find one receiver, signals all.</summary>
public sealed partial class InMemoryNetwork
{
    /// <summary>Messages that wait for a receiver, oldest first; expired ones are no longer among them.</summary>
    public IReadOnlyList<BufferedMessage> Buffered
    {
        get
        {
            _buffer.RemoveAll(message => message.Expires <= Now);
            return _buffer;
        }
    }

    private void Open(InMemoryInstance instance, Subscribe subscription)
    {
        _subscriptions.Open(instance, subscription);
        if (subscription.Kind == SubscriptionKind.Message && _buffer.Count > 0)
            _queue.Enqueue(DeliverBuffered);
    }

    private Refusal? Deliver(BufferedMessage message)
    {
        var waiting = _subscriptions.ForMessage(message.Message, message.Key);
        if (waiting.Count > 1)
            return Problem.Ambiguous(message, waiting);
        if (waiting.Count == 1)
            Correlate(waiting[0], message);
        else if (StartedBy(new(message.Message, null, [], [])) is ({ } definition, { } node, var trigger))
            StartAt(definition, node, message.Payload, trigger);
        else if (message.Expires > Now)
            _buffer.Add(message);
        return null;
    }

    private void Correlate(Waiting one, BufferedMessage message) =>
        Tell(one.Instance, new CorrelateMessage(one.Subscription.SubscriptionId, message.Payload));

    /// <summary>
    /// Somebody new waits: messages that are kept, oldest first, go to whoever is now their only receiver. One that
    /// several wait for stays: it goes when one of them is left.
    /// </summary>
    private void DeliverBuffered()
    {
        foreach (var message in Buffered.ToList())
        {
            var waiting = _subscriptions.ForMessage(message.Message, message.Key);
            if (waiting.Count > 1)
            {
                var problem = Problem.Ambiguous(message, waiting);
                if (!_problems.Contains(problem))
                    _problems.Add(problem);
            }
            else if (waiting.Count == 1)
            {
                _buffer.Remove(message);
                Correlate(waiting[0], message);
            }
            else if (StartedBy(new(message.Message, null, [], [])) is ({ } definition, { } node, var trigger))
            {
                _buffer.Remove(message);
                StartAt(definition, node, message.Payload, trigger);
            }
        }
    }

    /// <summary>Those that wait when it is sent get it, one instance after the other; then it starts processes.
    /// </summary>
    private void SendSignal(string signal, FeelContext payload)
    {
        foreach (var instance in _subscriptions.ForSignal(signal))
            if (!instance.State.Ended)
                Tell(instance, new BroadcastSignal(signal, payload));
        foreach (var definition in _latest.Values.ToList())
            foreach (var (node, trigger) in definition.StartTriggers)
                if (trigger is SignalEventDefinition started && started.Signal == signal)
                    StartAt(definition, node, payload, trigger);
    }

    private (ProcessDefinition? Definition, FlowNode? Node, EventDefinition? Trigger) StartedBy(
        MessageEventDefinition message)
    {
        foreach (var definition in _latest.Values)
            foreach (var (node, trigger) in definition.StartTriggers)
                if (trigger is MessageEventDefinition started && started.Message == message.Message)
                    return (definition, node, trigger);
        return default;
    }
}
