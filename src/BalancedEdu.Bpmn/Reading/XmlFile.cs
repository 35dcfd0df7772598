using System.Xml;
using System.Xml.Linq;
using BalancedEdu.Bpmn.Validation;

namespace BalancedEdu.Bpmn.Reading;

/// <summary>How a name stood in the file; the tree alone forgets it.</summary>
/// <param name="Line">Counted from 1.</param>
/// <param name="Prefix">As written; empty without one.</param>
internal sealed record Written(int Line, string Prefix);

/// <summary>
/// The one door for BPMN files: within limits, without DTD, with findings instead of exceptions.
/// </summary>
internal static class XmlFile
{
    /// <summary>
    /// The whole file as a tree that forgets nothing but the formatting between attributes, or null after a finding.
    /// Each element and each attribute with a prefix carries what was <see cref="Written"/>.
    /// </summary>
    public static XDocument? Load(ReadOnlySpan<byte> file, FindingLog findings)
    {
        if (file.Length > FileLimits.MaxBytes)
        {
            findings.FileTooLarge(file.Length, FileLimits.MaxBytes);
            return null;
        }
        if (FileText.Decode(file, findings) is not { } text || !FileBounds.Keep(text, findings))
            return null;
        if (string.IsNullOrWhiteSpace(text))
        {
            findings.FileEmpty();
            return null;
        }
        using var reader = XmlReader.Create(new StringReader(text), Settings);
        var document = new XDocument();
        XContainer open = document;
        try
        {
            while (reader.Read())
                open = Add(reader, open);
            return document;
        }
        catch (XmlException wrong)
        {
            XmlFault.Tell(wrong, text, open as XElement, findings);
            return null;
        }
    }

    private static XmlReaderSettings Settings => new()
    {
        DtdProcessing = DtdProcessing.Prohibit,
        XmlResolver = null,
        MaxCharactersInDocument = FileLimits.MaxBytes,
        MaxCharactersFromEntities = 1024,
    };

    /// <summary>Adds what the reader stands on; gives the element that is open afterwards.</summary>
    private static XContainer Add(XmlReader reader, XContainer open)
    {
        switch (reader.NodeType)
        {
            case XmlNodeType.XmlDeclaration:
                ((XDocument)open).Declaration = new(null, null, reader.GetAttribute("standalone"));
                return open;
            case XmlNodeType.Element:
                var isEmpty = reader.IsEmptyElement;
                var element = Element(reader);
                open.Add(element);
                return isEmpty ? open : element;
            case XmlNodeType.EndElement:
                return open.Parent ?? (XContainer)open.Document!;
            case XmlNodeType.Comment:
                open.Add(new XComment(reader.Value));
                return open;
            case XmlNodeType.ProcessingInstruction:
                open.Add(new XProcessingInstruction(reader.Name, reader.Value));
                return open;
            case XmlNodeType.CDATA:
                open.Add(new XCData(reader.Value));
                return open;
            case XmlNodeType.Text or XmlNodeType.Whitespace or XmlNodeType.SignificantWhitespace
                when open is XElement:
                open.Add(new XText(reader.Value));
                return open;
            default:
                return open;
        }
    }

    private static XElement Element(XmlReader reader)
    {
        var line = LineOf(reader);
        var element = new XElement(XName.Get(reader.LocalName, reader.NamespaceURI));
        element.AddAnnotation(new Written(line, reader.Prefix));
        while (reader.MoveToNextAttribute())
        {
            // A declaration of the default namespace is in no namespace here, as everywhere in this tree.
            var space = reader.Prefix.Length == 0 ? "" : reader.NamespaceURI;
            var attribute = new XAttribute(XName.Get(reader.LocalName, space), reader.Value);
            if (reader.Prefix.Length > 0 || LineOf(reader) != line)
                attribute.AddAnnotation(new Written(LineOf(reader), reader.Prefix));
            element.Add(attribute);
        }
        return element;
    }

    private static int LineOf(XmlReader reader) => ((IXmlLineInfo)reader).LineNumber;
}
