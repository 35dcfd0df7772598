using System.Xml.Linq;
using BalancedEdu.Bpmn.Model;
using BalancedEdu.Bpmn.Validation;
using BalancedEdu.Feel;

namespace BalancedEdu.Bpmn.Reading;

/// <summary>What a definition may refer to; anything else is refused at publish time.</summary>
/// <param name="Jobs">Names of registered handlers.</param>
/// <param name="Forms">Ids of the bundle's forms.</param>
/// <param name="Mails">Ids of the bundle's and the shared mail templates.</param>
/// <param name="Groups">Ids of positions.</param>
public sealed record Surroundings(
    IReadOnlySet<string> Jobs, IReadOnlySet<string> Forms, IReadOnlySet<string> Mails, IReadOnlySet<string> Groups)
{
    /// <summary>Ids of the bundle's decisions.</summary>
    public IReadOnlySet<string> Decisions { get; init; } = new HashSet<string>();

    /// <summary>
    /// Whether the host looks at the conditions of start events, and says of an event that several things start
    /// together which of them has come.
    /// </summary>
    public bool WatchesStarts { get; init; }

    /// <summary>Ids of processes that can be called; null: the host looks at that itself.</summary>
    public IReadOnlySet<string>? Processes { get; init; }
}

/// <summary>A compiled process, or why there is none.</summary>
/// <param name="Definition">Null when a finding refuses it.</param>
/// <param name="Findings">All that was found.</param>
public sealed record Compilation(ProcessDefinition? Definition, IReadOnlyList<Finding> Findings);

/// <summary>From BPMN XML to something that runs.</summary>
public static class DefinitionCompiler
{
    /// <summary>
    /// Reads, validates and compiles one process of a file, within <see cref="FileLimits"/>. Pools of other parties,
    /// with or without a process of their own, are kept in the file and not run.
    /// </summary>
    /// <param name="xml">The file.</param>
    /// <param name="environment">The host's FEEL functions.</param>
    /// <param name="surroundings">What may be referred to; null checks no references (the simulator, tests).</param>
    /// <param name="processId">
    /// The process; null for the only executable one, or the only one. When there is none such, a finding tells which
    /// there are.
    /// </param>
    /// <param name="decisions">Gives the logic of a decision, or null when there is none of that id.</param>
    public static Compilation Compile(
        byte[] xml, FeelEnvironment environment, Surroundings? surroundings, string? processId = null,
        Func<string, DecisionLogic?>? decisions = null)
    {
        ArgumentNullException.ThrowIfNull(xml);
        ArgumentNullException.ThrowIfNull(environment);
        var findings = new FindingLog();
        if (BpmnDocument.Read(xml, findings) is not { } document
            || ProcessElement(document.Definitions, processId, findings) is not { } process)
            return new(null, findings.All);
        var definition = new ProcessReading(
            process, WithNamesOf(process, environment), findings, decisions ?? (_ => null)).Read(xml);
        if (definition is null)
            return new(null, findings.All);
        Validators.Check(definition, findings);
        if (surroundings is not null)
            ReferenceCheck.Check(definition, surroundings, findings);
        return new(findings.Refused ? null : definition, findings.All);
    }

    /// <summary>
    /// Ids and variables with a hyphen or point in them are names in expressions too, not subtractions.
    /// </summary>
    private static FeelEnvironment WithNamesOf(XElement process, FeelEnvironment environment) => new()
    {
        HostFunctions = environment.HostFunctions,
        TimeZone = environment.TimeZone,
        KnownNames =
        [
            .. environment.KnownNames,
            .. process.DescendantsAndSelf()
                .SelectMany(element => new[]
                {
                    BpmnXml.Text(element, "id"),
                    element.Name.LocalName is "output" or "input" or "dataInput" or "dataOutput" or "property"
                        ? BpmnXml.Text(element, "name")
                        : null,
                    BpmnXml.Text(element, BpmnXml.Be + "resultVariable"),
                    BpmnXml.Text(element, BpmnXml.Be + "item"),
                    BpmnXml.Text(element, BpmnXml.Be + "resultCollection"),
                })
                .OfType<string>()
                .Where(name => name.AsSpan().IndexOfAny('-', '.') >= 0)
                .Distinct(),
        ],
    };

    private static XElement? ProcessElement(XElement definitions, string? processId, FindingLog findings)
    {
        var all = definitions.Elements(BpmnXml.Bpmn + "process").ToList();
        if (processId is not null)
        {
            if (all.Find(process => BpmnXml.Text(process, "id") == processId) is { } named)
                return named;
            findings.ProcessNotInFile(processId, Ids(all), BpmnXml.Line(definitions));
            return null;
        }
        var executable = all.Where(process => BpmnXml.Text(process, "isExecutable") is "true" or "1").ToList();
        var chosen = executable.Count > 0 ? executable : all;
        if (chosen.Count == 1)
            return chosen[0];
        findings.NotOneProcess(
            Ids(chosen), executable.Count > 0, BpmnXml.Line(chosen.LastOrDefault() ?? definitions));
        return null;
    }

    private static IReadOnlyList<string> Ids(IEnumerable<XElement> processes) =>
        [.. processes.Select(process => BpmnXml.Text(process, "id") ?? "?")];
}
