using Microsoft.AspNetCore.Mvc.Rendering;

namespace BalancedEdu.Web.Features.Shared;

/// <summary>The islands that a page has used; the layout, written after the body, loads them and no others.</summary>
public static class PageAssets
{
    private const string Key = "be-page-assets";

    /// <summary>Asks for an entry of the client on this page.</summary>
    public static void Require(ViewContext context, string entry)
    {
        if (context.HttpContext.Items[Key] is not List<string> entries)
            context.HttpContext.Items[Key] = entries = [];
        if (!entries.Contains(entry)) entries.Add(entry);
    }

    /// <summary>What was asked for, in order.</summary>
    public static IReadOnlyList<string> Of(ViewContext context) =>
        context.HttpContext.Items[Key] as List<string> ?? [];
}
