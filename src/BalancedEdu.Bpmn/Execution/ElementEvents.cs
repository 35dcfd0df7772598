using System.Text.Json;
using BalancedEdu.Feel.Values;

namespace BalancedEdu.Bpmn.Execution;

/// <summary>An element instance has moved on in its lifecycle.</summary>
public abstract record ElementMoved(long Id, string Element) : ProcessEvent
{
    /// <inheritdoc/>
    public override string ElementId => Element;

    internal abstract ElementLifecycle To { get; }

    private protected override void WriteMembers(Utf8JsonWriter writer) => writer.WriteNumber("id", Id);
}

/// <summary>A token has come to an element.</summary>
/// <param name="Id">The new element instance.</param>
/// <param name="Element">The element in the definition.</param>
/// <param name="ParentId">The scope or multi-instance that it stands in.</param>
/// <param name="Flows">The flows whose tokens it took.</param>
/// <param name="LoopCounter">The place in a multi-instance, or 0.</param>
/// <param name="Variables">The first variables of its own.</param>
public sealed record ElementActivating(
    long Id, string Element, long ParentId, IReadOnlyList<string> Flows, int LoopCounter, FeelContext Variables)
    : ElementMoved(Id, Element)
{
    /// <summary>Whether it undoes something.</summary>
    public bool Compensates { get; init; }

    /// <summary>The instance that waits for its end, or 0.</summary>
    public long WaiterId { get; init; }

    /// <summary>What it is as a further signature, or null.</summary>
    public SigningState? Signing { get; init; }

    /// <summary>Where its token goes, past what was drawn, or null.</summary>
    public string? GoesTo { get; init; }

    internal override ElementLifecycle To => ElementLifecycle.Activating;

    private protected override void WriteMembers(Utf8JsonWriter writer)
    {
        base.WriteMembers(writer);
        writer.WriteNumber("parent", ParentId);
        if (Flows.Count > 0)
        {
            writer.WriteStartArray("flows");
            foreach (var flow in Flows)
                writer.WriteStringValue(flow);
            writer.WriteEndArray();
        }
        if (LoopCounter > 0)
            writer.WriteNumber("loop", LoopCounter);
        EventJson.Variables(writer, "variables", Variables);
        if (Compensates)
            writer.WriteBoolean("compensates", true);
        if (Signing?.Place is { } place)
            writer.WriteString("signs", place.ToString());
        if (Signing?.By is { } by)
            writer.WriteString("askedBy", by);
        if (GoesTo is not null)
            writer.WriteString("goesTo", GoesTo);
    }
}

/// <summary>An element works or waits.</summary>
public sealed record ElementActivated(long Id, string Element) : ElementMoved(Id, Element)
{
    internal override ElementLifecycle To => ElementLifecycle.Activated;
}

/// <summary>An element's work is done.</summary>
public sealed record ElementCompleting(long Id, string Element) : ElementMoved(Id, Element)
{
    internal override ElementLifecycle To => ElementLifecycle.Completing;
}

/// <summary>A token has left an element.</summary>
public sealed record ElementCompleted(long Id, string Element) : ElementMoved(Id, Element)
{
    internal override ElementLifecycle To => ElementLifecycle.Completed;
}

/// <summary>An element is being ended from outside.</summary>
public sealed record ElementTerminating(long Id, string Element) : ElementMoved(Id, Element)
{
    internal override ElementLifecycle To => ElementLifecycle.Terminating;
}

/// <summary>An element was ended from outside.</summary>
public sealed record ElementTerminated(long Id, string Element) : ElementMoved(Id, Element)
{
    internal override ElementLifecycle To => ElementLifecycle.Terminated;
}

/// <summary>A token has gone onto a sequence flow.</summary>
/// <param name="Flow">The flow in the definition.</param>
/// <param name="ScopeId">The scope instance that the flow stands in.</param>
public sealed record SequenceFlowTaken(string Flow, long ScopeId) : ProcessEvent
{
    /// <inheritdoc/>
    public override string ElementId => Flow;

    private protected override void WriteMembers(Utf8JsonWriter writer) => writer.WriteNumber("scope", ScopeId);
}
