using BalancedEdu.Feel.Evaluating;

namespace BalancedEdu.Bpmn.Decisions;

/// <summary>One file that was read, with the models it imports.</summary>
internal sealed class DmnFile(string name, string ns)
{
    public string Name { get; } = name;

    public string Namespace { get; } = ns;

    /// <summary>The imported models by the name of the import; empty for one whose elements need no prefix.</summary>
    public List<(string Name, DmnFile File)> Imports { get; } = [];

    /// <summary>The elements by id and, where nothing has that id, by name.</summary>
    public Dictionary<string, DrgElement> ById { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, DrgElement> ByName { get; } = new(StringComparer.Ordinal);

    public List<DrgElement> Elements { get; } = [];

    public Dictionary<string, FeelType> Types { get; } = new(StringComparer.Ordinal);
}
