using System.Globalization;
using System.Xml.Linq;
using BalancedEdu.Bpmn.Model;
using BalancedEdu.Bpmn.Validation;

namespace BalancedEdu.Bpmn.Reading;

/// <summary>Our own words of user tasks: who, which buttons, which clock, which form.</summary>
internal sealed class UserTaskWords(Expressions expressions, FindingLog findings)
{
    private static readonly string[] Roles = ["主办", "会办", "征求意见"];
    private static readonly string[] Operations = ["transfer", "delegate", "add-signer", "return", "bulk"];
    private static readonly string[] Kinds = ["primary", "plain", "danger", "system"];
    private static readonly string[] Votes = ["agree", "reject", "abstain"];

    public UserTaskDetails Read(XElement task, string id)
    {
        var allow = BpmnXml.List(BpmnXml.Text(task, BpmnXml.Be + "allow"));
        foreach (var unknown in allow.Except(Operations))
            findings.WordOutOfChoice(id, "allow", unknown, Operations, BpmnXml.Line(task));
        var role = BpmnXml.Text(task, BpmnXml.Be + "role");
        if (role is not null && !Roles.Contains(role))
            findings.WordOutOfChoice(id, "role", role, Roles, BpmnXml.Line(task));
        var outcomes = Outcomes(task, id);
        return new(
            BpmnXml.Text(task, BpmnXml.Be + "form"),
            expressions.Attribute(task, BpmnXml.Be + "formData", id),
            new AssignmentWords(expressions, findings).Read(task, id),
            outcomes,
            Sla(task, id, outcomes),
            allow,
            BpmnXml.List(BpmnXml.Text(task, BpmnXml.Be + "pausesClock")),
            role,
            MinPeople(task, id))
        {
            Dedupe = BpmnXml.Text(task, BpmnXml.Be + "dedupe") is "true" or "1",
        };
    }

    private int MinPeople(XElement task, string id)
    {
        var text = BpmnXml.Text(task, BpmnXml.Be + "minPeople");
        if (text is null)
            return 1;
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var people)
            && people is >= 1 and <= 20)
            return people;
        findings.WordOutOfChoice(id, "minPeople", text, ["1", "…", "20"], BpmnXml.Line(task));
        return 1;
    }

    private List<Outcome> Outcomes(XElement task, string id)
    {
        var outcomes = new List<Outcome>();
        foreach (var word in BpmnXml.Extensions(task, "outcome"))
        {
            var line = BpmnXml.Line(word);
            var outcome = BpmnXml.Text(word, "id");
            var name = BpmnXml.Text(word, "name");
            if (outcome is null || name is null)
            {
                findings.WordWithoutAttribute(id, "outcome", outcome is null ? "id" : "name", line);
                continue;
            }
            if (outcomes.Any(other => other.Id == outcome))
                findings.OutcomeTwice(id, outcome, line);
            var kind = BpmnXml.Text(word, "kind") ?? "plain";
            if (!Kinds.Contains(kind))
                findings.WordOutOfChoice(id, "outcome kind", kind, Kinds, line);
            var vote = BpmnXml.Text(word, "vote");
            if (vote is not null && !Votes.Contains(vote))
                findings.WordOutOfChoice(id, "outcome vote", vote, Votes, line);
            vote ??= outcomes.Count == 0 ? "agree" : kind == "danger" ? "reject" : null;

            // Time gives no reason beside its rule, whatever its outcome counts as.
            var reasoned = vote == "reject" && kind != "system";
            if (reasoned && BpmnXml.Text(word, "requiresComment") is not null && !IsTrue(word, "requiresComment"))
                findings.RejectionWithoutReason(id, outcome, line);
            outcomes.Add(new(outcome, name, reasoned || IsTrue(word, "requiresComment"), kind)
            {
                Demands = BpmnXml.Text(word, "demands"),
                Vote = vote,
            });
        }
        if (outcomes.Count == 0)
            findings.UserTaskWithoutOutcome(id, BpmnXml.Line(task));
        return outcomes;
    }

    private Sla? Sla(XElement task, string id, List<Outcome> outcomes)
    {
        if (BpmnXml.Extensions(task, "sla").FirstOrDefault() is not { } word)
            return null;
        var line = BpmnXml.Line(word);
        var budget = BpmnXml.Text(word, "budget") ?? "";
        var reminders = BpmnXml.Text(word, "reminders") ?? "";
        var escalate = BpmnXml.Text(word, "escalate") ?? "";
        if (!budget.StartsWith('=') && !SlaText.IsPeriod(budget))
            findings.SlaDoesNotRead(id, "budget", budget, "20WD", line);
        foreach (var wrong in BpmnXml.List(reminders).Where(offset => !SlaText.IsReminder(offset)))
            findings.SlaDoesNotRead(id, "reminders", wrong, "-2WD,-1WD,0", line);
        foreach (var wrong in BpmnXml.List(escalate).Where(offset => !SlaText.IsEscalation(offset)))
            findings.SlaDoesNotRead(id, "escalate", wrong, "+1WD:L1,+5WD:L2", line);
        var ladder = BpmnXml.List(reminders).Concat(BpmnXml.List(escalate).Select(SlaText.OffsetOf)).ToHashSet();
        var rungs = word.Elements(BpmnXml.Be + "rung").Select(rung => Rung(rung, id, ladder)).ToList();
        return new(
            expressions.TextOrFeel(budget, id, "budget", line), IsTrue(word, "pausable"), reminders, escalate,
            OnTimeout(word, id, outcomes), BpmnXml.Text(word, "law"), rungs)
        {
            Extension = Extension(word, id, findings),
            TimeoutAsOfReceipt = AsOfReceipt(word, id),
        };
    }

    /// <summary>By which rule a clock may be extended, and by whom; null without the words.</summary>
    public static ExtensionGrant? Extension(XElement word, string id, FindingLog findings)
    {
        var rule = BpmnXml.Text(word, "extension");
        var approvers = BpmnXml.List(BpmnXml.Text(word, "approver"));
        if (rule is null && approvers.Count == 0)
            return null;
        if (rule is not null && approvers.Count > 0)
            return new(rule, approvers);
        var name = word.Name.LocalName;
        findings.WordWithoutAttribute(id, name, rule is null ? "extension" : "approver", BpmnXml.Line(word));
        return null;
    }

    private bool AsOfReceipt(XElement word, string id)
    {
        var text = BpmnXml.Text(word, "timeoutAsOf");
        if (text is not (null or "receipt"))
            findings.WordOutOfChoice(id, "timeoutAsOf", text, ["receipt"], BpmnXml.Line(word));
        return text == "receipt";
    }

    private Rung Rung(XElement word, string id, HashSet<string> ladder)
    {
        var at = BpmnXml.Text(word, "at") ?? "";
        if (!ladder.Contains(at))
            findings.RungOffTheLadder(id, at, ladder, BpmnXml.Line(word));
        return new(at, BpmnXml.Text(word, "mail"), BpmnXml.Text(word, "to"), BpmnXml.Text(word, "job"));
    }

    private string? OnTimeout(XElement word, string id, List<Outcome> outcomes)
    {
        if (BpmnXml.Text(word, "onTimeout") is not { } text)
            return null;
        var outcome = text.StartsWith("outcome:", StringComparison.Ordinal) ? text["outcome:".Length..] : text;
        if (outcomes.All(known => known.Id != outcome))
            findings.TimeoutOutcomeUnknown(id, outcome, [.. outcomes.Select(known => known.Id)], BpmnXml.Line(word));
        return outcome;
    }

    private static bool IsTrue(XElement word, string attribute) => BpmnXml.Text(word, attribute) is "true" or "1";
}
