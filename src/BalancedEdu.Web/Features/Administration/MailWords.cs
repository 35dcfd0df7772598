using System.Globalization;
using BalancedEdu.Web.Mail;

namespace BalancedEdu.Web.Features.Administration;

/// <summary>The words of the mail pages.</summary>
public static class MailWords
{
    /// <summary>The views in the order of their tabs: what needs a person first.</summary>
    public static readonly IReadOnlyList<MailView> Views =
        [MailView.Dead, MailView.Retrying, MailView.Queued, MailView.Sent, MailView.Discarded];

    /// <summary>What a view is called.</summary>
    public static string NameOf(MailView view) => view switch
    {
        MailView.Queued => "待发",
        MailView.Retrying => "重试中",
        MailView.Dead => "未送达",
        MailView.Sent => "已发",
        MailView.Discarded => "已放弃",
        _ => throw new InvalidOperationException($"No name for {view}."),
    };

    /// <summary>The class of its tag.</summary>
    public static string TagOf(MailView view) => view switch
    {
        MailView.Dead => "be-tag-red",
        MailView.Retrying => "be-tag-amber",
        MailView.Sent => "be-tag-green",
        _ => "be-tag-grey",
    };

    /// <summary>What an empty view says.</summary>
    public static string EmptyOf(MailView view) => view switch
    {
        MailView.Dead => "没有未送达的邮件",
        MailView.Retrying => "没有重试中的邮件",
        MailView.Queued => "没有待发的邮件",
        MailView.Sent => "还没有发出邮件",
        _ => "没有放弃的邮件",
    };

    /// <summary>What the time of a line means.</summary>
    public static string TimeOf(MailLine line)
    {
        ArgumentNullException.ThrowIfNull(line);
        var at = string.Create(CultureInfo.InvariantCulture, $"{line.At.ToOffset(TimeSpan.FromHours(8)):MM-dd HH:mm}");
        return line.View switch
        {
            MailView.Sent => at,
            MailView.Queued or MailView.Retrying => $"{at} 起发",
            _ => $"{at} 生成",
        };
    }
}
