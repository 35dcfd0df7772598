using BalancedEdu.Web.Infrastructure;
using BalancedEdu.Web.Runtime.Reading;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace BalancedEdu.Web.Features.Cases;

/// <summary>Looking cases up. A whole number opens its case at once.</summary>
public sealed class IndexModel(CaseSearch search, CurrentUser current) : PageModel
{
    private const int WordsLengthMax = 60;

    /// <summary>What was looked for, or null.</summary>
    public string? Words { get; private set; }

    /// <summary>When the case of that number was archived, or null.</summary>
    public DateTimeOffset? ArchivedAt { get; private set; }

    /// <summary>What was found.</summary>
    public CasePage Found { get; private set; } = null!;

    /// <summary>A page of what was found.</summary>
    public async Task<IActionResult> OnGetAsync(string? q, string? number, long? before, CancellationToken cancellation)
    {
        var person = await current.GetAsync(cancellation);
        var words = (number ?? q)?.Trim();
        Words = string.IsNullOrEmpty(words) ? null : words[..Math.Min(words.Length, WordsLengthMax)];
        if (Words is not null
            && await search.FindByNumberAsync(person, Words.ToUpperInvariant(), cancellation) is { } id)
            return Redirect($"/Cases/{id}");
        if (Words is not null)
            ArchivedAt = await search.FindArchivedAsync(Words.ToUpperInvariant(), cancellation);
        Found = await search.FindAsync(person, Words, before, cancellation);
        return Page();
    }
}
