using System.Globalization;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Options;

namespace BalancedEdu.Web.Api;

/// <summary>Settings of the API.</summary>
public sealed class ApiSettings
{
    /// <summary>Requests of one token in a minute; more are answered with 429.</summary>
    public int RequestsPerMinute { get; set; } = 300;
}

/// <summary>How often a token may ask; who has none is counted by address.</summary>
internal static class ApiLimit
{
    public const string Policy = "api";

    public static void AddApiLimit(this IServiceCollection services) => services.AddRateLimiter(limiter =>
    {
        limiter.AddPolicy(Policy, PartitionOf);
        limiter.OnRejected = RejectAsync;
    });

    /// <summary>Before the token is looked up, so that the database is spared too.</summary>
    private static RateLimitPartition<string> PartitionOf(HttpContext context)
    {
        var perMinute = context.RequestServices.GetRequiredService<IOptions<ApiSettings>>().Value.RequestsPerMinute;
        var who = ApiAuthentication.KeyOf(context.Request) is { } key
            ? ApiTokens.HashOf(key)
            : context.Connection.RemoteIpAddress?.ToString() ?? "";
        return RateLimitPartition.GetFixedWindowLimiter(who, _ => new()
        {
            PermitLimit = perMinute, Window = TimeSpan.FromMinutes(1), QueueLimit = 0,
        });
    }

    /// <summary>Pages have answers of their own.</summary>
    private static async ValueTask RejectAsync(OnRejectedContext rejected, CancellationToken cancellation)
    {
        if (!ApiSurface.IsApi(rejected.HttpContext))
            return;
        var wait = rejected.Lease.TryGetMetadata(MetadataName.RetryAfter, out var time) ? time.TotalSeconds : 60;
        rejected.HttpContext.Response.Headers.RetryAfter =
            Math.Ceiling(wait).ToString(CultureInfo.InvariantCulture);
        await ApiProblem.WriteAsync(
            rejected.HttpContext, StatusCodes.Status429TooManyRequests, "api.too-many-requests",
            "没有办理：请求太多。请按 Retry-After 的秒数稍等再发。");
    }
}
