using System.Xml.Linq;
using BalancedEdu.Bpmn.Model;

namespace BalancedEdu.Web.Features.Tasks;

/// <summary>
/// What an outcome leads to, read from the drawing: the step behind the first gateway whose condition asks for exactly
/// this outcome. Where the drawing decides by more than the outcome, nothing is promised.
/// </summary>
public static class Consequence
{
    private const int HopsMax = 12;

    /// <summary>One sentence for the dialog.</summary>
    public static string Of(string xml, string elementId, Outcome outcome)
    {
        ArgumentNullException.ThrowIfNull(outcome);
        var node = TargetOf(xml, elementId, outcome.Id);
        if (node?.Name.LocalName == "endEvent")
            return $"提交后事项结束（{(string?)node.Attribute("name") ?? "办结"}）。";
        if ((string?)node?.Attribute("name") is { } target)
            return OutcomeWords.IsReturn(outcome) ? $"退到“{target}”重新办理，说明会发给承办人。" : $"提交后转到“{target}”。";
        return OutcomeWords.IsReturn(outcome) ? "退回后须重新办理，说明会发给承办人。"
            : outcome.Kind == "danger" ? "意见写入办理经过，不能更改。"
            : "提交后由下一环节办理，意见写入办理经过。";
    }

    private static XElement? TargetOf(string xml, string elementId, string outcomeId)
    {
        var all = XDocument.Parse(xml).Descendants().Where(e => e.Attribute("id") is not null).ToList();
        var node = all.Find(e => (string?)e.Attribute("id") == elementId);
        if (node is null || node.Elements().Any(e => e.Name.LocalName == "multiInstanceLoopCharacteristics"))
            return null;
        for (var hops = 0; node is not null && hops < HopsMax; hops++)
        {
            var id = (string)node.Attribute("id")!;
            var flows = all.FindAll(e => e.Name.LocalName == "sequenceFlow" && (string?)e.Attribute("sourceRef") == id);
            var flow = FlowOf(node, flows, elementId, outcomeId);
            var target = (string?)flow?.Attribute("targetRef");
            node = target is null ? null : all.Find(e => (string?)e.Attribute("id") == target);
            if (node?.Name.LocalName is "userTask" or "subProcess" or "endEvent")
                return node;
        }
        return null;
    }

    private static XElement? FlowOf(XElement node, List<XElement> flows, string elementId, string outcomeId)
    {
        if (flows.Count == 1)
            return flows[0];
        var byOutcomeOnly = flows.TrueForAll(f => IsDefault(node, f) || AsksOnlyFor(f, elementId));
        return flows.Find(f => Asks(f, elementId, outcomeId))
            ?? (byOutcomeOnly ? flows.Find(f => IsDefault(node, f)) : null);
    }

    private static bool IsDefault(XElement gateway, XElement flow) =>
        (string?)gateway.Attribute("default") == (string?)flow.Attribute("id");

    private static string ConditionOf(XElement flow)
    {
        var condition = flow.Elements().FirstOrDefault(e => e.Name.LocalName == "conditionExpression");
        return (condition?.Value ?? "").Trim().TrimStart('=').Trim();
    }

    private static bool Asks(XElement flow, string elementId, string outcomeId) =>
        ConditionOf(flow) == $"{elementId}.outcome = \"{outcomeId}\"";

    private static bool AsksOnlyFor(XElement flow, string elementId) =>
        ConditionOf(flow).StartsWith($"{elementId}.outcome = \"", StringComparison.Ordinal)
        && ConditionOf(flow).Count(c => c == '=') == 1;
}
