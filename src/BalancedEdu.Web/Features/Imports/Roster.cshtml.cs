using BalancedEdu.Web.Data.LargeClasses;
using BalancedEdu.Web.Data.Organisation;
using BalancedEdu.Web.Features.Shared;
using BalancedEdu.Web.Infrastructure;
using BalancedEdu.Web.Processes.LargeClasses.Importing;
using BalancedEdu.Web.Processes.LargeClasses.Roster;
using BalancedEdu.Web.Runtime;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace BalancedEdu.Web.Features.Imports;

/// <summary>Import of class sizes: upload, map the columns, look at what would happen, import.</summary>
[RequestSizeLimit(BodyMax)]
[RequestFormLimits(MultipartBodyLengthLimit = BodyMax)]
public sealed class RosterModel(
    CurrentUser current, RosterImports imports, RosterPreviews previews, RosterChanges changes, TimeProvider time)
    : PageModel
{
    private const long BodyMax = 64 * 1024 * 1024;
    private const int HistoryMax = 20;

    /// <summary>Rows shown of a list; all of them are in the download.</summary>
    public const int RowsShown = 200;

    /// <summary>The import that is looked at, or null before an upload.</summary>
    public RosterImport? Import { get; private set; }

    /// <summary>What it would do; null when there is nothing to preview.</summary>
    public RosterPreview? Preview { get; private set; }

    /// <summary>Classes above the standard whose ticket is open already.</summary>
    public int WouldMerge { get; private set; }

    /// <summary>What differs from the newest snapshots.</summary>
    public IReadOnlyList<RosterChange> Changes { get; private set; } = [];

    /// <summary>An earlier import of the same content, or null.</summary>
    public RosterImport? SameContent { get; private set; }

    /// <summary>Earlier imports, the newest first.</summary>
    public IReadOnlyList<RosterImport> History { get; private set; } = [];

    /// <summary>Which list is shown: refused, remarks, changes, open, districts or all.</summary>
    public string Tab { get; private set; } = "refused";

    /// <summary>Why the last action was refused, or null.</summary>
    public string? Refusal { get; private set; }

    /// <summary>Now, for dates without their year.</summary>
    public DateTimeOffset Now { get; } = time.GetUtcNow();

    /// <summary>The page before an upload, or an import.</summary>
    public async Task<IActionResult> OnGetAsync(long? id, string? view, CancellationToken cancellation)
    {
        if (await MayImportAsync(cancellation) is not { } person) return Forbid();
        return await ShowAsync(person, id, view, cancellation);
    }

    /// <summary>Takes a file.</summary>
    public async Task<IActionResult> OnPostUploadAsync(IFormFile? file, CancellationToken cancellation)
    {
        if (await MayImportAsync(cancellation) is not { } person) return Forbid();
        if (file is null) return await RefuseAsync(person, null, NothingChosen, cancellation);
        await using var content = file.OpenReadStream();
        var answer = await imports.UploadAsync(content, file.FileName, person, cancellation);
        return answer.Refused
            ? await RefuseAsync(person, null, answer.Refusal, cancellation)
            : RedirectToPage(new { id = answer.Value.Id });
    }

    /// <summary>Takes the user's columns and term.</summary>
    public async Task<IActionResult> OnPostMappingAsync(
        long id, string[] heading, RosterColumn[] column, string? term, string? view, CancellationToken cancellation)
    {
        if (await MayImportAsync(cancellation) is not { } person) return Forbid();
        if (await FindAsync(person, id, cancellation) is not { } import) return NotFound();
        var choices = new Dictionary<string, RosterColumn>(StringComparer.Ordinal);
        foreach (var (name, choice) in heading.Zip(column)) choices[name] = choice;
        var refusal = await imports.CorrectAsync(import, choices, TermOf(term, import), cancellation);
        return refusal is null
            ? RedirectToPage(new { id, view }) : await RefuseAsync(person, id, refusal, cancellation);
    }

    /// <summary>Starts the import.</summary>
    public async Task<IActionResult> OnPostImportAsync(long id, CancellationToken cancellation)
    {
        if (await MayImportAsync(cancellation) is not { } person) return Forbid();
        if (await FindAsync(person, id, cancellation) is not { } import) return NotFound();
        var refusal = await imports.ConfirmAsync(import, cancellation);
        return refusal is null ? RedirectToPage(new { id }) : await RefuseAsync(person, id, refusal, cancellation);
    }

    /// <summary>Gives the upload up.</summary>
    public async Task<IActionResult> OnPostAbandonAsync(long id, CancellationToken cancellation)
    {
        if (await MayImportAsync(cancellation) is not { } person) return Forbid();
        if (await FindAsync(person, id, cancellation) is not { } import) return NotFound();
        if (await imports.AbandonAsync(import, cancellation) is { } refusal)
            return await RefuseAsync(person, id, refusal, cancellation);
        new Toast($"已放弃《{import.FileName}》，没有导入任何内容").Put(TempData);
        return RedirectToPage(new { id = (long?)null });
    }

    /// <summary>The progress alone, asked for every second while the import runs.</summary>
    public async Task<IActionResult> OnGetProgressAsync(long id, CancellationToken cancellation)
    {
        if (await MayImportAsync(cancellation) is not { } person) return Forbid();
        if (await FindAsync(person, id, cancellation) is not { } import) return NotFound();
        Import = import;
        return Partial("_Progress", this);
    }

    /// <summary>The refused rows as a workbook.</summary>
    public async Task<IActionResult> OnGetRefusedAsync(long id, CancellationToken cancellation)
    {
        if (await MayImportAsync(cancellation) is not { } person) return Forbid();
        if (await FindAsync(person, id, cancellation) is not { Content: not null } import) return NotFound();
        var preview = await previews.ReadAsync(import, cancellation);
        return File(
            RosterWorkbooks.Refused(preview), RosterWorkbooks.ContentType,
            $"拒收行-{Path.GetFileNameWithoutExtension(import.FileName)}.xlsx");
    }

    /// <summary>An empty roster to fill in.</summary>
    public IActionResult OnGetTemplate() =>
        File(RosterWorkbooks.Template(), RosterWorkbooks.ContentType, "学籍班级汇总-模板.xlsx");

    private static ActionRefusal NothingChosen => new(
        RefusalKind.Invalid, "roster.file.none", "没有选择文件，请选择 .xlsx 或 .csv 文件后上传。", []);

    private async Task<AppUser?> MayImportAsync(CancellationToken cancellation)
    {
        var person = await current.GetAsync(cancellation);
        return RosterScope.Of(person) is null ? null : person;
    }

    private Task<RosterImport?> FindAsync(AppUser person, long id, CancellationToken cancellation) =>
        imports.VisibleTo(person).AsNoTracking().SingleOrDefaultAsync(i => i.Id == id, cancellation);

    private async Task<IActionResult> RefuseAsync(
        AppUser person, long? id, ActionRefusal refusal, CancellationToken cancellation)
    {
        Refusal = refusal.Message;
        Response.StatusCode = RefusalStatus.Of(refusal.Kind);
        return await ShowAsync(person, id, null, cancellation);
    }

    private async Task<IActionResult> ShowAsync(AppUser person, long? id, string? view, CancellationToken cancellation)
    {
        if (id is null)
        {
            History = await imports.VisibleTo(person).AsNoTracking().OrderByDescending(i => i.Id).Take(HistoryMax)
                .Select(i => new RosterImport
                {
                    Id = i.Id, FileName = i.FileName, FileHash = "", UploadedBy = i.UploadedBy,
                    UploadedByName = i.UploadedByName, UploadedAt = i.UploadedAt, SchoolYear = i.SchoolYear,
                    Term = i.Term, State = i.State, Classes = i.Classes, RefusedCount = i.RefusedCount,
                    Opened = i.Opened, Merged = i.Merged,
                }).ToListAsync(cancellation);
            return Page();
        }
        Import = await FindAsync(person, id.Value, cancellation);
        if (Import is null) return NotFound();
        if (Import.State == RosterImportState.Preview) await ReadPreviewAsync(person, view, cancellation);
        return Page();
    }

    private async Task ReadPreviewAsync(AppUser person, string? view, CancellationToken cancellation)
    {
        try
        {
            Preview = await previews.ReadAsync(Import!, cancellation);
        }
        catch (RosterFileException e)
        {
            Refusal = e.Message;
            return;
        }
        var open = await previews.OpenTicketsAsync(cancellation);
        WouldMerge = Preview.AboveStandard.Count(
            c => open.ContainsKey((c.School.Code, Import!.SchoolYear - c.Grade, c.ClassNo)));
        Changes = await changes.ReadAsync(Preview, cancellation);
        SameContent = await imports.VisibleTo(person).AsNoTracking()
            .Where(i => i.FileHash == Import!.FileHash && i.Id != Import.Id && i.State == RosterImportState.Done)
            .OrderByDescending(i => i.Id).FirstOrDefaultAsync(cancellation);
        Tab = view is "remarks" or "changes" or "open" or "districts" or "all" or "refused" ? view
            : Preview.RefusedCount > 0 ? "refused" : "open";
    }

    private static SchoolTerm TermOf(string? text, RosterImport import) =>
        text?.Split('-') is [var year, var term] && int.TryParse(year, out var y) && y is >= 2000 and < 2100
        && int.TryParse(term, out var t) && t is 1 or 2
            ? new(y, t) : new(import.SchoolYear, import.Term);
}
