using System.Security.Authentication;
using System.Text;
using BalancedEdu.Web.Data.Notifications;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Options;

namespace BalancedEdu.Web.Runtime.Webhooks;

/// <summary>Keeps addresses and secrets of robots from being read in the database.</summary>
public sealed class WebhookSecrets(IDataProtectionProvider protection)
{
    private readonly IDataProtector _protector = protection.CreateProtector("BalancedEdu.Webhooks");

    /// <summary>As it stands in its row.</summary>
    public string Protect(string text) => _protector.Protect(text);

    /// <summary>As it was given.</summary>
    /// <exception cref="System.Security.Cryptography.CryptographicException">The key is gone.</exception>
    public string Unprotect(string text) => _protector.Unprotect(text);
}

/// <summary>Gives a message to a robot, once.</summary>
public sealed class WebhookSender : IDisposable
{
    private const int AnswerBytesMax = 16 * 1024;

    private readonly WebhookSettings _settings;
    private readonly WebhookSecrets _secrets;
    private readonly TimeProvider _time;
    private readonly HttpClient _client;

    /// <summary>Takes what it needs; opens nothing.</summary>
    public WebhookSender(
        IOptions<WebhookSettings> settings, WebhookGuard guard, WebhookSecrets secrets, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(guard);
        (_settings, _secrets, _time) = (settings.Value, secrets, time);
        _client = new(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            UseProxy = false,
            ConnectCallback = guard.ConnectAsync,
            PooledConnectionLifetime = TimeSpan.FromMinutes(2),
            MaxResponseHeadersLength = 16,
        })
        {
            Timeout = Timeout.InfiniteTimeSpan, // each attempt has its own limit
        };
    }

    /// <summary>Tries once.</summary>
    /// <exception cref="OperationCanceledException">The application stops.</exception>
    public async Task<WebhookDelivery> SendAsync(
        WebhookTarget target, WebhookMessage message, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(target);
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(_settings.TimeoutSeconds));
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, limit.Token);
        try
        {
            var (address, body) = WebhookFormat.Request(
                target.Kind, new(_secrets.Unprotect(target.ProtectedUrl)),
                target.ProtectedSecret is { } secret ? _secrets.Unprotect(secret) : null, message, _time.GetUtcNow());
            if (address.Scheme != Uri.UriSchemeHttps && !_settings.AllowHttp)
                return new WebhookDelivery.Refused("地址不是 https，没有连接");
            using var content = new StringContent(body, Encoding.UTF8, "application/json");
            using var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = content };
            using var answer = await _client.SendAsync(
                request, HttpCompletionOption.ResponseHeadersRead, either.Token);
            return WebhookFormat.Read(
                target.Kind, (int)answer.StatusCode, answer.Headers.RetryAfter?.Delta,
                await ReadAsync(answer, either.Token));
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return new WebhookDelivery.Failed($"{_settings.TimeoutSeconds} 秒内没有应答");
        }
        catch (HttpRequestException e) when (e.InnerException is WebhookForbiddenException forbidden)
        {
            return new WebhookDelivery.Refused(forbidden.Message);
        }
        catch (Exception e) when (e is HttpRequestException or IOException or AuthenticationException)
        {
            return new WebhookDelivery.Failed(e.InnerException?.Message ?? e.Message);
        }
        catch (System.Security.Cryptography.CryptographicException)
        {
            return new WebhookDelivery.Refused("地址或密钥无法解密：保护密钥已经更换。请重新填写这个群机器人的地址和密钥");
        }
    }

    /// <summary>So much of the body as is of use, and no more.</summary>
    private static async Task<string> ReadAsync(HttpResponseMessage answer, CancellationToken cancellation)
    {
        await using var stream = await answer.Content.ReadAsStreamAsync(cancellation);
        var buffer = new byte[AnswerBytesMax];
        var read = await stream.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellation);
        return Encoding.UTF8.GetString(buffer, 0, read);
    }

    /// <inheritdoc/>
    public void Dispose() => _client.Dispose();
}
