using System.Xml.Linq;

namespace BalancedEdu.Bpmn.Reading;

/// <summary>
/// The names that are looked for in a file, and how its elements are asked.
/// </summary>
internal static class BpmnXml
{
    public static readonly XNamespace Bpmn = "http://www.omg.org/spec/BPMN/20100524/MODEL";
    public static readonly XNamespace Be = "http://balancededu.cn/schema/bpmn/1.0";
    public static readonly XNamespace Xsi = "http://www.w3.org/2001/XMLSchema-instance";

    /// <summary>The line an element or attribute stands on; 0 when unknown.</summary>
    public static int Line(XObject? node) =>
        (node?.Annotation<Written>() ?? node?.Parent?.Annotation<Written>())?.Line ?? 0;

    /// <summary>An attribute's text, trimmed; null when absent or blank.</summary>
    public static string? Text(XElement element, XName attribute)
    {
        var text = element.Attribute(attribute)?.Value.Trim();
        return string.IsNullOrEmpty(text) ? null : text;
    }

    /// <summary>Whether an attribute says so, in one of the two spellings of the XML Schema.</summary>
    public static bool IsTrue(XElement element, XName attribute) => Text(element, attribute) is "true" or "1";

    /// <summary>A child's text, trimmed; null when absent or blank.</summary>
    public static string? ChildText(XElement element, string child)
    {
        var text = element.Element(Bpmn + child)?.Value.Trim();
        return string.IsNullOrEmpty(text) ? null : text;
    }

    /// <summary>Our own elements of that name in the extension elements.</summary>
    public static IEnumerable<XElement> Extensions(XElement element, string name) =>
        element.Elements(Bpmn + "extensionElements").Elements(Be + name);

    /// <summary>The items of a comma-separated list.</summary>
    public static IReadOnlyList<string> List(string? text) =>
        text?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? [];
}
