using System.Security.Cryptography;
using BalancedEdu.Web.Data;
using BalancedEdu.Web.Runtime.Sweeps;
using MailKit;
using MailKit.Net.Imap;
using MailKit.Search;
using MailKit.Security;
using Microsoft.Extensions.Options;

namespace BalancedEdu.Web.Mail.Bounces;

/// <summary>
/// Looks for mails that came back. What is read is marked as seen after it was written down: if we die in between it is
/// read once more and counts once. Off without a server.
/// </summary>
internal sealed class BounceSweep(
    IServiceScopeFactory scopes, IOptions<BounceSettings> settings, TimeProvider time, ILogger<BounceSweep> log)
    : ISweep
{
    private const int Batch = 100;

    /// <summary>A report with our mail in it is far smaller; what is larger isn't downloaded.</summary>
    private const uint SizeMax = 2 * 1024 * 1024;

    private DateTimeOffset _next = DateTimeOffset.MinValue;

    public async Task<int> RunAsync(CancellationToken cancellation)
    {
        var every = TimeSpan.FromMinutes(settings.Value.EveryMinutes);
        var now = time.GetStoredNow();
        if (settings.Value.Host.Length == 0 || (now < _next && _next <= now + every))
            return 0;
        _next = now + every;
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(settings.Value.TimeoutSeconds));
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, limit.Token);
        try
        {
            var read = await ReadAsync(either.Token);
            if (read == Batch)
                _next = now;
            return read;
        }
        catch (Exception e) when (!cancellation.IsCancellationRequested && e is OperationCanceledException
            or TimeoutException or IOException or ServiceNotConnectedException or ServiceNotAuthenticatedException
            or CommandException or ProtocolException or FolderNotFoundException or SslHandshakeException
            or System.Net.Sockets.SocketException
            or MailKit.Security.AuthenticationException or System.Security.Authentication.AuthenticationException)
        {
            // Nothing waits for it: what came back stays in the mailbox, and the next look finds it.
            log.LogWarning(e, "The mailbox of bounces at {Host} could not be read; next look at {Next}",
                settings.Value.Host, _next);
            return 0;
        }
    }

    private async Task<int> ReadAsync(CancellationToken cancellation)
    {
        var s = settings.Value;
        using var client = new ImapClient { Timeout = s.TimeoutSeconds * 2000 };
        if (s.CertificateSha256.Length > 0)
            client.ServerCertificateValidationCallback = (_, certificate, _, _) => string.Equals(
                certificate?.GetCertHashString(HashAlgorithmName.SHA256),
                s.CertificateSha256.Replace(":", "", StringComparison.Ordinal), StringComparison.OrdinalIgnoreCase);
        await client.ConnectAsync(s.Host, s.Port, s.Security switch
        {
            MailSecurity.Tls => SecureSocketOptions.SslOnConnect,
            MailSecurity.StartTls => SecureSocketOptions.StartTls,
            _ => SecureSocketOptions.None,
        }, cancellation);
        await client.AuthenticateAsync(s.UserName, s.Password, cancellation);
        var folder = string.Equals(s.Folder, "INBOX", StringComparison.OrdinalIgnoreCase)
            ? client.Inbox! : await client.GetFolderAsync(s.Folder, cancellation);
        await folder.OpenAsync(FolderAccess.ReadWrite, cancellation);
        var unseen = await folder.SearchAsync(SearchQuery.NotSeen, cancellation);
        List<UniqueId> ids = [.. unseen.Take(Batch)];
        if (ids.Count > 0)
            foreach (var summary in await folder.FetchAsync(ids, MessageSummaryItems.Size, cancellation))
            {
                if (summary.Size <= SizeMax)
                    await HandleAsync(folder, summary.UniqueId, cancellation);
                await folder.AddFlagsAsync(summary.UniqueId, MessageFlags.Seen, silent: true, cancellation);
            }
        await client.DisconnectAsync(quit: true, cancellation);
        return ids.Count;
    }

    private async Task HandleAsync(IMailFolder folder, UniqueId id, CancellationToken cancellation)
    {
        using var message = await folder.GetMessageAsync(id, cancellation);
        try
        {
            if (BounceReport.Read(message) is not { } bounce)
                return;
            await using var scope = scopes.CreateAsyncScope();
            await scope.ServiceProvider.GetRequiredService<BounceDesk>().RecordAsync(
                bounce, message.MessageId ?? $"{folder.UidValidity}/{id.Id}", cancellation);
        }
        catch (Exception e) when (e is FormatException or ArgumentException or InvalidOperationException)
        {
            // Anybody can write to this mailbox: what can't be read holds up no report behind it.
            log.LogWarning(e, "Message {Id} in the mailbox of bounces can't be read; it is passed over", id.Id);
        }
    }
}
