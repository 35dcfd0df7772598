namespace BalancedEdu.Web.Runtime.Tasks;

/// <summary>A kind of reason for which a case is sent back.</summary>
/// <param name="Code">The code, as events and programs have it.</param>
/// <param name="Name">The name that people read.</param>
public sealed record ReturnReason(string Code, string Name);

/// <summary>
/// 退回原因: each return names one of these beside its explanation, so that the statistics can count what cases are sent
/// back for (domain.md §7.0). A code that was used once stays.
/// </summary>
public static class ReturnReasons
{
    /// <summary>All of them, as they are offered.</summary>
    public static readonly IReadOnlyList<ReturnReason> All =
    [
        new("papers", "材料不齐或不清"),
        new("content", "内容有误或前后不一致"),
        new("opinion", "意见不明确或缺少依据"),
        new("standard", "不符合标准或政策"),
        new("procedure", "程序或权限不符"),
        new("other", "其他"),
    ];

    /// <summary>The kind with the code, or null.</summary>
    public static ReturnReason? Find(string? code) => All.FirstOrDefault(r => r.Code == code);

    /// <summary>
    /// The kind and the explanation, as people read them: <c>材料不齐或不清：缺规划核实意见。</c>; only the explanation of
    /// what was returned before there were kinds.
    /// </summary>
    public static string? Text(string? code, string? reason) =>
        Find(code) is { } kind && reason is not null ? $"{kind.Name}：{reason}" : reason;
}
