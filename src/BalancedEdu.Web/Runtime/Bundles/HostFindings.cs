using BalancedEdu.Bpmn;
using BalancedEdu.Bpmn.Model;

namespace BalancedEdu.Web.Runtime.Bundles;

/// <summary>
/// What the engine runs and this host can't carry out yet: a process that would wait for ever is refused when it is
/// published, not found out when a case stands still.
/// </summary>
internal static class HostFindings
{
    public static IEnumerable<Finding> Of(ProcessDefinition definition)
    {
        foreach (var node in definition.Nodes.OfType<AdHocSubProcess>())
            yield return Refused(
                "bundle.ad-hoc", node, "是自由子流程，本版本的办理页面还不能自由开始环节", "请把环节用顺序流连起来。");
    }

    private static Finding Refused(string code, FlowNode node, string what, string remedy) =>
        new(code, Severity.Refused, node.Id, $"{node.Label} {what}。", remedy, node.Line);
}
