using System.Text;
using BalancedEdu.Bpmn.Execution;
using BalancedEdu.Bpmn.Model;
using BalancedEdu.Bpmn.Reading;
using BalancedEdu.Bpmn.Simulation;
using BalancedEdu.Feel;
using BalancedEdu.Feel.Values;
using static BalancedEdu.Bpmn.Tests.Drawn;

namespace BalancedEdu.Bpmn.Tests.Simulation;

/// <summary>Several processes drawn in short XML, and what runs of them.</summary>
internal sealed class Network
{
    public static readonly DateTimeOffset Morning = new(2026, 9, 7, 9, 0, 0, TimeSpan.FromHours(8));

    private static readonly string Declarations = """
        <bpmn:message id="m" name="paid"/><bpmn:message id="m2" name="withdrawn"/>
        <bpmn:signal id="s" name="alert"/>
        <bpmn:error id="e" errorCode="no-money"/><bpmn:error id="e2" errorCode="other"/>
        <bpmn:escalation id="x" escalationCode="late"/>
        """;

    public Network(params (string Id, string Drawn)[] processes)
        : this(null, null, processes)
    {
    }

    public Network(
        Func<InMemoryInstance, RequestJob, JobAnswer?>? answer, TimeSpan? messageLife,
        params (string Id, string Drawn)[] processes)
    {
        Host = new(Morning, answer, messageLife);
        foreach (var (id, drawn) in processes)
            Assert.Null(Host.Deploy(Definition(id, drawn)));
    }

    public InMemoryNetwork Host { get; }

    public static ProcessDefinition Definition(string id, string drawn)
    {
        var file = File($"""{Declarations}<bpmn:process id="{id}" isExecutable="true">{drawn}</bpmn:process>""");
        var compiled = DefinitionCompiler.Compile(file, FeelEnvironment.Default, null);
        Assert.True(compiled.Definition is not null, string.Join("\n", compiled.Findings));
        return compiled.Definition!;
    }

    /// <summary>
    /// An event of that word with the definition inside; <paramref name="about"/> is <c>message:m</c>.
    /// </summary>
    public static string On(string word, string id, string about, string attributes = "", string extensions = "")
    {
        var (kind, reference) = (about[..about.IndexOf(':')], about[(about.IndexOf(':') + 1)..]);
        return $"""
            <bpmn:{word} id="{id}" {attributes}><bpmn:extensionElements>{extensions}</bpmn:extensionElements>
            <bpmn:{kind}EventDefinition {(reference.Length == 0 ? "" : $"{kind}Ref=\"{reference}\"")}/></bpmn:{word}>
            """;
    }

    public static string Border(string id, string host, string about, bool interrupts = true) => On(
        "boundaryEvent", id, about, $"attachedToRef=\"{host}\" cancelActivity=\"{(interrupts ? "true" : "false")}\"");

    public static string Call(string id, string process, string extensions = "", string inside = "") => $"""
        <bpmn:callActivity id="{id}" calledElement="{process}"><bpmn:extensionElements>{extensions}
        </bpmn:extensionElements>{inside}</bpmn:callActivity>
        """;

    public static string Receive(string id, string message = "m", string attributes = "", string inside = "") =>
        $"""<bpmn:receiveTask id="{id}" messageRef="{message}" {attributes}>{inside}</bpmn:receiveTask>""";

    public static string Handler(string id, params string[] inside) =>
        $"""<bpmn:subProcess id="{id}" triggeredByEvent="true">{string.Join("\n", inside)}</bpmn:subProcess>""";

    public InMemoryInstance Start(string process, params (string Name, object? Value)[] variables)
    {
        var (instance, refusal) = Host.Start(process, Running.Vars(variables));
        Assert.True(refusal is null, refusal?.ToString());
        return instance!;
    }

    public void Publish(string message, string? key = null, params (string Name, object? Value)[] payload) =>
        Assert.Null(Host.Publish(message, key, Running.Vars(payload)));

    public void Signal(string signal = "alert") => Assert.Null(Host.Broadcast(signal, FeelContext.Empty));

    public void Advance(TimeSpan by) => Assert.Null(Host.AdvanceTo(Host.Now + by));

    public void Complete(InMemoryInstance instance, string elementId) => Assert.Null(Host.Send(
        instance, new CompleteUserTask(
            instance.Tasks.First(task => task.ElementId == elementId).TaskId, "ok", null, "wang.wu",
            FeelContext.Empty)));

    public static string Tasks(InMemoryInstance instance) =>
        string.Join(" ", instance.Tasks.Select(task => task.ElementId).Order(StringComparer.Ordinal));

    /// <summary>All instances: the process and the open tasks, or <c>ended</c>; oldest first.</summary>
    public string Shows()
    {
        var text = new StringBuilder();
        foreach (var instance in Host.Instances)
            text.Append(text.Length > 0 ? ", " : "").Append(instance.Definition.Id).Append(' ').Append(
                instance.State.Cancelled ? "cancelled" : instance.State.Ended ? "ended" : Tasks(instance));
        return text.ToString();
    }
}
