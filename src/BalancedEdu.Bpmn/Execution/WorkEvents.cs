using System.Text.Json;
using BalancedEdu.Feel.Values;

namespace BalancedEdu.Bpmn.Execution;

/// <summary>The instance has started.</summary>
/// <param name="ProcessId">The process.</param>
/// <param name="StartEventId">Where.</param>
/// <param name="Variables">The first variables.</param>
/// <param name="At">When.</param>
public sealed record InstanceStarted(string ProcessId, string StartEventId, FeelContext Variables, DateTimeOffset At)
    : ProcessEvent
{
    /// <summary>Whether a call activity waits for its end.</summary>
    public bool IsCalled { get; init; }

    /// <inheritdoc/>
    public override string ElementId => StartEventId;

    private protected override void WriteMembers(Utf8JsonWriter writer)
    {
        writer.WriteString("process", ProcessId);
        writer.WriteString("at", At);
        EventJson.Variables(writer, "variables", Variables);
        if (IsCalled)
            writer.WriteBoolean("called", true);
    }
}

/// <summary>A token has come to an end event of the process itself.</summary>
/// <param name="EndEventId">The end event.</param>
public sealed record EndEventReached(string EndEventId) : ProcessEvent
{
    /// <inheritdoc/>
    public override string ElementId => EndEventId;

    private protected override void WriteMembers(Utf8JsonWriter writer)
    {
    }
}

/// <summary>The instance has come to its end.</summary>
/// <param name="EndEventId">The end event of the process that was reached last.</param>
public sealed record InstanceCompleted(string? EndEventId) : ProcessEvent
{
    /// <inheritdoc/>
    public override string? ElementId => EndEventId;

    private protected override void WriteMembers(Utf8JsonWriter writer)
    {
    }
}

/// <summary>The instance was ended without coming to its end.</summary>
/// <param name="Reason">Why.</param>
/// <param name="At">When.</param>
public sealed record InstanceCancelled(string Reason, DateTimeOffset At) : ProcessEvent
{
    private protected override void WriteMembers(Utf8JsonWriter writer)
    {
        writer.WriteString("reason", Reason);
        writer.WriteString("at", At);
    }
}

/// <summary>A person, or the passing of time, has decided a user task.</summary>
/// <param name="TaskId">The element instance.</param>
/// <param name="Element">The user task in the definition.</param>
/// <param name="Outcome">What was decided.</param>
/// <param name="Comment">The reason or opinion, or null.</param>
/// <param name="By">Who decided.</param>
/// <param name="At">When.</param>
public sealed record UserTaskCompleted(
    long TaskId, string Element, string Outcome, string? Comment, string By, DateTimeOffset At) : ProcessEvent
{
    /// <inheritdoc/>
    public override string ElementId => Element;

    private protected override void WriteMembers(Utf8JsonWriter writer)
    {
        writer.WriteNumber("id", TaskId);
        writer.WriteString("outcome", Outcome);
        if (Comment is not null)
            writer.WriteString("comment", Comment);
        writer.WriteString("by", By);
        writer.WriteString("at", At);
    }
}

/// <summary>All that an activity does at its end is done; the way on is still to be found.</summary>
/// <param name="Id">The element instance.</param>
/// <param name="Element">The activity in the definition.</param>
public sealed record ActivityClosed(long Id, string Element) : ProcessEvent
{
    /// <inheritdoc/>
    public override string ElementId => Element;

    private protected override void WriteMembers(Utf8JsonWriter writer) => writer.WriteNumber("id", Id);
}

/// <summary>A call that failed is made anew: answers to the one before are no longer taken.</summary>
/// <param name="Id">The element instance.</param>
/// <param name="Element">The call activity in the definition.</param>
/// <param name="CallId">The id of the new call.</param>
public sealed record CallRenewed(long Id, string Element, long CallId) : ProcessEvent
{
    /// <inheritdoc/>
    public override string ElementId => Element;

    private protected override void WriteMembers(Utf8JsonWriter writer)
    {
        writer.WriteNumber("id", Id);
        writer.WriteNumber("call", CallId);
    }
}

/// <summary>What an activity gave was kept where its data associations say.</summary>
/// <param name="Id">The element instance.</param>
/// <param name="Element">The activity in the definition.</param>
public sealed record DataDelivered(long Id, string Element) : ProcessEvent
{
    /// <inheritdoc/>
    public override string ElementId => Element;

    private protected override void WriteMembers(Utf8JsonWriter writer) => writer.WriteNumber("id", Id);
}

/// <summary>A handler has answered.</summary>
/// <param name="JobId">The element instance.</param>
/// <param name="Element">The service task in the definition.</param>
/// <param name="Outputs">What it gave; kept in the instance as <c>result</c> until its outputs are mapped.</param>
public sealed record JobCompleted(long JobId, string Element, FeelContext Outputs) : ProcessEvent
{
    /// <inheritdoc/>
    public override string ElementId => Element;

    private protected override void WriteMembers(Utf8JsonWriter writer)
    {
        writer.WriteNumber("id", JobId);
        EventJson.Variables(writer, "outputs", Outputs);
    }
}

/// <summary>Variables of a scope or element instance were set; others stay.</summary>
/// <param name="InstanceId">Whose variables; 1 for the process.</param>
/// <param name="Variables">Names and values.</param>
public sealed record VariablesSet(long InstanceId, FeelContext Variables) : ProcessEvent
{
    private protected override void WriteMembers(Utf8JsonWriter writer)
    {
        writer.WriteNumber("id", InstanceId);
        EventJson.Variables(writer, "variables", Variables);
    }
}

/// <summary>A multi-instance knows what it is done for.</summary>
/// <param name="Id">The element instance of the multi-instance.</param>
/// <param name="Element">The activity in the definition.</param>
/// <param name="Total">How many instances there are.</param>
/// <param name="Items">Their items; empty when it was a number.</param>
public sealed record LoopStarted(long Id, string Element, int Total, IReadOnlyList<FeelValue> Items) : ProcessEvent
{
    /// <inheritdoc/>
    public override string ElementId => Element;

    private protected override void WriteMembers(Utf8JsonWriter writer)
    {
        writer.WriteNumber("id", Id);
        writer.WriteNumber("total", Total);
        if (Items.Count > 0)
        {
            writer.WritePropertyName("items");
            FeelValue.Of(Items).WriteTo(writer);
        }
    }
}

/// <summary>One instance of a multi-instance has given its result.</summary>
/// <param name="Id">The element instance of the multi-instance.</param>
/// <param name="Element">The activity in the definition.</param>
/// <param name="LoopCounter">Which one, counted from 1.</param>
/// <param name="Result">Its result.</param>
public sealed record LoopResultTaken(long Id, string Element, int LoopCounter, FeelValue Result) : ProcessEvent
{
    /// <inheritdoc/>
    public override string ElementId => Element;

    private protected override void WriteMembers(Utf8JsonWriter writer)
    {
        writer.WriteNumber("id", Id);
        writer.WriteNumber("loop", LoopCounter);
        writer.WritePropertyName("result");
        Result.WriteTo(writer);
    }
}

/// <summary>A timer runs.</summary>
/// <param name="Timer">All about it.</param>
public sealed record TimerScheduled(TimerState Timer) : ProcessEvent
{
    /// <inheritdoc/>
    public override string ElementId => Timer.ElementId;

    private protected override void WriteMembers(Utf8JsonWriter writer)
    {
        writer.WriteNumber("id", Timer.Id);
        writer.WriteNumber("instance", Timer.InstanceId);
        writer.WriteString("due", Timer.Due);
    }
}

/// <summary>A timer has fired.</summary>
/// <param name="TimerId">The timer.</param>
/// <param name="Element">The event in the definition.</param>
/// <param name="NextDue">When it fires again, or null when it is over.</param>
public sealed record TimerFired(long TimerId, string Element, DateTimeOffset? NextDue) : ProcessEvent
{
    /// <inheritdoc/>
    public override string ElementId => Element;

    private protected override void WriteMembers(Utf8JsonWriter writer)
    {
        writer.WriteNumber("id", TimerId);
        if (NextDue is { } next)
            writer.WriteString("next", next);
    }
}

/// <summary>A timer is no longer wanted.</summary>
/// <param name="TimerId">The timer.</param>
/// <param name="Element">The event in the definition.</param>
public sealed record TimerCancelled(long TimerId, string Element) : ProcessEvent
{
    /// <inheritdoc/>
    public override string ElementId => Element;

    private protected override void WriteMembers(Utf8JsonWriter writer) => writer.WriteNumber("id", TimerId);
}

/// <summary>A token can't go on.</summary>
/// <param name="Id">The element instance that keeps the token.</param>
/// <param name="Element">The element in the definition.</param>
/// <param name="Incident">Why.</param>
public sealed record IncidentRaised(long Id, string Element, Incident Incident) : ProcessEvent
{
    /// <inheritdoc/>
    public override string ElementId => Element;

    private protected override void WriteMembers(Utf8JsonWriter writer)
    {
        writer.WriteNumber("id", Id);
        writer.WriteString("code", Incident.Code);
        writer.WriteString("message", Incident.Message);
    }
}

/// <summary>An incident is over; what it stopped is tried again.</summary>
/// <param name="Id">The element instance.</param>
/// <param name="Element">The element in the definition.</param>
public sealed record IncidentResolved(long Id, string Element) : ProcessEvent
{
    /// <inheritdoc/>
    public override string ElementId => Element;

    private protected override void WriteMembers(Utf8JsonWriter writer) => writer.WriteNumber("id", Id);
}

/// <summary>How events write variables.</summary>
internal static class EventJson
{
    public static void Variables(Utf8JsonWriter writer, string name, FeelContext variables)
    {
        if (variables.Count == 0)
            return;
        writer.WritePropertyName(name);
        FeelValue.Of(variables).WriteTo(writer);
    }
}
