using System.Globalization;
using MimeKit;

namespace BalancedEdu.Web.Mail;

/// <summary>To whom a mail goes, and which outbox row it is.</summary>
/// <param name="RowId">The outbox row.</param>
/// <param name="CreatedAt">When the row was made; part of the Message-ID, the same over attempts.</param>
/// <param name="ToAddress">The recipient's address.</param>
/// <param name="ToName">The recipient's name.</param>
/// <param name="CaseNumber">What threads the mails of a case, or null.</param>
public sealed record MailAddressing(
    long RowId, DateTimeOffset CreatedAt, string ToAddress, string ToName, string? CaseNumber);

/// <summary>Makes the message of RFC 5322 from words and addresses.</summary>
public static class MailMessage
{
    /// <summary>The message; the same each time but for its Date.</summary>
    /// <exception cref="FormatException">The recipient's address is none.</exception>
    public static MimeMessage Of(ComposedMail mail, MailAddressing to, MailSettings settings, DateTimeOffset now)
    {
        var domain = settings.FromAddress[(settings.FromAddress.IndexOf('@', StringComparison.Ordinal) + 1)..];
        var message = new MimeMessage
        {
            Subject = mail.Subject,
            Date = now.ToOffset(TimeSpan.FromHours(8)),
            MessageId = string.Create(CultureInfo.InvariantCulture,
                $"mail-{to.RowId}-{StampOf(to.CreatedAt)}@{domain}"),
            Body = new BodyBuilder { TextBody = Crlf(mail.Text), HtmlBody = Crlf(mail.Html) }.ToMessageBody(),
        };
        message.From.Add(new MailboxAddress(settings.FromName, settings.FromAddress));
        message.To.Add(Recipient(to));
        if (to.CaseNumber is { Length: > 0 } number)
        {
            // The thread's root was never sent: mail programs gather what refers to the same Message-ID.
            message.InReplyTo = $"case-{Uri.EscapeDataString(number)}@{domain}";
            message.References.Add(message.InReplyTo);
        }
        message.Headers.Add("Auto-Submitted", "auto-generated"); // RFC 3834: no out-of-office answers
        message.Headers.Add("X-Auto-Response-Suppress", "All"); // the same for Exchange
        return message;
    }

    /// <summary>The part of the Message-ID that only who has seen the mail knows.</summary>
    internal static string StampOf(DateTimeOffset createdAt) =>
        createdAt.ToUnixTimeMilliseconds().ToString("x", CultureInfo.InvariantCulture);

    /// <summary>Lines of text end so in a mail (RFC 2046, 4.1.1), also inside of base64.</summary>
    private static string Crlf(string text) => text.ReplaceLineEndings("\r\n");

    private static MailboxAddress Recipient(MailAddressing to)
    {
        var isOne = MailboxAddress.TryParse(to.ToAddress, out var address) && address.Address == to.ToAddress
            && to.ToAddress.Contains('@', StringComparison.Ordinal);
        if (!isOne) throw new FormatException($"“{to.ToAddress}”不是邮箱地址。请在账号里更正后重发。");
        return new(to.ToName, address!.Address);
    }
}
