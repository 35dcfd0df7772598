using BalancedEdu.Web.Data.Organisation;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace BalancedEdu.Web.Features.Account;

/// <summary>Signing out, by POST only: no picture or link of another site can do it.</summary>
[AllowAnonymous]
public sealed class LogoutModel(SignInManager<AppUser> signIn, ILogger<LogoutModel> log) : PageModel
{
    /// <summary>Nothing to see here.</summary>
    public IActionResult OnGet() => RedirectToPage("Login");

    /// <summary>Ends the session.</summary>
    public async Task<IActionResult> OnPostAsync()
    {
        log.LogInformation("{UserName} signed out.", User.Identity?.Name);
        await signIn.SignOutAsync();
        return RedirectToPage("Login");
    }
}
