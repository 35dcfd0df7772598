using BalancedEdu.Web.Data.Notifications;
using BalancedEdu.Web.Runtime.Assignment;
using BalancedEdu.Web.Runtime.CaseActions;
using BalancedEdu.Web.Runtime.Effects;

namespace BalancedEdu.Web.Runtime.Notifications;

/// <summary>Who is told of an event, and how.</summary>
/// <param name="Event">The event.</param>
/// <param name="Name">What people call it: 新待办.</param>
/// <param name="Roles">Who is told, in words.</param>
/// <param name="Default">How, by mail, unless a person chooses otherwise.</param>
/// <param name="Fixed">Whether nobody can choose otherwise.</param>
public sealed record NotificationRule(
    NotificationEvent Event, string Name, string Roles, NotificationMode Default, bool Fixed = false)
{
    /// <summary>Whether its notification is settled when the task that it is about is over.</summary>
    public bool AboutOpenTask { get; init; }
}

/// <summary>The table of what people are told (approvals.md §5, mail). Shown under 我的 → 通知设置.</summary>
public static class NotificationRules
{
    /// <summary>The template of mails about events that have none of their own.</summary>
    public const string PlainTemplate = "notice";

    /// <summary>The rules in the order in which they are shown.</summary>
    public static IReadOnlyList<NotificationRule> All { get; } =
    [
        new(NotificationEvent.Assigned, "新待办", "承办人；待认领的为全部候选人", NotificationMode.AtOnce) { AboutOpenTask = true },
        new(NotificationEvent.Returned, "退回", "须重办的承办人", NotificationMode.AtOnce, Fixed: true) { AboutOpenTask = true },
        new(NotificationEvent.NearDue, "即将到期", "承办人", NotificationMode.AtOnce) { AboutOpenTask = true },
        new(NotificationEvent.Overdue, "已逾期", "承办人", NotificationMode.AtOnce, Fixed: true) { AboutOpenTask = true },
        new(NotificationEvent.Escalated, "逾期升级", "承办科室、分管领导，逐级上报", NotificationMode.AtOnce, Fixed: true)
        {
            AboutOpenTask = true,
        },
        new(NotificationEvent.Urged, "催办", "承办人", NotificationMode.AtOnce, Fixed: true) { AboutOpenTask = true },
        new(NotificationEvent.Transferred, "转办", "新承办人和原承办人", NotificationMode.AtOnce),
        new(NotificationEvent.Delegated, "委派与代理", "受托人和委托人", NotificationMode.AtOnce),
        new(NotificationEvent.CoSigning, "共同签署", "被请签署的人员和承办人", NotificationMode.AtOnce) { AboutOpenTask = true },
        new(NotificationEvent.Copied, "抄送", "被抄送人", NotificationMode.AtOnce),
        new(NotificationEvent.Withdrawn, "撤回与取回", "发起人和当前承办人", NotificationMode.AtOnce),
        new(NotificationEvent.Suspended, "挂起、恢复与换版", "当前承办人", NotificationMode.AtOnce),
        new(NotificationEvent.Decided, "办理结果", "发起人", NotificationMode.Digest),
        new(NotificationEvent.Paused, "停表", "发起人和被停表环节的承办人", NotificationMode.Digest),
        new(NotificationEvent.Resumed, "恢复计时", "发起人和恢复计时环节的承办人", NotificationMode.AtOnce),
        new(NotificationEvent.CalendarMoved, "期限提前", "承办人", NotificationMode.AtOnce, Fixed: true),
        new(NotificationEvent.TimedOut, "到期默认处理", "未表态的承办人", NotificationMode.AtOnce, Fixed: true),
        new(NotificationEvent.Unassignable, "待指派", "系统管理员", NotificationMode.AtOnce, Fixed: true)
        {
            AboutOpenTask = true,
        },
        new(NotificationEvent.Letter, "流程文书", "流程指定的收件人", NotificationMode.AtOnce, Fixed: true),
        new(NotificationEvent.System, "系统事项", "系统管理员", NotificationMode.AtOnce, Fixed: true),
        new(NotificationEvent.DailyDigest, "每日汇总", "每个人，工作日 09:00", NotificationMode.Digest),
    ];

    private static readonly Dictionary<NotificationEvent, NotificationRule> ByEvent = All.ToDictionary(r => r.Event);

    private static readonly Dictionary<string, NotificationEvent> ByTemplate = new(StringComparer.Ordinal)
    {
        [Notices.TaskAssigned] = NotificationEvent.Assigned,
        [Notices.TaskReturned] = NotificationEvent.Returned,
        [Notices.TaskUnassignable] = NotificationEvent.Unassignable,
        [Notices.TaskReminder] = NotificationEvent.NearDue,
        [Notices.TaskOverdue] = NotificationEvent.Overdue,
        [Notices.TaskTimeout] = NotificationEvent.TimedOut,
        [Notices.TaskTransferred] = NotificationEvent.Transferred,
        [Notices.TaskDelegated] = NotificationEvent.Delegated,
        [Notices.DelegationAnswered] = NotificationEvent.Delegated,
        [Notices.DelegationRecalled] = NotificationEvent.Delegated,
        [Notices.SignerAdded] = NotificationEvent.Assigned,
        [Notices.CoSignAsked] = NotificationEvent.CoSigning,
        [Notices.CoSigned] = NotificationEvent.CoSigning,
        [Notices.SignerRemoved] = NotificationEvent.Withdrawn,
        [Notices.TaskWithdrawn] = NotificationEvent.Withdrawn,
        [Notices.ClockEarlier] = NotificationEvent.CalendarMoved,
        [CaseTemplates.Copied] = NotificationEvent.Copied,
        [CaseTemplates.Urged] = NotificationEvent.Urged,
        [CaseTemplates.Withdrawn] = NotificationEvent.Withdrawn,
        [CaseTemplates.WithdrawalRequested] = NotificationEvent.Withdrawn,
        [CaseTemplates.WithdrawalAgreed] = NotificationEvent.Withdrawn,
        [CaseTemplates.WithdrawalRefused] = NotificationEvent.Withdrawn,
        [CaseTemplates.TakenBack] = NotificationEvent.Withdrawn,
        [CaseTemplates.Terminated] = NotificationEvent.Withdrawn,
        [CaseTemplates.Suspended] = NotificationEvent.Suspended,
        [CaseTemplates.Resumed] = NotificationEvent.Suspended,
        [CaseTemplates.Migrated] = NotificationEvent.Suspended,
        [Representing.Decided] = NotificationEvent.Delegated,
    };

    /// <summary>Events whose notification is settled when the task that it is about is over.</summary>
    public static IReadOnlyList<NotificationEvent> AboutOpenTasks { get; } =
        [.. All.Where(r => r.AboutOpenTask).Select(r => r.Event)];

    /// <summary>The rule of an event.</summary>
    public static NotificationRule Of(NotificationEvent @event) => ByEvent[@event];

    /// <summary>What a mail of a template tells; what a procedure brings itself is a letter.</summary>
    public static NotificationEvent EventOf(string template) =>
        ByTemplate.GetValueOrDefault(template, NotificationEvent.Letter);
}
