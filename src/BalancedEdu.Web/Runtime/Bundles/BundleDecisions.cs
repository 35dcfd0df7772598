using BalancedEdu.Bpmn;
using BalancedEdu.Bpmn.Decisions;
using BalancedEdu.Bpmn.Model;
using BalancedEdu.Feel;

namespace BalancedEdu.Web.Runtime.Bundles;

/// <summary>The decisions of a bundle: all of its DMN files, which may import each other by namespace.</summary>
internal sealed class BundleDecisions
{
    private readonly Dictionary<string, DecisionModel> _byId = new(StringComparer.Ordinal);

    private BundleDecisions(IReadOnlyList<Finding> findings) => Findings = findings;

    /// <summary>What was found in the files, the path first.</summary>
    public IReadOnlyList<Finding> Findings { get; }

    /// <summary>Ids of decisions and decision services.</summary>
    public IReadOnlySet<string> Ids => _byId.Keys.ToHashSet(StringComparer.Ordinal);

    /// <summary>The logic of a decision, or null when there is none of that id.</summary>
    public DecisionLogic? Logic(string id) =>
        _byId.TryGetValue(id, out var model) ? (inputs, now) => model.Evaluate(id, inputs, now) : null;

    /// <summary>Reads the DMN files among the files of a bundle.</summary>
    public static BundleDecisions Read(
        IEnumerable<KeyValuePair<string, byte[]>> files, FeelEnvironment environment)
    {
        var models = DecisionModels.Read(
            files.Where(f => f.Key.EndsWith(".dmn", StringComparison.Ordinal))
                .Select(f => (f.Key, (ReadOnlyMemory<byte>)f.Value)),
            environment);
        var findings = new List<Finding>();
        var decisions = new BundleDecisions(findings);
        foreach (var (path, reading) in models.Readings)
        {
            findings.AddRange(reading.Findings.Select(f => f with { Message = $"{path}：{f.Message}" }));
            foreach (var element in reading.Model?.Elements ?? [])
                if (element.Kind is DecisionElementKind.Decision or DecisionElementKind.DecisionService
                    && !decisions._byId.TryAdd(element.Id, reading.Model!))
                    findings.Add(new(
                        "bundle.decision-twice", Severity.Refused, element.Id, $"{path}：决策“{element.Id}”在流程包里有两个。",
                        "请改名或删去一个。"));
        }
        return decisions;
    }
}
