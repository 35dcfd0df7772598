using Microsoft.AspNetCore.Mvc;

namespace BalancedEdu.Web.Features.Shared;

/// <summary>Which part of the shell is drawn.</summary>
public enum ShellPart
{
    /// <summary>The sidebar of wide screens.</summary>
    Sidebar,

    /// <summary>The tab bar of phones.</summary>
    TabBar,
}

/// <summary>The frame around every page: where one can go, how much waits there, and who one is.</summary>
public sealed class ShellViewComponent(Navigation navigation) : ViewComponent
{
    /// <summary>Draws one part; both parts share one reading of the counts.</summary>
    public async Task<IViewComponentResult> InvokeAsync(ShellPart part)
    {
        var shell = HttpContext.Items[typeof(ShellModel)] as ShellModel;
        HttpContext.Items[typeof(ShellModel)] = shell ??= await navigation.ReadAsync(HttpContext);
        return View(part == ShellPart.Sidebar ? "Sidebar" : "TabBar", shell);
    }
}
