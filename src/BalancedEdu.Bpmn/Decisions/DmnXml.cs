using System.Xml;
using System.Xml.Linq;

namespace BalancedEdu.Bpmn.Decisions;

/// <summary>
/// From bytes to a tree, with the limits that a file from outside needs. Elements are found by local name: the
/// namespaces of DMN 1.1 to 1.5 differ, the structure that is read here does not.
/// </summary>
internal static class DmnXml
{
    /// <summary>The root element, or null after a finding.</summary>
    public static XElement? Load(ReadOnlyMemory<byte> xml, DmnFindings findings)
    {
        if (xml.Length > DmnLimits.MaxBytes)
        {
            findings.FileTooLarge(xml.Length, DmnLimits.MaxBytes);
            return null;
        }
        var bytes = xml.ToArray();
        try
        {
            if (!IsBounded(bytes, findings))
                return null;
            using var reader = XmlReader.Create(new MemoryStream(bytes), Settings());
            var root = XDocument.Load(reader, LoadOptions.SetLineInfo).Root!;
            if (IsDmn(root))
                return root;
            findings.NotDmn(root.Name.LocalName, Line(root));
            return null;
        }
        catch (XmlException wrong)
        {
            findings.FileNotXml(wrong.Message, wrong.LineNumber);
            return null;
        }
    }

    /// <summary>The namespace that a file says it is; null when it does not read that far.</summary>
    public static string? NamespaceOf(ReadOnlyMemory<byte> xml)
    {
        if (xml.Length > DmnLimits.MaxBytes)
            return null;
        try
        {
            using var reader = XmlReader.Create(new MemoryStream(xml.ToArray()), Settings());
            return reader.MoveToContent() == XmlNodeType.Element ? reader.GetAttribute("namespace")?.Trim() : null;
        }
        catch (XmlException)
        {
            // Reading the file itself tells what is wrong.
            return null;
        }
    }

    /// <summary>The line an element stands on; 0 when unknown.</summary>
    public static int Line(XObject? node) => node is IXmlLineInfo info && info.HasLineInfo() ? info.LineNumber : 0;

    /// <summary>An attribute's text, trimmed; null when absent or blank.</summary>
    public static string? Text(XElement element, string attribute)
    {
        var text = element.Attribute(attribute)?.Value.Trim();
        return string.IsNullOrEmpty(text) ? null : text;
    }

    /// <summary>The children of a local name in the element's own namespace.</summary>
    public static IEnumerable<XElement> Children(XElement element, string name) =>
        element.Elements(element.Name.Namespace + name);

    /// <summary>The first child of a local name.</summary>
    public static XElement? Child(XElement? element, string name) => element?.Element(element.Name.Namespace + name);

    /// <summary>The text in the child <c>text</c>; null when absent or blank.</summary>
    public static string? TextOf(XElement? element)
    {
        var text = Child(element, "text")?.Value.Trim();
        return string.IsNullOrEmpty(text) ? null : text;
    }

    /// <summary>A child's text, trimmed; null when absent or blank.</summary>
    public static string? ChildText(XElement element, string name)
    {
        var text = Child(element, name)?.Value.Trim();
        return string.IsNullOrEmpty(text) ? null : text;
    }

    /// <summary>Whether the flag is set.</summary>
    public static bool IsTrue(XElement element, string attribute) => Text(element, attribute) is "true" or "1";

    // Depth and number are looked at before the tree is built: a tree of a million levels breaks what walks it.
    private static bool IsBounded(byte[] bytes, DmnFindings findings)
    {
        using var probe = XmlReader.Create(new MemoryStream(bytes), Settings());
        var nodes = 0;
        while (probe.Read())
        {
            if (probe.NodeType != XmlNodeType.Element)
                continue;
            nodes += 1 + probe.AttributeCount;
            if (probe.Depth > DmnLimits.MaxDepth)
            {
                findings.FileTooDeep(DmnLimits.MaxDepth, LineOf(probe));
                return false;
            }
            if (nodes > DmnLimits.MaxNodes)
            {
                findings.FileTooManyNodes(DmnLimits.MaxNodes, LineOf(probe));
                return false;
            }
        }
        return true;
    }

    private static bool IsDmn(XElement root) => root.Name.LocalName == "definitions"
        && root.Name.NamespaceName.Contains("omg.org/spec/DMN/", StringComparison.Ordinal);

    private static int LineOf(XmlReader reader) =>
        reader is IXmlLineInfo info && info.HasLineInfo() ? info.LineNumber : 0;

    private static XmlReaderSettings Settings() => new()
    {
        DtdProcessing = DtdProcessing.Prohibit,
        XmlResolver = null,
        MaxCharactersInDocument = DmnLimits.MaxBytes,
        MaxCharactersFromEntities = 1024,
    };
}
