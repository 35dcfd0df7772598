using BalancedEdu.Web.Data.Organisation;
using BalancedEdu.Web.Features.Shared;
using BalancedEdu.Web.Infrastructure;
using BalancedEdu.Web.Runtime;
using BalancedEdu.Web.Runtime.Reading;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace BalancedEdu.Web.Features.Cases;

/// <summary>
/// A page on which something is done with a case as a whole. With scripts its form stands in a dialog of the case's
/// page; what is refused comes back here, with what was typed.
/// </summary>
public abstract class CaseVerbPage(CaseFiles files, CaseStandings standings, CurrentUser current) : PageModel
{
    /// <summary>The case.</summary>
    public CaseFile Dossier { get; private set; } = null!;

    /// <summary>What is done; null when it is not offered (any more).</summary>
    public CaseVerb? Verb { get; private set; }

    /// <summary>Why it was refused, or null.</summary>
    public ActionRefusal? Refusal { get; private set; }

    /// <summary>The name of the page among <see cref="CaseVerbs"/>.</summary>
    protected abstract string Name { get; }

    /// <summary>The form.</summary>
    public async Task<IActionResult> OnGetAsync(long id, CancellationToken cancellation) =>
        await ReadAsync(id, new(), null, cancellation) && Verb is not null ? Page() : NotFound();

    /// <summary>Does it.</summary>
    public async Task<IActionResult> OnPostAsync(long id, VerbInput input, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(input);
        var (refusal, done) = await DoAsync(id, input, await current.GetAsync(cancellation), cancellation);
        if (refusal is null)
        {
            new Toast(done).Put(TempData);
            return Redirect($"/Cases/{id}");
        }
        if (refusal.Kind == RefusalKind.NotFound || !await ReadAsync(id, input, refusal, cancellation))
            return NotFound();
        Response.StatusCode = RefusalStatus.Of(refusal.Kind);
        return Page();
    }

    /// <summary>Does it, and says what was done.</summary>
    protected abstract Task<(ActionRefusal? Refusal, string Done)> DoAsync(
        long id, VerbInput input, AppUser person, CancellationToken cancellation);

    private async Task<bool> ReadAsync(
        long id, VerbInput input, ActionRefusal? refusal, CancellationToken cancellation)
    {
        var person = await current.GetAsync(cancellation);
        if (await files.FindAsync(person, id, cancellation) is not { } file)
            return false;
        var verb = CaseVerbs.Of(await standings.ReadAsync(file, person, cancellation))
            .FirstOrDefault(v => v.Name == Name);
        (Dossier, Refusal) = (file, refusal);
        Verb = verb is null ? null : verb with { Input = input, Refusal = refusal };
        return true;
    }
}
