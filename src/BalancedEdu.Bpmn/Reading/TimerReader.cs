using System.Xml.Linq;
using BalancedEdu.Bpmn.Model;
using BalancedEdu.Bpmn.Validation;

namespace BalancedEdu.Bpmn.Reading;

/// <summary>Reads the time of a timer event.</summary>
internal sealed class TimerReader(Expressions expressions, FindingLog findings)
{
    public TimerEventDefinition? Read(XElement definition, string id, EventPlace place)
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
        if (kind == TimerKind.Cycle && place is EventPlace.Boundary)
            findings.CycleOnInterruptingBoundary(id, line);
        return new(kind, body);
    }

    private static bool Reads(TimerKind kind, string text) => kind switch
    {
        TimerKind.Date => IsoInstant.TryParse(text, out _),
        TimerKind.Duration => IsoDuration.TryParse(text, out _),
        _ => TimerCycle.Parse(text) is not null,
    };
}
