using BalancedEdu.Web.Features.Shared;
using BalancedEdu.Web.Infrastructure;
using BalancedEdu.Web.Runtime;
using BalancedEdu.Web.Runtime.Clocks.Defaults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace BalancedEdu.Web.Features.Tasks;

/// <summary>补交意见: the department in whose silence the system decided speaks afterwards.</summary>
public sealed class OpinionModel(OpinionActions actions, CurrentUser current, TimeProvider time) : PageModel
{
    /// <summary>The decision.</summary>
    public DefaultSheet Sheet { get; private set; } = null!;

    /// <summary>What was typed when it was refused.</summary>
    public string? Opinion { get; private set; }

    /// <summary>Why it was refused, or null.</summary>
    public ActionRefusal? Refusal { get; private set; }

    /// <summary>What is wrong with the field, or null.</summary>
    public string? FieldError => Refusal?.Fields.FirstOrDefault(f => f.Key == "opinion")?.Message;

    /// <summary>Whether an opinion may be filed now.</summary>
    public bool Open =>
        Sheet.Row.OpinionAt is null && !Sheet.CaseEnded && time.GetUtcNow() <= Sheet.Row.OpinionUntil;

    /// <summary>The decision, and the opinion when there is one.</summary>
    public Task<IActionResult> OnGetAsync(long id, CancellationToken cancellation) => ShowAsync(id, cancellation);

    /// <summary>Files the opinion.</summary>
    public async Task<IActionResult> OnPostAsync(long id, string? opinion, CancellationToken cancellation)
    {
        Refusal = await actions.FileAsync(id, opinion, await current.GetAsync(cancellation), cancellation);
        if (Refusal is null)
        {
            new Toast("意见已补交，列在默认处理旁").Put(TempData);
            return Redirect($"/Tasks/{id}/Opinion");
        }
        Opinion = opinion;
        var shown = await ShowAsync(id, cancellation);
        if (shown is PageResult)
            Response.StatusCode = RefusalStatus.Of(Refusal.Kind);
        return shown;
    }

    private async Task<IActionResult> ShowAsync(long id, CancellationToken cancellation)
    {
        if (await actions.FindAsync(id, await current.GetAsync(cancellation), cancellation) is not { } sheet)
            return NotFound();
        Sheet = sheet;
        return Page();
    }
}
