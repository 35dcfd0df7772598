using BalancedEdu.Bpmn.Execution;

namespace BalancedEdu.Bpmn.Simulation;

/// <summary>Who waits for a message.</summary>
internal readonly record struct Waiting(InMemoryInstance Instance, Subscribe Subscription);

/// <summary>Who waits for which message or signal, over all instances, in the order of instances.</summary>
internal sealed class Subscriptions
{
    private readonly Dictionary<(SubscriptionKind Kind, string Name), SortedDictionary<(long, long), Waiting>>
        _byName = [];

    private readonly Dictionary<(long, long), Subscribe> _byId = [];

    public void Open(InMemoryInstance instance, Subscribe subscription)
    {
        var name = (subscription.Kind, subscription.Name);
        if (!_byName.TryGetValue(name, out var waiting))
            _byName.Add(name, waiting = []);
        waiting[(instance.Id, subscription.SubscriptionId)] = new(instance, subscription);
        _byId[(instance.Id, subscription.SubscriptionId)] = subscription;
    }

    public void Close(InMemoryInstance instance, long subscriptionId)
    {
        if (_byId.Remove((instance.Id, subscriptionId), out var subscription))
            _byName[(subscription.Kind, subscription.Name)].Remove((instance.Id, subscriptionId));
    }

    /// <summary>Who waits for a message of that name with that very key; a message without one has none.</summary>
    public List<Waiting> ForMessage(string name, string? key) =>
        _byName.TryGetValue((SubscriptionKind.Message, name), out var waiting)
            ? [.. waiting.Values.Where(one => one.Subscription.Key == key)]
            : [];

    /// <summary>The instances in which somebody waits for a signal.</summary>
    public List<InMemoryInstance> ForSignal(string name) =>
        _byName.TryGetValue((SubscriptionKind.Signal, name), out var waiting)
            ? [.. waiting.Values.Select(one => one.Instance).Distinct()]
            : [];
}
