using System.Collections.Immutable;
using BalancedEdu.Bpmn.Model;
using BalancedEdu.Feel.Values;

namespace BalancedEdu.Bpmn.Execution;

/// <summary>Why a token can't go on.</summary>
/// <param name="Code">Stable and dotted.</param>
/// <param name="Message">A Chinese sentence with the values seen.</param>
public sealed record Incident(string Code, string Message)
{
    /// <summary>
    /// Whether it came of looking whether several instances, or an ad-hoc sub-process, are done as a whole: it is over
    /// as soon as a later look goes well.
    /// </summary>
    public bool OfProgress { get; init; }
}

/// <summary>How far a multi-instance or a loop is.</summary>
/// <param name="Total">How many instances there are in all; of a loop, the round it is in.</param>
/// <param name="Items">The items of the collection; empty when it was a number.</param>
/// <param name="Results">Results so far, by loop counter.</param>
public sealed record LoopState(
    int Total, IReadOnlyList<FeelValue> Items, ImmutableSortedDictionary<int, FeelValue> Results)
{
    /// <summary>How many instances were taken out without being counted (减签).</summary>
    public int Removed { get; init; }

    /// <summary>How many of the last ones were asked for by 加签: their items are user names.</summary>
    public int Added { get; init; }

    /// <summary>Who asked for each of those; shorter where an earlier release stored some.</summary>
    public ImmutableArray<string> AddedBy { get; init; } = [];

    /// <summary>Who asked for one of the instances, or null when it was drawn.</summary>
    internal string? AskedBy(int counter)
    {
        var place = counter - (Total - AddedBy.Length) - 1;
        return place >= 0 && place < AddedBy.Length ? AddedBy[place] : null;
    }

    /// <summary>
    /// The loop counters of those that are done, but after which it could not be worked out what follows for the whole.
    /// </summary>
    public ImmutableArray<int> Unjudged { get; init; } = [];

    /// <summary>The results so far, in the order of the items.</summary>
    public FeelValue ResultList => FeelValue.Of((IReadOnlyList<FeelValue>)[.. Results.Values]);
}

/// <summary>
/// One visit of a token to an element; for a process or sub-process it is the scope of what is inside.
/// </summary>
public sealed record ElementInstance
{
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

    /// <summary>Tokens on flows inside: those that wait at a join.</summary>
    public TokenBag FlowTokens { get; init; } = TokenBag.Empty;

    /// <summary>How far it is, when it is a multi-instance or a loop.</summary>
    public LoopState? Loop { get; init; }

    /// <summary>Why it can't go on, or null.</summary>
    public Incident? Incident { get; init; }

    /// <summary>What is still to be undone before it goes on: ids of <see cref="CompensationState"/>.</summary>
    public ImmutableList<long> Compensating { get; init; } = [];

    /// <summary>Whether what it does undoes something: no flow leaves it, and <see cref="WaiterId"/> goes on.</summary>
    public bool Compensates { get; init; }

    /// <summary>The instance that waits for its end, or 0.</summary>
    public long WaiterId { get; init; }

    /// <summary>Further signers of a user task, and what was decided so far; null without.</summary>
    public SigningState? Signing { get; init; }

    /// <summary>The element that its token goes to next, past what was drawn, or null.</summary>
    public string? GoesTo { get; init; }

    /// <summary>Whether all that it does at its end is done, and only the way on is still to be found.</summary>
    public bool Closed { get; init; }

    /// <summary>
    /// The id that the host knows its call of another process by: its own, or a new one when a call that failed is made
    /// anew.
    /// </summary>
    public long CallId => RenewedCallId == 0 ? Id : RenewedCallId;

    /// <summary>The id of a call that was made anew, or 0.</summary>
    internal long RenewedCallId { get; init; }

    /// <summary>Whether what it gave was kept where its data associations say.</summary>
    public bool Delivered { get; init; }

    /// <summary>
    /// What has come to events that wait until all of several things have, by the id of the event; null without.
    /// </summary>
    public ImmutableSortedDictionary<string, PartsReceived>? Received { get; init; }

    /// <summary>How many instances stand in it.</summary>
    internal int ChildCount { get; init; }

    /// <summary>The timers that belong to it; follows from the timers.</summary>
    internal ImmutableArray<long> TimerIds { get; init; } = [];

    /// <summary>The subscriptions that belong to it; follows from the subscriptions.</summary>
    internal ImmutableArray<long> SubscriptionIds { get; init; } = [];

    /// <summary>Whether what is queued for it is still to be done.</summary>
    internal bool IsAlive =>
        Lifecycle is ElementLifecycle.Activating or ElementLifecycle.Activated or ElementLifecycle.Completing;

    /// <summary>
    /// Whether it stands for all instances or rounds of its activity. A further signer's task is none of them, and not
    /// the whole either.
    /// </summary>
    internal static bool IsWhole(Activity node, ElementInstance element) =>
        node.Loop is not null && element.LoopCounter == 0 && element.Signing?.Place is null;

    /// <summary>Whether the border of its activity is around it: not around one of several, nor a signer.</summary>
    internal static bool HasBorder(ElementInstance element) =>
        element.LoopCounter == 0 && element.Signing?.Place is null;
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
    string? Interval)
{
    /// <summary>Whether it is for a date, or counts from one: standing still does not move it.</summary>
    public bool KeepsDate { get; init; }
}

/// <summary>What a subscription waits for.</summary>
public enum SubscriptionKind
{
    /// <summary>A message, with a key or without.</summary>
    Message,

    /// <summary>A signal.</summary>
    Signal,

    /// <summary>A condition over variables; the host has nothing to do with it.</summary>
    Condition,
}

/// <summary>Something that is waited for.</summary>
/// <param name="Id">Unique in the process instance.</param>
/// <param name="ElementId">The event or receive task in the definition.</param>
/// <param name="InstanceId">
/// The element instance that waits, whose border the event is on, or whose event sub-process it starts.
/// </param>
/// <param name="Kind">What is waited for.</param>
/// <param name="Name">The name of the message or signal; null for a condition.</param>
/// <param name="Key">The key of a message, or null without.</param>
/// <param name="Spent">A condition that has fired and was not false since.</param>
public sealed record SubscriptionState(
    long Id, string ElementId, long InstanceId, SubscriptionKind Kind, string? Name, string? Key, bool Spent = false);

/// <summary>What has come to an event that waits until all of several things have.</summary>
/// <param name="Payload">What they brought; the later ones hide the earlier ones.</param>
/// <param name="Subscriptions">Those that they ended: what doesn't interrupt waits for the same again.</param>
public sealed record PartsReceived(FeelContext Payload, ImmutableArray<SubscriptionState> Subscriptions)
{
    /// <summary>Nothing has come yet.</summary>
    public static PartsReceived None { get; } = new(FeelContext.Empty, []);
}

/// <summary>Something that was done and can be undone.</summary>
/// <param name="Id">Unique in the process instance, in the order of completion.</param>
/// <param name="InstanceId">The element instance that was completed.</param>
/// <param name="ElementId">The activity in the definition.</param>
/// <param name="ScopeId">The scope or multi-instance that it stood in.</param>
/// <param name="LoopCounter">Its place in a multi-instance, or 0.</param>
/// <param name="Variables">Its own variables when it was completed.</param>
public sealed record CompensationState(
    long Id, long InstanceId, string ElementId, long ScopeId, int LoopCounter, FeelContext Variables);
