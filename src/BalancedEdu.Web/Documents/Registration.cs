using System.Threading.RateLimiting;
using BalancedEdu.Web.Data;
using BalancedEdu.Web.Infrastructure;
using BalancedEdu.Web.Mail;
using BalancedEdu.Web.Runtime;
using BalancedEdu.Web.Runtime.Bundles;
using Microsoft.Extensions.Options;

namespace BalancedEdu.Web.Documents;

/// <summary>Registers what makes, issues and verifies documents.</summary>
public static class Registration
{
    /// <summary>The limit of look-ups on the public page, by address.</summary>
    public const string VerificationLimit = "verification";

    /// <summary>Registers all of it; section <c>Documents</c>.</summary>
    public static IServiceCollection AddBalancedEduDocuments(
        this IServiceCollection services, IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        services.Configure<DocumentSettings>(configuration.GetSection("Documents"));
        services.AddSingleton<DocumentFonts>();
        services.AddSingleton<DocumentRenderer>();
        services.AddSingleton<ApprovalForm>();
        services.AddSingleton(p => new DocumentIssuer(
            p.GetRequiredService<Func<BalancedEduDb>>(), p.GetRequiredService<BundleCatalog>(),
            p.GetRequiredService<ProcessRunner>(), p.GetRequiredService<RowIds>(),
            p.GetRequiredService<DocumentRenderer>(), p.GetRequiredService<TimeProvider>(),
            p.GetRequiredService<IOptions<DocumentSettings>>().Value,
            p.GetRequiredService<IOptions<BureauSettings>>().Value,
            p.GetRequiredService<IOptions<MailSettings>>().Value));
        services.AddScoped(p => new DocumentDesk(
            p.GetRequiredService<BalancedEduDb>(), p.GetRequiredService<BundleCatalog>(),
            p.GetRequiredService<ProcessRunner>(), p.GetRequiredService<DocumentIssuer>(),
            p.GetRequiredService<TimeProvider>()));
        services.AddScoped<DocumentVerifier>();
        return services.AddRateLimiter(o =>
        {
            o.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
            o.AddPolicy(VerificationLimit, http => RateLimitPartition.GetFixedWindowLimiter(
                http.Connection.RemoteIpAddress?.ToString() ?? "",
                _ => new FixedWindowRateLimiterOptions
                {
                    PermitLimit = http.RequestServices.GetRequiredService<IOptions<DocumentSettings>>().Value
                        .VerificationsPerMinute,
                    Window = TimeSpan.FromMinutes(1),
                }));
        });
    }
}
