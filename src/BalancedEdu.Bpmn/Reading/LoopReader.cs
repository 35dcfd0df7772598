using System.Globalization;
using System.Xml.Linq;
using BalancedEdu.Bpmn.Model;
using BalancedEdu.Bpmn.Validation;
using BalancedEdu.Feel;

namespace BalancedEdu.Bpmn.Reading;

/// <summary>
/// Reads how often an activity is done. Of a multi-instance: our own short words, or the references of the standard.
/// </summary>
internal sealed class LoopReader(Expressions expressions, FindingLog findings, XElement process)
{
    /// <summary>Looked up, not searched: a file may hold thousands of references.</summary>
    private readonly Lazy<ILookup<string, XElement>> _byId = new(() => process.DescendantsAndSelf()
        .ToLookup(element => BpmnXml.Text(element, "id") ?? "", StringComparer.Ordinal));

    public LoopCharacteristics? Read(XElement activity, string id) =>
        activity.Element(BpmnXml.Bpmn + "standardLoopCharacteristics") is { } standard
            ? Standard(standard, id)
            : activity.Element(BpmnXml.Bpmn + "multiInstanceLoopCharacteristics") is { } several
                ? MultiInstance(several, id)
                : null;

    private StandardLoopCharacteristics Standard(XElement element, string id)
    {
        var line = BpmnXml.Line(element);
        var condition = Child(element, "loopCondition", id);
        int? maximum = null;
        if (BpmnXml.Text(element, "loopMaximum") is { } text)
        {
            if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var rounds) && rounds >= 1)
                maximum = rounds;
            else
                findings.QuantityDoesNotRead(id, "loopMaximum", text, line);
        }
        if (condition is null && maximum is null && !findings.Broken)
            findings.LoopWithoutEnd(id, line);
        return new(BpmnXml.IsTrue(element, "testBefore"), condition, maximum);
    }

    private MultiInstanceLoopCharacteristics MultiInstance(XElement element, string id)
    {
        var line = BpmnXml.Line(element);
        if (BpmnXml.Text(element, "behavior") is not (null or "All"))
            findings.Unsupported(id, "multiInstanceLoopCharacteristics",
                $"behavior={BpmnXml.Text(element, "behavior")}", line);
        var collection = Collection(element, id);
        var cardinality = Child(element, "loopCardinality", id);
        if ((collection is null) == (cardinality is null) && !findings.Broken)
            findings.LoopWithoutCount(id, line);
        return new(
            BpmnXml.IsTrue(element, "isSequential"),
            cardinality,
            collection,
            BpmnXml.Text(element, BpmnXml.Be + "item") ?? ItemName(element, "inputDataItem"),
            BpmnXml.Text(element, BpmnXml.Be + "resultCollection") ?? Reference(element, "loopDataOutputRef") ?? id,
            ResultItem(element, id),
            Child(element, "completionCondition", id));
    }

    private FeelExpression? Collection(XElement element, string id)
    {
        if (BpmnXml.Text(element, BpmnXml.Be + "collection") is { } own)
            return expressions.Feel(own, id, "collection", BpmnXml.Line(element));
        return Reference(element, "loopDataInputRef") is { } name
            ? expressions.Feel(name, id, "loopDataInputRef", BpmnXml.Line(element))
            : null;
    }

    private FeelExpression? ResultItem(XElement element, string id)
    {
        var text = BpmnXml.Text(element, BpmnXml.Be + "resultItem") ?? ItemName(element, "outputDataItem");
        return text is null ? null : expressions.Feel(text, id, "resultItem", BpmnXml.Line(element));
    }

    private FeelExpression? Child(XElement element, string child, string id) =>
        BpmnXml.ChildText(element, child) is { } text
            ? expressions.Feel(text, id, child, BpmnXml.Line(element.Element(BpmnXml.Bpmn + child)))
            : null;

    private static string? ItemName(XElement element, string child) =>
        element.Element(BpmnXml.Bpmn + child) is { } item
            ? BpmnXml.Text(item, "name") ?? BpmnXml.Text(item, "id")
            : null;

    /// <summary>
    /// A data object stands for the variable of its id, a reference to one for the data object; a data input or output
    /// of the activity for what it is called; anything else is the name of a variable.
    /// </summary>
    private string? Reference(XElement element, string child)
    {
        if (BpmnXml.ChildText(element, child) is not { } id)
            return null;
        var target = _byId.Value[id].FirstOrDefault();
        return target?.Name.LocalName switch
        {
            "dataObjectReference" => BpmnXml.Text(target, "dataObjectRef") ?? id,
            "dataInput" or "dataOutput" => BpmnXml.Text(target, "name") ?? id,
            _ => id,
        };
    }
}
