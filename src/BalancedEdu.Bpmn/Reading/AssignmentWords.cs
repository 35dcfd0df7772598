using System.Xml.Linq;
using BalancedEdu.Bpmn.Model;
using BalancedEdu.Bpmn.Validation;

namespace BalancedEdu.Bpmn.Reading;

/// <summary><c>be:assignment</c>: who may do a user task.</summary>
internal sealed class AssignmentWords(Expressions expressions, FindingLog findings)
{
    private const string PersonPrefix = "person:";

    public Assignment Read(XElement task, string id)
    {
        var word = BpmnXml.Extensions(task, "assignment").FirstOrDefault();
        if (word is null)
        {
            findings.Unassignable(id, BpmnXml.Line(task));
            return new(null, null, null, AssignmentScope.City, "manager", [], false);
        }
        var assignee = expressions.Attribute(word, "assignee", id);
        var users = expressions.Attribute(word, "candidateUsers", id);
        var groups = expressions.Attribute(word, "candidateGroups", id);
        var from = Choice<AssignmentSource>(word, id, "from");
        var whenEmpty = WhenEmpty(word, id);
        if (assignee is null && users is null && groups is null && from is null && whenEmpty is null or "refuse")
            findings.Unassignable(id, BpmnXml.Line(word));
        var pick = Choice<AssignmentPick>(word, id, "pick");
        if (pick is not null && users is null && groups is null && from is null)
            findings.PickOfNobody(id, BpmnXml.Line(word));
        return new(
            assignee, users, groups, Choice<AssignmentScope>(word, id, "scope") ?? AssignmentScope.City,
            whenEmpty ?? "manager", BpmnXml.List(BpmnXml.Text(word, "sod")), BpmnXml.IsTrue(word, "allowSelf"))
        {
            From = from,
            Pick = pick,
            Snapshot = Choice<CandidateList>(word, id, "candidates") is { } list
                ? list == CandidateList.Snapshot
                : null,
        };
    }

    private string? WhenEmpty(XElement word, string id)
    {
        var text = BpmnXml.Text(word, "whenEmpty");
        if (text is not (null or "manager" or "superior" or "refuse")
            && !(text.StartsWith(PersonPrefix, StringComparison.Ordinal) && text.Length > PersonPrefix.Length))
            findings.WordOutOfChoice(
                id, "whenEmpty", text, ["manager", "superior", "refuse", "person:…"], BpmnXml.Line(word));
        return text;
    }

    /// <summary>One of the names of an enumeration, in small letters; null when absent or after a finding.</summary>
    private T? Choice<T>(XElement word, string id, string attribute)
        where T : struct, Enum
    {
        if (BpmnXml.Text(word, attribute) is not { } text)
            return null;
        foreach (var value in Enum.GetValues<T>())
            if (NameOf(value) == text)
                return value;
        findings.WordOutOfChoice(id, attribute, text, [.. Enum.GetValues<T>().Select(NameOf)], BpmnXml.Line(word));
        return null;

        static string NameOf(T value) => value.ToString().ToLowerInvariant();
    }

    private enum CandidateList
    {
        Live,
        Snapshot,
    }
}
