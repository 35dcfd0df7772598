using System.Xml.Linq;
using BalancedEdu.Bpmn.Model;
using BalancedEdu.Bpmn.Validation;

namespace BalancedEdu.Bpmn.Reading;

/// <summary>Where an event stands: it decides what it may be about.</summary>
internal enum EventPlace
{
    Start,
    InnerStart,
    EventSubProcessStart,
    NonInterruptingEventSubProcessStart,
    Catch,
    Throw,
    End,
    Boundary,
    NonInterruptingBoundary,
}

/// <summary>What was read: whether the event can run, and what it is about (null: a none event).</summary>
internal readonly record struct EventRead(bool Runs, EventDefinition? Definition);

/// <summary>
/// Reads what an event is about, and refuses what it can't be about at its place (BPMN 2.0.2, 10.5.5).
/// </summary>
internal sealed class EventDefinitionReader(
    Expressions expressions, Words words, FindingLog findings, Declarations declarations)
{
    /// <summary>What an event may be about at each place; the empty word is none.</summary>
    internal static readonly IReadOnlyDictionary<EventPlace, string[]> Allowed = new Dictionary<EventPlace, string[]>
    {
        [EventPlace.Start] = ["", "message", "timer", "signal", "conditional"],
        [EventPlace.InnerStart] = [""],
        [EventPlace.EventSubProcessStart] =
            ["message", "timer", "signal", "error", "escalation", "conditional", "compensate"],
        [EventPlace.NonInterruptingEventSubProcessStart] = ["message", "timer", "signal", "escalation", "conditional"],
        [EventPlace.Catch] = ["message", "timer", "signal", "conditional", "link"],
        [EventPlace.Throw] = ["", "message", "signal", "escalation", "compensate", "link"],
        [EventPlace.End] =
            ["", "message", "signal", "error", "escalation", "compensate", "cancel", "terminate"],
        [EventPlace.Boundary] =
            ["message", "timer", "signal", "error", "escalation", "conditional", "compensate", "cancel"],
        [EventPlace.NonInterruptingBoundary] = ["message", "timer", "signal", "escalation", "conditional"],
    };

    private readonly TimerReader _timers = new(expressions, findings);

    public EventRead Read(XElement element, string id, EventPlace place)
    {
        var definitions = Definitions(element, id).ToList();
        if (definitions.Count > 1)
            return ReadSeveral(element, definitions, id, place);
        var kind = definitions.Count == 0 ? "" : KindOf(definitions[0]);
        if (!Allowed[place].Contains(kind))
        {
            if (kind.Length == 0)
                findings.EventWithoutDefinition(id, element.Name.LocalName, BpmnXml.Line(element));
            else
                findings.Unsupported(
                    id, element.Name.LocalName, definitions[0].Name.LocalName, BpmnXml.Line(definitions[0]));
            return default;
        }
        return kind.Length == 0
            ? new(true, null)
            : Read(element, definitions[0], kind, id, place) is { } definition ? new(true, definition) : default;
    }

    /// <summary>
    /// Several in one event. What takes time or ends more than its own token is refused in company, and so are two
    /// timers or two conditions: which of them came could not be told apart later.
    /// </summary>
    private EventRead ReadSeveral(XElement element, List<XElement> definitions, string id, EventPlace place)
    {
        var throws = place is EventPlace.End or EventPlace.Throw;
        var kinds = definitions.ConvertAll(KindOf);
        var all = BpmnXml.IsTrue(element, "parallelMultiple");
        var wrong = kinds.Find(kind => !Allowed[place].Contains(kind) || kind is "link" or "compensate" or "cancel"
            || (kind is "error" && throws));
        if (kinds.Count(kind => kind is "timer") > 1 || kinds.Count(kind => kind is "conditional") > 1)
            wrong = "两个定时器或两个条件";
        else if (all)
            wrong ??= WrongInParallel(kinds, place);
        if (wrong is not null)
        {
            findings.Unsupported(id, element.Name.LocalName, $"多重事件：{wrong}", BpmnXml.Line(element));
            return default;
        }
        var parts = definitions.Zip(kinds, (one, kind) => Read(element, one, kind, id, place)).ToList();
        if (all && parts.OfType<EventDefinition>().ToList() is var given
            && given.Exists(part => given.Count(other => part.IsSamePartAs(other)) > 1))
        {
            findings.Unsupported(id, element.Name.LocalName, "多重事件：同一件事两次", BpmnXml.Line(element));
            return default;
        }
        // An escalation may end the event that throws it: what else is thrown goes before. A message may fail, by its
        // key: it goes first, so that nothing is thrown twice when it is tried again.
        return parts.Contains(null)
            ? default
            : new(true, new MultipleEventDefinition(
                [.. parts.OrderBy(part => part is not MessageEventDefinition)
                    .ThenBy(part => part is EscalationEventDefinition)!])
            {
                IsParallel = all,
            });
    }

    /// <summary>
    /// What must all come can only be what is waited for; what doesn't interrupt begins to wait anew each time, which
    /// a timer can't.
    /// </summary>
    private static string? WrongInParallel(List<string> kinds, EventPlace place) =>
        kinds.Find(kind => kind is not ("message" or "signal" or "timer" or "conditional")
            || (kind is "timer" && place is EventPlace.NonInterruptingBoundary
                or EventPlace.NonInterruptingEventSubProcessStart));

    private EventDefinition? Read(XElement element, XElement definition, string kind, string id, EventPlace place)
    {
        switch (kind)
        {
            case "timer":
                return _timers.Read(definition, id, place);
            case "message":
                return Message(element, definition, id);
            case "signal":
                return Named(definition, "signal", id) is { } signal
                    ? new SignalEventDefinition(signal)
                    : null;
            case "error":
                return Coded(definition, "error", id, place) is (true, var error)
                    ? new ErrorEventDefinition(error)
                    : null;
            case "escalation":
                return Coded(definition, "escalation", id, place) is (true, var escalation)
                    ? new EscalationEventDefinition(escalation)
                    : null;
            case "conditional":
                return Conditional(definition, id);
            case "link":
                if (BpmnXml.Text(definition, "name") is { } link)
                    return new LinkEventDefinition(link);
                findings.LinkWithoutName(id, BpmnXml.Line(definition));
                return null;
            case "compensate":
                return new CompensateEventDefinition(BpmnXml.Text(definition, "activityRef") is { } activity
                    ? Declarations.LocalOf(activity)
                    : null);
            case "cancel":
                return new CancelEventDefinition();
            default:
                return new TerminateEventDefinition();
        }
    }

    /// <summary>
    /// The message of an event, or of a send or receive task (<paramref name="definition"/> is the task).
    /// </summary>
    public MessageEventDefinition? Message(XElement element, XElement definition, string id)
    {
        if (Named(definition, "message", id) is not { } name)
            return null;
        var key = BpmnXml.Text(element, BpmnXml.Be + "correlationKey");
        var (payload, outputs) = words.Mapping(element, id);
        return new(
            name,
            key is null ? null : expressions.Feel(key, id, "correlationKey", BpmnXml.Line(element)),
            payload, outputs);
    }

    /// <summary>What the end of one of several instances throws (<c>implicitThrowEvent</c>).</summary>
    public EventDefinition? Implicit(XElement element, XElement definition, string id)
    {
        var kind = definition.Name.LocalName.EndsWith("EventDefinition", StringComparison.Ordinal)
            ? KindOf(definition)
            : "";
        if (kind is "signal" or "message" or "error" or "escalation")
            return Read(element, definition, kind, id, EventPlace.Throw);
        findings.Unsupported(
            id, "multiInstanceLoopCharacteristics", definition.Name.LocalName, BpmnXml.Line(definition));
        return null;
    }

    /// <summary>An event definition that stands beside the process, or null.</summary>
    public XElement? Shared(string reference) => declarations.Find(reference);

    private IEnumerable<XElement> Definitions(XElement element, string id)
    {
        foreach (var child in element.Elements().Where(child => child.Name.Namespace == BpmnXml.Bpmn))
            if (child.Name.LocalName.EndsWith("EventDefinition", StringComparison.Ordinal))
                yield return child;
            else if (child.Name.LocalName == "eventDefinitionRef")
            {
                if (declarations.Find(child.Value.Trim()) is { } shared)
                    yield return shared;
                else
                    findings.UnknownDeclaration(id, "eventDefinition", child.Value.Trim(), BpmnXml.Line(child));
            }
    }

    private ConditionalEventDefinition? Conditional(XElement definition, string id)
    {
        if (BpmnXml.ChildText(definition, "condition") is { } text)
            return expressions.Feel(text, id, "condition", BpmnXml.Line(definition)) is { } condition
                ? new(condition)
                : null;
        findings.ConditionalWithoutCondition(id, BpmnXml.Line(definition));
        return null;
    }

    /// <summary>A code that is thrown must be there; what catches without one catches all.</summary>
    private (bool Reads, string? Code) Coded(XElement definition, string word, string id, EventPlace place)
    {
        var throws = place is EventPlace.End or EventPlace.Throw;
        if (BpmnXml.Text(definition, word + "Ref") is not { } reference)
        {
            if (throws)
                findings.EventWithoutReference(id, word, BpmnXml.Line(definition));
            return (!throws, null);
        }
        if (declarations.Find(word, reference) is not { } declared)
        {
            findings.UnknownDeclaration(id, word, reference, BpmnXml.Line(definition));
            return default;
        }
        return (true, BpmnXml.Text(declared, word + "Code") ?? BpmnXml.Text(declared, "id"));
    }

    private string? Named(XElement definition, string word, string id)
    {
        if (BpmnXml.Text(definition, word + "Ref") is not { } reference)
        {
            findings.EventWithoutReference(id, word, BpmnXml.Line(definition));
            return null;
        }
        if (declarations.Find(word, reference) is { } declared)
            return BpmnXml.Text(declared, "name") ?? BpmnXml.Text(declared, "id");
        findings.UnknownDeclaration(id, word, reference, BpmnXml.Line(definition));
        return null;
    }

    private static string KindOf(XElement definition) =>
        definition.Name.LocalName[..^"EventDefinition".Length];
}
