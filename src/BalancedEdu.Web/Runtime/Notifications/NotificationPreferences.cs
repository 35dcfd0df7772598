using BalancedEdu.Bpmn.Forms;
using BalancedEdu.Web.Data;
using BalancedEdu.Web.Data.Notifications;
using BalancedEdu.Web.Runtime.Assignment;
using Microsoft.EntityFrameworkCore;

namespace BalancedEdu.Web.Runtime.Notifications;

/// <summary>How a person is told of an event.</summary>
/// <param name="Rule">The event.</param>
/// <param name="Mode">How, by mail.</param>
/// <param name="Chosen">Whether the person has chosen it.</param>
public sealed record NotificationPreference(NotificationRule Rule, NotificationMode Mode, bool Chosen);

/// <summary>What a person chooses to be told by mail. What is fixed by the rules can't be chosen.</summary>
public sealed class NotificationPreferences(BalancedEduDb db)
{
    /// <summary>How people can be told of an event.</summary>
    public static IReadOnlyList<NotificationMode> ModesOf(NotificationRule rule)
    {
        ArgumentNullException.ThrowIfNull(rule);
        return rule.Fixed ? [rule.Default]
            : rule.Event == NotificationEvent.DailyDigest ? [NotificationMode.Digest, NotificationMode.None]
            : [NotificationMode.AtOnce, NotificationMode.Digest, NotificationMode.None];
    }

    /// <summary>All events with the choices of a person, in the order of the rules.</summary>
    public async Task<IReadOnlyList<NotificationPreference>> ReadAsync(
        string userName, CancellationToken cancellation)
    {
        var chosen = await db.NotificationChoices.AsNoTracking().Where(c => c.UserName == userName)
            .ToDictionaryAsync(c => c.Event, c => c.Mode, cancellation);
        return
        [
            .. NotificationRules.All.Select(r => !r.Fixed && chosen.TryGetValue(r.Event, out var mode)
                ? new NotificationPreference(r, mode, true)
                : new(r, r.Default, false)),
        ];
    }

    /// <summary>Keeps the choices that are given; what is not given stays as it is.</summary>
    /// <returns>Null when kept; else what is wrong, and nothing has changed.</returns>
    public async Task<ActionRefusal?> SaveAsync(
        string userName, IReadOnlyDictionary<NotificationEvent, NotificationMode> choices,
        CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(choices);
        if (choices.Select(c => Refuse(c.Key, c.Value)).OfType<ActionRefusal>().FirstOrDefault() is { } refusal)
            return refusal;
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);

        // First, and so one after the other: whoever saves at the same time waits here. Steps read the staff with its
        // stamp, so that the next one goes by what was chosen.
        await db.NumberSeries.Where(n => n.Key == StaffList.StampKey)
            .ExecuteUpdateAsync(n => n.SetProperty(x => x.Next, x => x.Next + 1), cancellation);
        var events = choices.Keys.ToList();
        await db.NotificationChoices.Where(c => c.UserName == userName && events.Contains(c.Event))
            .ExecuteDeleteAsync(cancellation);
        foreach (var (@event, mode) in choices.Where(c => NotificationRules.Of(c.Key).Default != c.Value))
            db.NotificationChoices.Add(new() { UserName = userName, Event = @event, Mode = mode });
        await db.SaveChangesAsync(cancellation);
        await transaction.CommitAsync(cancellation);
        return null;
    }

    private static ActionRefusal? Refuse(NotificationEvent @event, NotificationMode mode)
    {
        if (NotificationRules.All.FirstOrDefault(r => r.Event == @event) is not { } rule)
            return Invalid(@event, "notification.event-unknown", $"没有编号为 {(int)@event} 的通知事项。请刷新页面后再保存。");
        if (rule.Fixed && mode != rule.Default)
            return Invalid(@event, "notification.fixed", $"“{rule.Name}”不能关闭或改为汇总：它关系到办理期限和责任。请保留“立即发邮件”。");
        return ModesOf(rule).Contains(mode) ? null
            : Invalid(@event, "notification.mode-unknown", $"“{rule.Name}”不能设为 {(int)mode}。请从列出的方式中选一种。");
    }

    private static ActionRefusal Invalid(NotificationEvent @event, string code, string message) =>
        new(RefusalKind.Invalid, code, message, [new FieldError($"choices[{@event}]", code, message)]);
}
