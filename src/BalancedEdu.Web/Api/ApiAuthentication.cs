using System.Globalization;
using System.Security.Claims;
using System.Text.Encodings.Web;
using BalancedEdu.Web.Infrastructure;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace BalancedEdu.Web.Api;

/// <summary>
/// Signs a request in by its token and by nothing else: no cookie opens <c>/api</c>, so that no page of another site
/// can make a browser ask anything here.
/// </summary>
public sealed class ApiAuthentication(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory log, UrlEncoder encoder, ApiTokens tokens)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, log, encoder)
{
    /// <summary>The scheme.</summary>
    public const string Name = "ApiToken";

    /// <summary>The claim with the token's row.</summary>
    public const string TokenClaim = "be:token";

    /// <summary>The claim with one scope.</summary>
    public const string ScopeClaim = "be:scope";

    private const string Bearer = "Bearer ";

    /// <summary>The key that a request carries, or null.</summary>
    internal static string? KeyOf(HttpRequest request)
    {
        var header = request.Headers.Authorization.ToString();
        return header.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase) ? header[Bearer.Length..].Trim() : null;
    }

    /// <summary>The row of the token that signed the request in.</summary>
    internal static long TokenOf(ClaimsPrincipal program) =>
        long.Parse(program.FindFirstValue(TokenClaim)!, CultureInfo.InvariantCulture);

    /// <inheritdoc/>
    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (KeyOf(Request) is not { } key)
            return AuthenticateResult.NoResult();
        if (await tokens.FindAsync(key, Context.RequestAborted) is not var (token, person))
            return AuthenticateResult.Fail("The token is unknown, revoked or has run out.");
        var identity = new ClaimsIdentity(
            [
                new(ClaimTypes.NameIdentifier, person.Id),
                new(ClaimTypes.Name, person.UserName!),
                new(PersonClaims.DisplayName, person.DisplayName),
                new(PersonClaims.Token, token.Name),
                new(TokenClaim, token.Id.ToString(CultureInfo.InvariantCulture)),
                .. token.Scopes.Split(' ').Select(s => new Claim(ScopeClaim, s)),
            ], Name);
        return AuthenticateResult.Success(new(new(identity), Name));
    }

    /// <inheritdoc/>
    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        Response.Headers.WWWAuthenticate = "Bearer";
        return ApiProblem.WriteAsync(
            Context, StatusCodes.Status401Unauthorized, "api.not-signed-in",
            "没有办理：没有个人令牌，或令牌不对、已到期、已吊销，或账号已停用、锁定。"
            + "请在“我的”中创建个人令牌，用 Authorization: Bearer 发送。");
    }

    /// <inheritdoc/>
    protected override Task HandleForbiddenAsync(AuthenticationProperties properties) => ApiProblem.WriteAsync(
        Context, StatusCodes.Status403Forbidden, "api.scope-missing",
        "没有办理：令牌没有这项权限。请创建包含所需权限的个人令牌。");
}
