using BalancedEdu.Feel;

namespace BalancedEdu.Bpmn.Model;

/// <summary>What an event is about: a closed set.</summary>
public abstract record EventDefinition
{
    private protected EventDefinition()
    {
    }

    /// <summary>Whether both are the same part of one event; each kind or name is there once.</summary>
    internal bool IsSamePartAs(EventDefinition other) => (this, other) switch
    {
        (SignalEventDefinition one, SignalEventDefinition signal) => one.Signal == signal.Signal,
        (MessageEventDefinition one, MessageEventDefinition message) => one.Message == message.Message,
        _ => GetType() == other.GetType(),
    };

    /// <summary>Whether an event about this hears what is thrown: the same thing, or all of its kind.</summary>
    internal bool Catches(EventDefinition thrown) => (this, thrown) switch
    {
        (SignalEventDefinition caught, SignalEventDefinition signal) => caught.Signal == signal.Signal,
        (MessageEventDefinition caught, MessageEventDefinition message) => caught.Message == message.Message,
        (ErrorEventDefinition caught, ErrorEventDefinition error) => caught.Code is null || caught.Code == error.Code,
        (EscalationEventDefinition caught, EscalationEventDefinition escalation) =>
            caught.Code is null || caught.Code == escalation.Code,
        _ => false,
    };
}

/// <summary>Which of the three children a timer has.</summary>
public enum TimerKind
{
    /// <summary><c>timeDate</c>: an instant.</summary>
    Date,

    /// <summary><c>timeDuration</c>: a time after the token came.</summary>
    Duration,

    /// <summary><c>timeCycle</c>: again and again.</summary>
    Cycle,
}

/// <summary>A timer.</summary>
/// <param name="Kind">How the body is read.</param>
/// <param name="Body">ISO 8601, or FEEL.</param>
public sealed record TimerEventDefinition(TimerKind Kind, TextOrFeel Body) : EventDefinition;

/// <summary>A message between instances, or from outside.</summary>
/// <param name="Message">The name of the message.</param>
/// <param name="CorrelationKey">FEEL for the key that sender and receiver share, or null without.</param>
/// <param name="Payload">Thrown: what is sent; empty when the visible variables are.</param>
/// <param name="Outputs">Caught: what is kept; empty when all stands under the element's id.</param>
public sealed record MessageEventDefinition(
    string Message, FeelExpression? CorrelationKey, IReadOnlyList<JobInput> Payload, IReadOnlyList<JobOutput> Outputs)
    : EventDefinition;

/// <summary>A signal to whoever listens.</summary>
/// <param name="Signal">The name of the signal.</param>
public sealed record SignalEventDefinition(string Signal) : EventDefinition;

/// <summary>A BPMN error.</summary>
/// <param name="Code">The error code; null catches every error.</param>
public sealed record ErrorEventDefinition(string? Code) : EventDefinition;

/// <summary>An escalation.</summary>
/// <param name="Code">The escalation code; null catches every escalation.</param>
public sealed record EscalationEventDefinition(string? Code) : EventDefinition;

/// <summary>A condition over variables.</summary>
/// <param name="Condition">FEEL; looked at when variables change.</param>
public sealed record ConditionalEventDefinition(FeelExpression Condition) : EventDefinition;

/// <summary>A jump within a process: from the throwing event to the catching one of that name.</summary>
/// <param name="Name">The name that both share.</param>
public sealed record LinkEventDefinition(string Name) : EventDefinition;

/// <summary>Undoes what was done.</summary>
/// <param name="ActivityRef">Thrown: the one activity to undo; null: all of the scope.</param>
public sealed record CompensateEventDefinition(string? ActivityRef) : EventDefinition;

/// <summary>Cancels the transaction around.</summary>
public sealed record CancelEventDefinition : EventDefinition;

/// <summary>Ends the scope that the end event stands in.</summary>
public sealed record TerminateEventDefinition : EventDefinition;

/// <summary>
/// Several at once: one of them is enough where they are caught, all of them are thrown (BPMN 2.0.2, table 10.93).
/// </summary>
/// <param name="Parts">At least two; at most one timer and one condition; escalations last.</param>
public sealed record MultipleEventDefinition(IReadOnlyList<EventDefinition> Parts) : EventDefinition
{
    /// <summary><c>parallelMultiple</c>: whether all of them must have come before it is caught.</summary>
    public bool IsParallel { get; init; }
}

/// <summary>Something that happens: where tokens begin, wait, pass or end.</summary>
public abstract class Event : FlowNode
{
    /// <summary>What it is about, or null for a none event.</summary>
    public EventDefinition? Definition { get; init; }
}

/// <summary>Where a process or sub-process begins.</summary>
public sealed class StartEvent : Event
{
    /// <summary><c>be:form</c>: the form-js schema that starts a case, or null.</summary>
    public string? Form { get; init; }

    /// <summary>Whether, in an event sub-process, all else in the scope around it is ended.</summary>
    public bool IsInterrupting { get; init; } = true;

    /// <inheritdoc/>
    public override string Word => "startEvent";
}

/// <summary>Where a token ends.</summary>
public sealed class EndEvent : Event
{
    /// <summary>The mail that is sent, or null.</summary>
    public MailMessage? Mail { get; init; }

    /// <inheritdoc/>
    public override string Word => "endEvent";
}

/// <summary>Where a token passes and something is told.</summary>
public sealed class IntermediateThrowEvent : Event
{
    /// <summary>The mail that is sent, or null.</summary>
    public MailMessage? Mail { get; init; }

    /// <inheritdoc/>
    public override string Word => "intermediateThrowEvent";
}

/// <summary>Where a token waits for something.</summary>
public sealed class IntermediateCatchEvent : Event
{
    /// <inheritdoc/>
    public override string Word => "intermediateCatchEvent";
}

/// <summary>An event on the border of an activity.</summary>
public sealed class BoundaryEvent : Event
{
    /// <summary>The activity.</summary>
    public required Activity AttachedTo { get; init; }

    /// <summary>Whether the activity is ended by it.</summary>
    public bool CancelActivity { get; init; } = true;

    /// <inheritdoc/>
    public override string Word => "boundaryEvent";
}
