using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace BalancedEdu.Web.Tests.Mail;

/// <summary>A mail that the server took.</summary>
/// <param name="From">The envelope's sender.</param>
/// <param name="Recipients">The envelope's recipients.</param>
/// <param name="Content">The message as it was written, without dot-stuffing.</param>
/// <param name="Encrypted">Whether the connection was protected.</param>
/// <param name="UserName">Who had signed in, or null.</param>
public sealed record TakenMail(
    string From, IReadOnlyList<string> Recipients, string Content, bool Encrypted, string? UserName);

/// <summary>
/// A small real SMTP server (RFC 5321) on a free port: EHLO, STARTTLS, AUTH PLAIN and LOGIN, MAIL, RCPT, DATA. What it
/// answers can be scripted: the next answers to a verb are taken from <see cref="Script"/> before the usual one.
/// </summary>
public sealed class SmtpTestServer : IAsyncDisposable
{
    /// <summary>Scripted instead of an answer: the server hangs up.</summary>
    public const string HangUp = "!hang-up";

    /// <summary>Scripted instead of an answer: the server stays silent.</summary>
    public const string Silence = "!silence";

    private static readonly X509Certificate2 Certificate = OwnCertificate();

    private readonly TcpListener _listener;
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentDictionary<string, ConcurrentQueue<string>> _script = new();
    private readonly Task _accepting;

    /// <summary>Starts to listen.</summary>
    /// <param name="implicitTls">Whether TLS begins with the first byte.</param>
    /// <param name="port">Where; 0: on a free port.</param>
    public SmtpTestServer(bool implicitTls = false, int port = 0)
    {
        _listener = new(IPAddress.Loopback, port);
        ImplicitTls = implicitTls;
        _listener.Start();
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        _accepting = AcceptAsync();
    }

    /// <summary>Where it listens on the loopback address.</summary>
    public int Port { get; }

    /// <summary>Whether TLS begins with the first byte.</summary>
    public bool ImplicitTls { get; }

    /// <summary>Whether it offers STARTTLS.</summary>
    public bool OffersStartTls { get; init; } = true;

    /// <summary>The only account; null: anybody may send.</summary>
    public (string UserName, string Password)? Account { get; init; }

    /// <summary>SHA-256 of its self-made certificate.</summary>
    public static string CertificateSha256 => Certificate.GetCertHashString(HashAlgorithmName.SHA256);

    /// <summary>After so many mails it stops: it hangs up and listens no longer.</summary>
    public int StopsAfter { get; init; } = int.MaxValue;

    /// <summary>What it took, in order.</summary>
    public ConcurrentQueue<TakenMail> Taken { get; } = new();

    /// <summary>How many connections it has seen.</summary>
    public int Connections { get; private set; }

    /// <summary>The next answers to a verb; <c>.</c> is the end of the data, <c>CONNECT</c> the greeting.</summary>
    public void Script(string verb, params string[] answers)
    {
        var queue = _script.GetOrAdd(verb, _ => new());
        foreach (var answer in answers) queue.Enqueue(answer);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Dispose();
        await _accepting;
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        var sessions = new List<Task>();
        try
        {
            while (true)
            {
                var client = await _listener.AcceptTcpClientAsync(_stop.Token);
                Connections++;
                sessions.Add(TalkAsync(client));
            }
        }
        catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException or SocketException)
        {
            await Task.WhenAll(sessions);
        }
    }

    private async Task TalkAsync(TcpClient client)
    {
        using (client)
        {
            try
            {
                await new Session(this, client.GetStream()).RunAsync(_stop.Token);
            }
            catch (Exception e) when (e is IOException or OperationCanceledException or AuthenticationFailure)
            {
                client.Close();
            }
        }
    }

    private string? Scripted(string verb) => _script.TryGetValue(verb, out var q) && q.TryDequeue(out var a) ? a : null;

    private static X509Certificate2 OwnCertificate()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using var made = request.CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(200));
        return X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pfx), null);
    }

    private sealed class AuthenticationFailure : Exception;

    private sealed class Session(SmtpTestServer server, Stream stream)
    {
        private Stream _stream = stream;
        private bool _encrypted;
        private string? _user;
        private string _from = "";
        private readonly List<string> _recipients = [];

        public async Task RunAsync(CancellationToken stop)
        {
            if (server.ImplicitTls) await EncryptAsync(stop);
            await SayAsync(server.Scripted("CONNECT") ?? "220 localhost ready", stop);
            while (await ReadLineAsync(stop) is { } line)
            {
                var verb = line.Split(' ', ':')[0].ToUpperInvariant();
                if (server.Scripted(verb) is { } scripted)
                {
                    await SayAsync(scripted, stop);
                    continue;
                }
                if (!await AnswerAsync(verb, line, stop)) return;
            }
        }

        private async Task<bool> AnswerAsync(string verb, string line, CancellationToken stop)
        {
            switch (verb)
            {
                case "EHLO":
                    await SayAsync(Greeting(), stop);
                    return true;
                case "STARTTLS" when server.OffersStartTls && !_encrypted:
                    await SayAsync("220 go ahead", stop);
                    await EncryptAsync(stop);
                    return true;
                case "AUTH":
                    await AuthenticateAsync(line, stop);
                    return true;
                case "MAIL" when server.Account is not null && _user is null:
                    await SayAsync("530 5.7.0 Authentication required", stop);
                    return true;
                case "MAIL":
                    (_from, _) = (AddressIn(line), _recipients.RemoveAll(_ => true));
                    await SayAsync("250 2.1.0 OK", stop);
                    return true;
                case "RCPT":
                    _recipients.Add(AddressIn(line));
                    await SayAsync("250 2.1.5 OK", stop);
                    return true;
                case "DATA":
                    await SayAsync("354 go on", stop);
                    await TakeAsync(stop);
                    return true;
                case "RSET" or "NOOP":
                    await SayAsync("250 OK", stop);
                    return true;
                case "QUIT":
                    await SayAsync("221 bye", stop);
                    return false;
                default:
                    await SayAsync("502 5.5.2 not known", stop);
                    return true;
            }
        }

        private string Greeting()
        {
            List<string> lines = ["localhost", "8BITMIME", "SMTPUTF8"];
            if (server.OffersStartTls && !_encrypted) lines.Add("STARTTLS");
            if (server.Account is not null) lines.Add("AUTH PLAIN LOGIN");
            return string.Join("\r\n", lines.Select((l, i) => (i == lines.Count - 1 ? "250 " : "250-") + l));
        }

        private async Task AuthenticateAsync(string line, CancellationToken stop)
        {
            var words = line.Split(' ');
            string user, password;
            if (words[1] == "PLAIN")
            {
                if (words.Length < 3) await SayAsync("334 ", stop);
                var parts = Decoded(words.Length > 2 ? words[2] : await ReadLineAsync(stop)).Split('\0');
                (user, password) = (parts[1], parts[2]);
            }
            else
            {
                await SayAsync("334 VXNlcm5hbWU6", stop);
                user = Decoded(await ReadLineAsync(stop));
                await SayAsync("334 UGFzc3dvcmQ6", stop);
                password = Decoded(await ReadLineAsync(stop));
            }
            if ((user, password) == server.Account) _user = user;
            await SayAsync(_user is null ? "535 5.7.8 Authentication failed" : "235 2.7.0 OK", stop);
        }

        private async Task TakeAsync(CancellationToken stop)
        {
            var content = new StringBuilder();
            while (await ReadLineAsync(stop) is { } line && line != ".")
                content.Append(line.StartsWith('.') ? line[1..] : line).Append("\r\n");
            var scripted = server.Scripted(".");
            if (scripted is null or HangUp)
                server.Taken.Enqueue(new(_from, [.. _recipients], content.ToString(), _encrypted, _user));
            await SayAsync(scripted ?? "250 2.0.0 queued", stop);
            if (server.Taken.Count < server.StopsAfter)
                return;
            server._listener.Stop();
            throw new IOException("stopped");
        }

        private async Task EncryptAsync(CancellationToken stop)
        {
            var tls = new SslStream(_stream);
            try
            {
                await tls.AuthenticateAsServerAsync(
                    new SslServerAuthenticationOptions { ServerCertificate = Certificate }, stop);
            }
            catch (System.Security.Authentication.AuthenticationException)
            {
                throw new AuthenticationFailure();
            }
            (_stream, _encrypted) = (tls, true);
        }

        private async Task SayAsync(string answer, CancellationToken stop)
        {
            if (answer == HangUp) throw new IOException("scripted");
            if (answer == Silence) await Task.Delay(Timeout.Infinite, stop);
            await _stream.WriteAsync(Encoding.UTF8.GetBytes(answer + "\r\n"), stop);
            await _stream.FlushAsync(stop);
        }

        private async Task<string?> ReadLineAsync(CancellationToken stop)
        {
            var line = new List<byte>();
            var one = new byte[1];
            while (await _stream.ReadAsync(one, stop) == 1)
            {
                if (one[0] == '\n') return Encoding.UTF8.GetString([.. line]).TrimEnd('\r');
                line.Add(one[0]);
            }
            return null;
        }

        private static string Decoded(string? base64) =>
            Encoding.UTF8.GetString(Convert.FromBase64String(base64 ?? ""));

        private static string AddressIn(string line) => line[(line.IndexOf('<') + 1)..line.IndexOf('>')];
    }
}
