using System.Globalization;
using System.Text;
using System.Xml.Linq;
using BalancedEdu.Bpmn.Reading;

namespace BalancedEdu.Bpmn.Writing;

/// <summary>
/// Writes a document so that versions of it can be compared line by line: the same document gives the same bytes;
/// moving one shape changes its lines only; what is written, read and written again is the same.
/// </summary>
/// <remarks>
/// UTF-8 without a mark, LF, two blanks a level, one element a line with its attributes in the order of the file. Where
/// text is content (<see cref="Content"/>), nothing is added or taken away.
/// </remarks>
public static class BpmnWriter
{
    /// <summary>The file.</summary>
    public static byte[] Write(BpmnDocument document)
    {
        ArgumentNullException.ThrowIfNull(document);
        var to = new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"");
        if (document.Xml.Declaration?.Standalone is { } standalone)
            to.Append(CultureInfo.InvariantCulture, $" standalone=\"{standalone}\"");
        to.Append("?>\n");
        foreach (var node in document.Xml.Nodes())
        {
            Node(to, node, 0, verbatim: false);
            to.Append('\n');
        }
        return Encoding.UTF8.GetBytes(to.ToString());
    }

    private static void Node(StringBuilder to, XNode node, int level, bool verbatim)
    {
        switch (node)
        {
            case XElement element:
                Element(to, element, level, verbatim);
                break;
            case XCData data:
                to.Append("<![CDATA[").Append(data.Value).Append("]]>");
                break;
            case XText text:
                Escaping.Text(to, text.Value);
                break;
            case XComment comment:
                to.Append("<!--").Append(comment.Value).Append("-->");
                break;
            case XProcessingInstruction instruction:
                to.Append("<?").Append(instruction.Target);
                if (instruction.Data.Length > 0)
                    to.Append(' ').Append(instruction.Data);
                to.Append("?>");
                break;
        }
    }

    private static void Element(StringBuilder to, XElement element, int level, bool verbatim)
    {
        var name = Name(element, element.Name);
        to.Append('<').Append(name);
        foreach (var attribute in element.Attributes())
        {
            to.Append(' ').Append(Name(attribute, attribute.Name)).Append("=\"");
            Escaping.Attribute(to, attribute.Value);
            to.Append('"');
        }
        if (element.FirstNode is null)
        {
            to.Append(" />");
            return;
        }
        to.Append('>');
        if (verbatim || Content.IsText(element))
            foreach (var node in element.Nodes())
                Node(to, node, level + 1, verbatim: true);
        else
        {
            foreach (var node in element.Nodes())
                if (node is not XText)
                    Node(Line(to, level + 1), node, level + 1, verbatim: false);
            Line(to, level);
        }
        to.Append("</").Append(name).Append('>');
    }

    private static StringBuilder Line(StringBuilder to, int level) => to.Append('\n').Append(' ', 2 * level);

    private static string Name(XObject written, XName name) =>
        written.Annotation<Written>() is { Prefix.Length: > 0 } kept
            ? $"{kept.Prefix}:{name.LocalName}"
            : name.LocalName;
}
