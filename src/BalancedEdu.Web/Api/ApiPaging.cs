using BalancedEdu.Web.Runtime;
using BalancedEdu.Web.Runtime.Reading;
using BalancedEdu.Web.Runtime.Tasks;

namespace BalancedEdu.Web.Api;

/// <summary>How much of a list is asked for at once.</summary>
internal static class ApiPaging
{
    /// <summary>Rows of a page at most.</summary>
    public const int LimitMax = 100;

    /// <summary>Why so many rows can't be had, or null.</summary>
    public static ActionRefusal? WhyNot(int? limit) => limit is null or (>= 1 and <= LimitMax)
        ? null
        : OperationRefusals.Field(
            "api.limit-wrong", "limit", $"没有查询：limit 须为 1 到 {LimitMax}。请改正，其余的用 after 翻页。");

    /// <summary>The rows of a page.</summary>
    public static int SizeOf(int? limit) => limit ?? InboxQuery.PageSize;
}
