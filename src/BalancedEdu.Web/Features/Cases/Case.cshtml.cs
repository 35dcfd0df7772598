using BalancedEdu.Web.Data.Cases;
using BalancedEdu.Web.Documents;
using BalancedEdu.Web.Infrastructure;
using BalancedEdu.Web.Runtime;
using BalancedEdu.Web.Runtime.CaseActions;
using BalancedEdu.Web.Runtime.Clocks;
using BalancedEdu.Web.Runtime.Reading;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace BalancedEdu.Web.Features.Cases;

/// <summary>The case (卷宗) for those who may read it: data, opinions, clocks, diagram, all that happened.</summary>
public sealed class CaseModel(
    CaseFiles files, TaskRightsQuery rights, CaseStandings standings, CaseCopying copying, DocumentDesk documents,
    CurrentUser current, OfficeTime office, TimeProvider time) : PageModel
{
    /// <summary>The case.</summary>
    public CaseFile Dossier { get; private set; } = null!;

    /// <summary>Opinions and history, newest first.</summary>
    public IReadOnlyList<HistoryStep> History { get; private set; } = [];

    /// <summary>All events in words, newest first.</summary>
    public IReadOnlyList<EventLine> Events { get; private set; } = [];

    /// <summary>The number of the first event whose hash does not fit, or null.</summary>
    public long? BrokenAt { get; private set; }

    /// <summary>The clocks of the case.</summary>
    public IReadOnlyList<ClockSummary> Clocks { get; private set; } = [];

    /// <summary>Open tasks that wait for the reader.</summary>
    public IReadOnlyList<WorkTask> Waiting { get; private set; } = [];

    /// <summary>To whom the case was passed.</summary>
    public IReadOnlyList<CopyLine> Copies { get; private set; } = [];

    /// <summary>Documents that were issued, newest first.</summary>
    public IReadOnlyList<DocumentLine> Documents { get; private set; } = [];

    /// <summary>Whether the reader may issue one by hand.</summary>
    public bool MayIssue { get; private set; }

    /// <summary>Now.</summary>
    public DateTimeOffset Now { get; } = time.GetUtcNow();

    /// <summary>The case; what was passed to the reader has been read with it.</summary>
    public async Task<IActionResult> OnGetAsync(long id, CancellationToken cancellation)
    {
        var person = await current.GetAsync(cancellation);
        if (await files.FindAsync(person, id, cancellation) is not { } file)
            return NotFound();
        Dossier = file;
        History = CaseHistory.Read(file, person.UserName!);
        Events = EventText.Read(file);
        BrokenAt = EventChain.FindBreak(file.Events);
        Clocks = file.ClocksOf(file.Tasks.LastOrDefault(t => t.Status == WorkTaskStatus.Open), office, Now);
        var standing = await standings.ReadAsync(file, person, cancellation);
        HttpContext.Items[typeof(CaseStanding)] = standing;
        if (standing.Unread)
            await copying.ReadAsync(id, person, cancellation);
        if (standing.Copies > 0)
            Copies = await standings.CopiesAsync(id, cancellation);
        Documents = await documents.ListAsync(person, id, cancellation);
        MayIssue = (await documents.OfferedAsync(person, id, cancellation)).Count > 0;
        var open = await rights.OpenForAsync(person, id, cancellation);
        Waiting = [.. file.Tasks.Where(t => open.Contains(t.Id))];
        return Page();
    }
}
