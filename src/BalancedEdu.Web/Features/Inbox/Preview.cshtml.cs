using BalancedEdu.Web.Data.Cases;
using BalancedEdu.Web.Infrastructure;
using BalancedEdu.Web.Runtime.Clocks;
using BalancedEdu.Web.Runtime.Reading;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace BalancedEdu.Web.Features.Inbox;

/// <summary>The pane beside the list: what a task is about, without leaving the list.</summary>
public sealed class PreviewModel(CaseFiles files, CurrentUser current, OfficeTime office, TimeProvider time) : PageModel
{
    private const int FactsMax = 4;

    /// <summary>The case.</summary>
    public CaseFile Dossier { get; private set; } = null!;

    /// <summary>The task.</summary>
    public WorkTask Item { get; private set; } = null!;

    /// <summary>Its own clock and those of the case.</summary>
    public IReadOnlyList<ClockSummary> Clocks { get; private set; } = [];

    /// <summary>The seats of this step.</summary>
    public HistoryStep? Seats { get; private set; }

    /// <summary>The last opinion before, or null.</summary>
    public HistoryEntry? LastOpinion { get; private set; }

    /// <summary>How many opinions there are.</summary>
    public int Opinions { get; private set; }

    /// <summary>The first answers of the start form.</summary>
    public IReadOnlyList<FormFact> Facts { get; private set; } = [];

    /// <summary>Whether it waits for the reader.</summary>
    public bool Mine { get; private set; }

    /// <summary>Now.</summary>
    public DateTimeOffset Now { get; } = time.GetUtcNow();

    /// <summary>The pane of a task.</summary>
    public async Task<IActionResult> OnGetAsync(long id, CancellationToken cancellation)
    {
        var person = await current.GetAsync(cancellation);
        if (await files.FindByTaskAsync(person, id, cancellation) is not { } file)
            return NotFound();
        Dossier = file;
        Item = file.Tasks.Single(t => t.Id == id);
        Mine = Item.Assignee == person.UserName;
        Clocks = file.ClocksOf(Item, office, Now);
        var history = CaseHistory.Read(file, person.UserName!);
        Seats = history.FirstOrDefault(s => s.ElementId == Item.ElementId && s.Of > 1);
        var opinions = history.SelectMany(s => s.Entries).Where(e => e.Opinion is not null).ToList();
        Opinions = opinions.Count;
        LastOpinion = opinions.MaxBy(e => e.At);
        Facts = [.. (file.Definition.StartForm is null ? file.InitialFacts(Item) : file.StartFacts)
            .Where(f => !f.Wide && f.Value != file.Case.Title && f.Value != file.Case.ApplicantName).Take(FactsMax)];
        return Page();
    }
}
