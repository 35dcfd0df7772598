using System.Text.Json;
using BalancedEdu.Feel.Values;

namespace BalancedEdu.Bpmn.Execution;

/// <summary>The instance stands still.</summary>
/// <param name="Reason">Why.</param>
/// <param name="At">When.</param>
public sealed record InstanceSuspended(string Reason, DateTimeOffset At) : ProcessEvent
{
    private protected override void WriteMembers(Utf8JsonWriter writer)
    {
        writer.WriteString("reason", Reason);
        writer.WriteString("at", At);
    }
}

/// <summary>The instance goes on; timers that count from the past were put off by the time it stood still.</summary>
/// <param name="At">When.</param>
public sealed record InstanceResumed(DateTimeOffset At) : ProcessEvent
{
    private protected override void WriteMembers(Utf8JsonWriter writer) => writer.WriteString("at", At);
}

/// <summary>A task was sent back (退回).</summary>
/// <param name="TaskId">The task that was sent back.</param>
/// <param name="Element">The element in the definition.</param>
/// <param name="Target">The element that is done again.</param>
/// <param name="By">Who sent it back.</param>
/// <param name="Reason">Why, or null.</param>
/// <param name="Directly">直达: whether it comes straight back.</param>
/// <param name="At">When.</param>
public sealed record TaskReturned(
    long TaskId, string Element, string Target, string By, string? Reason, bool Directly, DateTimeOffset At)
    : ProcessEvent
{
    /// <summary>What kind of reason it is, by a code of the host's; null for none.</summary>
    public string? ReasonCode { get; init; }

    /// <summary>取回: taken back by who decided the target.</summary>
    public bool TakenBack { get; init; }

    /// <inheritdoc/>
    public override string ElementId => Element;

    private protected override void WriteMembers(Utf8JsonWriter writer)
    {
        writer.WriteNumber("id", TaskId);
        writer.WriteString("target", Target);
        writer.WriteString("by", By);
        if (Reason is not null)
            writer.WriteString("reason", Reason);
        if (ReasonCode is not null)
            writer.WriteString("reasonCode", ReasonCode);
        if (Directly)
            writer.WriteBoolean("directly", true);
        if (TakenBack)
            writer.WriteBoolean("takenBack", true);
        writer.WriteString("at", At);
    }
}

/// <summary>Further signers were asked (加签).</summary>
/// <param name="TaskId">The task.</param>
/// <param name="Element">The element in the definition.</param>
/// <param name="Place">When they sign.</param>
/// <param name="Users">Who.</param>
/// <param name="By">Who asked them.</param>
/// <param name="At">When.</param>
public sealed record SignersAdded(
    long TaskId, string Element, SignerPlace Place, IReadOnlyList<string> Users, string By, DateTimeOffset At)
    : ProcessEvent
{
    /// <inheritdoc/>
    public override string ElementId => Element;

    private protected override void WriteMembers(Utf8JsonWriter writer)
    {
        writer.WriteNumber("id", TaskId);
        writer.WriteString("place", Place.ToString());
        writer.WriteStartArray("users");
        foreach (var user in Users)
            writer.WriteStringValue(user);
        writer.WriteEndArray();
        writer.WriteString("by", By);
        writer.WriteString("at", At);
    }
}

/// <summary>A signer was taken out (减签).</summary>
/// <param name="TaskId">The signer's task.</param>
/// <param name="Element">The element in the definition.</param>
/// <param name="By">Who took it out.</param>
/// <param name="At">When.</param>
public sealed record SignerRemoved(long TaskId, string Element, string By, DateTimeOffset At) : ProcessEvent
{
    /// <summary>
    /// Who it was, when the task was not open yet: then <see cref="TaskId"/> is the owner's. Else null.
    /// </summary>
    public string? User { get; init; }

    /// <inheritdoc/>
    public override string ElementId => Element;

    private protected override void WriteMembers(Utf8JsonWriter writer)
    {
        writer.WriteNumber("id", TaskId);
        writer.WriteString("by", By);
        if (User is not null)
            writer.WriteString("user", User);
        writer.WriteString("at", At);
    }
}

/// <summary>What is known of the signers of a task has changed.</summary>
/// <param name="Id">The owner's task.</param>
/// <param name="Element">The element in the definition.</param>
/// <param name="Signing">All about them.</param>
public sealed record SigningChanged(long Id, string Element, SigningState? Signing) : ProcessEvent
{
    /// <inheritdoc/>
    public override string ElementId => Element;

    private protected override void WriteMembers(Utf8JsonWriter writer)
    {
        writer.WriteNumber("id", Id);
        writer.WriteNumber("opinions", Signing?.Opinions.Length ?? 0);
        writer.WriteNumber("waiting", Signing?.Waiting.Length ?? 0);
    }
}

/// <summary>A multi-instance has one more instance.</summary>
/// <param name="Id">The element instance of the multi-instance.</param>
/// <param name="Element">The element in the definition.</param>
/// <param name="Items">The new items, one for each new instance.</param>
public sealed record LoopExtended(long Id, string Element, IReadOnlyList<FeelValue> Items) : ProcessEvent
{
    /// <summary>Who asked for them.</summary>
    public string By { get; init; } = "";

    /// <inheritdoc/>
    public override string ElementId => Element;

    private protected override void WriteMembers(Utf8JsonWriter writer)
    {
        writer.WriteNumber("id", Id);
        writer.WriteNumber("count", Items.Count);
        writer.WriteString("by", By);
    }
}

/// <summary>A multi-instance has one instance less.</summary>
/// <param name="Id">The element instance of the multi-instance.</param>
/// <param name="Element">The element in the definition.</param>
/// <param name="LoopCounter">Which one was taken out.</param>
public sealed record LoopReduced(long Id, string Element, int LoopCounter) : ProcessEvent
{
    /// <inheritdoc/>
    public override string ElementId => Element;

    private protected override void WriteMembers(Utf8JsonWriter writer)
    {
        writer.WriteNumber("id", Id);
        writer.WriteNumber("loop", LoopCounter);
    }
}

/// <summary>The instance goes on by another version of its definition.</summary>
/// <param name="Elements">Old ids and new ids, of elements and flows that are called otherwise now.</param>
/// <param name="ProcessId">The id of the process in the new version.</param>
/// <param name="At">When.</param>
public sealed record InstanceMigrated(
    IReadOnlyDictionary<string, string> Elements, string ProcessId, DateTimeOffset At)
    : ProcessEvent
{
    private protected override void WriteMembers(Utf8JsonWriter writer)
    {
        writer.WriteString("process", ProcessId);
        writer.WriteStartObject("elements");
        foreach (var (from, to) in Elements.OrderBy(pair => pair.Key, StringComparer.Ordinal))
            writer.WriteString(from, to);
        writer.WriteEndObject();
        writer.WriteString("at", At);
    }
}

/// <summary>After an instance of a multi-instance it could not be worked out what follows, or it can be now.</summary>
/// <param name="Id">The element instance of the multi-instance.</param>
/// <param name="Element">The element in the definition.</param>
/// <param name="Unjudged">The loop counters of all instances that this is still to be worked out for.</param>
public sealed record LoopUnjudged(long Id, string Element, IReadOnlyList<int> Unjudged) : ProcessEvent
{
    /// <inheritdoc/>
    public override string ElementId => Element;

    private protected override void WriteMembers(Utf8JsonWriter writer)
    {
        writer.WriteNumber("id", Id);
        writer.WriteNumber("count", Unjudged.Count);
    }
}
