using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using BalancedEdu.Web.Data;
using BalancedEdu.Web.Data.Organisation;
using Microsoft.EntityFrameworkCore;

namespace BalancedEdu.Web.Api;

/// <summary>
/// Lets a request that changes something be sent again (Idempotency-Key): within a day the same key gives the same
/// answer. Refusals change nothing and are not kept. If the process dies while a request is carried out, the next one
/// with the key is carried out anew a minute later; the revision in it, the key of a start, and <see cref="OnceOf"/> of
/// what has no revision keep anything from being done twice.
/// </summary>
internal sealed class Idempotency(BalancedEduDb db, TimeProvider time) : IEndpointFilter
{
    /// <summary>The header.</summary>
    public const string Header = "Idempotency-Key";

    /// <summary>The header of an answer that is given again.</summary>
    public const string ReplayedHeader = "Idempotency-Replayed";

    /// <summary>The longest key.</summary>
    public const int KeyLengthMax = 100;

    private static readonly TimeSpan Kept = TimeSpan.FromDays(1);

    /// <summary>How long one request is waited for before it counts as dead.</summary>
    private static readonly TimeSpan InProgress = TimeSpan.FromMinutes(1);

    /// <summary>The key of a request; the filter has seen that there is one.</summary>
    public static string KeyOf(HttpRequest request) => request.Headers[Header].ToString();

    /// <summary>
    /// What makes a request recognisable for ever: who sent it, its key, and what it said. It is written in the
    /// transaction of what the request does.
    /// </summary>
    public static string OnceOf(HttpContext http) => (string)http.Items[typeof(Idempotency)]!;

    /// <inheritdoc/>
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        var key = KeyOf(http.Request);
        if (key.Length is 0 or > KeyLengthMax)
            return Refuse(
                StatusCodes.Status400BadRequest, "api.idempotency-key-missing",
                $"没有办理：请求须带 {Header}，1 到 {KeyLengthMax} 个字符。重发时请用同一个。");
        var token = ApiAuthentication.TokenOf(http.User);
        var hash = await HashAsync(http.Request);
        http.Items[typeof(Idempotency)] = string.Create(
            CultureInfo.InvariantCulture, $"api/{token}/{key}/{hash.AsSpan(0, 16)}");
        if (await BeginAsync(token, key, hash, http.RequestAborted) is { } known)
            return Replay(http, known, hash);
        ApiAnswer answer;
        try
        {
            answer = (ApiAnswer)(await next(context))!;
        }
        catch
        {
            await ForgetAsync(token, key);
            throw;
        }
        await KeepAsync(token, key, answer);
        return answer.ToResult();
    }

    /// <summary>Null when this request is the first with its key, and is now to be carried out.</summary>
    private async Task<ApiReply?> BeginAsync(long token, string key, string hash, CancellationToken cancellation)
    {
        var now = time.GetStoredNow();
        var (old, dead) = (now - Kept, now - InProgress);
        await db.ApiReplies
            .Where(r => r.At < old || (r.TokenId == token && r.Key == key && r.Status == 0 && r.At < dead))
            .ExecuteDeleteAsync(cancellation);
        if (await FindAsync(token, key, cancellation) is { } known)
            return known;
        db.ApiReplies.Add(new() { TokenId = token, Key = key, RequestHash = hash, At = now });
        try
        {
            await db.SaveChangesAsync(cancellation);
            return null;
        }
        catch (DbUpdateException)
        {
            // The same key came twice at once, and the other was first.
            return await FindAsync(token, key, cancellation);
        }
        finally
        {
            db.ChangeTracker.Clear();
        }
    }

    private Task<ApiReply?> FindAsync(long token, string key, CancellationToken cancellation) =>
        db.ApiReplies.AsNoTracking().SingleOrDefaultAsync(r => r.TokenId == token && r.Key == key, cancellation);

    private Task ForgetAsync(long token, string key) =>
        db.ApiReplies.Where(r => r.TokenId == token && r.Key == key).ExecuteDeleteAsync(CancellationToken.None);

    /// <summary>Not cancelled any more: what was done must be found again.</summary>
    private async Task KeepAsync(long token, string key, ApiAnswer answer)
    {
        if (answer.Status >= StatusCodes.Status400BadRequest)
        {
            await ForgetAsync(token, key);
            return;
        }
        var body = JsonSerializer.Serialize(answer.Body, answer.Body.GetType(), ApiProblem.Json);
        await db.ApiReplies.Where(r => r.TokenId == token && r.Key == key).ExecuteUpdateAsync(
            r => r.SetProperty(x => x.Status, answer.Status).SetProperty(x => x.Body, body), CancellationToken.None);
    }

    private static IResult Replay(HttpContext http, ApiReply known, string hash)
    {
        if (known.RequestHash != hash)
            return Refuse(
                StatusCodes.Status422UnprocessableEntity, "api.idempotency-key-reused",
                $"没有办理：这个 {Header} 已用于另一个请求。请为每个请求换一个。");
        if (known.Status == 0)
            return Refuse(
                StatusCodes.Status409Conflict, "api.in-progress", "没有办理：同一个请求正在办理。请稍后用同一个键重发。");
        http.Response.Headers[ReplayedHeader] = "true";
        return Results.Text(known.Body, "application/json", Encoding.UTF8, known.Status);
    }

    private static IResult Refuse(int status, string code, string detail) =>
        ApiAnswer.Of(status, code, detail).ToResult();

    private static async Task<string> HashAsync(HttpRequest request)
    {
        request.Body.Position = 0;
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes($"{request.Method} {request.Path} {request.Headers.IfMatch}\n"));
        var buffer = new byte[8192];
        for (int read; (read = await request.Body.ReadAsync(buffer)) > 0;)
            hash.AppendData(buffer, 0, read);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
