using System.Xml.Linq;
using BalancedEdu.Feel;
using BalancedEdu.Feel.Evaluating;
using BalancedEdu.Feel.Parsing;

namespace BalancedEdu.Bpmn.Decisions;

/// <summary>From the name of a type to the type: the model's own, an imported one, or FEEL's.</summary>
internal sealed class TypeReferences
{
    private readonly DmnFile _file;
    private readonly DmnFindings _findings;
    private readonly FeelEnvironment _environment;

    public TypeReferences(DmnFile file, FeelEnvironment environment, DmnFindings findings)
    {
        (_file, _findings) = (file, findings);
        var all = new Dictionary<string, FeelType>(file.Types, StringComparer.Ordinal);
        foreach (var (import, imported) in file.Imports)
            foreach (var (name, type) in imported.Types)
                all.TryAdd(import.Length == 0 ? name : $"{import}.{name}", type);
        Table = new TypeTable(all);
        _environment = environment.Seeing([], new NameTable([]), Table);
        All = all;
    }

    /// <summary>The types that texts of FEEL may name.</summary>
    public TypeTable Table { get; }

    private Dictionary<string, FeelType> All { get; }

    /// <summary>The type that an attribute of an element names; anything where it names none.</summary>
    public FeelType TypeOf(XElement element, string? id, string attribute = "typeRef") =>
        DmnXml.Text(element, attribute) is { } text ? Resolve(text, element, id) : FeelType.Any;

    /// <summary>The type of a name; anything after a finding.</summary>
    public FeelType Resolve(string text, XElement at, string? id)
    {
        if (All.TryGetValue(text, out var own))
            return own;
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        if (colon > 0 && !IsPrefix(text[..colon]))
            colon = -1;
        if (colon > 0 && Qualified(text[..colon], text[(colon + 1)..], at) is { } qualified)
            return qualified;
        var local = colon > 0 ? text[(colon + 1)..] : text;
        if (All.TryGetValue(local, out own))
            return own;
        if ((TypeNames.Find(local) ?? Foreign(local)) is { } known)
            return known;
        try
        {
            return Parser.TypeOf(local, _environment);
        }
        catch (FeelSyntaxException)
        {
            _findings.UnknownType(id, text, DmnXml.Line(at));
            return FeelType.Any;
        }
    }

    /// <summary>DMN 1.1 told the model of a type by a namespace prefix.</summary>
    private FeelType? Qualified(string prefix, string name, XElement at)
    {
        var ns = at.GetNamespaceOfPrefix(prefix);
        foreach (var (_, imported) in _file.Imports)
            if (ns is not null && imported.Namespace == ns.NamespaceName)
                return imported.Types.GetValueOrDefault(name);
        return null;
    }

    private static bool IsPrefix(string text) =>
        text.All(c => char.IsLetterOrDigit(c) || c is '_' or '-' or '.') && !char.IsDigit(text[0]);

    /// <summary>Names of number types that other tools write.</summary>
    private static FeelType? Foreign(string name) => name switch
    {
        "integer" or "int" or "long" or "double" or "float" or "decimal" => TypeNames.Find("number"),
        "days and time duration" or "duration" => TypeNames.Find("dayTimeDuration"),
        _ => null,
    };
}
