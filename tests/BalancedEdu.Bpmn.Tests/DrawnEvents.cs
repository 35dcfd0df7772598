using System.Text.RegularExpressions;
using static BalancedEdu.Bpmn.Tests.Drawn;

namespace BalancedEdu.Bpmn.Tests;

/// <summary>Events, compensation and further activities in short words.</summary>
internal static partial class DrawnEvents
{
    public static string Inclusive(string id, string? defaultFlow = null) => defaultFlow is null
        ? $"""<bpmn:inclusiveGateway id="{id}"/>"""
        : $"""<bpmn:inclusiveGateway id="{id}" default="{defaultFlow}"/>""";

    public static string EventGateway(string id) => $"""<bpmn:eventBasedGateway id="{id}"/>""";

    /// <summary>
    /// An event; <paramref name="about"/> is <c>message:paid</c>, <c>signal:alert</c>, <c>error:E1</c> or
    /// <c>error</c> (catches all), <c>escalation:L1</c>, <c>conditional:n > 1</c>, <c>link:L</c>,
    /// <c>compensate:A</c> or <c>compensate</c>, <c>cancel</c>.
    /// </summary>
    public static string Event(string word, string id, string about, string attributes = "", string inside = "")
    {
        var colon = about.IndexOf(':');
        var (kind, what) = colon < 0 ? (about, null) : (about[..colon], about[(colon + 1)..]);
        var content = (kind, what) switch
        {
            (_, null) => "",
            ("conditional", _) =>
                $"""<bpmn:condition xsi:type="bpmn:tFormalExpression">{Escape(what)}</bpmn:condition>""",
            _ => "",
        };
        var reference = (kind, what) switch
        {
            (_, null) or ("conditional", _) => "",
            ("link", _) => $"""name="{what}" """,
            ("compensate", _) => $"""activityRef="{what}" """,
            _ => $"""{kind}Ref="{what}" """,
        };
        return $"""
            <bpmn:{word} id="{id}" {attributes}>{inside}
              <bpmn:{kind}EventDefinition {reference}>{content}</bpmn:{kind}EventDefinition>
            </bpmn:{word}>
            """;
    }

    public static string Catch(string id, string about, string attributes = "", string inside = "") =>
        Event("intermediateCatchEvent", id, about, attributes, inside);

    public static string Throw(string id, string about, string attributes = "", string inside = "") =>
        Event("intermediateThrowEvent", id, about, attributes, inside);

    public static string EndWith(string id, string about, string attributes = "", string inside = "") =>
        Event("endEvent", id, about, attributes, inside);

    /// <summary>An event on a border that isn't a timer.</summary>
    public static string Border(string host, string id, string about, bool interrupts = true, string attributes = "") =>
        Event("boundaryEvent", id, about,
            $"attachedToRef=\"{host}\" cancelActivity=\"{(interrupts ? "true" : "false")}\" {attributes}");

    /// <summary>The event that starts an event sub-process; <c>timeDuration:PT1H</c> is a timer.</summary>
    public static string StartOn(string id, string about, bool interrupts = true) =>
        about.StartsWith("time", StringComparison.Ordinal)
            ? Timer("startEvent", id, about, $"isInterrupting=\"{(interrupts ? "true" : "false")}\"")
            : Event("startEvent", id, about, $"isInterrupting=\"{(interrupts ? "true" : "false")}\"");

    public static string EventSub(string id, params string[] inside) =>
        $"""<bpmn:subProcess id="{id}" triggeredByEvent="true">{string.Join("\n", inside)}</bpmn:subProcess>""";

    /// <summary>An event sub-process with one user task: <c>EventSub("X", "signal:s")</c> opens X_t.</summary>
    public static string Handler(string id, string about, bool interrupts = true) => EventSub(
        id, StartOn(id + "_s", about, interrupts), Task(id + "_t"), End(id + "_e"),
        Flows($"{id}_s-{id}_t-{id}_e"));

    public static string Transaction(string id, params string[] inside) =>
        $"""<bpmn:transaction id="{id}">{string.Join("\n", inside)}</bpmn:transaction>""";

    public static string AdHoc(string id, string attributes, string? until, params string[] inside) => $"""
        <bpmn:adHocSubProcess id="{id}" {attributes}>{string.Join("\n", inside)}
          {(until is null ? "" : $"<bpmn:completionCondition>{Escape(until)}</bpmn:completionCondition>")}
        </bpmn:adHocSubProcess>
        """;

    public static string Script(string id, string feel, string into, string inside = "", string attributes = "") => $"""
        <bpmn:scriptTask id="{id}" be:resultVariable="{into}" {attributes}>{inside}<bpmn:script>{Escape(feel)}</bpmn:script></bpmn:scriptTask>
        """;

    public static string Receive(string id, string message, string attributes = "", string inside = "") =>
        $"""<bpmn:receiveTask id="{id}" messageRef="{message}" {attributes}>{inside}</bpmn:receiveTask>""";

    public static string Call(string id, string process, string extensions = "", string inside = "") => $"""
        <bpmn:callActivity id="{id}" calledElement="{process}">
          <bpmn:extensionElements>{extensions}</bpmn:extensionElements>{inside}
        </bpmn:callActivity>
        """;

    public static string StandardLoop(string? condition, string attributes = "") => $"""
        <bpmn:standardLoopCharacteristics {attributes}>
          {(condition is null ? "" : $"<bpmn:loopCondition>{Escape(condition)}</bpmn:loopCondition>")}
        </bpmn:standardLoopCharacteristics>
        """;

    /// <summary>
    /// What undoes an activity: the event on its border and a job <c>undo_A</c>, <paramref name="handler"/> another.
    /// </summary>
    public static string Undo(string host, string? handler = null) => $"""
        {Border(host, "c_" + host, "compensate")}
        {handler ?? Job("undo_" + host).Replace("<bpmn:serviceTask", "<bpmn:serviceTask isForCompensation=\"true\"")}
        <bpmn:association id="a_{host}" associationDirection="One" sourceRef="c_{host}" targetRef="undo_{host}"/>
        """;

    /// <summary>What a drawing refers to is declared under the same name.</summary>
    public static string Declared(string drawing) => string.Join("\n", Reference().Matches(drawing)
        .Select(match => (Word: match.Groups[1].Value, Id: match.Groups[2].Value)).Distinct()
        .Select(declared => declared.Word switch
        {
            "error" or "escalation" =>
                $"""<bpmn:{declared.Word} id="{declared.Id}" {declared.Word}Code="{declared.Id}"/>""",
            _ => $"""<bpmn:{declared.Word} id="{declared.Id}" name="{declared.Id}"/>""",
        }));

    [GeneratedRegex("\\b(message|signal|error|escalation)Ref=\"([^\"]+)\"")]
    private static partial Regex Reference();
}
