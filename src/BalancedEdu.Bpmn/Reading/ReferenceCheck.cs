using BalancedEdu.Bpmn.Model;
using BalancedEdu.Bpmn.Validation;

namespace BalancedEdu.Bpmn.Reading;

/// <summary>Jobs, forms, mails and positions that a definition names must be there when it is published.</summary>
internal static class ReferenceCheck
{
    public static void Check(ProcessDefinition definition, Surroundings known, FindingLog findings)
    {
        CheckGroups(definition.Root, definition.Initiators, known, findings);
        CheckGroups(
            definition.Root, definition.Clocks.SelectMany(clock => clock.Extension?.Approvers ?? []), known, findings);
        foreach (var node in definition.Nodes)
            switch (node)
            {
                case StartEvent { Container: Process } start when !known.WatchesStarts
                    && (ProcessDefinition.WaitsForAll(start)
                        || ProcessDefinition.PartOf<ConditionalEventDefinition>(start.Definition) is not null):
                    findings.StartNotWatched(start);
                    break;
                case StartEvent { Form: { } form }:
                    CheckForm(node, form, known, findings);
                    break;
                case UserTask task:
                    CheckUserTask(task, known, findings);
                    break;
                case ServiceTask task when task.Job.Length > 0 && !known.Jobs.Contains(task.Job):
                    findings.UnknownReference(task, "job", "作业", task.Job, known.Jobs);
                    break;
                case SendTask { Mail: { } mail }:
                    CheckMail(node, mail, known, findings);
                    break;
                case BusinessRuleTask task when !known.Decisions.Contains(task.Decision):
                    findings.UnknownReference(task, "decision", "决策", task.Decision, known.Decisions);
                    break;
                case CallActivity task when known.Processes is { } processes && !processes.Contains(task.CalledElement):
                    findings.UnknownReference(task, "process", "流程", task.CalledElement, processes);
                    break;
                case EndEvent { Mail: { } mail }:
                    CheckMail(node, mail, known, findings);
                    break;
                case IntermediateThrowEvent { Mail: { } mail }:
                    CheckMail(node, mail, known, findings);
                    break;
            }
    }

    private static void CheckUserTask(UserTask task, Surroundings known, FindingLog findings)
    {
        var details = task.Details;
        if (details.Form is { } form)
            CheckForm(task, form, known, findings);
        if (details.Assignment.CandidateGroups is { Expression: null } groups)
            CheckGroups(task, BpmnXml.List(groups.Text), known, findings);
        CheckGroups(task, details.Sla?.Extension?.Approvers ?? [], known, findings);
        foreach (var rung in details.Sla?.Rungs ?? [])
        {
            if (rung.Mail is { } mail && !known.Mails.Contains(mail))
                findings.UnknownReference(task, "mail", "邮件模板", mail, known.Mails);
            if (rung.Job is { } job && !known.Jobs.Contains(job))
                findings.UnknownReference(task, "job", "作业", job, known.Jobs);
            CheckGroups(task, [.. BpmnXml.List(rung.To).Where(IsGroup)], known, findings);
        }
    }

    private static void CheckForm(FlowNode node, string form, Surroundings known, FindingLog findings)
    {
        if (!known.Forms.Contains(form))
            findings.UnknownReference(node, "form", "表单", form, known.Forms);
    }

    private static void CheckMail(FlowNode node, MailMessage mail, Surroundings known, FindingLog findings)
    {
        if (!known.Mails.Contains(mail.Template))
            findings.UnknownReference(node, "mail", "邮件模板", mail.Template, known.Mails);
        if (mail.To.Expression is null)
            CheckGroups(node, [.. BpmnXml.List(mail.To.Text).Where(IsGroup)], known, findings);
    }

    private static void CheckGroups(FlowNode node, IEnumerable<string> groups, Surroundings known, FindingLog findings)
    {
        foreach (var group in groups)
            if (!known.Groups.Contains(group))
                findings.UnknownReference(node, "group", "岗位", group, known.Groups);
    }

    /// <summary>Recipients that aren't positions: a person, or a word for the people of the case.</summary>
    private static bool IsGroup(string recipient) =>
        recipient is not ("initiator" or "participants" or "assignee")
        && !recipient.StartsWith("user:", StringComparison.Ordinal);
}
