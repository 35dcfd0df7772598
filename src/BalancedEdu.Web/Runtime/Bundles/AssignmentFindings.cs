using BalancedEdu.Bpmn;
using BalancedEdu.Bpmn.Model;
using BalancedEdu.Web.Runtime.Assignment;

namespace BalancedEdu.Web.Runtime.Bundles;

/// <summary>
/// Whether the people whom a definition names can do its tasks, asked when it is published: what nobody can do must not
/// be found out by the first case.
/// </summary>
internal static class AssignmentFindings
{
    private const string PersonPrefix = "person:";

    /// <summary>What is wrong with the assignments, each with its element and line.</summary>
    public static IEnumerable<Finding> Of(ProcessDefinition definition, Staff staff) =>
        definition.Nodes.OfType<UserTask>().SelectMany(task => Of(task, staff));

    private static IEnumerable<Finding> Of(UserTask task, Staff staff)
    {
        var assignment = task.Details.Assignment;
        foreach (var name in Names(assignment).Where(name => staff.Find(name) is null))
            yield return Refused(
                "bundle.assignment.person-unknown", task, $"指定了“{name}”，但没有这个启用的账号",
                "请改为启用的账号，或改用岗位。");
        if (assignment.WhenEmpty != "refuse")
            yield break;
        if (Posts(assignment) is not { } posts)
            yield return Refused(
                "bundle.assignment.not-known-in-advance", task,
                "写了 whenEmpty=\"refuse\"，但办理人要到运行时才知道，发布时无法核对",
                "请写固定的岗位或账号，或改为 whenEmpty=\"manager\"、\"superior\"、\"person:账号\"。");
        else if (Names(assignment).All(name => staff.Find(name) is null)
            && staff.Holders(posts, null, null).Count == 0)
            yield return Refused(
                "bundle.assignment.nobody", task, $"没有人能办：岗位 {string.Join("、", posts)} 上没有启用的人员",
                "请先在岗位上安排人员再发布，或改为 whenEmpty=\"manager\"。");
    }

    private static IEnumerable<string> Names(Bpmn.Model.Assignment assignment)
    {
        if (assignment.Assignee is { Expression: null } assignee)
            yield return assignee.Text;
        foreach (var name in Literal(assignment.CandidateUsers) ?? [])
            yield return name;
        if (assignment.WhenEmpty.StartsWith(PersonPrefix, StringComparison.Ordinal))
            yield return assignment.WhenEmpty[PersonPrefix.Length..];
    }

    /// <summary>The posts that stand in the file; null where something is only known at run time.</summary>
    private static string[]? Posts(Bpmn.Model.Assignment assignment) =>
        assignment.Assignee?.Expression is not null || assignment.CandidateUsers?.Expression is not null
            || assignment.From is not null
            ? null
            : assignment.CandidateGroups is null ? [] : Literal(assignment.CandidateGroups);

    private static string[]? Literal(TextOrFeel? text) => text is { Expression: null }
        ? text.Text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
        : null;

    private static Finding Refused(string code, UserTask task, string what, string remedy) =>
        new(code, Severity.Refused, task.Id, $"{task.Label} {what}。", remedy, task.Line);
}
