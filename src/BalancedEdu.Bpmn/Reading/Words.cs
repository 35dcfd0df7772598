using System.Text.RegularExpressions;
using System.Xml.Linq;
using BalancedEdu.Bpmn.Model;
using BalancedEdu.Bpmn.Validation;

namespace BalancedEdu.Bpmn.Reading;

/// <summary>Our own words in a BPMN file (be.xsd), but for those of user tasks.</summary>
internal sealed partial class Words(Expressions expressions, FindingLog findings)
{
    private const string DefaultNumberFormat = "{yyyy}-{seq:5}";

    /// <summary>Our attributes, by the element that they may stand on.</summary>
    internal static readonly IReadOnlyDictionary<string, string[]> AttributesByElement =
        new Dictionary<string, string[]>
        {
            ["process"] =
                ["numberFormat", "titleExpression", "initiators", "noTimeoutOutcome", "suspensionPausesClocks"],
            ["startEvent"] = ["form", "correlationKey"],
            ["userTask"] = ["form", "formData", "role", "allow", "pausesClock", "minPeople", "dedupe"],
            ["serviceTask"] = ["job"],
            ["sendTask"] = ["mail", "mailTo", "correlationKey"],
            ["receiveTask"] = ["correlationKey"],
            ["scriptTask"] = ["resultVariable"],
            ["businessRuleTask"] = ["decision", "resultVariable"],
            ["callActivity"] = ["version"],
            ["endEvent"] = ["mail", "mailTo", "correlationKey"],
            ["intermediateThrowEvent"] = ["mail", "mailTo", "correlationKey"],
            ["intermediateCatchEvent"] = ["correlationKey"],
            ["boundaryEvent"] = ["correlationKey"],
            ["globalUserTask"] = ["form", "formData", "role", "allow", "pausesClock", "minPeople", "dedupe"],
            ["globalScriptTask"] = ["resultVariable"],
            ["globalBusinessRuleTask"] = ["decision", "resultVariable"],
            ["multiInstanceLoopCharacteristics"] = ["collection", "item", "resultCollection", "resultItem", "tally"],
        };

    /// <summary>Our elements, by the element whose extensions they may be.</summary>
    internal static readonly IReadOnlyDictionary<string, string[]> ExtensionsByElement =
        new Dictionary<string, string[]>
        {
            ["process"] = ["clock"],
            ["userTask"] = ["assignment", "outcome", "sla"],
            ["globalUserTask"] = ["assignment", "outcome", "sla"],
            ["globalBusinessRuleTask"] = ["input"],
            ["serviceTask"] = ["input", "output"],
            ["callActivity"] = ["input", "output"],
            ["businessRuleTask"] = ["input"],
            ["sendTask"] = ["input"],
            ["endEvent"] = ["input"],
            ["intermediateThrowEvent"] = ["input"],
            ["receiveTask"] = ["output"],
            ["startEvent"] = ["output"],
            ["intermediateCatchEvent"] = ["output"],
            ["boundaryEvent"] = ["output"],
        };

    private readonly UserTaskWords _userTasks = new(expressions, findings);

    /// <summary>
    /// Refuses words of ours where they mean nothing: a typing error must not be silently without effect.
    /// </summary>
    public void CheckAttributes(XElement element)
    {
        var id = BpmnXml.Text(element, "id");
        CheckAttributes(element, id);
        if (element.Element(BpmnXml.Bpmn + "multiInstanceLoopCharacteristics") is { } loop)
            CheckAttributes(loop, id);
        var known = ExtensionsByElement.GetValueOrDefault(element.Name.LocalName) ?? [];
        foreach (var word in element.Elements(BpmnXml.Bpmn + "extensionElements").Elements())
            if (word.Name.Namespace == BpmnXml.Be && !known.Contains(word.Name.LocalName))
                findings.UnknownWord(id, element.Name.LocalName, word.Name.LocalName, known, BpmnXml.Line(word));
    }

    /// <summary>A call of a task that stands in the same file has no version.</summary>
    public void CheckCall(XElement call, string id)
    {
        if (call.Attribute(BpmnXml.Be + "version") is { } version)
            findings.UnknownWord(id, "callActivity", "version", ["input", "output"], BpmnXml.Line(version));
    }

    public ProcessDetails Process(XElement process)
    {
        var id = BpmnXml.Text(process, "id") ?? "";
        var line = BpmnXml.Line(process);
        var format = BpmnXml.Text(process, BpmnXml.Be + "numberFormat") ?? DefaultNumberFormat;
        if (!NumberFormat().IsMatch(format))
            findings.NumberFormatDoesNotRead(id, format, line);
        var title = BpmnXml.Text(process, BpmnXml.Be + "titleExpression");
        return new(
            format,
            title is null
                ? new TextOrFeel(BpmnXml.Text(process, "name") ?? id, null)
                : expressions.TextOrFeel(title.StartsWith('=') ? title : "=" + title, id, "titleExpression", line),
            BpmnXml.List(BpmnXml.Text(process, BpmnXml.Be + "initiators")),
            [.. BpmnXml.Extensions(process, "clock").Select(clock => Clock(clock, id))],
            id == "funding-disbursement"
                || BpmnXml.Text(process, BpmnXml.Be + "noTimeoutOutcome") is "true" or "1",
            BpmnXml.Text(process, BpmnXml.Be + "suspensionPausesClocks") is "true" or "1");
    }

    public UserTaskDetails UserTask(XElement element, string id) => _userTasks.Read(element, id);

    public (string Job, IReadOnlyList<JobInput> Inputs, IReadOnlyList<JobOutput> Outputs) Job(
        XElement element, string id)
    {
        var job = BpmnXml.Text(element, BpmnXml.Be + "job");
        if (job is null)
            findings.ServiceTaskWithoutJob(id, BpmnXml.Line(element));
        var (inputs, outputs) = Mapping(element, id);
        return (job ?? "", inputs, outputs);
    }

    /// <summary>What goes in and out: <c>be:input</c> and <c>be:output</c>.</summary>
    public (IReadOnlyList<JobInput> Inputs, IReadOnlyList<JobOutput> Outputs) Mapping(XElement element, string id)
    {
        var inputs = new List<JobInput>();
        foreach (var input in BpmnXml.Extensions(element, "input"))
            if (Name(input, id) is { } name)
                inputs.Add(new(name, expressions.TextOrFeel(
                    input.Attribute("value")?.Value.Trim() ?? "", id, $"input {name}", BpmnXml.Line(input))));
        var outputs = new List<JobOutput>();
        foreach (var output in BpmnXml.Extensions(element, "output"))
            if (Name(output, id) is { } name && expressions.Feel(
                    BpmnXml.Text(output, "value") ?? "null", id, $"output {name}", BpmnXml.Line(output)) is { } value)
                outputs.Add(new(name, value));
        return (inputs, outputs);
    }

    /// <summary><c>be:version</c> of a call activity.</summary>
    public CalledVersion CalledVersion(XElement element, string id)
    {
        switch (BpmnXml.Text(element, BpmnXml.Be + "version"))
        {
            case null or "bound":
                return Model.CalledVersion.Bound;
            case "latest":
                return Model.CalledVersion.Latest;
            case var other:
                findings.WordOutOfChoice(id, "version", other, ["bound", "latest"], BpmnXml.Line(element));
                return Model.CalledVersion.Bound;
        }
    }

    /// <summary>The mail of a send task or event, or null when there is none.</summary>
    public MailMessage? Mail(XElement element, string id, bool required)
    {
        var template = BpmnXml.Text(element, BpmnXml.Be + "mail");
        var to = expressions.Attribute(element, BpmnXml.Be + "mailTo", id);
        if (template is null && (required || to is not null))
            findings.MailWithoutTemplate(id, element.Name.LocalName, BpmnXml.Line(element));
        if (template is not null && to is null)
            findings.MailWithoutRecipient(id, template, BpmnXml.Line(element));
        return template is null || to is null ? null : new(template, to);
    }

    private CaseClock Clock(XElement clock, string processId)
    {
        var id = Name(clock, processId, "id") ?? "";
        var budget = BpmnXml.Text(clock, "budget") ?? "";
        var warn = BpmnXml.Text(clock, "warn");
        if (!budget.StartsWith('=') && !SlaText.IsPeriod(budget))
            findings.SlaDoesNotRead(processId, $"clock {id} budget", budget, "20WD", BpmnXml.Line(clock));
        if (warn is not null && !SlaText.IsPeriod(warn))
            findings.SlaDoesNotRead(processId, $"clock {id} warn", warn, "2WD", BpmnXml.Line(clock));
        return new(
            id, BpmnXml.Text(clock, "name") ?? id,
            expressions.TextOrFeel(budget, processId, $"clock {id} budget", BpmnXml.Line(clock)), warn,
            BpmnXml.Text(clock, "law"))
        {
            Start = BpmnXml.Text(clock, "start"),
            End = BpmnXml.Text(clock, "end"),
            Pausable = BpmnXml.IsTrue(clock, "pausable"),
            Extension = UserTaskWords.Extension(clock, processId, findings),
        };
    }

    private string? Name(XElement word, string elementId, string attribute = "name")
    {
        var name = BpmnXml.Text(word, attribute);
        if (name is null)
            findings.WordWithoutAttribute(elementId, word.Name.LocalName, attribute, BpmnXml.Line(word));
        return name;
    }

    private void CheckAttributes(XElement element, string? id)
    {
        var known = AttributesByElement.GetValueOrDefault(element.Name.LocalName) ?? [];
        foreach (var attribute in element.Attributes())
            if (attribute.Name.Namespace == BpmnXml.Be && !known.Contains(attribute.Name.LocalName))
                findings.UnknownWord(id, element.Name.LocalName, attribute.Name.LocalName, known,
                    BpmnXml.Line(attribute));
    }

    [GeneratedRegex(
        @"^([^{}]|\{(yyyy|yy|MM)\})*\{seq:[1-9]\}([^{}]|\{(yyyy|yy|MM)\})*$",
        RegexOptions.CultureInvariant)]
    private static partial Regex NumberFormat();
}
