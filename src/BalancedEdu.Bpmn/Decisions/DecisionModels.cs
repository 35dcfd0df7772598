using BalancedEdu.Feel;

namespace BalancedEdu.Bpmn.Decisions;

/// <summary>
/// The models of one bundle: each may import the others, and a decision is found by its id in any of them.
/// </summary>
public sealed class DecisionModels
{
    private readonly List<(string File, DecisionReading Reading)> _readings = [];

    /// <summary>What was found in each file, by the file's name.</summary>
    public IReadOnlyList<(string File, DecisionReading Reading)> Readings => _readings;

    /// <summary>Reads the files; one that can't be read says so in its findings.</summary>
    public static DecisionModels Read(
        IEnumerable<(string File, ReadOnlyMemory<byte> Xml)> files, FeelEnvironment environment)
    {
        ArgumentNullException.ThrowIfNull(files);
        var all = files.ToList();
        var byNamespace = new Dictionary<string, ReadOnlyMemory<byte>>(StringComparer.Ordinal);
        foreach (var (_, xml) in all)
            if (DmnXml.NamespaceOf(xml) is { } ns)
                byNamespace.TryAdd(ns, xml);
        var models = new DecisionModels();
        foreach (var (file, xml) in all)
            models._readings.Add((file, DecisionModel.Read(
                xml, ns => byNamespace.TryGetValue(ns, out var imported) ? imported : null, environment)));
        return models;
    }

    /// <summary>The model that holds a decision, service or business knowledge model; null when none does.</summary>
    /// <param name="idOrName">The id or, where no file has that id, the name.</param>
    public DecisionModel? With(string idOrName) =>
        First(element => element.Id == idOrName) ?? First(element => element.Name == idOrName);

    private DecisionModel? First(Func<DecisionElement, bool> isAsked) => _readings
        .Select(reading => reading.Reading.Model)
        .FirstOrDefault(model => model is not null
            && model.Elements.Any(element => element.Kind != DecisionElementKind.InputData && isAsked(element)));
}
