using System.Security.Claims;
using BalancedEdu.Web.Data;
using BalancedEdu.Web.Data.Organisation;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace BalancedEdu.Web.Infrastructure;

/// <summary>Accounts, cookie sign-in, lockout, and the rule that every page wants somebody signed in.</summary>
public static class Identity
{
    /// <summary>Lockout: this many wrong passwords …</summary>
    public const int FailedSignInsMax = 5;

    /// <summary>… close the account for this long.</summary>
    public static readonly TimeSpan Lockout = TimeSpan.FromMinutes(15);

    /// <summary>Registers ASP.NET Core Identity on the product's database.</summary>
    public static IServiceCollection AddBalancedEduIdentity(this IServiceCollection services)
    {
        services.AddIdentityCore<AppUser>(options =>
            {
                options.Lockout.MaxFailedAccessAttempts = FailedSignInsMax;
                options.Lockout.DefaultLockoutTimeSpan = Lockout;
                options.Password.RequiredLength = 10;
                options.Password.RequireNonAlphanumeric = false;
                options.Password.RequireUppercase = false;
            })
            .AddEntityFrameworkStores<BalancedEduDb>()
            .AddSignInManager<SignIn>()
            .AddDefaultTokenProviders()
            .AddClaimsPrincipalFactory<PersonClaims>();
        services.AddAuthentication(IdentityConstants.ApplicationScheme).AddIdentityCookies();
        services.ConfigureApplicationCookie(cookie =>
        {
            cookie.LoginPath = "/Account/Login";
            cookie.AccessDeniedPath = "/Errors/403";
            cookie.Cookie.Name = "be-session";
            cookie.Cookie.HttpOnly = true;
            cookie.Cookie.SameSite = SameSiteMode.Lax;
            cookie.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
            cookie.ExpireTimeSpan = TimeSpan.FromHours(8);
            cookie.SlidingExpiration = true;
            cookie.Events.OnRedirectToLogin = AskToSignIn;
        });

        // A disabled account or a changed password ends open sessions within five minutes.
        services.Configure<SecurityStampValidatorOptions>(o => o.ValidationInterval = TimeSpan.FromMinutes(5));
        services.AddAuthorizationBuilder().SetFallbackPolicy(
            new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build());
        services.AddDataProtection().PersistKeysToDbContext<BalancedEduDb>().SetApplicationName("BalancedEdu");
        services.AddHttpContextAccessor();
        services.AddScoped<CurrentUser>();
        return services;
    }

    /// <summary>A part of a page must not become the login page: the whole page is loaded anew.</summary>
    private static Task AskToSignIn(RedirectContext<CookieAuthenticationOptions> context)
    {
        if (context.Request.Headers.ContainsKey("HX-Request"))
        {
            context.Response.StatusCode = StatusCodes.Status401Unauthorized;
            context.Response.Headers["HX-Refresh"] = "true";
        }
        else
        {
            context.Response.Redirect(context.RedirectUri);
        }
        return Task.CompletedTask;
    }
}

/// <summary>Signing in as ASP.NET Core does it, but never for a disabled account.</summary>
public sealed class SignIn(
    UserManager<AppUser> users, IHttpContextAccessor http, IUserClaimsPrincipalFactory<AppUser> claims,
    IOptions<IdentityOptions> options, ILogger<SignInManager<AppUser>> log, IAuthenticationSchemeProvider schemes,
    IUserConfirmation<AppUser> confirmation)
    : SignInManager<AppUser>(users, http, claims, options, log, schemes, confirmation)
{
    /// <inheritdoc/>
    public override async Task<bool> CanSignInAsync(AppUser user)
    {
        ArgumentNullException.ThrowIfNull(user);
        return !user.Disabled && await base.CanSignInAsync(user);
    }

    /// <inheritdoc/>
    public override async Task<AppUser?> ValidateSecurityStampAsync(ClaimsPrincipal? principal) =>
        await base.ValidateSecurityStampAsync(principal) is { Disabled: false } user ? user : null;
}

/// <summary>Puts the person's name into the cookie, so that the page's head needs no query.</summary>
public sealed class PersonClaims(UserManager<AppUser> users, IOptions<IdentityOptions> options)
    : UserClaimsPrincipalFactory<AppUser>(users, options)
{
    /// <summary>The claim with the person's name.</summary>
    public const string DisplayName = "be:name";

    /// <summary>The claim with the person's unit and office.</summary>
    public const string Unit = "be:unit";

    /// <summary>The claim with the name of the token by which a program acts; pages have none.</summary>
    public const string Token = "be:token-name";

    /// <inheritdoc/>
    protected override async Task<ClaimsIdentity> GenerateClaimsAsync(AppUser user)
    {
        ArgumentNullException.ThrowIfNull(user);
        var identity = await base.GenerateClaimsAsync(user);
        identity.AddClaim(new(DisplayName, user.DisplayName));
        identity.AddClaim(new(Unit, user.Title.Length > 0 ? user.Title : user.UnitName));
        return identity;
    }
}
