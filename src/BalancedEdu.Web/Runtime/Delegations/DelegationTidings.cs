using System.Globalization;
using BalancedEdu.Feel.Values;
using BalancedEdu.Web.Data;
using BalancedEdu.Web.Data.Notifications;
using BalancedEdu.Web.Data.Organisation;
using BalancedEdu.Web.Runtime.Assignment;
using BalancedEdu.Web.Runtime.Notifications;
using Microsoft.EntityFrameworkCore;

namespace BalancedEdu.Web.Runtime.Delegations;

/// <summary>
/// What principal and delegate are told of a delegation, whoever made or ended it: in the notification centre always,
/// and by mail as each of them chose. Who can't sign in any more is not told.
/// </summary>
internal sealed class DelegationTidings(StaffList staff, RowIds ids)
{
    /// <summary>The template of one that was made.</summary>
    public const string Made = "delegation-made";

    /// <summary>The template of one that is in force from now on.</summary>
    public const string Begun = "delegation-begun";

    /// <summary>The template of one whose last day is over.</summary>
    public const string Over = "delegation-over";

    /// <summary>The template of one that was ended early.</summary>
    public const string Ended = "delegation-ended";

    private const string Page = "/Account/Delegations";

    /// <summary>
    /// Adds the rows to a context; the caller saves them. To be called outside of any transaction: SQLite has one
    /// writer, and ids are written too.
    /// </summary>
    /// <param name="db">The context.</param>
    /// <param name="template">What happened.</param>
    /// <param name="row">The delegation.</param>
    /// <param name="by">Who did it, as displayed; empty: time did.</param>
    /// <param name="now">Now.</param>
    /// <param name="cancellation">Stops it.</param>
    public async Task AddAsync(
        BalancedEduDb db, string template, Delegation row, string by, DateTimeOffset now,
        CancellationToken cancellation)
    {
        var people = await db.Users.Where(u => u.UserName == row.Principal || u.UserName == row.Delegate)
            .ToDictionaryAsync(u => u.UserName!, u => (u.DisplayName, u.Disabled), cancellation);
        var (principal, other) = (people[row.Principal].DisplayName, people[row.Delegate].DisplayName);
        var period = DelegationRefusals.Period(row.FromAt, row.ToAt);
        var data = Json.Of(new FeelContext(
        [
            new("by", FeelValue.Of(by)), new("principal", FeelValue.Of(principal)),
            new("delegate", FeelValue.Of(other)), new("period", FeelValue.Of(period)),
            new("reason", FeelValue.Of(row.Reason)), new("link", FeelValue.Of(Page)),
        ]));
        var text = NotificationText.Cut(template switch
        {
            Made => $"{principal}委托{other}代办，{period}",
            Begun => $"{principal}委托{other}代办，已开始生效，{period}",
            Over => $"{principal}对{other}的委托已到期，{period}",
            Ended => $"{by}撤销了{principal}对{other}的委托，{period}",
            _ => throw new ArgumentOutOfRangeException(nameof(template), template, "There is no such tiding."),
        });
        var rule = NotificationRules.Of(NotificationEvent.Delegated);
        var people2 = await staff.NowAsync(cancellation);
        foreach (var name in new[] { row.Principal, row.Delegate }.Where(n => !people[n].Disabled))
        {
            var mode = people2.ModeOf(name, rule);
            db.Notifications.Add(new()
            {
                UserName = name, Event = rule.Event, Text = text, Link = Page,
                InDigest = mode == NotificationMode.Digest, CreatedAt = now,
            });
            if (mode == NotificationMode.AtOnce)
                db.OutboxMails.Add(await MailAsync(template, name, data, now, cancellation));
        }
    }

    private async Task<Data.Cases.OutboxMail> MailAsync(
        string template, string userName, string data, DateTimeOffset now, CancellationToken cancellation)
    {
        var id = await ids.NextAsync(cancellation);
        return new()
        {
            Id = id, Key = string.Create(CultureInfo.InvariantCulture, $"{template}/{id}"), ToUserName = userName,
            Template = template, Data = data, NextAttemptAt = now, CreatedAt = now,
        };
    }
}
