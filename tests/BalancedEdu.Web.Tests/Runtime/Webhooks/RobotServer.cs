using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Web;

namespace BalancedEdu.Web.Tests.Runtime.Webhooks;

/// <summary>A request that the robot was sent.</summary>
/// <param name="Path">Its path and query.</param>
/// <param name="Body">Its body.</param>
/// <param name="Signed">Whether the signature is right by the rules of the platform.</param>
public sealed record RobotRequest(string Path, string Body, bool Signed);

/// <summary>
/// A receiver as the platforms run it: it checks signatures by itself and answers a wrong one in a 200. The next
/// answers can be scripted.
/// </summary>
public sealed class RobotServer : IAsyncDisposable
{
    /// <summary>The secret of its robots.</summary>
    public const string Secret = "SEC8f3c0d1e";

    private readonly HttpListener _listener = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentQueue<(int Status, string Body)> _script = [];
    private readonly TimeProvider _time;
    private readonly Task _accepting;

    /// <summary>Starts to listen.</summary>
    /// <param name="time">What timestamps are judged by.</param>
    public RobotServer(TimeProvider time)
    {
        _time = time;
        using (var free = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0))
        {
            free.Start();
            Port = ((IPEndPoint)free.LocalEndpoint).Port;
        }
        _listener.Prefixes.Add($"http://127.0.0.1:{Port}/");
        _listener.Start();
        _accepting = AcceptAsync();
    }

    /// <summary>Where it listens.</summary>
    public int Port { get; }

    /// <summary>What it was sent, in order.</summary>
    public ConcurrentQueue<RobotRequest> Requests { get; } = [];

    /// <summary>Whether it takes requests and never answers.</summary>
    public bool Hangs { get; set; }

    /// <summary>The address of a robot of each platform.</summary>
    public string DingTalk => $"http://127.0.0.1:{Port}/robot/send?access_token=abc";

    /// <summary>The address of a robot of each platform.</summary>
    public string WeCom => $"http://127.0.0.1:{Port}/cgi-bin/webhook/send?key=abc";

    /// <summary>The address of a robot of each platform.</summary>
    public string Feishu => $"http://127.0.0.1:{Port}/open-apis/bot/v2/hook/abc";

    /// <summary>The next answers.</summary>
    public void Script(int status, string body, int times = 1)
    {
        for (var i = 0; i < times; i++)
            _script.Enqueue((status, body));
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Abort();
        await _accepting;
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (!_stop.IsCancellationRequested)
            try
            {
                _ = AnswerAsync(await _listener.GetContextAsync());
            }
            catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
            {
                return;
            }
    }

    private async Task AnswerAsync(HttpListenerContext context)
    {
        using var reader = new StreamReader(context.Request.InputStream, Encoding.UTF8);
        var body = await reader.ReadToEndAsync();
        var (signed, usual) = Judge(context.Request.Url!, body);
        Requests.Enqueue(new(context.Request.Url!.PathAndQuery, body, signed));
        if (Hangs)
            return;
        var (status, text) = _script.TryDequeue(out var scripted) ? scripted : (200, usual);
        context.Response.StatusCode = status;
        if (status is 301 or 302)
            context.Response.Headers["Location"] = WeCom;
        if (status == 429)
            context.Response.Headers["Retry-After"] = "300";
        // With its length: an empty text would be sent as two last chunks, and the second one, when it comes late, is
        // read as the answer to the next request.
        var bytes = Encoding.UTF8.GetBytes(text);
        context.Response.ContentLength64 = bytes.Length;
        await context.Response.OutputStream.WriteAsync(bytes);
        context.Response.Close();
    }

    private (bool Signed, string Answer) Judge(Uri address, string body)
    {
        using var json = JsonDocument.Parse(body);
        var query = HttpUtility.ParseQueryString(address.Query);
        switch (address.AbsolutePath)
        {
            case "/robot/send":
                var millis = query["timestamp"];
                var right = millis is not null
                    && IsNow(DateTimeOffset.FromUnixTimeMilliseconds(long.Parse(millis, null)))
                    && query["sign"] == Hmac(Secret, $"{millis}\n{Secret}");
                return right && json.RootElement.GetProperty("msgtype").GetString() == "markdown"
                    ? (true, """{"errcode":0,"errmsg":"ok"}""") : (false, """{"errcode":310000,"errmsg":"sign not match"}""");
            case "/cgi-bin/webhook/send":
                return json.RootElement.GetProperty("markdown").GetProperty("content").GetString()!.Length > 0
                    ? (true, """{"errcode":0,"errmsg":"ok"}""") : (false, """{"errcode":40058,"errmsg":"content empty"}""");
            default:
                var stamp = json.RootElement.TryGetProperty("timestamp", out var t) ? t.GetString() : null;
                var good = stamp is not null && IsNow(DateTimeOffset.FromUnixTimeSeconds(long.Parse(stamp, null)))
                    && json.RootElement.GetProperty("sign").GetString() == Hmac($"{stamp}\n{Secret}", "");
                return good && json.RootElement.GetProperty("content").GetProperty("text").GetString()!.Length > 0
                    ? (true, """{"StatusCode":0,"StatusMessage":"success","code":0,"data":{},"msg":"success"}""")
                    : (false, """{"code":19021,"msg":"sign match fail or timestamp is not within one hour from current time"}""");
        }
    }

    private bool IsNow(DateTimeOffset at) => (_time.GetUtcNow() - at).Duration() < TimeSpan.FromHours(1);

    private static string Hmac(string key, string text) =>
        Convert.ToBase64String(HMACSHA256.HashData(Encoding.UTF8.GetBytes(key), Encoding.UTF8.GetBytes(text)));
}
