using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;

namespace BalancedEdu.Web.Api;

/// <summary><c>/api/v1</c>: what programs may do as a person. See docs/reference/api.md.</summary>
public static class ApiSurface
{
    /// <summary>Below it only tokens sign in, and every answer is JSON.</summary>
    public const string Root = "/api";

    /// <summary>Registers tokens, scopes, limits and the document.</summary>
    public static IServiceCollection AddBalancedEduApi(this IServiceCollection services, IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        services.Configure<ApiSettings>(configuration.GetSection("Api"));
        services.AddScoped<ApiTokens>();
        services.AddScoped<DecisionDesk>();
        services.AddAuthentication().AddScheme<AuthenticationSchemeOptions, ApiAuthentication>(
            ApiAuthentication.Name, _ => { });
        var policies = services.AddAuthorizationBuilder();
        foreach (var (scope, _) in ApiScopes.All)
            policies.AddPolicy(scope, Policy(scope));
        services.AddApiLimit();
        services.AddApiJson();
        services.AddApiDocument();
        return services;
    }

    /// <summary>The endpoints; after the middleware that says who asks.</summary>
    public static void MapBalancedEduApi(this WebApplication app)
    {
        ArgumentNullException.ThrowIfNull(app);
        app.UseWhen(IsApi, api => api.Use(ApiBodies.ReadAsync));
        app.MapOpenApi("/api/{documentName}/openapi.json").AllowAnonymous().RequireRateLimiting(ApiLimit.Policy);
        var api = app.MapGroup("/api/v1").RequireRateLimiting(ApiLimit.Policy);
        TaskReading.Map(api);
        TaskWriting.Map(api);
        TaskDeciding.Map(api);
        CaseReading.Map(api);
        CaseWriting.Map(api);
        StartSurface.Map(api);
        DelegationSurface.Map(api);
        ClockSurface.Map(api);
        PhraseSurface.Map(api);
        DocumentSurface.Map(api);
        app.MapFallback("/api/{**rest}", () => ApiAnswer.Of(
                StatusCodes.Status404NotFound, "api.unknown-address", "没有这个接口。请核对地址和方法。").ToResult())
            .AllowAnonymous().ExcludeFromDescription();
    }

    /// <summary>Whether a request is for the API.</summary>
    internal static bool IsApi(HttpContext context) => context.Request.Path.StartsWithSegments(Root);

    /// <summary>Only a token signs in here, and it must have the scope.</summary>
    private static AuthorizationPolicy Policy(string scope) =>
        new AuthorizationPolicyBuilder(ApiAuthentication.Name).RequireAuthenticatedUser()
            .RequireClaim(ApiAuthentication.ScopeClaim, scope).Build();
}
