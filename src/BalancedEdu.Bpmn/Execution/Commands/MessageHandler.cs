using BalancedEdu.Feel.Values;

namespace BalancedEdu.Bpmn.Execution.Commands;

/// <summary>Messages and signals from outside. One delivery of a message takes one token.</summary>
internal static class MessageHandler
{
    public static Refusal? Correlate(Stepping x, CorrelateMessage command)
    {
        if (x.State.FindSubscription(command.SubscriptionId) is not { Kind: SubscriptionKind.Message } subscription)
            return Refusals.SubscriptionNotOpen(command.SubscriptionId);
        Deliver(x, subscription, command.Payload);
        return null;
    }

    /// <summary>
    /// All that wait when the signal comes get it, in the order in which they began to wait; one that the delivery to
    /// another has ended meanwhile is passed over.
    /// </summary>
    public static Refusal? Broadcast(Stepping x, BroadcastSignal command)
    {
        foreach (var listed in x.State.Subscriptions)
            if (listed.Kind == SubscriptionKind.Signal && listed.Name == command.Signal
                && x.State.FindSubscription(listed.Id) is { } subscription)
                Deliver(x, subscription, command.Payload);
        return null;
    }

    private static void Deliver(Stepping x, SubscriptionState subscription, FeelContext payload) =>
        x.Trigger(subscription.ElementId, subscription.InstanceId, payload, subscription);
}
