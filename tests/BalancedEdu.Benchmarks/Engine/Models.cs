using System.Runtime.CompilerServices;
using System.Text;
using BalancedEdu.Bpmn.Model;
using BalancedEdu.Bpmn.Reading;
using BalancedEdu.Bpmn.Simulation;

namespace BalancedEdu.Benchmarks.Engine;

/// <summary>The processes that are measured.</summary>
internal static class Models
{
    /// <summary>Five approvals in a row: <c>T1</c> to <c>T5</c>.</summary>
    public static ProcessDefinition FiveApprovals { get; } = Process(
        [.. Enumerable.Range(1, 5).Select(n => Task($"T{n}"))], "S T1 T2 T3 T4 T5 E");

    /// <summary>Ten branches without a task between a fork and a join.</summary>
    public static ProcessDefinition ForkJoinTen { get; } = Process(
        [
            "<bpmn:parallelGateway id=\"F\"/>", "<bpmn:parallelGateway id=\"J\"/>",
            .. Enumerable.Range(1, 10).Select(n => $"<bpmn:manualTask id=\"M{n}\"/>"),
        ],
        [.. Enumerable.Range(1, 10).Select(n => $"F M{n} J"), "S F", "J E"]);

    /// <summary>A user task for each of <c>n</c>.</summary>
    public static ProcessDefinition ManyTasks { get; } = Process([Task("V", Loop("n"))], "S V E");

    /// <summary>A task that passes by itself, for each of <c>n</c>.</summary>
    public static ProcessDefinition ManyPassing { get; } =
        Process([$"<bpmn:manualTask id=\"M\">{Loop("n")}</bpmn:manualTask>"], "S M E");

    /// <summary>
    /// Round and round a gateway by a job that the host answers at once; <c>J.n</c> is counted up to the rounds.
    /// </summary>
    public static ProcessDefinition Loops { get; } = Process(
        [
            Job("J", "<be:input name=\"n\" value=\"=n\"/><be:output name=\"n\" value=\"=n\"/>"),
            "<bpmn:exclusiveGateway id=\"X\"/>",
            "<bpmn:exclusiveGateway id=\"G\" default=\"back\"/>",
            "<bpmn:sequenceFlow id=\"back\" sourceRef=\"G\" targetRef=\"X\"/>",
            Flow("out", "G", "E", "n >= rounds"),
        ],
        "S X J G");

    /// <summary>A job, a timer on a task, and the end.</summary>
    public static ProcessDefinition JobThenTask { get; } = Process(
        [
            Job("J", ""), Task("T"),
            """
            <bpmn:boundaryEvent id="B" attachedToRef="T" cancelActivity="false">
              <bpmn:timerEventDefinition><bpmn:timeDuration>P5D</bpmn:timeDuration></bpmn:timerEventDefinition>
            </bpmn:boundaryEvent>
            """,
            "<bpmn:endEvent id=\"R\"/>",
        ],
        "S J T E", "B R");

    /// <summary>All that is waited for at once, beside two tasks in a row of which the second may go back.</summary>
    public static ProcessDefinition Waiting { get; } = Process(
        [
            "<bpmn:parallelGateway id=\"F\"/>", "<bpmn:parallelGateway id=\"J\"/>",
            Task("A"), Task("B", attributes: "be:allow=\"return,add-signer\""),
            "<bpmn:receiveTask id=\"M\" messageRef=\"m\"/>",
            "<bpmn:intermediateCatchEvent id=\"N\"><bpmn:signalEventDefinition signalRef=\"s\"/>"
                + "</bpmn:intermediateCatchEvent>",
            "<bpmn:callActivity id=\"C\" calledElement=\"child\"/>",
            "<bpmn:boundaryEvent id=\"X\" attachedToRef=\"C\"><bpmn:errorEventDefinition/></bpmn:boundaryEvent>",
            $"<bpmn:adHocSubProcess id=\"H\">{Task("K")}</bpmn:adHocSubProcess>",
        ],
        "S F A B J E", "F M J", "F N J", "F C J", "F H J", "X E");

    /// <summary>The largest of the shipped bundles, and its file.</summary>
    public static byte[] LargestShipped { get; } = Directory
        .EnumerateFiles(Path.GetFullPath(Path.Combine(SourceFolder(), "../../../workflows")), "*.bpmn",
            SearchOption.AllDirectories)
        .Select(File.ReadAllBytes).MaxBy(file => file.Length)!;

    public static ProcessDefinition Compiled(byte[] xml) =>
        DefinitionCompiler.Compile(xml, PlainWorkingDays.Environment, null) is { Definition: { } definition }
            ? definition
            : throw new InvalidOperationException("a model of the benchmarks is refused");

    private static ProcessDefinition Process(string[] elements, params string[] rows)
    {
        var xml = new StringBuilder("""
            <bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"
              xmlns:be="http://balancededu.cn/schema/bpmn/1.0"
              xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" targetNamespace="urn:benchmarks">
            <bpmn:message id="m" name="m"/><bpmn:signal id="s" name="s"/>
            <bpmn:process id="p" name="p" isExecutable="true"><bpmn:startEvent id="S"/><bpmn:endEvent id="E"/>
            """);
        xml.AppendJoin('\n', elements);
        foreach (var nodes in rows.Select(row => row.Split(' ')))
            for (var i = 1; i < nodes.Length; i++)
                xml.AppendLine(Flow($"{nodes[i - 1]}_{nodes[i]}", nodes[i - 1], nodes[i]));
        var compiled = DefinitionCompiler.Compile(
            Encoding.UTF8.GetBytes(xml.Append("</bpmn:process></bpmn:definitions>").ToString()),
            PlainWorkingDays.Environment, null);
        return compiled.Definition
            ?? throw new InvalidOperationException(string.Join('\n', compiled.Findings));
    }

    private static string Task(string id, string inside = "", string attributes = "") => $"""
        <bpmn:userTask id="{id}" {attributes}><bpmn:extensionElements>
          <be:assignment candidateGroups="edu.basic"/><be:outcome id="ok" name="同意"/>
        </bpmn:extensionElements>{inside}</bpmn:userTask>
        """;

    private static string Job(string id, string inside) => $"""
        <bpmn:serviceTask id="{id}" be:job="benchmark">
          <bpmn:extensionElements>{inside}</bpmn:extensionElements>
        </bpmn:serviceTask>
        """;

    private static string Loop(string cardinality) => $"""
        <bpmn:multiInstanceLoopCharacteristics>
          <bpmn:loopCardinality>{cardinality}</bpmn:loopCardinality>
        </bpmn:multiInstanceLoopCharacteristics>
        """;

    private static string Flow(string id, string from, string to, string? condition = null) => condition is null
        ? $"""<bpmn:sequenceFlow id="{id}" sourceRef="{from}" targetRef="{to}"/>"""
        : $"""
          <bpmn:sequenceFlow id="{id}" sourceRef="{from}" targetRef="{to}"><bpmn:conditionExpression
            xsi:type="bpmn:tFormalExpression">{condition.Replace(">", "&gt;")}</bpmn:conditionExpression></bpmn:sequenceFlow>
          """;

    private static string SourceFolder([CallerFilePath] string file = "") => Path.GetDirectoryName(file)!;
}
