using System.Xml.Linq;
using BalancedEdu.Bpmn.Model;
using BalancedEdu.Bpmn.Validation;

namespace BalancedEdu.Bpmn.Reading;

/// <summary>From an element of the file to a node. What can't run gives a finding and no node.</summary>
internal sealed class NodeReader
{
    private readonly Words _words;
    private readonly FindingLog _findings;
    private readonly EventDefinitionReader _events;
    private readonly ActivityReader _activities;

    public NodeReader(
        Expressions expressions, Words words, FindingLog findings, XElement process,
        Func<string, DecisionLogic?> decisions)
    {
        (_words, _findings) = (words, findings);
        _events = new(expressions, words, findings, new Declarations(process));
        _activities = new(expressions, words, findings, process, decisions, _events);
    }

    public FlowNode? Read(XElement element, string id)
    {
        _words.CheckAttributes(element);
        var name = BpmnXml.Text(element, "name");
        var line = BpmnXml.Line(element);
        switch (element.Name.LocalName)
        {
            case "startEvent":
                return ReadStart(element, id, name, line);
            case "endEvent" when _events.Read(element, id, EventPlace.End) is { Runs: true } read:
                return new EndEvent
                {
                    Id = id, Name = name, Line = line, Definition = read.Definition,
                    Mail = _words.Mail(element, id, false),
                };
            case "intermediateThrowEvent" when _events.Read(element, id, EventPlace.Throw) is { Runs: true } read:
                return new IntermediateThrowEvent
                {
                    Id = id, Name = name, Line = line, Definition = read.Definition,
                    Mail = _words.Mail(element, id, false),
                };
            case "intermediateCatchEvent" when _events.Read(element, id, EventPlace.Catch) is { Runs: true } read:
                return new IntermediateCatchEvent { Id = id, Name = name, Line = line, Definition = read.Definition };
            case "endEvent" or "intermediateThrowEvent" or "intermediateCatchEvent":
                return null;
            case "exclusiveGateway":
                return new ExclusiveGateway { Id = id, Name = name, Line = line };
            case "parallelGateway":
                return new ParallelGateway { Id = id, Name = name, Line = line };
            case "inclusiveGateway":
                return new InclusiveGateway { Id = id, Name = name, Line = line };
            case "eventBasedGateway":
                return new EventBasedGateway
                {
                    Id = id, Name = name, Line = line, Instantiate = BpmnXml.IsTrue(element, "instantiate"),
                    IsParallel = BpmnXml.Text(element, "eventGatewayType") is "Parallel",
                };
            default:
                return _activities.Read(element, id, name, line);
        }
    }

    public BoundaryEvent? ReadBoundary(XElement element, string id, Activity attachedTo)
    {
        _words.CheckAttributes(element);
        var interrupts = BpmnXml.Text(element, "cancelActivity") is not ("false" or "0");
        var read = _events.Read(element, id, interrupts ? EventPlace.Boundary : EventPlace.NonInterruptingBoundary);
        return !read.Runs ? null : new BoundaryEvent
        {
            Id = id,
            Name = BpmnXml.Text(element, "name"),
            Line = BpmnXml.Line(element),
            AttachedTo = attachedTo,
            CancelActivity = interrupts,
            Definition = read.Definition,
        };
    }

    private StartEvent? ReadStart(XElement element, string id, string? name, int line)
    {
        var interrupts = BpmnXml.Text(element, "isInterrupting") is not ("false" or "0");
        var place = element.Parent switch
        {
            { Name.LocalName: "process" } => EventPlace.Start,
            { } parent when BpmnXml.IsTrue(parent, "triggeredByEvent") => interrupts
                ? EventPlace.EventSubProcessStart
                : EventPlace.NonInterruptingEventSubProcessStart,
            _ => EventPlace.InnerStart,
        };
        var read = _events.Read(element, id, place);
        return !read.Runs ? null : new StartEvent
        {
            Id = id, Name = name, Line = line, Definition = read.Definition, IsInterrupting = interrupts,
            Form = BpmnXml.Text(element, BpmnXml.Be + "form"),
        };
    }
}
