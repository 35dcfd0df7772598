using BalancedEdu.Web.Infrastructure;
using BalancedEdu.Web.Runtime.Clocks;
using BalancedEdu.Web.Runtime.Reading;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace BalancedEdu.Web.Features.Cases;

/// <summary>
/// The 审批单 on one A4 page: opinions in the order of signing, places for seals, and what the system decided on time-out
/// marked as such. Of a step that was visited again only the last visit is printed; the case keeps all.
/// </summary>
public sealed class PrintModel(CaseFiles files, CurrentUser current, OfficeTime office, TimeProvider time) : PageModel
{
    /// <summary>More facts would push the opinions off the page.</summary>
    private const int FactsMax = 8;

    /// <summary>With more opinions the page is set tighter.</summary>
    private const int RoomyRowsMax = 9;

    private const int CheckCodeBytes = 8;

    /// <summary>A paper that goes from hand to hand carries nobody's telephone.</summary>
    private static readonly string[] NotPrinted = ["联系人", "手机", "电话", "邮箱", "行政区划"];

    /// <summary>The case.</summary>
    public CaseFile Dossier { get; private set; } = null!;

    /// <summary>What was applied for, in pairs of columns.</summary>
    public IReadOnlyList<FormFact> Facts { get; private set; } = [];

    /// <summary>The last visit of each step, in the order of signing.</summary>
    public IReadOnlyList<HistoryStep> Steps { get; private set; } = [];

    /// <summary>The clock of the whole case, or null.</summary>
    public ClockSummary? Clock { get; private set; }

    /// <summary>Who prints.</summary>
    public string PrintedBy { get; private set; } = "";

    /// <summary>When it is printed.</summary>
    public DateTimeOffset Now { get; } = time.GetUtcNow();

    /// <summary>Whether the page has to be set tighter.</summary>
    public bool Tight => Steps.Sum(s => s.Entries.Count) + (Facts.Count / 2) > RoomyRowsMax;

    /// <summary>The first bytes of the last event's hash: any change of the history changes it.</summary>
    public string CheckCode => Dossier.Events is [.., var last]
        ? string.Join(' ', Convert.ToHexString([.. last.Hash.Take(CheckCodeBytes)]).Chunk(4).Select(c => new string(c)))
        : "";

    /// <summary>The page.</summary>
    public async Task<IActionResult> OnGetAsync(long id, CancellationToken cancellation)
    {
        var person = await current.GetAsync(cancellation);
        if (await files.FindAsync(person, id, cancellation) is not { } file)
            return NotFound();
        Dossier = file;
        PrintedBy = person.DisplayName;
        Facts = [.. file.StartFacts
            .Where(f => !f.Wide && f.Value != file.Case.Title && f.Value != file.Case.ApplicantName)
            .Where(f => !NotPrinted.Contains(f.Label)).Take(FactsMax)];
        Clock = file.ClocksOf(null, office, Now) is [var whole, ..] ? whole : null;
        Steps = [.. CaseHistory.InOrderOfSigning(file)
            .GroupBy(s => s.ElementId).Select(g => g.Last()).OrderBy(s => s.From)];
        return Page();
    }
}
