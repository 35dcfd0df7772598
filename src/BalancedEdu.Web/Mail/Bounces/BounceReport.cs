using System.Globalization;
using System.Text.RegularExpressions;
using MimeKit;

namespace BalancedEdu.Web.Mail.Bounces;

/// <summary>A mail of ours came back.</summary>
/// <param name="MailId">The outbox row, from our Message-ID.</param>
/// <param name="Stamp">What our Message-ID says of when the row was made; who forges a report doesn't know it.</param>
/// <param name="Address">The recipient in lower case; null when the report doesn't name it.</param>
/// <param name="AddressIsDead">Whether the address is at fault and for good: no such user, disabled, no such domain.
/// </param>
/// <param name="Reason">The other server's words.</param>
public sealed record Bounce(long MailId, string Stamp, string? Address, bool AddressIsDead, string Reason);

/// <summary>
/// Reads what mail servers send back: reports of RFC 3464, and the plain texts of older and of Chinese providers. Pure.
/// Only what names a Message-ID of ours counts.
/// </summary>
public static partial class BounceReport
{
    private const int ReasonLengthMax = 300;

    private const int TextLengthMax = 200_000;

    /// <summary>What a message reports, or null when it is no report about a mail of ours.</summary>
    public static Bounce? Read(MimeMessage message)
    {
        ArgumentNullException.ThrowIfNull(message);
        var text = TextOf(message);
        if (OwnId().Match(text) is not { Success: true } own
            || !long.TryParse(own.Groups[1].Value, CultureInfo.InvariantCulture, out var id))
            return null;
        var stamp = own.Groups[2].Value.ToLowerInvariant();
        return Status(message) is { } status ? FromStatus(id, stamp, status)
            : IsReport(message) ? FromText(id, stamp, text) : null;
    }

    private static Bounce? FromStatus(long id, string stamp, HeaderList recipient)
    {
        // A delay or a success is no bounce: nothing has come back.
        if (!string.Equals(recipient["Action"]?.Trim(), "failed", StringComparison.OrdinalIgnoreCase))
            return null;
        var address = AddressOf(recipient["Original-Recipient"]) ?? AddressOf(recipient["Final-Recipient"]);
        var status = recipient["Status"]?.Trim() ?? "";
        var diagnostic = recipient["Diagnostic-Code"] ?? "";
        return new(id, stamp, address, IsDead(status, diagnostic), Cut($"{status} {diagnostic}"));
    }

    private static Bounce FromText(long id, string stamp, string text)
    {
        // Our own mail may follow the report: what it says is not the reason.
        var until = OwnId().Match(text).Index;
        var words = text[..Math.Max(until, Math.Min(text.Length, 400))];
        var code = Enhanced().Match(words) is { Success: true } match ? match.Value
            : Smtp().Match(words) is { Success: true } plain ? plain.Value : "";
        var line = words.Split('\n').FirstOrDefault(l => code.Length > 0
            ? l.Contains(code, StringComparison.Ordinal) : DeadWords().IsMatch(l)) ?? code;
        return new(id, stamp, null, IsDead(code, words), Cut(line));
    }

    /// <summary>
    /// The address, and not the sender, the size, the content or a full mailbox; and for good. RFC 3463: 5.1.x is
    /// about addresses (5.1.7 and 5.1.8 about the sender's), 5.2.1 about a mailbox that is disabled, 5.4.4 about a
    /// domain that is not there. Others say it in words only.
    /// </summary>
    private static bool IsDead(string status, string words) => status switch
    {
        "5.1.7" or "5.1.8" or "5.2.2" or "5.2.3" or "5.3.4" => false,
        _ when status.StartsWith("5.1.", StringComparison.Ordinal) || status is "5.2.1" or "5.4.4" => true,
        _ when status.StartsWith("5.7.", StringComparison.Ordinal) || status.StartsWith('4') => false,
        _ => DeadWords().IsMatch(words),
    };

    private static HeaderList? Status(MimeMessage message) =>
        message.BodyParts.OfType<MessageDeliveryStatus>().SelectMany(s => s.StatusGroups.Skip(1))
            .FirstOrDefault(g => g.Contains("Final-Recipient") || g.Contains("Original-Recipient"));

    /// <summary>Somebody who answers quotes our Message-ID too: a report comes from the mail system.</summary>
    private static bool IsReport(MimeMessage message) =>
        message.From.Mailboxes.FirstOrDefault() is not { } from || MailSystem().IsMatch(from.Address)
        || Subject().IsMatch(message.Subject ?? "");

    /// <summary>All words of the message: its own, and the heads of ours that it brings back.</summary>
    private static string TextOf(MimeMessage message)
    {
        var text = new System.Text.StringBuilder(message.Subject).Append('\n');
        foreach (var part in message.BodyParts)
        {
            if (text.Length > TextLengthMax)
                break;
            switch (part)
            {
                case MessagePart { Message: { } returned }:
                    text.Append("Message-ID: <").Append(returned.MessageId).Append(">\n");
                    break;
                case TextPart words:
                    text.Append(words.IsHtml ? Tag().Replace(words.Text, " ") : words.Text).Append('\n');
                    break;
                case MimePart { Content: { } content } heads when heads.ContentType.MimeType == "text/rfc822-headers":
                    using (var stream = content.Open())
                    using (var reader = new StreamReader(stream))
                        text.Append(reader.ReadToEnd()).Append('\n');
                    break;
            }
        }
        return text.ToString();
    }

    private static string? AddressOf(string? header) =>
        header?.Split(';')[^1].Trim().Trim('<', '>').ToLowerInvariant() is { Length: > 0 } address
        && address.Contains('@', StringComparison.Ordinal) ? address : null;

    private static string Cut(string text)
    {
        var line = string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return line.Length <= ReasonLengthMax ? line : line[..ReasonLengthMax] + "…";
    }

    [GeneratedRegex(@"mail-(\d{1,18})-([0-9a-fA-F]{8,14})@")]
    private static partial Regex OwnId();

    [GeneratedRegex(@"\b[45]\.\d{1,3}\.\d{1,3}\b")]
    private static partial Regex Enhanced();

    [GeneratedRegex(@"\b55[0-4]\b")]
    private static partial Regex Smtp();

    [GeneratedRegex(
        "user unknown|unknown user|no such user|user (is )?not found|mailbox not found|does not exist|no mailbox here"
        + "|invalid recipient|recipient rejected|recipient address rejected|account (is )?disabled|mailbox unavailable"
        + "|domain not found|host not found|用户不存在|收件人不存在|邮箱不存在|不存在该用户|无此用户|帐号不存在|账号不存在|地址不存在|收件人地址错误"
        + "|(?:帐|账)号已(?:停用|被?禁用|注销)|邮箱已(?:停用|被?禁用|注销)|域名不存在",
        RegexOptions.IgnoreCase)]
    private static partial Regex DeadWords();

    [GeneratedRegex("^(mailer-daemon|postmaster|mail-daemon|bounce)", RegexOptions.IgnoreCase)]
    private static partial Regex MailSystem();

    [GeneratedRegex(
        "^(系统)?退信|投递失败|^undeliver|^delivery status|^failure notice|^returned mail", RegexOptions.IgnoreCase)]
    private static partial Regex Subject();

    [GeneratedRegex("<[^>]*>")]
    private static partial Regex Tag();
}
