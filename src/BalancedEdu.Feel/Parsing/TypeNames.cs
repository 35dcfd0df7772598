using BalancedEdu.Feel.Evaluating;
using BalancedEdu.Feel.Lexing;
using BalancedEdu.Feel.Values;

namespace BalancedEdu.Feel.Parsing;

/// <summary>The names of FEEL's own types.</summary>
internal static class TypeNames
{
    private static readonly Dictionary<string, FeelType> Types = new(StringComparer.Ordinal)
    {
        ["Any"] = FeelType.Any,
        ["Null"] = new KindType(FeelKind.Null),
        ["boolean"] = new KindType(FeelKind.Boolean),
        ["number"] = new KindType(FeelKind.Number),
        ["string"] = new KindType(FeelKind.String),
        ["date"] = new KindType(FeelKind.Date),
        ["time"] = new KindType(FeelKind.Time),
        ["date and time"] = new KindType(FeelKind.DateTime),
        ["dateTime"] = new KindType(FeelKind.DateTime),
        ["days and time duration"] = new KindType(FeelKind.DaysTimeDuration),
        ["dayTimeDuration"] = new KindType(FeelKind.DaysTimeDuration),
        ["years and months duration"] = new KindType(FeelKind.YearsMonthsDuration),
        ["yearMonthDuration"] = new KindType(FeelKind.YearsMonthsDuration),
    };

    private static readonly NameTable Table = new(Types.Keys);

    public static (string Name, int Tokens)? Longest(IReadOnlyList<Token> tokens, int at) => Table.Longest(tokens, at);

    public static FeelType? Find(string name) => Types.GetValueOrDefault(name);
}

/// <summary>The types of a model, by name.</summary>
internal sealed class TypeTable(IReadOnlyDictionary<string, FeelType> types)
{
    private readonly NameTable _names = new(types.Keys);

    public static TypeTable Empty { get; } = new(new Dictionary<string, FeelType>());

    public (FeelType Type, int Tokens)? Longest(IReadOnlyList<Token> tokens, int at) =>
        _names.Longest(tokens, at) is { } found ? (types[found.Name], found.Tokens) : null;
}
