using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using BalancedEdu.Web.Data.Notifications;

namespace BalancedEdu.Web.Runtime.Webhooks;

/// <summary>What a group is told.</summary>
/// <param name="Title">One line.</param>
/// <param name="Text">In words.</param>
/// <param name="Link">An absolute address of the product.</param>
public sealed record WebhookMessage(string Title, string Text, string Link);

/// <summary>How an attempt ended: a closed set.</summary>
public abstract record WebhookDelivery
{
    private WebhookDelivery()
    {
    }

    /// <summary>The robot has taken it.</summary>
    public sealed record Accepted : WebhookDelivery;

    /// <summary>It will never be taken as it is: a wrong key, signature or address. A person decides.</summary>
    /// <param name="Reason">The robot's words.</param>
    public sealed record Refused(string Reason) : WebhookDelivery;

    /// <summary>Too many at once: not before the wait is over.</summary>
    /// <param name="Reason">The robot's words.</param>
    /// <param name="Wait">How long.</param>
    public sealed record Later(string Reason, TimeSpan Wait) : WebhookDelivery;

    /// <summary>The robot is away, slow or broken.</summary>
    /// <param name="Reason">What happened.</param>
    public sealed record Failed(string Reason) : WebhookDelivery;
}

/// <summary>
/// The formats of the group robots of 钉钉, 企业微信 and 飞书 as their open platforms describe them. Pure. 钉钉 signs by
/// <c>timestamp</c> (milliseconds) and <c>sign</c> in the address, 飞书 by <c>timestamp</c> (seconds) and <c>sign</c> in
/// the body, where the key is the text and nothing is signed; 企业微信 has no signature: its address holds the key.
/// </summary>
public static class WebhookFormat
{
    private static readonly TimeSpan RateWait = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan LongestWait = TimeSpan.FromHours(1);

    /// <summary>What a kind is called.</summary>
    public static string NameOf(WebhookKind kind) => kind switch
    {
        WebhookKind.DingTalk => "钉钉",
        WebhookKind.WeCom => "企业微信",
        WebhookKind.Feishu => "飞书",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "There is no such robot."),
    };

    /// <summary>The address and the body of a request.</summary>
    public static (Uri Address, string Body) Request(
        WebhookKind kind, Uri address, string? secret, WebhookMessage message, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(address);
        ArgumentNullException.ThrowIfNull(message);
        return kind switch
        {
            WebhookKind.DingTalk => (Signed(address, secret, now), DingTalk(message)),
            WebhookKind.WeCom => (address, WeCom(message)),
            WebhookKind.Feishu => (address, Feishu(message, secret, now)),
            _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "There is no such robot."),
        };
    }

    /// <summary>What an answer means: the robots say in a 200 what is wrong.</summary>
    /// <param name="kind">The format.</param>
    /// <param name="status">The status of HTTP.</param>
    /// <param name="retryAfter">What the answer's head asks to wait, or null.</param>
    /// <param name="body">The body, or what was read of it.</param>
    public static WebhookDelivery Read(WebhookKind kind, int status, TimeSpan? retryAfter, string body)
    {
        ArgumentNullException.ThrowIfNull(body);
        if (status == 429)
            return new WebhookDelivery.Later($"HTTP 429 {Cut(body)}", WaitOf(retryAfter));
        if (status is >= 500 or 408)
            return new WebhookDelivery.Failed($"HTTP {status} {Cut(body)}");
        if (status is < 200 or >= 300)
            return new WebhookDelivery.Refused($"HTTP {status} {Cut(body)}");
        if (CodeOf(kind, body) is not { } code)
            return new WebhookDelivery.Refused($"不是{NameOf(kind)}机器人的应答：{Cut(body)}");
        return code switch
        {
            0 => new WebhookDelivery.Accepted(),
            _ when IsRate(kind, code) => new WebhookDelivery.Later($"{code} {Cut(body)}", WaitOf(retryAfter)),
            -1 => new WebhookDelivery.Failed($"{code} {Cut(body)}"), // 系统繁忙
            _ => new WebhookDelivery.Refused($"{code} {Cut(body)}"),
        };
    }

    private static bool IsRate(WebhookKind kind, int code) => kind switch
    {
        WebhookKind.DingTalk => code is 130101 or 130102 or 410100 or 430101 or 88,
        WebhookKind.WeCom => code is 45009 or 45033,
        _ => code is 9499 or 11232,
    };

    private static Uri Signed(Uri address, string? secret, DateTimeOffset now)
    {
        if (string.IsNullOrEmpty(secret))
            return address;
        var timestamp = now.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);
        var sign = Convert.ToBase64String(HMACSHA256.HashData(
            Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes($"{timestamp}\n{secret}")));
        var query = address.Query.Length > 1 ? address.Query + "&" : "?";
        return new(address.GetLeftPart(UriPartial.Path)
            + $"{query}timestamp={timestamp}&sign={Uri.EscapeDataString(sign)}");
    }

    private static string DingTalk(WebhookMessage message) => Json.Of(w =>
    {
        w.WriteStartObject();
        w.WriteString("msgtype", "markdown");
        w.WriteStartObject("markdown");
        w.WriteString("title", message.Title);
        w.WriteString("text", $"### {Plain(message.Title)}\n\n{Plain(message.Text)}\n\n[打开]({message.Link})");
        w.WriteEndObject();
        w.WriteEndObject();
    });

    private static string WeCom(WebhookMessage message) => Json.Of(w =>
    {
        w.WriteStartObject();
        w.WriteString("msgtype", "markdown");
        w.WriteStartObject("markdown");
        w.WriteString("content", $"**{Plain(message.Title)}**\n{Plain(message.Text)}\n[打开]({message.Link})");
        w.WriteEndObject();
        w.WriteEndObject();
    });

    private static string Feishu(WebhookMessage message, string? secret, DateTimeOffset now) => Json.Of(w =>
    {
        w.WriteStartObject();
        if (!string.IsNullOrEmpty(secret))
        {
            var timestamp = now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
            w.WriteString("timestamp", timestamp);
            w.WriteString("sign", Convert.ToBase64String(
                HMACSHA256.HashData(Encoding.UTF8.GetBytes($"{timestamp}\n{secret}"), Array.Empty<byte>())));
        }
        w.WriteString("msg_type", "text");
        w.WriteStartObject("content");
        w.WriteString("text", $"{message.Title}\n{message.Text}\n{message.Link}");
        w.WriteEndObject();
        w.WriteEndObject();
    });

    /// <summary>What people wrote is no markup: it must not make a link or call everybody.</summary>
    private static string Plain(string text) => text.Replace("[", "［", StringComparison.Ordinal)
        .Replace("]", "］", StringComparison.Ordinal).Replace("<", "＜", StringComparison.Ordinal)
        .Replace("@", "＠", StringComparison.Ordinal).Replace("*", "＊", StringComparison.Ordinal)
        .Replace("#", "＃", StringComparison.Ordinal).Replace("`", "｀", StringComparison.Ordinal);

    private static int? CodeOf(WebhookKind kind, string body)
    {
        try
        {
            using var json = JsonDocument.Parse(body);
            if (json.RootElement.ValueKind != JsonValueKind.Object)
                return null;
            string[] names = kind == WebhookKind.Feishu ? ["code", "StatusCode"] : ["errcode"];
            foreach (var name in names)
                if (json.RootElement.TryGetProperty(name, out var code) && code.TryGetInt32(out var number))
                    return number;
            return null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    private static TimeSpan WaitOf(TimeSpan? asked) =>
        asked is { } wait && wait > RateWait ? (wait < LongestWait ? wait : LongestWait) : RateWait;

    private static string Cut(string text) => text.Length <= 300 ? text.Trim() : text[..300].Trim() + "…";
}
