using System.Xml.Linq;
using BalancedEdu.Bpmn.Reading;

namespace BalancedEdu.Bpmn.Writing;

/// <summary>Where blanks are content and where they only make the file readable.</summary>
internal static class Content
{
    private const string Bpmn = "http://www.omg.org/spec/BPMN/20100524/MODEL";
    private const string Xhtml = "http://www.w3.org/1999/xhtml";

    /// <summary>The elements of BPMN 2.0 whose content its schema calls mixed: text with any markup in it.</summary>
    private static readonly HashSet<string> Mixed =
    [
        "documentation", "text", "script", "expression", "formalExpression", "conditionExpression", "condition",
        "completionCondition", "activationCondition", "loopCondition", "loopCardinality", "timeDate", "timeDuration",
        "timeCycle", "transformation", "from", "to", "dataPath", "messagePath",
    ];

    /// <summary>Namespaces whose elements, but for those that are mixed, hold no text beside elements.</summary>
    private static readonly HashSet<string> Structured =
    [
        Bpmn,
        "http://www.omg.org/spec/BPMN/20100524/DI",
        "http://www.omg.org/spec/DD/20100524/DC",
        "http://www.omg.org/spec/DD/20100524/DI",
        BpmnXml.Be.NamespaceName,
    ];

    /// <summary>
    /// Whether what stands within an element is text to the last blank, and so is all that stands within its elements:
    /// it has no element; it has text beside its elements; the schema, XHTML or <c>xml:space</c> say so; or, in the
    /// words of another tool, blanks without a line break stand between elements, which no formatting puts there.
    /// </summary>
    public static bool IsText(XElement element)
    {
        var space = element.Name.NamespaceName;
        if (space == Xhtml || (space == Bpmn && Mixed.Contains(element.Name.LocalName))
            || element.Attribute(XNamespace.Xml + "space")?.Value == "preserve")
            return true;
        var hasMarkup = false;
        foreach (var node in element.Nodes())
            if (node is not XText text)
                hasMarkup = true;
            else if (text is XCData || !string.IsNullOrWhiteSpace(text.Value)
                || (!Structured.Contains(space) && !text.Value.Contains('\n')))
                return true;
        return !hasMarkup;
    }
}
