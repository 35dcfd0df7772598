using BalancedEdu.Web.Data.Organisation;
using BalancedEdu.Web.Features.Shared;
using BalancedEdu.Web.Infrastructure;
using BalancedEdu.Web.Mail.Bounces;
using BalancedEdu.Web.Runtime;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace BalancedEdu.Web.Features.Administration;

/// <summary>退信邮箱: addresses to which no mail goes because mails came back.</summary>
public sealed class AddressesModel(BounceDesk desk, CurrentUser current) : PageModel
{
    /// <summary>The addresses.</summary>
    public IReadOnlyList<BouncedLine> Lines { get; private set; } = [];

    /// <summary>Whether somebody looks for mails that came back.</summary>
    public bool Configured => desk.Configured;

    /// <summary>What was refused, or null.</summary>
    public ActionRefusal? Refused { get; private set; }

    /// <summary>The list.</summary>
    public async Task<IActionResult> OnGetAsync(CancellationToken cancellation)
    {
        var person = await current.GetAsync(cancellation);
        if (!person.AdministersCity())
            return NotFound();
        Lines = await desk.ListAsync(person, cancellation);
        return Page();
    }

    /// <summary>恢复发送.</summary>
    public async Task<IActionResult> OnPostClearAsync(long id, CancellationToken cancellation)
    {
        Refused = await desk.ClearAsync(id, await current.GetAsync(cancellation), cancellation);
        if (Refused is null)
        {
            new Toast("已恢复，未送达的邮件可到“邮件”里重发").Put(TempData);
            return Redirect("/Administration/Mail/Addresses");
        }
        if (Refused.Kind == RefusalKind.NotFound)
            return NotFound();
        Response.StatusCode = RefusalStatus.Of(Refused.Kind);
        return await OnGetAsync(cancellation);
    }
}
