using System.Text.Json;
using System.Text.Json.Nodes;
using BalancedEdu.Web.Data;
using BalancedEdu.Web.Data.Cases;
using Microsoft.EntityFrameworkCore;
using MimeKit;

namespace BalancedEdu.Web.Mail;

/// <summary>Makes the message of an outbox row from template, case and recipient.</summary>
internal sealed class MailComposition(BalancedEduDb db, MailSettings settings)
{
    /// <summary>Composes; writes <see cref="OutboxMail.Subject"/> and <see cref="OutboxMail.Text"/>.</summary>
    /// <exception cref="MailCompositionException">Template, data or recipient don't allow it.</exception>
    /// <exception cref="FormatException">The recipient's address is none.</exception>
    public async Task<MimeMessage> ComposeAsync(OutboxMail mail, DateTimeOffset now, CancellationToken cancellation)
    {
        var @case = mail.CaseId is null ? null : await db.Cases.AsNoTracking()
            .Where(c => c.Id == mail.CaseId).Select(c => new { c.Number, c.BundleVersionId })
            .SingleOrDefaultAsync(cancellation);
        var template = await MailTemplates.FindAsync(db, mail.Template, @case?.BundleVersionId, cancellation);
        var user = await db.Users.AsNoTracking()
            .Where(u => u.UserName == mail.ToUserName).Select(u => new { u.DisplayName, u.Email, u.Disabled })
            .SingleOrDefaultAsync(cancellation)
            ?? throw new MailCompositionException($"没有账号“{mail.ToUserName}”。请核对后放弃这封邮件。");
        var data = WithRecipient(mail, user.DisplayName);
        var composed = MailComposer.Compose(template, data.ToJsonString(), LinkOf(mail, data));
        (mail.Subject, mail.Text) = (composed.Subject, composed.Text);
        if (user.Disabled) throw new MailCompositionException($"账号“{mail.ToUserName}”已停用。请将环节转给他人后放弃这封邮件。");
        if (string.IsNullOrWhiteSpace(user.Email))
            throw new MailCompositionException($"账号“{mail.ToUserName}”没有邮箱。请在账号里补上后重发。");
        var address = user.Email.ToLowerInvariant();
        if (await db.UndeliverableAddresses.AnyAsync(
            a => a.Address == address && a.ClearedAt == null, cancellation))
            throw new MailCompositionException(
                $"邮箱 {user.Email} 有退信，已停止发送。请更正账号的邮箱，或在“退信邮箱”里恢复发送后重发。");
        return MailMessage.Of(
            composed, new(mail.Id, mail.CreatedAt, user.Email, user.DisplayName, @case?.Number), settings, now);
    }

    private static JsonObject WithRecipient(OutboxMail mail, string displayName)
    {
        try
        {
            var data = JsonNode.Parse(mail.Data) as JsonObject
                ?? throw new MailCompositionException($"邮件 {mail.Id} 的数据不是对象。请放弃这封邮件并报告。");
            data["recipient"] = displayName;
            return data;
        }
        catch (JsonException e)
        {
            throw new MailCompositionException($"邮件 {mail.Id} 的数据不是 JSON（{e.Message}）。请放弃这封邮件并报告。");
        }
    }

    /// <summary>Always on our own site: a link in the data counts only as a path.</summary>
    private string LinkOf(OutboxMail mail, JsonObject data)
    {
        var given = data["link"]?.GetValueKind() == JsonValueKind.String ? data["link"]!.GetValue<string>() : "";
        var site = settings.PublicUrl.TrimEnd('/');
        if (given.StartsWith(site + "/", StringComparison.Ordinal)) return given;
        var path = given.StartsWith('/') && !given.StartsWith("//", StringComparison.Ordinal) ? given
            : mail.TaskId is { } task ? $"/Tasks/{task}"
            : mail.CaseId is { } caseId ? $"/Cases/{caseId}" : "/";
        return site + path;
    }
}
