using System.Xml;
using System.Xml.Linq;
using BalancedEdu.Bpmn.Validation;

namespace BalancedEdu.Bpmn.Reading;

/// <summary>
/// From bytes to a tree, with the limits that a file from outside needs; and the names that are looked for.
/// </summary>
internal static class BpmnXml
{
    /// <summary>The largest file, in bytes.</summary>
    public const int MaxBytes = 10 * 1024 * 1024;

    /// <summary>The deepest nesting of elements.</summary>
    public const int MaxDepth = 100;

    public static readonly XNamespace Bpmn = "http://www.omg.org/spec/BPMN/20100524/MODEL";
    public static readonly XNamespace Be = "http://balancededu.cn/schema/bpmn/1.0";
    public static readonly XNamespace Xsi = "http://www.w3.org/2001/XMLSchema-instance";

    /// <summary>The document, or null after a finding.</summary>
    public static XDocument? Load(byte[] xml, FindingLog findings)
    {
        if (xml.Length > MaxBytes)
        {
            findings.FileTooLarge(xml.Length, MaxBytes);
            return null;
        }
        try
        {
            // Depth is looked at before the tree is built: a tree of a million levels breaks what walks it.
            using (var probe = XmlReader.Create(new MemoryStream(xml), Settings()))
                while (probe.Read())
                    if (probe.Depth > MaxDepth)
                    {
                        findings.FileTooDeep(MaxDepth, LineOf(probe));
                        return null;
                    }
            using var reader = XmlReader.Create(new MemoryStream(xml), Settings());
            return XDocument.Load(reader, LoadOptions.SetLineInfo);
        }
        catch (XmlException wrong)
        {
            findings.FileNotXml(wrong.Message, wrong.LineNumber);
            return null;
        }
    }

    /// <summary>The line an element or attribute stands on; 0 when unknown.</summary>
    public static int Line(XObject? node) => node is IXmlLineInfo info && info.HasLineInfo() ? info.LineNumber : 0;

    /// <summary>An attribute's text, trimmed; null when absent or blank.</summary>
    public static string? Text(XElement element, XName attribute)
    {
        var text = element.Attribute(attribute)?.Value.Trim();
        return string.IsNullOrEmpty(text) ? null : text;
    }

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

    private static int LineOf(XmlReader reader) =>
        reader is IXmlLineInfo info && info.HasLineInfo() ? info.LineNumber : 0;

    private static XmlReaderSettings Settings() => new()
    {
        DtdProcessing = DtdProcessing.Prohibit,
        XmlResolver = null,
        MaxCharactersInDocument = MaxBytes,
        MaxCharactersFromEntities = 1024,
    };
}
