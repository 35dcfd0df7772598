using BalancedEdu.Web.Api;
using BalancedEdu.Web.Data.Organisation;
using BalancedEdu.Web.Features.Shared;
using BalancedEdu.Web.Infrastructure;
using BalancedEdu.Web.Runtime;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace BalancedEdu.Web.Features.Account;

/// <summary>个人令牌: made, shown once, and revoked.</summary>
public sealed class TokensModel(ApiTokens tokens, CurrentUser current, TimeProvider time) : PageModel
{
    private const int DaysAtFirst = 90;

    /// <summary>The tokens, also those that are taken no longer.</summary>
    public IReadOnlyList<ApiToken> Tokens { get; private set; } = [];

    /// <summary>The one that was just made, with its key; or null.</summary>
    public MadeToken? Made { get; private set; }

    /// <summary>Why nothing was done, or null.</summary>
    public ActionRefusal? Refusal { get; private set; }

    /// <summary>The name as typed.</summary>
    public string? Name { get; private set; }

    /// <summary>The scopes as ticked.</summary>
    public IReadOnlyList<string> Scopes { get; private set; } = [ApiScopes.Read];

    /// <summary>The days as typed.</summary>
    public int Days { get; private set; } = DaysAtFirst;

    /// <summary>Now.</summary>
    public DateTimeOffset Now { get; } = time.GetUtcNow();

    /// <summary>The error of a field, or null.</summary>
    public string? ErrorOf(string field) => Refusal?.Fields.FirstOrDefault(f => f.Key == field)?.Message;

    /// <summary>The list.</summary>
    public async Task OnGetAsync(CancellationToken cancellation) =>
        Tokens = await tokens.ListAsync(await current.GetAsync(cancellation), cancellation);

    /// <summary>Makes one. The answer is no redirect: the key is in it, and nowhere else.</summary>
    public async Task<IActionResult> OnPostAsync(
        string? name, string[] scopes, int days, CancellationToken cancellation)
    {
        var answer = await tokens.MakeAsync(name, scopes, days, await current.GetAsync(cancellation), cancellation);
        Made = answer.Value;
        if (answer.Refused)
            (Name, Scopes, Days) = (name, scopes, days);
        Response.Headers.CacheControl = "no-store";
        return await ShowAsync(answer.Refusal, cancellation);
    }

    /// <summary>Revokes one.</summary>
    public async Task<IActionResult> OnPostRevokeAsync(long id, CancellationToken cancellation)
    {
        var refusal = await tokens.RevokeAsync(id, await current.GetAsync(cancellation), cancellation);
        if (refusal is not null)
            return await ShowAsync(refusal, cancellation);
        new Toast("已吊销，程序不能再用它").Put(TempData);
        return Redirect("/Account/Tokens");
    }

    private async Task<IActionResult> ShowAsync(ActionRefusal? refusal, CancellationToken cancellation)
    {
        Refusal = refusal;
        Tokens = await tokens.ListAsync(await current.GetAsync(cancellation), cancellation);
        if (refusal is not null)
            Response.StatusCode = RefusalStatus.Of(refusal.Kind);
        return Page();
    }
}
