using BalancedEdu.Web.Infrastructure;
using BalancedEdu.Web.Runtime.Reading;
using Microsoft.AspNetCore.Mvc;

namespace BalancedEdu.Web.Features.Shared;

/// <summary>Which part of what can be done with a case is drawn.</summary>
public enum CaseMenuPart
{
    /// <summary>The buttons in the head of wide screens.</summary>
    Bar,

    /// <summary>The menu in the head of phones.</summary>
    Phone,

    /// <summary>What the reader must know of the case: it stands still, its initiator asks to withdraw.</summary>
    Notes,

    /// <summary>The dialogs; outside of any head, which phones hide.</summary>
    Dialogs,
}

/// <summary>What a reader may do with a case as a whole; its parts share one reading.</summary>
public sealed class CaseMenuViewComponent(CaseStandings standings, CurrentUser current) : ViewComponent
{
    /// <summary>Draws one part.</summary>
    public async Task<IViewComponentResult> InvokeAsync(CaseFile file, CaseMenuPart part)
    {
        var standing = HttpContext.Items[typeof(CaseStanding)] as CaseStanding;
        HttpContext.Items[typeof(CaseStanding)] = standing ??= await standings.ReadAsync(
            file, await current.GetAsync(HttpContext.RequestAborted), HttpContext.RequestAborted);
        return View(part.ToString(), standing);
    }
}
