using System.Text;
using System.Xml.Linq;
using BalancedEdu.Bpmn.Reading;

namespace BalancedEdu.Bpmn.Tests.Conformance.Betsy;

/// <summary>
/// A model of the benchmark in our own words: scripts become jobs that the harness answers, conditions become FEEL,
/// messages that are only named by an operation are named where they are sent. What flows to where stays as drawn.
/// </summary>
internal static class BetsyTranslation
{
    /// <summary>What a script that stands beside the process calls: such a task can't be turned into a job.</summary>
    public const string WriteLog = "write log";

    private static readonly string[] Expressions =
        ["conditionExpression", "loopCondition", "loopCardinality", "completionCondition", "condition",
            "activationCondition"];

    /// <summary>The variable that a script sets, by the text of the script.</summary>
    private static readonly Dictionary<string, string> Sets = new()
    {
        ["INCREMENT_INTEGER_VARIABLE"] = BetsyScripts.IntegerVariable,
        ["INCREMENT_INTEGER_VARIABLE_AND_LOG"] = BetsyScripts.IntegerVariable,
        ["SET_STRING_DATA"] = BetsyScripts.DataObject,
    };

    public static byte[] InOwnWords(byte[] file, out IReadOnlyList<string> executable)
    {
        using var input = new MemoryStream(file);
        var document = XDocument.Load(input);
        foreach (var element in document.Descendants().Where(one => one.Name.Namespace == BpmnXml.Bpmn).ToList())
            switch (element.Name.LocalName)
            {
                case var word when Expressions.Contains(word):
                    element.Value = BetsyExpressions.Feel(element.Value);
                    break;
                case "timeDate" or "timeDuration" or "timeCycle"
                    when element.Value.Contains('{', StringComparison.Ordinal):
                    element.Value = "=" + BetsyExpressions.Feel(element.Value);
                    break;
                case "scriptTask":
                    Script(element);
                    break;
                case "globalScriptTask" when element.Element(BpmnXml.Bpmn + "script") is { } script:
                    script.Value = $"{WriteLog}(\"{script.Value.Trim()}\")";
                    break;
                case "serviceTask" when element.Attribute(BpmnXml.Be + "job") is null:
                    element.SetAttributeValue(BpmnXml.Be + "job", BetsyScripts.Nothing);
                    break;
                case "sendTask" or "receiveTask" or "messageEventDefinition":
                    Message(element, document);
                    break;
            }
        executable =
        [
            .. document.Root!.Elements(BpmnXml.Bpmn + "process")
                .Where(process => BpmnXml.IsTrue(process, "isExecutable"))
                .Select(process => BpmnXml.Text(process, "id")!),
        ];
        return Encoding.UTF8.GetBytes(document.ToString(SaveOptions.DisableFormatting));
    }

    private static void Script(XElement task)
    {
        var script = task.Element(BpmnXml.Bpmn + "script");
        var text = script?.Value.Trim() ?? "";
        script?.Remove();
        task.Name = BpmnXml.Bpmn + "serviceTask";
        task.SetAttributeValue("scriptFormat", null);
        task.SetAttributeValue(BpmnXml.Be + "job", text.Length == 0 ? BetsyScripts.Nothing : text);
        if (!Sets.TryGetValue(text, out var variable))
            return;
        var output = new XElement(
            BpmnXml.Be + "output", new XAttribute("name", variable), new XAttribute("value", variable));
        if (task.Element(BpmnXml.Bpmn + "extensionElements") is { } extensions)
            extensions.Add(output);
        else
            task.AddFirst(new XElement(BpmnXml.Bpmn + "extensionElements", output));
    }

    /// <summary>A message that only the operation names.</summary>
    private static void Message(XElement element, XDocument document)
    {
        if (BpmnXml.Text(element, "messageRef") is not null)
            return;
        var operation = BpmnXml.Text(element, "operationRef") ?? BpmnXml.ChildText(element, "operationRef");
        var message = document.Descendants(BpmnXml.Bpmn + "operation")
            .Where(one => BpmnXml.Text(one, "id") == operation?.Split(':')[^1])
            .Select(one => BpmnXml.ChildText(one, "inMessageRef")).FirstOrDefault();
        element.SetAttributeValue("messageRef", message);
    }
}
