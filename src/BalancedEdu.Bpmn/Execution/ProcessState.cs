using System.Collections.Immutable;
using BalancedEdu.Feel.Values;

namespace BalancedEdu.Bpmn.Execution;

/// <summary>An instance that stands still.</summary>
/// <param name="At">Since when.</param>
/// <param name="Reason">Why.</param>
/// <param name="VariablesChanged">Whether variables were changed since: conditions are looked at afterwards.</param>
public sealed record Suspension(DateTimeOffset At, string Reason, bool VariablesChanged = false);

/// <summary>
/// All there is to know of an instance, as immutable data. Sharing between one state and the next keeps a step as cheap
/// for a thousand open tasks as for ten.
/// </summary>
public sealed class ProcessState
{
    /// <summary>The element instance that is the process itself.</summary>
    public const long RootId = 1;

    internal ProcessState(
        long nextId, ImmutableSortedDictionary<long, ElementInstance> elements,
        ImmutableSortedDictionary<long, TimerState> timers,
        ImmutableSortedDictionary<long, SubscriptionState> subscriptions,
        ImmutableSortedDictionary<long, CompensationState> compensations, ImmutableHashSet<string> passed,
        string? endEventId, Suspension? suspension, bool isCalled,
        ImmutableSortedDictionary<long, ImmutableSortedSet<long>> compensationsByScope)
    {
        NextId = nextId;
        Elements = elements;
        Timers = timers;
        Subscriptions = subscriptions;
        Compensations = compensations;
        Passed = passed;
        EndEventId = endEventId;
        Suspension = suspension;
        IsCalled = isCalled;
        CompensationsByScope = compensationsByScope;
    }

    /// <summary>An instance that has not started.</summary>
    public static ProcessState New { get; } = new(
        RootId, ImmutableSortedDictionary<long, ElementInstance>.Empty,
        ImmutableSortedDictionary<long, TimerState>.Empty, ImmutableSortedDictionary<long, SubscriptionState>.Empty,
        ImmutableSortedDictionary<long, CompensationState>.Empty,
        ImmutableHashSet.Create<string>(StringComparer.Ordinal), null, null, false,
        ImmutableSortedDictionary<long, ImmutableSortedSet<long>>.Empty);

    /// <summary>Whether the instance has started.</summary>
    public bool Started => Elements.Count > 0;

    /// <summary>Whether the instance has ended, completed or cancelled.</summary>
    public bool Ended => Root is { IsAlive: false };

    /// <summary>Whether the instance was cancelled.</summary>
    public bool Cancelled => Root?.Lifecycle == ElementLifecycle.Terminated;

    /// <summary>The end event of the process that was reached last, or null.</summary>
    public string? EndEventId { get; }

    /// <summary>The variables of the process scope; they stay after the end.</summary>
    public FeelContext Variables => Root?.Variables ?? FeelContext.Empty;

    /// <summary>Ids of elements that hold a token now, for the diagram.</summary>
    public IReadOnlyCollection<string> ActiveElementIds =>
        [.. Elements.Values.Where(element => element.ParentId != 0).Select(element => element.ElementId)
            .Distinct().Order(StringComparer.Ordinal)];

    /// <summary>Ids of elements and sequence flows that a token has passed, for the diagram.</summary>
    public IReadOnlyCollection<string> CompletedElementIds => [.. Passed.Order(StringComparer.Ordinal)];

    /// <summary>Since when it is suspended and why, or null.</summary>
    public Suspension? Suspension { get; }

    /// <summary>Whether another instance called it and waits for its end.</summary>
    public bool IsCalled { get; }

    /// <summary>The element instances that are alive, by id; the process itself is the first.</summary>
    public ImmutableSortedDictionary<long, ElementInstance> Elements { get; }

    /// <summary>The timers that run, by id.</summary>
    public ImmutableSortedDictionary<long, TimerState> Timers { get; }

    /// <summary>What is waited for beyond timers, by id.</summary>
    public ImmutableSortedDictionary<long, SubscriptionState> Subscriptions { get; }

    /// <summary>What was done and can be undone, by id.</summary>
    public ImmutableSortedDictionary<long, CompensationState> Compensations { get; }

    /// <summary>
    /// Who asked for the signer of an open task (加签); null when it was drawn, or an earlier release stored it.
    /// </summary>
    public string? AskedBy(long taskId)
    {
        if (!Elements.TryGetValue(taskId, out var element))
            return null;
        return element.LoopCounter > 0 ? Elements[element.ParentId].Loop?.AskedBy(element.LoopCounter)
            : element.Signing?.By;
    }

    /// <summary>
    /// Ids of <see cref="Compensations"/> by the scope that they were done in; follows from them. A step must not look
    /// through all that was ever done.
    /// </summary>
    internal ImmutableSortedDictionary<long, ImmutableSortedSet<long>> CompensationsByScope { get; }

    /// <summary>The id that the next element instance, timer or subscription gets.</summary>
    internal long NextId { get; }

    internal ImmutableHashSet<string> Passed { get; }

    private ElementInstance? Root => Elements.GetValueOrDefault(RootId);

    /// <summary>Serialises to one compact JSON document with a format version; equal states give equal bytes.</summary>
    public byte[] ToJson() => StateJson.Write(this);

    /// <summary>Reads what any release wrote by <see cref="ToJson"/>.</summary>
    /// <exception cref="FormatException">The document is not a state, or of a later format.</exception>
    public static ProcessState FromJson(ReadOnlySpan<byte> json) => StateJson.Read(json);
}
