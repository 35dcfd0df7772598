using BalancedEdu.Web.Data.Cases;

namespace BalancedEdu.Web.Features.Administration;

/// <summary>The words of the job pages.</summary>
public static class JobWords
{
    /// <summary>The views in the order of their tabs: what needs a person first.</summary>
    public static readonly IReadOnlyList<OutboxStatus> Views =
        [OutboxStatus.Dead, OutboxStatus.Pending, OutboxStatus.Done, OutboxStatus.Discarded];

    /// <summary>What a view is called.</summary>
    public static string NameOf(OutboxStatus status) => status switch
    {
        OutboxStatus.Pending => "待运行",
        OutboxStatus.Done => "已完成",
        OutboxStatus.Dead => "未完成",
        OutboxStatus.Discarded => "已放弃",
        _ => throw new InvalidOperationException($"No name for {status}."),
    };

    /// <summary>The class of its tag.</summary>
    public static string TagOf(OutboxStatus status) => status switch
    {
        OutboxStatus.Dead => "be-tag-red",
        OutboxStatus.Done => "be-tag-green",
        _ => "be-tag-grey",
    };
}
