using System.Xml.Linq;

namespace BalancedEdu.Web.Runtime.Reading;

/// <summary>
/// The way a case takes when nothing is sent back: along the flow that the primary outcome asks for; else along the
/// default, or else the first, that reaches an end without coming past the same element twice.
/// </summary>
internal sealed class StraightWay
{
    private readonly Dictionary<string, XElement> byId;
    private readonly ILookup<string, XElement> flows;

    public StraightWay(string xml)
    {
        var elements = XDocument.Parse(xml).Descendants().ToList();
        byId = elements.Where(e => Id(e) is not null).GroupBy(e => Id(e)!).ToDictionary(g => g.Key, g => g.First());
        flows = elements.Where(e => e.Name.LocalName == "sequenceFlow")
            .ToLookup(e => (string?)e.Attribute("sourceRef") ?? "");
    }

    /// <summary>Names of the user tasks behind an element, in order.</summary>
    public IEnumerable<string> Behind(string fromElementId)
    {
        HashSet<string> seen = [fromElementId];
        var wanted = PrimaryOutcomeOf(byId.GetValueOrDefault(fromElementId));
        for (var id = Next(fromElementId, wanted, seen); id is not null && seen.Add(id); id = Next(id, wanted, seen))
        {
            if (!byId.TryGetValue(id, out var element) || element.Name.LocalName != "userTask")
                continue;
            wanted = PrimaryOutcomeOf(element);
            if ((string?)element.Attribute("name") is { } name)
                yield return name;
        }
    }

    private string? Next(string id, string? wantedOutcome, HashSet<string> seen)
    {
        if (!byId.TryGetValue(id, out var element))
            return null;
        var ways = Ways(id).ToList();
        if (ways.Count < 2)
            return ways.FirstOrDefault();
        var own = flows[id].ToList();
        if (own.Find(f => Asks(f, wantedOutcome)) is { } asked)
            return Target(asked);
        var otherwise = Target(own.Find(f => Id(f) == (string?)element.Attribute("default")));
        var straight = ways.Where(w => Ends(w, [.. seen])).ToList();
        return otherwise is not null && (straight.Contains(otherwise) || straight.Count == 0) ? otherwise
            : straight.FirstOrDefault() ?? ways[0];
    }

    private static bool Asks(XElement flow, string? outcome) =>
        outcome is not null && flow.Value.Contains($"\"{outcome}\"", StringComparison.Ordinal);

    /// <summary>Whether an end can be reached without coming past what was seen.</summary>
    private bool Ends(string from, HashSet<string> seen)
    {
        var open = new Stack<string>([from]);
        while (open.TryPop(out var id))
        {
            if (!seen.Add(id))
                continue;
            var ways = Ways(id).ToList();
            if (ways.Count == 0)
                return true;
            ways.ForEach(open.Push);
        }
        return false;
    }

    /// <summary>
    /// Where one can go from an element: into a sub-process by its start, and from its last element out of it again.
    /// </summary>
    private IEnumerable<string> Ways(string id)
    {
        if (!byId.TryGetValue(id, out var element))
            return [];
        if (element.Name.LocalName == "subProcess" && FirstInside(element) is { } inner)
            return [inner];
        return Behind(element);
    }

    private IEnumerable<string> Behind(XElement element)
    {
        var targets = flows[Id(element)!].Select(Target).OfType<string>().ToList();
        return targets.Count == 0 && element.Parent is { Name.LocalName: "subProcess" } scope ? Behind(scope) : targets;
    }

    private static string? PrimaryOutcomeOf(XElement? userTask) => (string?)userTask?.Descendants()
        .FirstOrDefault(e => e.Name.LocalName == "outcome" && (string?)e.Attribute("kind") == "primary")
        ?.Attribute("id");

    private static string? FirstInside(XElement subProcess) =>
        Id(subProcess.Elements().FirstOrDefault(e => e.Name.LocalName == "startEvent"));

    private static string? Target(XElement? flow) => (string?)flow?.Attribute("targetRef");

    private static string? Id(XElement? element) => (string?)element?.Attribute("id");
}
