using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace BalancedEdu.Web.Features;

/// <summary>The door: work begins in the inbox.</summary>
public sealed class IndexModel : PageModel
{
    /// <summary>To the inbox.</summary>
    public IActionResult OnGet() => Redirect("/Inbox");
}
