using System.Globalization;
using System.Xml.Linq;
using BalancedEdu.Bpmn.Model;
using BalancedEdu.Bpmn.Validation;
using BalancedEdu.Feel;

namespace BalancedEdu.Bpmn.Reading;

/// <summary>Reads tasks, sub-processes and call activities.</summary>
internal sealed class ActivityReader(
    Expressions expressions, Words words, FindingLog findings, XElement process, Func<string, DecisionLogic?> decisions,
    EventDefinitionReader events)
{
    /// <summary>Names of a script's language that mean FEEL; none means it too.</summary>
    private static readonly string[] FeelFormats = ["feel", "text/feel", "text/x-feel", "application/feel"];

    /// <summary>Tasks that stand beside processes and are called, by what they are inside of one.</summary>
    private static readonly Dictionary<string, string> GlobalTasks = new()
    {
        ["globalTask"] = "task", ["globalManualTask"] = "manualTask", ["globalUserTask"] = "userTask",
        ["globalScriptTask"] = "scriptTask", ["globalBusinessRuleTask"] = "businessRuleTask",
    };

    private readonly LoopReader _loops = new(expressions, findings, new ProcessData(process), events);
    private readonly DataAssociationReader _data = new(expressions, findings, new ProcessData(process));

    public Activity? Read(XElement element, string id, string? name, int line)
    {
        var loop = _loops.Read(element, id);
        var (needed, given) = (Quantity(element, "startQuantity", id), Quantity(element, "completionQuantity", id));
        if (ReadOwn(element, id, name, line) is not { } activity)
            return null;
        activity.Loop = loop;
        activity.IsForCompensation = BpmnXml.IsTrue(element, "isForCompensation");
        (activity.StartQuantity, activity.CompletionQuantity) = (needed, given);
        activity.DataInputs = [.. activity.DataInputs, .. _data.Inputs(element, id)];
        activity.DataOutputs = [.. activity.DataOutputs, .. _data.Outputs(element, id)];
        return activity;
    }

    /// <summary>What is each kind's own; what all have in common is set by the caller.</summary>
    private Activity? ReadOwn(XElement element, string id, string? name, int line)
    {
        switch (GlobalTasks.GetValueOrDefault(element.Name.LocalName, element.Name.LocalName))
        {
            case "userTask":
                return new UserTask
                {
                    Id = id, Name = name, Line = line, Details = words.UserTask(element, id),
                };
            case "serviceTask":
                var (job, inputs, outputs) = words.Job(element, id);
                return new ServiceTask
                {
                    Id = id, Name = name, Line = line, Job = job, Inputs = inputs, Outputs = outputs,
                };
            case "sendTask":
                return Send(element, id) is not { } sent ? null : new SendTask
                {
                    Id = id, Name = name, Line = line, Mail = sent.Mail, Message = sent.Message,
                };
            case "receiveTask":
                return events.Message(element, element, id) is not { } message ? null : new ReceiveTask
                {
                    Id = id, Name = name, Line = line, Message = message,
                    Instantiate = BpmnXml.IsTrue(element, "instantiate"),
                };
            case "scriptTask":
                return Script(element, id) is not { } script ? null : new ScriptTask
                {
                    Id = id, Name = name, Line = line, Script = script,
                    ResultVariable = BpmnXml.Text(element, BpmnXml.Be + "resultVariable"),
                };
            case "businessRuleTask":
                return Decision(element, id) is not { } decision ? null : new BusinessRuleTask
                {
                    Id = id, Name = name, Line = line, Decision = decision,
                    Logic = decisions(decision),
                    Inputs = words.Mapping(element, id).Inputs,
                    ResultVariable = BpmnXml.Text(element, BpmnXml.Be + "resultVariable"),
                };
            case "task":
                return new AbstractTask { Id = id, Name = name, Line = line };
            case "manualTask":
                return new ManualTask { Id = id, Name = name, Line = line };
            default:
                return ReadContainer(element, id, name, line);
        }
    }

    private Activity? ReadContainer(XElement element, string id, string? name, int line)
    {
        switch (element.Name.LocalName)
        {
            case "callActivity":
                if (BpmnXml.Text(element, "calledElement") is not { } called)
                {
                    findings.CallWithoutProcess(id, line);
                    return null;
                }
                if (events.Shared(called) is { } global && GlobalTasks.ContainsKey(global.Name.LocalName))
                    return ReadCalled(global, element, id, name, line);
                var (inputs, outputs) = words.Mapping(element, id);
                return new CallActivity
                {
                    Id = id, Name = name, Line = line, CalledElement = Declarations.LocalOf(called),
                    Version = words.CalledVersion(element, id), Inputs = inputs, Outputs = outputs,
                };
            case "subProcess":
                return new SubProcess
                {
                    Id = id, Name = name, Line = line,
                    TriggeredByEvent = BpmnXml.IsTrue(element, "triggeredByEvent"),
                };
            case "transaction":
                return new Transaction { Id = id, Name = name, Line = line };
            case "adHocSubProcess":
                return new AdHocSubProcess
                {
                    Id = id, Name = name, Line = line,
                    IsSequential = BpmnXml.Text(element, "ordering") is "Sequential",
                    CancelRemainingInstances =
                        BpmnXml.Text(element, "cancelRemainingInstances") is not ("false" or "0"),
                    CompletionCondition = BpmnXml.ChildText(element, "completionCondition") is { } text
                        ? expressions.Feel(text, id, "completionCondition", line)
                        : null,
                };
            default:
                findings.Unsupported(id, element.Name.LocalName, null, line);
                return null;
        }
    }

    /// <summary>
    /// A task that stands beside the process and is called: it is done where the call stands, with what the call says
    /// of its border, its rounds and its data.
    /// </summary>
    private Activity? ReadCalled(XElement global, XElement call, string id, string? name, int line)
    {
        words.CheckAttributes(global);
        words.CheckCall(call, id);
        if (ReadOwn(global, id, name ?? BpmnXml.Text(global, "name"), line) is not { } task)
            return null;
        var (inputs, outputs) = words.Mapping(call, id);
        task.DataInputs = [.. inputs.Select(input => new DataAssociation(input.Name, input.Value, ""))];
        task.DataOutputs =
            [.. outputs.Select(output => new DataAssociation(output.Name, new(output.Value.Text, output.Value), ""))];
        return task;
    }

    /// <summary>A mail where one is drawn, else a message.</summary>
    private (MailMessage? Mail, MessageEventDefinition? Message)? Send(XElement element, string id)
    {
        var sendsMessage = BpmnXml.Text(element, "messageRef") is not null
            && BpmnXml.Text(element, BpmnXml.Be + "mail") is null;
        if (sendsMessage)
            return events.Message(element, element, id) is { } message ? (null, message) : null;
        return words.Mail(element, id, true) is { } mail ? (mail, null) : null;
    }

    private FeelExpression? Script(XElement element, string id)
    {
        var line = BpmnXml.Line(element);
        var format = BpmnXml.Text(element, "scriptFormat") ?? BpmnXml.Text(element, "scriptLanguage");
        if (format is not null && !FeelFormats.Contains(format, StringComparer.OrdinalIgnoreCase))
        {
            findings.ScriptLanguage(id, format, line);
            return null;
        }
        if (BpmnXml.ChildText(element, "script") is { } script)
            return expressions.Feel(script, id, "script", BpmnXml.Line(element.Element(BpmnXml.Bpmn + "script")));
        findings.ScriptMissing(id, line);
        return null;
    }

    private string? Decision(XElement element, string id)
    {
        var decision = BpmnXml.Text(element, BpmnXml.Be + "decision");
        if (decision is null)
            findings.RuleTaskWithoutDecision(id, BpmnXml.Line(element));
        return decision;
    }

    private int Quantity(XElement element, string attribute, string id)
    {
        if (BpmnXml.Text(element, attribute) is not { } text)
            return 1;
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var quantity)
            && quantity is >= 1 and <= 100)
            return quantity;
        findings.QuantityDoesNotRead(id, attribute, text, BpmnXml.Line(element));
        return 1;
    }
}
