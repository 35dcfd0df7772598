using BalancedEdu.Web.Runtime.Reading;

namespace BalancedEdu.Web.Features.Inbox;

/// <summary>A view as the address and the page name it.</summary>
/// <param name="View">The view.</param>
/// <param name="Slug">In the address: <c>?view=claimable</c>.</param>
/// <param name="Name">On the page.</param>
/// <param name="Empty">What is said when nothing is in it.</param>
/// <param name="EmptyHint">What that means.</param>
public sealed record ViewName(InboxView View, string Slug, string Name, string Empty, string EmptyHint);

/// <summary>The views in their order.</summary>
public static class InboxViews
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<ViewName> All { get; } =
    [
        new(InboxView.Mine, "mine", "待我办", "今天没有待办", "交给您的事项都已办完"),
        new(InboxView.Unclaimed, "claimable", "待认领", "没有待认领的事项", "您的岗位上没有无人认领的事项"),
        new(InboxView.Today, "today", "今日到期", "今天没有到期的事项", "今日到期的都已办完"),
        new(InboxView.Near, "near", "即将逾期", "没有即将逾期的事项", "两个工作日内没有到期的事项"),
        new(InboxView.Overdue, "overdue", "已逾期", "没有逾期的事项", "所有事项都在时限之内"),
        new(InboxView.Paused, "paused", "已停表", "没有停表的事项", "所有时限都在计时"),
        new(InboxView.Copied, "copied", "抄送待阅", "没有待阅的抄送", "抄送给您的事项都已看过"),
        new(InboxView.Started, "started", "我发起", "还没有发起过事项", "发起的事项会列在这里"),
        new(InboxView.Done, "done", "已办", "还没有办过事项", "办完的事项会列在这里"),
        new(InboxView.Followed, "followed", "我关注", "还没有关注事项", "在事项页上点星标，就会列在这里"),
        new(InboxView.Delegated, "delegated", "代理给我的", "没有代理的事项", "委托您代办的人现在没有待办"),
        new(InboxView.Unassigned, "unassigned", "待指派", "没有待指派的事项", "每件事项都有人可以办理"),
    ];

    /// <summary>The view of a slug; 待我办 without one; null for an unknown one.</summary>
    public static ViewName? Find(string? slug) =>
        string.IsNullOrEmpty(slug) ? All[0] : All.FirstOrDefault(v => v.Slug == slug);
}
