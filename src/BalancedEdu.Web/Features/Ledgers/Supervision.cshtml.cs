using BalancedEdu.Web.Data.Cases;
using BalancedEdu.Web.Infrastructure;
using BalancedEdu.Web.Runtime.Clocks.Cards;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace BalancedEdu.Web.Features.Ledgers;

/// <summary>督办单: the register of supervision orders.</summary>
public sealed class SupervisionModel(SupervisionRegister register, CurrentUser current) : PageModel
{
    /// <summary>The orders of this page, newest first.</summary>
    public IReadOnlyList<SupervisionLine> Lines { get; private set; } = [];

    /// <summary>Before which row the next page begins, or null.</summary>
    public long? Next { get; private set; }

    /// <summary>One page.</summary>
    public async Task<IActionResult> OnGetAsync(long? before, CancellationToken cancellation)
    {
        if (!await current.HoldsAsync(ClockRights.Supervision))
            return NotFound();
        (Lines, Next) = await register.PageAsync(await current.GetAsync(cancellation), before, cancellation);
        return Page();
    }
}
