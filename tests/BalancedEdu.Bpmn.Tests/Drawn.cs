using System.Text;
using BalancedEdu.Bpmn.Model;
using BalancedEdu.Bpmn.Reading;
using BalancedEdu.Feel;

namespace BalancedEdu.Bpmn.Tests;

/// <summary>Processes as short XML: the frame around the elements, and small words for what tests draw often.</summary>
internal static class Drawn
{
    /// <summary>Compiles the elements of a process <c>p</c>, with what they refer to; a finding fails the test.</summary>
    public static ProcessDefinition Process(params string[] elements)
    {
        var inside = Frame(elements);
        var compiled = DefinitionCompiler.Compile(File($"{DrawnEvents.Declared(inside)}\n{inside}"),
            FeelEnvironment.Default, null);
        Assert.True(compiled.Definition is not null, string.Join("\n", compiled.Findings));
        return compiled.Definition!;
    }

    public static Compilation Compile(params string[] elements) =>
        DefinitionCompiler.Compile(Bytes(elements), FeelEnvironment.Default, null);

    public static byte[] Bytes(params string[] elements) => File(Frame(elements));

    private static string Frame(string[] elements) => $"""
        <bpmn:process id="p" name="试办" isExecutable="true">
        {string.Join("\n", elements)}
        </bpmn:process>
        """;

    public static byte[] File(string inside) => Encoding.UTF8.GetBytes($"""
        <?xml version="1.0" encoding="UTF-8"?>
        <bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"
                          xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
                          xmlns:be="http://balancededu.cn/schema/bpmn/1.0" targetNamespace="urn:test">
        {inside}
        </bpmn:definitions>
        """);

    public static string Start(string id = "S") => $"""<bpmn:startEvent id="{id}"/>""";

    public static string End(string id = "E") => $"""<bpmn:endEvent id="{id}"/>""";

    public static string Terminate(string id) =>
        $"""<bpmn:endEvent id="{id}"><bpmn:terminateEventDefinition/></bpmn:endEvent>""";

    /// <summary>A user task with the outcomes <c>ok</c> and <c>no</c> (needs a comment); further content
    /// inside.</summary>
    public static string Task(string id, string inside = "", string attributes = "", string extensions = "") => $"""
        <bpmn:userTask id="{id}" {attributes}>
          <bpmn:extensionElements>
            <be:assignment candidateGroups="edu.basic"/>
            <be:outcome id="ok" name="同意"/>
            <be:outcome id="no" name="不同意" requiresComment="true"/>
            {extensions}
          </bpmn:extensionElements>
          {inside}
        </bpmn:userTask>
        """;

    public static string Job(string id, string inside = "", string extensions = "") => $"""
        <bpmn:serviceTask id="{id}" be:job="test.{id.ToLowerInvariant()}">
          <bpmn:extensionElements>{extensions}</bpmn:extensionElements>
          {inside}
        </bpmn:serviceTask>
        """;

    public static string Manual(string id, string inside = "", string attributes = "") =>
        $"""<bpmn:manualTask id="{id}" {attributes}>{inside}</bpmn:manualTask>""";

    public static string Exclusive(string id, string? defaultFlow = null) => defaultFlow is null
        ? $"""<bpmn:exclusiveGateway id="{id}"/>"""
        : $"""<bpmn:exclusiveGateway id="{id}" default="{defaultFlow}"/>""";

    public static string Parallel(string id) => $"""<bpmn:parallelGateway id="{id}"/>""";

    public static string Sub(string id, params string[] inside) =>
        $"""<bpmn:subProcess id="{id}">{string.Join("\n", inside)}</bpmn:subProcess>""";

    /// <summary>Flows in a row: <c>S-A-E</c> gives <c>S_A</c> and <c>A_E</c>.</summary>
    public static string Flows(params string[] rows)
    {
        var flows = new StringBuilder();
        foreach (var row in rows)
        {
            var nodes = row.Split('-');
            for (var i = 1; i < nodes.Length; i++)
                flows.AppendLine(Flow($"{nodes[i - 1]}_{nodes[i]}", nodes[i - 1], nodes[i]));
        }
        return flows.ToString();
    }

    public static string Flow(string id, string from, string to, string? condition = null) =>
        $"""<bpmn:sequenceFlow id="{id}" sourceRef="{from}" targetRef="{to}">{Condition(condition)}</bpmn:sequenceFlow>""";

    public static string Loop(
        string? collection = null, string? cardinality = null, string? item = null, string? until = null,
            bool sequential = false,
        string? more = null) => $"""
        <bpmn:multiInstanceLoopCharacteristics isSequential="{(sequential ? "true" : "false")}"
          {Attribute("be:collection", collection)} {Attribute("be:item", item)} {more}>
          {(cardinality is null ? "" : $"<bpmn:loopCardinality>{Escape(cardinality)}</bpmn:loopCardinality>")}
          {(until is null ? "" : $"<bpmn:completionCondition>{Escape(until)}</bpmn:completionCondition>")}
        </bpmn:multiInstanceLoopCharacteristics>
        """;

    /// <summary>A timer event; <paramref name="time"/> is <c>timeDuration:P5D</c> and the like.</summary>
    public static string Timer(string word, string id, string time, string attributes = "")
    {
        var (kind, body) = (time[..time.IndexOf(':')], time[(time.IndexOf(':') + 1)..]);
        return $"""
            <bpmn:{word} id="{id}" {attributes}>
              <bpmn:timerEventDefinition><bpmn:{kind}>{Escape(body)}</bpmn:{kind}></bpmn:timerEventDefinition>
            </bpmn:{word}>
            """;
    }

    public static string Boundary(string id, string host, string time, bool interrupts = true) =>
        Timer("boundaryEvent", id, time,
            $"attachedToRef=\"{host}\" cancelActivity=\"{(interrupts ? "true" : "false")}\"");

    public static string Escape(string text) =>
        text.Replace("&", "&amp;").Replace("<", "&lt;").Replace(">", "&gt;").Replace("\"", "&quot;");

    private static string Condition(string? condition) => condition is null ? "" :
        $"""<bpmn:conditionExpression xsi:type="bpmn:tFormalExpression">{Escape(condition)}</bpmn:conditionExpression>""";

    private static string Attribute(string name, string? value) => value is null ? "" : $"{name}=\"{Escape(value)}\"";
}
