using System.ComponentModel.DataAnnotations;
using System.Net;
using BalancedEdu.Web.Data.Organisation;
using BalancedEdu.Web.Demonstration;
using BalancedEdu.Web.Infrastructure;
using BalancedEdu.Web.Runtime.Clocks;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Options;

namespace BalancedEdu.Web.Features.Account;

/// <summary>
/// Signing in. Every refusal says the same, so that nobody learns which accounts exist; the log keeps the reason.
/// Five wrong passwords close an account for a quarter of an hour.
/// </summary>
[AllowAnonymous]
public sealed class LoginModel(
    SignInManager<AppUser> signIn, UserManager<AppUser> users, TimeProvider time, OfficeTime office,
    IOptions<DemonstrationSettings> demonstration, IOptions<BureauSettings> bureau, ILogger<LoginModel> log) : PageModel
{
    /// <summary>Said for an unknown account, a wrong password and a disabled account alike.</summary>
    public const string Refusal = "账号或密码不对，或账号已停用";

    /// <summary>The account's name.</summary>
    [BindProperty, Required(ErrorMessage = "填写账号"), StringLength(64, ErrorMessage = "账号最多 64 个字符")]
    public string UserName { get; set; } = "";

    /// <summary>The password; never written back into the page.</summary>
    [BindProperty, Required(ErrorMessage = "填写密码"), StringLength(128, ErrorMessage = "密码最多 128 个字符")]
    public string Password { get; set; } = "";

    /// <summary>Whether the session outlives the browser.</summary>
    [BindProperty]
    public bool Keep { get; set; }

    /// <summary>Where to go afterwards; only addresses of this site.</summary>
    [BindProperty(SupportsGet = true)]
    public string? ReturnUrl { get; set; }

    /// <summary>Shown above the panel.</summary>
    public string BureauName => bureau.Value.Name;

    /// <summary>The year so far in working days.</summary>
    public WorkingYear Year => WorkingYear.Of(time, office);

    /// <summary>Accounts to try things out with; none outside of demonstration mode.</summary>
    public IReadOnlyList<DemonstrationAccount> Accounts =>
        demonstration.Value.Enabled ? DemonstrationCity.Accounts : [];

    /// <summary>The password of those accounts.</summary>
    public string DemonstrationPassword => demonstration.Value.Password;

    /// <summary>Who is signed in already goes on.</summary>
    public IActionResult OnGet() =>
        User.Identity?.IsAuthenticated == true ? Onward() : Page();

    /// <summary>Checks the password.</summary>
    public async Task<IActionResult> OnPostAsync()
    {
        if (!ModelState.IsValid) return Refused();
        var user = await users.FindByNameAsync(UserName.Trim());
        if (user is null)
        {
            // As slow as a real check: the time must not tell which accounts exist.
            users.PasswordHasher.HashPassword(new AppUser { DisplayName = "", UnitName = "" }, Password);
            return Refused("unknown account");
        }
        if (user.Disabled) return Refused("disabled account");
        var result = await signIn.PasswordSignInAsync(user, Password, Keep, lockoutOnFailure: true);
        if (result.IsLockedOut)
        {
            Note("locked out");
            return RedirectToPage("Lockout");
        }
        if (!result.Succeeded) return Refused("wrong password");
        log.LogInformation("{UserName} signed in from {Address}.", user.UserName, Address);
        return Onward();
    }

    /// <summary>An address of another site is a lure: it leads to the start page.</summary>
    private LocalRedirectResult Onward() => LocalRedirect(Url.IsLocalUrl(ReturnUrl) ? ReturnUrl! : "/");

    private PageResult Refused(string? reason = null)
    {
        if (reason is not null)
        {
            Note(reason);
            ModelState.AddModelError("", Refusal);
        }
        Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
        return Page();
    }

    /// <summary>Control characters of a typed name would forge lines of the log.</summary>
    private void Note(string reason) => log.LogWarning(
        "Sign-in of {UserName} from {Address} refused: {Reason}.",
        new string([.. UserName.Where(character => !char.IsControl(character))]), Address, reason);

    private IPAddress? Address => HttpContext.Connection.RemoteIpAddress;
}
