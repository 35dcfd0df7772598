using System.Xml.Linq;
using BalancedEdu.Bpmn.Reading;

namespace BalancedEdu.Bpmn.Simulation;

/// <summary>
/// A process without its data: every condition asks the variable <see cref="Choice"/>, which the explorer sets, every
/// multi-instance has two instances, every loop at most two rounds, every timer an hour, every user task one outcome,
/// every script and decision gives nothing.
/// </summary>
internal static class AbstractProcess
{
    /// <summary>A context with one boolean a flow; null while a choice is open, which stops the token there.</summary>
    public const string Choice = "exploredWay";

    /// <summary>The one outcome of user tasks.</summary>
    public const string Outcome = "done";

    /// <summary>The entry that ends a multi-instance early, or asks for another round of a loop.</summary>
    public static string LoopChoice(string activityId) => activityId + " complete";

    public static byte[] Of(ReadOnlyMemory<byte> source)
    {
        using var input = new MemoryStream(source.ToArray());
        var document = XDocument.Load(input);
        foreach (var element in document.Descendants().ToList())
        {
            if (element.Name.Namespace != BpmnXml.Bpmn)
                continue;
            element.Attributes().Where(attribute => attribute.Name.Namespace == BpmnXml.Be
                && attribute.Name.LocalName is not ("job" or "mail")).Remove();
            switch (element.Name.LocalName)
            {
                case "extensionElements":
                    Simplify(element);
                    break;
                case "conditionExpression":
                    element.Value = Ask((string)element.Parent!.Attribute("id")!);
                    break;
                case "timeDate" or "timeDuration" or "timeCycle":
                    element.ReplaceWith(new XElement(BpmnXml.Bpmn + "timeDuration", "PT1H"));
                    break;
                case "condition" when element.Parent?.Name.LocalName == "conditionalEventDefinition":
                    element.Value = Ask((string?)element.Parent.Parent!.Attribute("id") ?? "");
                    break;
                case "multiInstanceLoopCharacteristics":
                    Shorten(element);
                    break;
                case "standardLoopCharacteristics":
                    ShortenLoop(element);
                    break;
                case "completionCondition" when element.Parent?.Name.LocalName == "adHocSubProcess":
                    element.Remove();
                    break;
                case "businessRuleTask" or "globalBusinessRuleTask":
                    element.Name = BpmnXml.Bpmn
                        + (element.Name.LocalName == "businessRuleTask" ? "scriptTask" : "globalScriptTask");
                    element.Add(new XElement(BpmnXml.Bpmn + "script", "null"));
                    break;
                case "script":
                    element.Value = "null";
                    element.Parent?.Attribute("scriptFormat")?.Remove();
                    element.Parent?.Attribute("scriptLanguage")?.Remove();
                    break;
                case "dataInputAssociation" or "dataOutputAssociation":
                    element.Remove();
                    break;
                case "sendTask" or "endEvent" or "intermediateThrowEvent"
                    when element.Attribute(BpmnXml.Be + "mail") is not null:
                    element.SetAttributeValue(BpmnXml.Be + "mailTo", "initiator");
                    break;
            }
        }
        foreach (var task in document.Descendants(BpmnXml.Bpmn + "userTask")
            .Concat(document.Descendants(BpmnXml.Bpmn + "globalUserTask")).ToList())
            task.AddFirst(new XElement(
                BpmnXml.Bpmn + "extensionElements",
                new XElement(BpmnXml.Be + "assignment", new XAttribute("whenEmpty", "manager")),
                new XElement(BpmnXml.Be + "outcome", new XAttribute("id", Outcome), new XAttribute("name", Outcome))));
        using var output = new MemoryStream();
        document.Save(output, SaveOptions.DisableFormatting);
        return output.ToArray();
    }

    private static void Simplify(XElement extensions) => extensions.Remove();

    private static void Shorten(XElement loop)
    {
        var activity = (string)loop.Parent!.Attribute("id")!;
        var ends = loop.Element(BpmnXml.Bpmn + "completionCondition") is not null;
        var behaviors = loop.Elements(BpmnXml.Bpmn + "complexBehaviorDefinition").ToList();
        foreach (var condition in behaviors.Elements(BpmnXml.Bpmn + "condition"))
            condition.Value = Ask(LoopChoice(activity));
        loop.RemoveNodes();
        loop.Add(new XElement(BpmnXml.Bpmn + "loopCardinality", "2"), behaviors);
        if (ends)
            loop.Add(new XElement(BpmnXml.Bpmn + "completionCondition", Ask(LoopChoice(activity))));
    }

    private static void ShortenLoop(XElement loop)
    {
        var activity = (string)loop.Parent!.Attribute("id")!;
        var asks = loop.Element(BpmnXml.Bpmn + "loopCondition") is not null;
        loop.RemoveNodes();
        loop.SetAttributeValue("loopMaximum", "2");
        if (asks)
            loop.Add(new XElement(BpmnXml.Bpmn + "loopCondition", Ask(LoopChoice(activity))));
    }

    private static string Ask(string way) => $"get value({Choice}, \"{way}\")";
}
