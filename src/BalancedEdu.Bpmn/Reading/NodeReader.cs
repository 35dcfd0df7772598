using System.Xml.Linq;
using BalancedEdu.Bpmn.Model;
using BalancedEdu.Bpmn.Validation;

namespace BalancedEdu.Bpmn.Reading;

/// <summary>From an element of the file to a node. What can't run gives a finding and no node.</summary>
internal sealed class NodeReader(Expressions expressions, Words words, FindingLog findings, XElement process)
{
    private readonly EventDefinitionReader _events = new(expressions, findings);
    private readonly MultiInstanceReader _loops = new(expressions, findings, process);

    public FlowNode? Read(XElement element, string id)
    {
        words.CheckAttributes(element);
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
                    Mail = words.Mail(element, id, false),
                };
            case "intermediateThrowEvent" when _events.Read(element, id, EventPlace.Throw) is { Runs: true } read:
                return new IntermediateThrowEvent
                {
                    Id = id, Name = name, Line = line, Definition = read.Definition,
                    Mail = words.Mail(element, id, false),
                };
            case "intermediateCatchEvent" when _events.Read(element, id, EventPlace.Catch) is { Runs: true } read:
                return new IntermediateCatchEvent { Id = id, Name = name, Line = line, Definition = read.Definition };
            case "endEvent" or "intermediateThrowEvent" or "intermediateCatchEvent":
                return null;
            case "exclusiveGateway":
                return new ExclusiveGateway { Id = id, Name = name, Line = line };
            case "parallelGateway":
                return new ParallelGateway { Id = id, Name = name, Line = line };
            default:
                return ReadActivity(element, id, name, line);
        }
    }

    public BoundaryEvent? ReadBoundary(XElement element, string id, Activity attachedTo)
    {
        words.CheckAttributes(element);
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
        var inProcess = element.Parent?.Name.LocalName == "process";
        var read = _events.Read(element, id, inProcess ? EventPlace.Start : EventPlace.InnerStart);
        return !read.Runs ? null : new StartEvent
        {
            Id = id, Name = name, Line = line, Definition = read.Definition,
            Form = BpmnXml.Text(element, BpmnXml.Be + "form"),
        };
    }

    private Activity? ReadActivity(XElement element, string id, string? name, int line)
    {
        if (BpmnXml.Text(element, "isForCompensation") is "true" or "1")
        {
            findings.Unsupported(id, element.Name.LocalName, "补偿处理", line);
            return null;
        }
        if (element.Element(BpmnXml.Bpmn + "standardLoopCharacteristics") is { } standard)
        {
            findings.Unsupported(id, element.Name.LocalName, "标准循环", BpmnXml.Line(standard));
            return null;
        }
        var loop = _loops.Read(element, id);
        switch (element.Name.LocalName)
        {
            case "userTask":
                return new UserTask
                {
                    Id = id, Name = name, Line = line, Loop = loop, Details = words.UserTask(element, id),
                };
            case "serviceTask":
                var (job, inputs, outputs) = words.Job(element, id);
                return new ServiceTask
                {
                    Id = id, Name = name, Line = line, Loop = loop, Job = job, Inputs = inputs, Outputs = outputs,
                };
            case "sendTask":
                return words.Mail(element, id, true) is { } mail
                    ? new SendTask { Id = id, Name = name, Line = line, Loop = loop, Mail = mail }
                    : null;
            case "task":
                return new AbstractTask { Id = id, Name = name, Line = line, Loop = loop };
            case "manualTask":
                return new ManualTask { Id = id, Name = name, Line = line, Loop = loop };
            case "subProcess" when BpmnXml.Text(element, "triggeredByEvent") is not ("true" or "1"):
                return new SubProcess { Id = id, Name = name, Line = line, Loop = loop };
            case "subProcess":
                findings.Unsupported(id, element.Name.LocalName, "事件子流程", line);
                return null;
            default:
                findings.Unsupported(id, element.Name.LocalName, null, line);
                return null;
        }
    }
}
