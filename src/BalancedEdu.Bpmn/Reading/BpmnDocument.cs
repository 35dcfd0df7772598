using System.Xml.Linq;
using BalancedEdu.Bpmn.Validation;

namespace BalancedEdu.Bpmn.Reading;

/// <summary>A file that was read, or why it was refused.</summary>
/// <param name="Document">Null when a finding refuses it.</param>
/// <param name="Findings">All that was found.</param>
public sealed record DocumentReading(BpmnDocument? Document, IReadOnlyList<Finding> Findings);

/// <summary>
/// A BPMN file whole: every process, collaboration and diagram in it, elements and attributes of other tools, comments,
/// processing instructions, texts with their blanks, <c>xml:lang</c>, prefixes as written. What is not kept is what XML
/// itself does not count: blanks between attributes and between elements, the kind of quotes, how a character was
/// escaped. <see cref="Writing.BpmnWriter"/> writes it.
/// </summary>
public sealed class BpmnDocument
{
    private BpmnDocument(XDocument xml) => Xml = xml;

    /// <summary>The tree, from <see cref="XmlFile"/>; not changed after reading.</summary>
    internal XDocument Xml { get; }

    /// <summary>The root element, <c>definitions</c>.</summary>
    internal XElement Definitions => Xml.Root!;

    /// <summary>
    /// Reads a file within <see cref="FileLimits"/>. DTDs are refused. Nothing in a file makes it throw.
    /// </summary>
    /// <param name="file">UTF-8, UTF-16, or an encoding of the GB family that the file declares.</param>
    public static DocumentReading Read(ReadOnlyMemory<byte> file)
    {
        var findings = new FindingLog();
        return new(Read(file.Span, findings), findings.All);
    }

    internal static BpmnDocument? Read(ReadOnlySpan<byte> file, FindingLog findings)
    {
        if (XmlFile.Load(file, findings) is not { Root: { } root } xml)
            return null;
        if (root.Name == BpmnXml.Bpmn + "definitions")
            return new(xml);
        findings.NotBpmn(root.Name.LocalName, root.Name.NamespaceName, BpmnXml.Line(root));
        return null;
    }
}
