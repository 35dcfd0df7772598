using System.Text.Json;
using BalancedEdu.Feel.Values;

namespace BalancedEdu.Bpmn.Execution;

/// <summary>Something is waited for.</summary>
/// <param name="Subscription">All about it.</param>
public sealed record SubscriptionOpened(SubscriptionState Subscription) : ProcessEvent
{
    /// <inheritdoc/>
    public override string ElementId => Subscription.ElementId;

    private protected override void WriteMembers(Utf8JsonWriter writer)
    {
        writer.WriteNumber("id", Subscription.Id);
        writer.WriteNumber("instance", Subscription.InstanceId);
        writer.WriteString("waitsFor", Subscription.Kind.ToString());
        if (Subscription.Name is not null)
            writer.WriteString("name", Subscription.Name);
        if (Subscription.Key is not null)
            writer.WriteString("key", Subscription.Key);
    }
}

/// <summary>Something is no longer waited for.</summary>
/// <param name="SubscriptionId">The subscription.</param>
/// <param name="Element">The event in the definition.</param>
public sealed record SubscriptionClosed(long SubscriptionId, string Element) : ProcessEvent
{
    /// <inheritdoc/>
    public override string ElementId => Element;

    private protected override void WriteMembers(Utf8JsonWriter writer) => writer.WriteNumber("id", SubscriptionId);
}

/// <summary>A condition was looked at: it has fired, or is false again and may fire once more.</summary>
/// <param name="SubscriptionId">The subscription.</param>
/// <param name="Element">The event in the definition.</param>
/// <param name="Spent">Whether it must become false before it fires again.</param>
public sealed record ConditionSpent(long SubscriptionId, string Element, bool Spent) : ProcessEvent
{
    /// <inheritdoc/>
    public override string ElementId => Element;

    private protected override void WriteMembers(Utf8JsonWriter writer)
    {
        writer.WriteNumber("id", SubscriptionId);
        writer.WriteBoolean("spent", Spent);
    }
}

/// <summary>A message, signal or the end of a child has come.</summary>
/// <param name="Id">The element instance that waited.</param>
/// <param name="Element">The element in the definition.</param>
/// <param name="Payload">What came with it; kept in the instance as <c>result</c> until it is mapped.</param>
public sealed record PayloadReceived(long Id, string Element, FeelContext Payload) : ProcessEvent
{
    /// <inheritdoc/>
    public override string ElementId => Element;

    private protected override void WriteMembers(Utf8JsonWriter writer)
    {
        writer.WriteNumber("id", Id);
        EventJson.Variables(writer, "payload", Payload);
    }
}

/// <summary>An error was thrown and is caught.</summary>
/// <param name="Id">The element instance that threw it.</param>
/// <param name="Element">The element in the definition.</param>
/// <param name="Code">The error code.</param>
/// <param name="Message">What the thrower said, or null.</param>
public sealed record ErrorThrown(long Id, string Element, string Code, string? Message) : ProcessEvent
{
    /// <inheritdoc/>
    public override string ElementId => Element;

    private protected override void WriteMembers(Utf8JsonWriter writer)
    {
        writer.WriteNumber("id", Id);
        writer.WriteString("code", Code);
        if (Message is not null)
            writer.WriteString("message", Message);
    }
}

/// <summary>An escalation was thrown; whether anybody catches it or not, work goes on.</summary>
/// <param name="Id">The element instance that threw it.</param>
/// <param name="Element">The element in the definition.</param>
/// <param name="Code">The escalation code.</param>
public sealed record EscalationThrown(long Id, string Element, string Code) : ProcessEvent
{
    /// <inheritdoc/>
    public override string ElementId => Element;

    private protected override void WriteMembers(Utf8JsonWriter writer)
    {
        writer.WriteNumber("id", Id);
        writer.WriteString("code", Code);
    }
}

/// <summary>Tokens on flows were withdrawn.</summary>
/// <param name="ScopeId">The scope instance.</param>
/// <param name="Flows">The flows that have no token any more.</param>
public sealed record TokensWithdrawn(long ScopeId, IReadOnlyList<string> Flows) : ProcessEvent
{
    private protected override void WriteMembers(Utf8JsonWriter writer)
    {
        writer.WriteNumber("scope", ScopeId);
        writer.WriteStartArray("flows");
        foreach (var flow in Flows)
            writer.WriteStringValue(flow);
        writer.WriteEndArray();
    }
}

/// <summary>A loop goes into a round.</summary>
/// <param name="Id">The element instance of the loop.</param>
/// <param name="Element">The element in the definition.</param>
/// <param name="Round">Which round, counted from 1.</param>
public sealed record LoopRound(long Id, string Element, int Round) : ProcessEvent
{
    /// <inheritdoc/>
    public override string ElementId => Element;

    private protected override void WriteMembers(Utf8JsonWriter writer)
    {
        writer.WriteNumber("id", Id);
        writer.WriteNumber("round", Round);
    }
}

/// <summary>One of several things has come that must all come before an event is caught.</summary>
/// <param name="Id">The element instance that waits, or whose border or event sub-process it is.</param>
/// <param name="Element">The event in the definition.</param>
/// <param name="Payload">What came with it.</param>
/// <param name="Subscription">The subscription that it ended, or null when it was a timer.</param>
public sealed record PartReceived(long Id, string Element, FeelContext Payload, SubscriptionState? Subscription)
    : ProcessEvent
{
    /// <inheritdoc/>
    public override string ElementId => Element;

    private protected override void WriteMembers(Utf8JsonWriter writer)
    {
        writer.WriteNumber("id", Id);
        EventJson.Variables(writer, "payload", Payload);
        if (Subscription is not null)
            writer.WriteNumber("subscription", Subscription.Id);
    }
}

/// <summary>What has come of several things is no longer kept: the last one came too, or they are given up.</summary>
/// <param name="Id">The element instance.</param>
/// <param name="Element">The event in the definition.</param>
public sealed record PartsTaken(long Id, string Element) : ProcessEvent
{
    /// <inheritdoc/>
    public override string ElementId => Element;

    private protected override void WriteMembers(Utf8JsonWriter writer) => writer.WriteNumber("id", Id);
}
