using BalancedEdu.Web.Infrastructure;
using BalancedEdu.Web.Mail;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace BalancedEdu.Web.Features.Administration;

/// <summary>邮件: what was sent, what waits, and what could not be delivered.</summary>
public sealed class MailModel(MailDesk desk, CurrentUser current) : PageModel
{
    private const int WordsLengthMax = 60;

    /// <summary>Which mails are listed.</summary>
    public MailView View { get; private set; }

    /// <summary>What was looked for, or null.</summary>
    public string? Words { get; private set; }

    /// <summary>How many mails stand in each view.</summary>
    public IReadOnlyDictionary<MailView, int> Counts { get; private set; } = null!;

    /// <summary>The mails of this page.</summary>
    public MailPage Found { get; private set; } = null!;

    /// <summary>Where mails are written without a server, or null.</summary>
    public string? Folder => desk.Folder;

    /// <summary>The list. Without a view it is what needs a person, else what was sent.</summary>
    public async Task<IActionResult> OnGetAsync(
        MailView? view, string? q, long? before, CancellationToken cancellation)
    {
        if (!await current.HoldsAsync(MailRights.Readers) || !ModelState.IsValid) return NotFound();
        Counts = await desk.CountAsync(cancellation);
        View = view ?? (Counts[MailView.Dead] > 0 ? MailView.Dead : MailView.Sent);
        var words = q?.Trim();
        Words = string.IsNullOrEmpty(words) ? null : words[..Math.Min(words.Length, WordsLengthMax)];
        Found = await desk.FindAsync(View, Words, before, cancellation);
        return Page();
    }

    /// <summary>The address of a list.</summary>
    public string Href(MailView view, string? words = null, long? before = null) =>
        Url.Page("/Administration/Mail", new { view, q = words, before })!;
}
