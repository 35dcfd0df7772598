using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;
using Microsoft.Extensions.Options;
using MimeKit;

namespace BalancedEdu.Web.Mail;

/// <summary>How an attempt ended: a closed set.</summary>
public abstract record MailDelivery
{
    private MailDelivery()
    {
    }

    /// <summary>The server answered 250, or the file is written.</summary>
    public sealed record Accepted : MailDelivery;

    /// <summary>It will never be taken (5xx for this recipient or this message).</summary>
    /// <param name="Reason">The server's words.</param>
    public sealed record Refused(string Reason) : MailDelivery;

    /// <summary>Not now: the server is away, busy, slow, or set up wrongly.</summary>
    /// <param name="Reason">What happened.</param>
    public sealed record Failed(string Reason) : MailDelivery;
}

/// <summary>Gives messages to the SMTP server, or to the folder when there is none.</summary>
public sealed class MailSender(IOptions<MailSettings> settings)
{
    /// <summary>Opens what several mails can be given to, one after the other.</summary>
    public MailSession Open() => new(settings.Value);
}

/// <summary>
/// One connection, made with the first mail and again after a failure. If we die after the server's 250 and before the
/// row is marked, the mail goes out again with the same Message-ID.
/// </summary>
public sealed class MailSession : IAsyncDisposable
{
    private readonly MailSettings _settings;
    private SmtpClient? _client;

    internal MailSession(MailSettings settings) => _settings = settings;

    /// <summary>Whether the last attempt failed for a reason that has nothing to do with its mail.</summary>
    public bool ServerIsAway { get; private set; }

    /// <summary>Tries once to deliver a message.</summary>
    /// <exception cref="OperationCanceledException">The application stops.</exception>
    public async Task<MailDelivery> SendAsync(MimeMessage message, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(message);
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limited.CancelAfter(TimeSpan.FromSeconds(_settings.TimeoutSeconds));
        ServerIsAway = false;
        try
        {
            if (_settings.Host.Length == 0) await WriteAsync(message, limited.Token);
            else await (await ConnectedAsync(limited.Token)).SendAsync(message, limited.Token);
            return new MailDelivery.Accepted();
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            Drop();
            ServerIsAway = true;
            return new MailDelivery.Failed($"{_settings.TimeoutSeconds} 秒内没有应答");
        }
        catch (SmtpCommandException e) when (IsFinal(e))
        {
            // The connection is still good: MailKit has reset the transaction.
            return new MailDelivery.Refused(Words(e));
        }
        catch (Exception e) when (e is ServiceNotConnectedException or CommandException or ProtocolException
            or System.Security.Authentication.AuthenticationException or MailKit.Security.AuthenticationException
            or SslHandshakeException or IOException or UnauthorizedAccessException or NotSupportedException
            or System.Net.Sockets.SocketException)
        {
            Drop();
            ServerIsAway = e is not SmtpCommandException;
            return new MailDelivery.Failed(e is SmtpCommandException command ? Words(command) : e.Message);
        }
    }

    /// <summary>Says goodbye; what the server thinks of it no longer matters.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_client is null) return;
        using var limited = new CancellationTokenSource(TimeSpan.FromSeconds(5));
        try
        {
            await _client.DisconnectAsync(quit: true, limited.Token);
        }
        catch (Exception e) when (e is IOException or ProtocolException or CommandException
            or OperationCanceledException)
        {
            // The mails were taken before; a server that hangs up first loses nothing.
            Drop();
            return;
        }
        Drop();
    }

    private async Task<SmtpClient> ConnectedAsync(CancellationToken cancellation)
    {
        if (_client is { IsConnected: true }) return _client;
        Drop();
        // The limit of the whole attempt ends first: what ends by the client's own says less.
        var client = new SmtpClient { Timeout = _settings.TimeoutSeconds * 2000, LocalDomain = "balancededu.local" };
        if (_settings.CertificateSha256.Length > 0)
            client.ServerCertificateValidationCallback = (_, certificate, _, _) => IsPinned(certificate);
        _client = client;
        await client.ConnectAsync(_settings.Host, _settings.Port, OptionsOf(_settings.Security), cancellation);
        if (_settings.UserName.Length > 0)
            await client.AuthenticateAsync(_settings.UserName, _settings.Password, cancellation);
        return client;
    }

    private bool IsPinned(X509Certificate? certificate) =>
        string.Equals(certificate?.GetCertHashString(HashAlgorithmName.SHA256),
            _settings.CertificateSha256.Replace(":", "", StringComparison.Ordinal), StringComparison.OrdinalIgnoreCase);

    /// <summary>The same row gives the same file: a repetition overwrites, and half a file is never seen.</summary>
    private async Task WriteAsync(MimeMessage message, CancellationToken cancellation)
    {
        Directory.CreateDirectory(_settings.Folder);
        var path = Path.Combine(_settings.Folder, message.MessageId!.Split('@')[0] + ".eml");
        await message.WriteToAsync(path + ".part", cancellation);
        File.Move(path + ".part", path, overwrite: true);
    }

    private void Drop()
    {
        _client?.Dispose();
        _client = null;
    }

    /// <summary>A refused sender is a wrong setting, not a wrong mail: that one is tried again.</summary>
    private static bool IsFinal(SmtpCommandException e) => (int)e.StatusCode >= 500
        && e.ErrorCode is SmtpErrorCode.RecipientNotAccepted or SmtpErrorCode.MessageNotAccepted;

    private static string Words(SmtpCommandException e) => $"{(int)e.StatusCode} {e.Message}";

    private static SecureSocketOptions OptionsOf(MailSecurity security) => security switch
    {
        MailSecurity.StartTls => SecureSocketOptions.StartTls,
        MailSecurity.Tls => SecureSocketOptions.SslOnConnect,
        MailSecurity.None => SecureSocketOptions.None,
        _ => throw new InvalidOperationException($"No connection for {security}."),
    };
}
