using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using BalancedEdu.Bpmn.Reading;

namespace BalancedEdu.Bpmn.Tests.Simulation;

/// <summary>
/// A later version of a drawn process to which whatever is open can go: elements and flows are called otherwise, tasks
/// stand on ways that led straight on, borders and event sub-processes are new.
/// </summary>
internal sealed partial class RandomVersion
{
    private static readonly string[] References =
        ["id", "sourceRef", "targetRef", "attachedToRef", "default", "activityRef"];

    private static readonly string[] Expressions =
        ["conditionExpression", "completionCondition", "loopCondition", "condition", "script"];

    private static readonly string[] Hosts = ["userTask", "serviceTask", "callActivity", "subProcess", "manualTask"];

    private readonly Random _random;
    private readonly int _number;
    private readonly XElement _process;
    private int _ids;

    private RandomVersion(XElement process, Random random, int number) =>
        (_process, _random, _number) = (process, random, number);

    /// <summary>The version after a file, and what is called otherwise in it.</summary>
    public static (byte[] File, IReadOnlyDictionary<string, string> Elements) After(
        byte[] file, Random random, int number)
    {
        using var input = new MemoryStream(file);
        var document = XDocument.Load(input);
        var version = new RandomVersion(document.Root!.Element(BpmnXml.Bpmn + "process")!, random, number);
        version.Insert();
        version.Border();
        if (random.Next(3) == 0)
            version.EventSubProcess();
        var elements = version.Rename();
        return (Encoding.UTF8.GetBytes(document.ToString(SaveOptions.DisableFormatting)), elements);
    }

    /// <summary>A task that passes by itself, on ways that lead to where no others meet.</summary>
    private void Insert()
    {
        var flows = _process.Descendants(BpmnXml.Bpmn + "sequenceFlow").ToList();
        var nodes = _process.Descendants()
            .Where(one => one.Name.Namespace == BpmnXml.Bpmn && one.Attribute("id") is not null)
            .ToDictionary(one => (string)one.Attribute("id")!);
        foreach (var flow in flows.Where(_ => _random.Next(8) == 0))
        {
            var target = (string)flow.Attribute("targetRef")!;
            if (flows.Count(other => (string)other.Attribute("targetRef")! == target) > 1 || InAdHoc(flow)
                || nodes[(string)flow.Attribute("sourceRef")!].Name.LocalName == "eventBasedGateway")
                continue;
            var task = Next();
            flow.SetAttributeValue("targetRef", task);
            flow.AddAfterSelf(
                new XElement(BpmnXml.Bpmn + "manualTask", new XAttribute("id", task)), FlowOf(task, target));
        }
    }

    /// <summary>A timer that reminds somebody, on the border of what may be open.</summary>
    private void Border()
    {
        foreach (var host in _process.Descendants().Where(one => Hosts.Contains(one.Name.LocalName)).ToList())
        {
            if (_random.Next(6) > 0 || InAdHoc(host) || BpmnXml.IsTrue(host, "isForCompensation")
                || BpmnXml.IsTrue(host, "triggeredByEvent"))
                continue;
            var (border, end) = (Next(), Next());
            host.AddAfterSelf(
                XElement.Parse($"""
                    <bpmn:boundaryEvent xmlns:bpmn="{BpmnXml.Bpmn}" id="{border}" cancelActivity="false"
                      attachedToRef="{host.Attribute("id")!.Value}"><bpmn:timerEventDefinition>
                      <bpmn:timeDuration>P3D</bpmn:timeDuration></bpmn:timerEventDefinition></bpmn:boundaryEvent>
                    """),
                new XElement(BpmnXml.Bpmn + "endEvent", new XAttribute("id", end)), FlowOf(border, end));
        }
    }

    private void EventSubProcess()
    {
        var (sub, start, end) = (Next(), Next(), Next());
        _process.Add(XElement.Parse($"""
            <bpmn:subProcess xmlns:bpmn="{BpmnXml.Bpmn}" id="{sub}" triggeredByEvent="true">
              <bpmn:startEvent id="{start}" isInterrupting="false">
              <bpmn:messageEventDefinition messageRef="msg"/></bpmn:startEvent><bpmn:endEvent id="{end}"/>
              {FlowOf(start, end)}</bpmn:subProcess>
            """));
    }

    private Dictionary<string, string> Rename()
    {
        var renamed = _process.Descendants()
            .Where(one => one.Name.Namespace == BpmnXml.Bpmn && one.Parent!.Name.LocalName is "process" or "subProcess"
                or "transaction" or "adHocSubProcess")
            .Select(one => (string?)one.Attribute("id")).OfType<string>().Where(_ => _random.Next(6) == 0)
            .ToDictionary(id => id, id => string.Create(CultureInfo.InvariantCulture, $"{id}_{_number}"));
        foreach (var element in _process.Descendants().ToList())
        {
            foreach (var attribute in element.Attributes().Where(one => References.Contains(one.Name.LocalName)))
                attribute.Value = renamed.GetValueOrDefault(attribute.Value, attribute.Value);
            if (Expressions.Contains(element.Name.LocalName))
                element.Value = Name().Replace(
                    element.Value, name => renamed.GetValueOrDefault(name.Value, name.Value));
        }
        return renamed;
    }

    private XElement FlowOf(string from, string to) => new(
        BpmnXml.Bpmn + "sequenceFlow", new XAttribute("id", Next()), new XAttribute("sourceRef", from),
        new XAttribute("targetRef", to));

    private static bool InAdHoc(XElement element) => element.Parent!.Name.LocalName == "adHocSubProcess";

    private string Next() => string.Create(CultureInfo.InvariantCulture, $"v{_number}_{++_ids}");

    [GeneratedRegex(@"\b[A-Za-z]\w*\b")]
    private static partial Regex Name();
}
