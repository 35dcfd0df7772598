using BalancedEdu.Bpmn.Forms;

namespace BalancedEdu.Web.Runtime.CaseActions;

/// <summary>The words of why a case can't be moved to another version.</summary>
internal static class MigrationRefusals
{
    /// <summary>What is done.</summary>
    public const string Verb = "迁移";

    public static ActionRefusal Moved(CaseHead head) => new(
        RefusalKind.Conflict, Refusals.MovedCode,
        $"不能迁移 {head.Number}：您打开页面后事项又有了进展，迁移方案要重新核对。请核对下面的方案后再提交。", []);

    public static ActionRefusal VersionUnknown(CaseHead head) => CaseRefusals.Invalid(
        "case.migration-version-unknown", "version",
        $"不能迁移 {head.Number}：没有这个已发布的版本。请从列出的版本中选择；还没有发布的，请先发布。");

    public static ActionRefusal OtherProcess(CaseHead head, string name) => CaseRefusals.Invalid(
        "case.migration-other-process", "version",
        $"不能迁移 {head.Number}：所选的版本属于另一个流程“{name}”。请选择同一流程的版本。");

    public static ActionRefusal SameVersion(CaseHead head, int version) => CaseRefusals.Invalid(
        "case.migration-same-version", "version",
        $"不能迁移 {head.Number}：它已经按第 {version} 版办理。请选择其他版本。");

    public static ActionRefusal MappingUnknown(CaseHead head, string element, string target) => CaseRefusals.Invalid(
        "case.migration-mapping-unknown", element,
        $"不能迁移 {head.Number}：对应关系“{element} → {target}”里，前者不在现在的版本中，或后者不在新版本中。请从列出的元素中选择。");

    public static ActionRefusal TooMany(CaseHead head, int max) => CaseRefusals.Invalid(
        "case.migration-mapping-too-long", "version",
        $"不能迁移 {head.Number}：对应关系超过 {max} 条。请只写名称变了的元素。");

    public static ActionRefusal Impossible(CaseHead head, MigrationProposal proposal)
    {
        const string Code = "case.migration-impossible";
        var why = string.Join("；", proposal.Obstacles.Select(o => o.Why));
        return new(
            RefusalKind.Invalid, Code, $"不能迁移 {head.Number} 到第 {proposal.To.Version} 版：{why}。请补充对应关系，或等它办完。",
            [.. proposal.Obstacles.Select(o => new FieldError(o.Key, Code, o.Why + "。"))]);
    }
}
