namespace BalancedEdu.Web.Api;

/// <summary>
/// What a token may be used for. A scope is about operations: none lets a program do more than the token's owner may.
/// </summary>
public static class ApiScopes
{
    /// <summary>The inbox, tasks, cases, processes, delegations.</summary>
    public const string Read = "read";

    /// <summary>发起.</summary>
    public const string Start = "start";

    /// <summary>
    /// What decides nothing: 认领, 释放, 暂存, 转办, 委派, 加签, 减签, 声明回避, 补交意见, 申请延期, 催办, 抄送, 关注, 常用意见.
    /// </summary>
    public const string Act = "act";

    /// <summary>
    /// 同意, 不同意, 退回, 取回, 撤回, 批量同意, 批准延期, 出具和作废文书, and 代理, which lets others decide.
    /// </summary>
    public const string Decide = "decide";

    /// <summary>挂起, 激活, 迁移, 终止.</summary>
    public const string Administer = "administer";

    /// <summary>All of them with what they say to a person.</summary>
    public static IReadOnlyList<(string Scope, string Name)> All { get; } =
    [
        (Read, "查看待办、任务、事项和代理"),
        (Start, "发起事项"),
        (Act, "认领、释放、暂存、转办、委派、加签、声明回避、补交意见、申请延期、催办、抄送、关注、常用意见"),
        (Decide, "办理、退回、取回、撤回、批量同意、批准延期、出具和作废文书、设置代理"),
        (Administer, "挂起、激活、迁移、终止事项"),
    ];
}
