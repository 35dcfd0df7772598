using System.Xml.Linq;

namespace BalancedEdu.Bpmn.Decisions;

/// <summary>Follows the references from one element to others, also in imported models.</summary>
internal sealed class References(XElement root, DmnFile file, DmnFindings findings)
{
    /// <summary>Fills in what an element requires.</summary>
    public void Link(XElement xml, DrgElement element)
    {
        switch (element)
        {
            case Decision decision:
                decision.Requirements = new Requirements(
                    [.. Information(xml, decision), .. Knowledge(xml, decision)]);
                break;
            case BusinessKnowledgeModel model:
                model.Requirements = new Requirements([.. Knowledge(xml, model)]);
                break;
            case DecisionService service:
                service.Outputs = [.. All<Decision>(xml, service, "outputDecision")];
                service.Encapsulated = [.. All<Decision>(xml, service, "encapsulatedDecision")];
                service.InputDecisions = [.. All<Decision>(xml, service, "inputDecision")];
                service.InputData = [.. All<InputData>(xml, service, "inputData")];
                if (service.Outputs.Count == 0)
                    findings.ServiceWithoutOutput(service);
                break;
        }
    }

    private IEnumerable<(string?, DrgElement)> Information(XElement xml, Decision decision)
    {
        foreach (var requirement in DmnXml.Children(xml, "informationRequirement"))
        {
            if (Found<Decision>(DmnXml.Child(requirement, "requiredDecision"), decision) is { } required)
                yield return (ImportOf(required), required);
            if (Found<InputData>(DmnXml.Child(requirement, "requiredInput"), decision) is { } input)
                yield return (ImportOf(input), input);
        }
    }

    private IEnumerable<(string?, DrgElement)> Knowledge(XElement xml, DrgElement element)
    {
        foreach (var requirement in DmnXml.Children(xml, "knowledgeRequirement"))
            if (Found<Invocable>(DmnXml.Child(requirement, "requiredKnowledge"), element) is { } required)
                yield return (ImportOf(required), required);
    }

    private IEnumerable<T> All<T>(XElement xml, DrgElement element, string word)
        where T : DrgElement
    {
        foreach (var reference in DmnXml.Children(xml, word))
            if (Found<T>(reference, element) is { } found)
                yield return found;
    }

    private T? Found<T>(XElement? reference, DrgElement owner)
        where T : DrgElement
    {
        if (reference is null)
            return null;
        var href = DmnXml.Text(reference, "href") ?? "";
        var (word, line) = (reference.Name.LocalName, DmnXml.Line(reference));
        switch (Find(href))
        {
            case T found:
                return found;
            case null:
                findings.UnknownReference(owner, word, href, line);
                return null;
            case { } other:
                findings.WrongReference(owner, word, other, line);
                return null;
        }
    }

    /// <summary>An href is <c>#id</c>, or <c>namespace#id</c> of this or an imported model.</summary>
    private DrgElement? Find(string href)
    {
        var mark = href.LastIndexOf('#');
        var (ns, id) = mark < 0 ? ("", href) : (href[..mark], href[(mark + 1)..]);
        if (ns.Length == 0 || ns == file.Namespace)
            return file.ById.GetValueOrDefault(id);
        // DMN 1.1 wrote a prefix in some tools.
        var named = root.GetNamespaceOfPrefix(IsPrefix(ns) ? ns : "xml")?.NamespaceName;
        foreach (var (_, imported) in file.Imports)
            if (imported.Namespace == ns || imported.Namespace == named)
                return imported.ById.GetValueOrDefault(id);
        return null;
    }

    private static bool IsPrefix(string text) => text.All(c => char.IsLetterOrDigit(c) || c is '_' or '-');

    /// <summary>The name under which an element is seen; null when it needs no prefix.</summary>
    private string? ImportOf(DrgElement element)
    {
        if (element.File == file)
            return null;
        foreach (var (name, imported) in file.Imports)
            if (imported == element.File)
                return name.Length == 0 ? null : name;
        return null;
    }
}
