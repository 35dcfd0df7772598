using System.Xml.Linq;
using BalancedEdu.Bpmn.Model;
using BalancedEdu.Bpmn.Validation;

namespace BalancedEdu.Bpmn.Reading;

/// <summary>Where an event stands: it decides what it may be about.</summary>
internal enum EventPlace
{
    Start,
    InnerStart,
    Catch,
    Throw,
    End,
    Boundary,
    NonInterruptingBoundary,
}

/// <summary>What was read: whether the event can run, and what it is about (null: a none event).</summary>
internal readonly record struct EventRead(bool Runs, EventDefinition? Definition);

/// <summary>Reads what an event is about, and refuses what it can't be about at its place.</summary>
internal sealed class EventDefinitionReader(Expressions expressions, FindingLog findings)
{
    public EventRead Read(XElement element, string id, EventPlace place)
    {
        var definitions = element.Elements()
            .Where(child => child.Name.Namespace == BpmnXml.Bpmn)
            .Where(child => child.Name.LocalName == "eventDefinitionRef"
                || child.Name.LocalName.EndsWith("EventDefinition", StringComparison.Ordinal))
            .ToList();
        if (definitions.Count > 1)
        {
            findings.Unsupported(id, element.Name.LocalName, "多重事件", BpmnXml.Line(element));
            return default;
        }
        if (definitions.Count == 0)
            return None(element, id, place);
        var definition = definitions[0];
        switch (definition.Name.LocalName)
        {
            case "timerEventDefinition" when place is not (EventPlace.InnerStart or EventPlace.Throw or EventPlace.End):
                return Timer(definition, id, place) is { } timer ? new(true, timer) : default;
            case "terminateEventDefinition" when place is EventPlace.End:
                return new(true, new TerminateEventDefinition());
            default:
                findings.Unsupported(id, element.Name.LocalName, definition.Name.LocalName, BpmnXml.Line(definition));
                return default;
        }
    }

    private EventRead None(XElement element, string id, EventPlace place)
    {
        if (place is EventPlace.Start or EventPlace.InnerStart or EventPlace.Throw or EventPlace.End)
            return new(true, null);
        findings.EventWithoutDefinition(id, element.Name.LocalName, BpmnXml.Line(element));
        return default;
    }

    private TimerEventDefinition? Timer(XElement definition, string id, EventPlace place)
    {
        var line = BpmnXml.Line(definition);
        var bodies = definition.Elements()
            .Where(child => child.Name.LocalName is "timeDate" or "timeDuration" or "timeCycle").ToList();
        if (bodies.Count != 1 || bodies[0].Value.Trim().Length == 0)
        {
            findings.TimerWithoutTime(id, line);
            return null;
        }
        var kind = bodies[0].Name.LocalName switch
        {
            "timeDate" => TimerKind.Date,
            "timeDuration" => TimerKind.Duration,
            _ => TimerKind.Cycle,
        };
        var body = expressions.TextOrFeel(bodies[0].Value.Trim(), id, bodies[0].Name.LocalName,
            BpmnXml.Line(bodies[0]));
        if (body.Expression is null && !body.Text.StartsWith('=') && !Reads(kind, body.Text))
        {
            findings.TimerDoesNotRead(id, bodies[0].Name.LocalName, body.Text, BpmnXml.Line(bodies[0]));
            return null;
        }
        if (kind == TimerKind.Cycle && place == EventPlace.Boundary)
        {
            findings.CycleOnInterruptingBoundary(id, line);
            return null;
        }
        return new(kind, body);
    }

    private static bool Reads(TimerKind kind, string text) => kind switch
    {
        TimerKind.Date => IsoInstant.TryParse(text, out _),
        TimerKind.Duration => IsoDuration.TryParse(text, out _),
        _ => TimerCycle.Parse(text) is not null,
    };
}
