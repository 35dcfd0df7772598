using System.Globalization;
using System.Xml.Linq;
using BalancedEdu.Bpmn.Model;
using BalancedEdu.Bpmn.Validation;
using BalancedEdu.Feel;

namespace BalancedEdu.Bpmn.Reading;

/// <summary>
/// Reads how often an activity is done. Of a multi-instance: our own short words, or the references of the standard.
/// </summary>
internal sealed class LoopReader(
    Expressions expressions, FindingLog findings, ProcessData data, EventDefinitionReader events)
{
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
            Child(element, "completionCondition", id))
        {
            Throws = [.. Throws(element, id, line)],
            Tally = Tally(element, id, line),
        };
    }

    private string? Tally(XElement element, string id, int line)
    {
        if (BpmnXml.Text(element, BpmnXml.Be + "tally") is not { } name)
            return null;
        if (element.Parent?.Name.LocalName is not ("userTask" or "globalUserTask"))
            findings.TallyOfNoVotes(id, line);
        else if (BpmnXml.Text(element, BpmnXml.Be + "resultItem") is not null)
            findings.TallyOfDrawnResults(id, line);
        else if (name == (BpmnXml.Text(element, BpmnXml.Be + "resultCollection") ?? id))
            findings.TallyNamedAsResults(id, name, line);
        return name;
    }

    /// <summary>What <c>behavior</c> asks for; nothing for <c>All</c>.</summary>
    private IEnumerable<ImplicitThrow> Throws(XElement element, string id, int line)
    {
        switch (BpmnXml.Text(element, "behavior"))
        {
            case null or "All":
                return [];
            case "None":
                return Referred(element, "noneBehaviorEventRef", id, line) is { } each
                    ? [new(each, false, null)]
                    : [];
            case "One":
                return Referred(element, "oneBehaviorEventRef", id, line) is { } first
                    ? [new(first, true, null)]
                    : [];
            case "Complex":
                return Complex(element, id, line);
            case var other:
                findings.WordOutOfChoice(id, "behavior", other, ["None", "One", "All", "Complex"], line);
                return [];
        }
    }

    private List<ImplicitThrow> Complex(XElement element, string id, int line)
    {
        var throws = new List<ImplicitThrow>();
        foreach (var behavior in element.Elements(BpmnXml.Bpmn + "complexBehaviorDefinition"))
        {
            // Without an event nothing comes of the condition (BPMN 2.0.2, table 10.30).
            var thrown = behavior.Elements(BpmnXml.Bpmn + "event").Elements()
                .Where(child => child.Name.Namespace == BpmnXml.Bpmn)
                .Select(child => (Event: child, About: Shared(child)))
                .Where(child => child.About is not null).Select(child => events.Implicit(child.Event, child.About!, id))
                .FirstOrDefault();
            if (Child(behavior, "condition", id) is { } condition && thrown is not null)
                throws.Add(new(thrown, false, condition));
        }
        if (throws.Count == 0 && !findings.Broken)
            findings.BehaviorWithoutEvent(id, "complexBehaviorDefinition", line);
        return throws;
    }

    private EventDefinition? Referred(XElement element, string attribute, string id, int line)
    {
        if (BpmnXml.Text(element, attribute) is { } reference && Find(reference) is { } definition)
            return events.Implicit(definition, definition, id);
        findings.BehaviorWithoutEvent(id, attribute, line);
        return null;
    }

    /// <summary>The definition that stands in an event, or the shared one that it names.</summary>
    private XElement? Shared(XElement child) => child.Name.LocalName == "eventDefinitionRef" ? Find(child.Value.Trim())
        : child.Name.LocalName.EndsWith("EventDefinition", StringComparison.Ordinal) ? child
        : null;

    private XElement? Find(string reference) =>
        events.Shared(reference) ?? data.Find(reference);

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

    private string? Reference(XElement element, string child) =>
        BpmnXml.ChildText(element, child) is { } id ? data.VariableOf(id) : null;
}
