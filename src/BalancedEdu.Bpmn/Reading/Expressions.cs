using System.Xml.Linq;
using BalancedEdu.Bpmn.Model;
using BalancedEdu.Bpmn.Validation;
using BalancedEdu.Feel;

namespace BalancedEdu.Bpmn.Reading;

/// <summary>Parses the FEEL of a file; what doesn't parse becomes a finding at its element.</summary>
internal sealed class Expressions(FeelEnvironment environment, FindingLog findings)
{
    /// <summary>Text that is FEEL in any case; a leading <c>=</c> is dropped. Null after a finding.</summary>
    public FeelExpression? Feel(string text, string elementId, string what, int line)
    {
        var source = text.Trim();
        if (source.StartsWith('='))
            source = source[1..].TrimStart();
        try
        {
            return FeelExpression.Parse(source, environment);
        }
        catch (FeelSyntaxException wrong)
        {
            findings.FeelDoesNotParse(elementId, what, source, wrong.Message, wrong.Position, line);
            return null;
        }
    }

    /// <summary>Text that is FEEL where it starts with <c>=</c>.</summary>
    public TextOrFeel TextOrFeel(string text, string elementId, string what, int line) =>
        new(text, text.StartsWith('=') ? Feel(text, elementId, what, line) : null);

    /// <summary>An attribute that may be FEEL; null when absent.</summary>
    public TextOrFeel? Attribute(XElement element, XName name, string elementId)
    {
        var text = BpmnXml.Text(element, name);
        return text is null ? null : TextOrFeel(text, elementId, name.LocalName, BpmnXml.Line(element));
    }
}
