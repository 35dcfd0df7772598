using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace BalancedEdu.Feel.Tests.Conformance;

/// <summary>
/// A DMN file, as far as it is FEEL: decisions and business knowledge models whose boxed expressions can be written as
/// one FEEL text. What needs decision tables, decision services or imports is not measured here.
/// </summary>
internal sealed class DmnModel
{
    private readonly Dictionary<string, XElement> _types;

    public DmnModel(string path)
    {
        var root = XDocument.Load(path).Root!;
        _types = root.Elements().Where(e => e.Name.LocalName == "itemDefinition").ToDictionary(NameOf);
        Inputs = Named(root, "inputData");
        Decisions = Named(root, "decision");
        Knowledge = Named(root, "businessKnowledgeModel");
        HasImports = root.Elements().Any(e => e.Name.LocalName is "import");
        KnownNames = [.. root.Descendants().Attributes("name").Select(a => a.Value).Distinct()];
    }

    public IReadOnlyDictionary<string, XElement> Inputs { get; }

    public IReadOnlyDictionary<string, XElement> Decisions { get; }

    public IReadOnlyDictionary<string, XElement> Knowledge { get; }

    public bool HasImports { get; }

    public IReadOnlyCollection<string> KnownNames { get; }

    public static string NameOf(XElement element) => element.Attribute("name")!.Value;

    /// <summary>The type that the element's variable declares, as FEEL text; null when it declares none.</summary>
    public string? TypeOf(XElement element)
    {
        var variable = element.Elements().FirstOrDefault(e => e.Name.LocalName == "variable");
        return TypeText((variable?.Attribute("typeRef") ?? element.Attribute("typeRef"))?.Value);
    }

    /// <summary>The logic of a decision as FEEL text.</summary>
    public string LogicOf(XElement decision) =>
        decision.Elements().FirstOrDefault(e => BoxedExpression.IsExpression(e.Name.LocalName)) is { } logic
            ? BoxedExpression.Text(logic, this)
            : throw new NotSupportedException("no logic");

    /// <summary>A business knowledge model as a FEEL function.</summary>
    public string FunctionOf(XElement knowledge) =>
        BoxedExpression.Function(knowledge.Elements().First(e => e.Name.LocalName == "encapsulatedLogic"), this);

    /// <summary>A text with the names of the model's own types written out behind <c>instance of</c>.</summary>
    public string WithTypes(string text) => text.Contains("instance of", StringComparison.Ordinal)
        ? _types.Keys.Aggregate(text, (all, type) =>
            Regex.Replace(all, $@"\b{Regex.Escape(type)}\b", _ => TypeText(type)!))
        : text;

    /// <summary>A type reference as FEEL text: item definitions are written out.</summary>
    public string? TypeText(string? typeRef)
    {
        if (typeRef is null)
            return null;
        var name = typeRef.Contains(':', StringComparison.Ordinal)
            ? typeRef[(typeRef.IndexOf(':', StringComparison.Ordinal) + 1)..] : typeRef;
        return _types.TryGetValue(name, out var definition) ? Written(definition) : name;
    }

    private string Written(XElement definition)
    {
        var components = definition.Elements().Where(e => e.Name.LocalName == "itemComponent").ToArray();
        var own = components.Length > 0
            ? "context<" + string.Join(", ", components.Select(c => $"{NameOf(c)}: {Written(c)}")) + ">"
            : definition.Elements().Any(e => e.Name.LocalName == "functionItem")
                ? "function"
                : TypeText(definition.Elements().FirstOrDefault(e => e.Name.LocalName == "typeRef")?.Value) ?? "Any";
        return definition.Attribute("isCollection")?.Value == "true" ? $"list<{own}>" : own;
    }

    private static Dictionary<string, XElement> Named(XElement root, string kind) =>
        root.Elements().Where(e => e.Name.LocalName == kind).ToDictionary(NameOf);
}
