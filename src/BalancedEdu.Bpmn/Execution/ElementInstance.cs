using System.Collections.Immutable;
using BalancedEdu.Feel.Values;

namespace BalancedEdu.Bpmn.Execution;

/// <summary>Why a token can't go on.</summary>
/// <param name="Code">Stable and dotted.</param>
/// <param name="Message">A Chinese sentence with the values seen.</param>
public sealed record Incident(string Code, string Message);

/// <summary>How far a multi-instance is.</summary>
/// <param name="Total">How many instances there are in all.</param>
/// <param name="Items">The items of the collection; empty when it was a number.</param>
/// <param name="Results">Results so far, by loop counter.</param>
public sealed record LoopState(
    int Total, IReadOnlyList<FeelValue> Items, ImmutableSortedDictionary<int, FeelValue> Results)
{
    /// <summary>The results so far, in the order of the items.</summary>
    public FeelValue ResultList => FeelValue.Of((IReadOnlyList<FeelValue>)[.. Results.Values]);
}

/// <summary>
/// One visit of a token to an element; for a process or sub-process it is the scope of what is inside.
/// </summary>
public sealed record ElementInstance
{
    internal static readonly ImmutableSortedDictionary<string, int> NoTokens =
        ImmutableSortedDictionary.Create<string, int>(StringComparer.Ordinal);

    /// <summary>Unique in the process instance; the process itself is 1.</summary>
    public required long Id { get; init; }

    /// <summary>The element in the definition.</summary>
    public required string ElementId { get; init; }

    /// <summary>The scope or multi-instance that it stands in; 0 for the process.</summary>
    public required long ParentId { get; init; }

    /// <summary>Where it stands.</summary>
    public ElementLifecycle Lifecycle { get; init; }

    /// <summary>
    /// The place in a multi-instance, counted from 1; 0 outside of one and for the multi-instance itself.
    /// </summary>
    public int LoopCounter { get; init; }

    /// <summary>Variables that only what is inside sees.</summary>
    public FeelContext Variables { get; init; } = FeelContext.Empty;

    /// <summary>Tokens on flows inside, by flow id: those that wait at a join.</summary>
    public ImmutableSortedDictionary<string, int> FlowTokens { get; init; } = NoTokens;

    /// <summary>How far it is, when it is a multi-instance.</summary>
    public LoopState? Loop { get; init; }

    /// <summary>Why it can't go on, or null.</summary>
    public Incident? Incident { get; init; }

    /// <summary>Whether what is queued for it is still to be done.</summary>
    internal bool IsAlive =>
        Lifecycle is ElementLifecycle.Activating or ElementLifecycle.Activated or ElementLifecycle.Completing;
}

/// <summary>A timer that runs.</summary>
/// <param name="Id">Unique in the process instance.</param>
/// <param name="ElementId">The event in the definition.</param>
/// <param name="InstanceId">The element instance that waits, or whose border it is on.</param>
/// <param name="Due">When it fires.</param>
/// <param name="First">When it fired, or fires, for the first time: cycles count from there.</param>
/// <param name="Fired">How often it has fired.</param>
/// <param name="Repetitions">How often it fires in all; -1 without end.</param>
/// <param name="Interval">From one due to the next, in ISO 8601; null when it fires once.</param>
public sealed record TimerState(
    long Id, string ElementId, long InstanceId, DateTimeOffset Due, DateTimeOffset First, int Fired, int Repetitions,
    string? Interval);
