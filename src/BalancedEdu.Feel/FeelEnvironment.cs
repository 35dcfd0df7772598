using BalancedEdu.Feel.Functions;
using BalancedEdu.Feel.Parsing;
using BalancedEdu.Feel.Values;

namespace BalancedEdu.Feel;

/// <summary>What the host adds to the language. The functions are pure for one calendar version.</summary>
public sealed class FeelEnvironment
{
    private NameTable? _names;
    private Dictionary<string, FeelFunction>? _functions;

    /// <summary>The environment with the built-in functions only.</summary>
    public static FeelEnvironment Default { get; } = new();

    /// <summary>
    /// Host functions by name, such as <c>working days after</c>; null arguments reach them as FEEL nulls. What they
    /// throw of ArgumentException, FormatException, OverflowException and InvalidOperationException becomes a warning.
    /// </summary>
    public IReadOnlyDictionary<string, Func<IReadOnlyList<FeelValue>, FeelValue>> HostFunctions { get; init; } =
        new Dictionary<string, Func<IReadOnlyList<FeelValue>, FeelValue>>();

    /// <summary>
    /// Variables and entries whose names hold operators or words of the grammar (<c>a-b</c>, <c>date and place</c>),
    /// and variables that hold functions. Names of plain words, also several, need not be told.
    /// </summary>
    public IReadOnlyCollection<string> KnownNames { get; init; } = [];

    /// <summary>The zone in which <c>today()</c> and <c>now()</c> are said, by its name in the IANA database.</summary>
    public string TimeZone
    {
        get => Zone.Id ?? "Asia/Shanghai";
        init => Zone = FeelZone.Named(value) ?? throw new ArgumentException($"没有时区“{value}”", nameof(value));
    }

    // China has kept +08:00 without summer time since 1992: a machine without zone data still tells the time right.
    internal FeelZone Zone { get; private init; } = FeelZone.Named("Asia/Shanghai") ?? FeelZone.FromOffset(8 * 3600)!;

    /// <summary>Types beside FEEL's own, by the name that texts call them.</summary>
    internal TypeTable Types { get; private init; } = TypeTable.Empty;

    /// <summary>Names that several environments share.</summary>
    internal NameTable? SharedNames { get; private init; }

    // Two threads may both make these; they make the same.
    internal NameTable Names => _names ??= new NameTable(HostFunctions.Keys.Concat(KnownNames), SharedNames);

    /// <summary>The same host with the names and types that one element of a model sees.</summary>
    internal FeelEnvironment Seeing(IReadOnlyCollection<string> names, NameTable shared, TypeTable types) => new()
    {
        HostFunctions = HostFunctions,
        KnownNames = names,
        SharedNames = shared,
        Types = types,
        Zone = Zone,
    };

    internal FeelFunction? HostFunction(string name)
    {
        _functions ??= HostFunctions.ToDictionary(f => f.Key, f => (FeelFunction)new HostFunction(f.Key, f.Value));
        return _functions.GetValueOrDefault(name);
    }

    internal bool Knows(string name) => KnownNames.Contains(name);
}
