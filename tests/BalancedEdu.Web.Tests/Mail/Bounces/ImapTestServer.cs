using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace BalancedEdu.Web.Tests.Mail.Bounces;

/// <summary>
/// A small real IMAP server (RFC 3501) on a free port with one mailbox: LOGIN, SELECT, UID SEARCH UNSEEN, UID FETCH of
/// the size and the message, UID STORE of flags.
/// </summary>
public sealed class ImapTestServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _accepting;

    /// <summary>Starts to listen.</summary>
    public ImapTestServer()
    {
        _listener.Start();
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        _accepting = AcceptAsync();
    }

    /// <summary>Where it listens on the loopback address.</summary>
    public int Port { get; }

    /// <summary>The messages; their place is their UID, from 1.</summary>
    public List<string> Messages { get; } = [];

    /// <summary>UIDs that are marked as seen.</summary>
    public ConcurrentDictionary<int, bool> Seen { get; } = [];

    /// <summary>Whether it takes connections and never says a word.</summary>
    public bool Silent { get; set; }

    /// <summary>How many connections it has seen.</summary>
    public int Connections { get; private set; }

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
                var stream = client.GetStream();
                if (Silent)
                    await Task.Delay(Timeout.Infinite, _stop.Token);
                await SayAsync(stream, "* OK [CAPABILITY IMAP4rev1] ready");
                using var reader = new StreamReader(stream, Encoding.Latin1);
                while (await reader.ReadLineAsync(_stop.Token) is { } line)
                {
                    await AnswerAsync(stream, line);
                    if (line.EndsWith("LOGOUT", StringComparison.Ordinal))
                        return;
                }
            }
            catch (Exception e) when (e is IOException or OperationCanceledException)
            {
                client.Close();
            }
        }
    }

    private async Task AnswerAsync(NetworkStream stream, string line)
    {
        var words = line.Split(' ');
        var (tag, verb) = (words[0], words[1].ToUpperInvariant());
        if (verb == "UID")
            verb += " " + words[2].ToUpperInvariant();
        switch (verb)
        {
            case "CAPABILITY":
                await SayAsync(stream, "* CAPABILITY IMAP4rev1");
                break;
            case "LOGIN" when !line.Contains("right", StringComparison.Ordinal):
                await SayAsync(stream, $"{tag} NO [AUTHENTICATIONFAILED] no");
                return;
            case "LIST":
                await SayAsync(stream, line.EndsWith("\"\"", StringComparison.Ordinal)
                    ? "* LIST (\\Noselect) \"/\" \"\"" : "* LIST () \"/\" INBOX");
                break;
            case "SELECT":
                await SayAsync(stream, $"* {Messages.Count} EXISTS\r\n* 0 RECENT\r\n* FLAGS (\\Seen \\Deleted)\r\n"
                    + "* OK [PERMANENTFLAGS (\\Seen \\Deleted)] ok\r\n* OK [UIDVALIDITY 7] ok\r\n"
                    + $"* OK [UIDNEXT {Messages.Count + 1}] ok");
                break;
            case "UID SEARCH":
                var unseen = Enumerable.Range(1, Messages.Count).Where(uid => !Seen.ContainsKey(uid));
                await SayAsync(stream, ("* SEARCH " + string.Join(' ', unseen)).TrimEnd());
                break;
            case "UID FETCH":
                foreach (var uid in Uids(words[3]))
                    await FetchAsync(stream, uid, line);
                break;
            case "UID STORE":
                foreach (var uid in Uids(words[3]))
                    Seen[uid] = true;
                break;
        }
        await SayAsync(stream, $"{tag} OK {(verb == "SELECT" ? "[READ-WRITE] " : "")}done");
    }

    private async Task FetchAsync(NetworkStream stream, int uid, string line)
    {
        var bytes = Encoding.UTF8.GetBytes(Messages[uid - 1].ReplaceLineEndings("\r\n"));
        if (!line.Contains("BODY", StringComparison.Ordinal))
        {
            await SayAsync(stream, $"* {uid} FETCH (UID {uid} RFC822.SIZE {bytes.Length})");
            return;
        }
        await SayAsync(stream, $"* {uid} FETCH (UID {uid} BODY[] {{{bytes.Length}}}");
        await stream.WriteAsync(bytes, _stop.Token);
        await SayAsync(stream, ")");
    }

    /// <summary>1,3:5.</summary>
    private static IEnumerable<int> Uids(string set) => set.Split(',').SelectMany(part =>
    {
        var ends = part.Split(':').Select(n => int.Parse(n, CultureInfo.InvariantCulture)).ToList();
        return Enumerable.Range(ends[0], ends[^1] - ends[0] + 1);
    });

    private Task SayAsync(NetworkStream stream, string text) =>
        stream.WriteAsync(Encoding.UTF8.GetBytes(text + "\r\n"), _stop.Token).AsTask();
}
