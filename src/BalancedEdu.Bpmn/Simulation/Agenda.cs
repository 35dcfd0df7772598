namespace BalancedEdu.Bpmn.Simulation;

/// <summary>Something that is to be done at an instant.</summary>
/// <param name="Due">When.</param>
/// <param name="Order">In which order it was put down: of two for the same instant the earlier one goes first.</param>
/// <param name="Do">What; null when all went well.</param>
internal sealed record AgendaEntry(DateTimeOffset Due, long Order, Func<Execution.Refusal?> Do);

/// <summary>What is to be done, by time.</summary>
internal sealed class Agenda
{
    private readonly SortedSet<AgendaEntry> _entries = new(Comparer<AgendaEntry>.Create((one, other) =>
        one.Due != other.Due ? one.Due.CompareTo(other.Due) : one.Order.CompareTo(other.Order)));

    private long _order;

    /// <summary>The first one, or null.</summary>
    public AgendaEntry? Next => _entries.Min;

    public AgendaEntry Add(DateTimeOffset due, Func<Execution.Refusal?> act)
    {
        var entry = new AgendaEntry(due, ++_order, act);
        _entries.Add(entry);
        return entry;
    }

    public void Remove(AgendaEntry entry) => _entries.Remove(entry);
}
