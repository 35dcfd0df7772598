using BalancedEdu.Web.Infrastructure;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace BalancedEdu.Web.Features.Account;

/// <summary>Says that an account is closed for a while; names no account.</summary>
[AllowAnonymous]
public sealed class LockoutModel : PageModel
{
    /// <summary>How long, in minutes.</summary>
    public int Minutes => (int)Identity.Lockout.TotalMinutes;
}
