using System.Buffers;
using System.Xml.Linq;
using BalancedEdu.Bpmn.Model;
using BalancedEdu.Bpmn.Validation;

namespace BalancedEdu.Bpmn.Reading;

/// <summary>Reads what comes into an activity and out of it, drawn with the words of the standard.</summary>
internal sealed class DataAssociationReader(Expressions expressions, FindingLog findings, ProcessData data)
{
    /// <summary>Where a drawing tool lets an arrow from a data object end that names no input.</summary>
    private const string Placeholder = "__targetRef_placeholder";

    /// <summary>What no name of a variable holds: it is a path or a calculation.</summary>
    private static readonly SearchValues<char> NoName = SearchValues.Create("()[]{}/\\\"'");

    public IEnumerable<DataAssociation> Inputs(XElement activity, string id) =>
        activity.Elements(BpmnXml.Bpmn + "dataInputAssociation").SelectMany(association => Read(association, id))
            .Where(input => input.Target != Placeholder);

    public IEnumerable<DataAssociation> Outputs(XElement activity, string id) =>
        activity.Elements(BpmnXml.Bpmn + "dataOutputAssociation").SelectMany(association => Read(association, id));

    private List<DataAssociation> Read(XElement association, string id)
    {
        var read = new List<DataAssociation>();
        var line = BpmnXml.Line(association);
        var sources = association.Elements(BpmnXml.Bpmn + "sourceRef").Select(source => source.Value.Trim())
            .Where(source => source.Length > 0).Select(data.VariableOf).ToList();
        var assignments = association.Elements(BpmnXml.Bpmn + "assignment").ToList();
        if (BpmnXml.ChildText(association, "targetRef") is { } target)
        {
            if (BpmnXml.ChildText(association, "transformation") is { } transformation)
                read.Add(new(data.VariableOf(target), Value(transformation, id, "transformation", line), ""));
            else if (sources.Count > 1)
                findings.DataFromSeveral(id, sources, line);
            else if (assignments.Count == 0)
                read.Add(new(data.VariableOf(target), null, sources.FirstOrDefault() ?? ""));
        }
        foreach (var assignment in assignments)
            if (Assignment(assignment, id) is { } assigned)
                read.Add(assigned);
        return read;
    }

    private DataAssociation? Assignment(XElement assignment, string id)
    {
        var line = BpmnXml.Line(assignment);
        var to = BpmnXml.ChildText(assignment, "to")?.TrimStart('=').Trim() ?? "";
        var variable = data.VariableOf(to);
        if (variable.Length == 0 || variable.AsSpan().IndexOfAny(NoName) >= 0
            || (data.Find(to) is null && variable.Contains('.', StringComparison.Ordinal)))
        {
            findings.DataAssignedToNothing(id, to, line);
            return null;
        }
        return new(variable, Value(BpmnXml.ChildText(assignment, "from") ?? "null", id, "from", line), "");
    }

    private TextOrFeel Value(string text, string id, string what, int line) =>
        new(text, expressions.Feel(text, id, what, line));
}
