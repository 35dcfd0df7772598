using System.Security.Cryptography;
using System.Text.Json;
using BalancedEdu.Web.Data;
using BalancedEdu.Web.Data.LargeClasses;
using BalancedEdu.Web.Data.Organisation;
using BalancedEdu.Web.Processes.LargeClasses.Roster;
using BalancedEdu.Web.Runtime;
using Microsoft.EntityFrameworkCore;

namespace BalancedEdu.Web.Processes.LargeClasses.Importing;

/// <summary>
/// What a person does with imports of rosters: upload, correct, confirm, give up. The import runs by itself.
/// </summary>
public sealed class RosterImports(
    BalancedEduDb db, RosterPreviews previews, RosterLimits limits, Waker waker, TimeProvider time)
{
    /// <summary>
    /// The imports that a person may see: the person's own, and for the whole city those of everybody.
    /// </summary>
    public IQueryable<RosterImport> VisibleTo(AppUser person)
    {
        ArgumentNullException.ThrowIfNull(person);
        var scope = RosterScope.Of(person);
        var wholeCity = scope is { Districts: null };
        return db.RosterImports.Where(i => scope != null && (wholeCity || i.UploadedBy == person.UserName));
    }

    /// <summary>Reads and keeps an upload; nothing is imported.</summary>
    /// <returns>The import, or why the file was refused; a refused file is not kept.</returns>
    public async Task<Answer<RosterImport>> UploadAsync(
        Stream content, string fileName, AppUser person, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(content);
        if (RosterScope.Of(person) is not { } scope) return Forbidden;
        var bytes = await ReadAsync(content, cancellation);
        if (bytes is null)
            return Invalid(
                "roster.file.too-large", $"文件超过 {limits.MaxBytes / 1024 / 1024} MB，请按辖区拆分后分别上传。");
        RosterReader reader;
        try
        {
            reader = RosterReader.Read(new MemoryStream(bytes, writable: false), fileName, limits);
        }
        catch (RosterFileException e)
        {
            return Invalid(e.Code, e.Message);
        }
        var now = time.GetUtcNow();
        var term = reader.Term ?? SchoolTerm.Of(DateOnly.FromDateTime(now.ToOffset(TimeSpan.FromHours(8)).DateTime));
        var import = new RosterImport
        {
            FileName = Path.GetFileName(fileName), FileHash = Convert.ToHexStringLower(SHA256.HashData(bytes)),
            Content = bytes, SizeBytes = bytes.Length, UploadedBy = person.UserName!,
            UploadedByName = person.DisplayName,
            UploadedAt = now, SchoolYear = term.Year, Term = term.Term, Districts = scope.ToText(),
        };
        Count(import, await previews.ReadAsync(reader, import, cancellation));
        db.RosterImports.Add(import);
        await db.SaveChangesAsync(cancellation);
        return import;
    }

    /// <summary>Keeps the user's columns and term; the preview is computed again from them.</summary>
    public async Task<ActionRefusal?> CorrectAsync(
        RosterImport import, IReadOnlyDictionary<string, RosterColumn> choices, SchoolTerm term,
        CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(import);
        if (import.State != RosterImportState.Preview) return NoLongerOpen(import);
        (import.Mapping, import.SchoolYear, import.Term) = (JsonSerializer.Serialize(choices), term.Year, term.Term);
        Count(import, await previews.ReadAsync(import, cancellation));
        await db.RosterImports.Where(i => i.Id == import.Id && i.State == RosterImportState.Preview).ExecuteUpdateAsync(
            i => i.SetProperty(x => x.Mapping, import.Mapping).SetProperty(x => x.SchoolYear, import.SchoolYear)
                .SetProperty(x => x.Term, import.Term).SetProperty(x => x.Classes, import.Classes)
                .SetProperty(x => x.Pupils, import.Pupils).SetProperty(x => x.RefusedCount, import.RefusedCount)
                .SetProperty(x => x.AboveStandard, import.AboveStandard), cancellation);
        return null;
    }

    /// <summary>Confirms: from here the import runs in the background, also when this process dies.</summary>
    public async Task<ActionRefusal?> ConfirmAsync(RosterImport import, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(import);
        if (import.Classes == 0) return Invalid("roster.nothing-to-import", "没有可以导入的行，请先核对列的对应或换文件。");
        var changed = await db.RosterImports
            .Where(i => i.Id == import.Id
                && (i.State == RosterImportState.Preview || i.State == RosterImportState.Failed))
            .ExecuteUpdateAsync(i => i.SetProperty(x => x.State, RosterImportState.Queued)
                .SetProperty(x => x.ConfirmedAt, time.GetUtcNow()).SetProperty(x => x.Error, (string?)null)
                .SetProperty(x => x.FinishedAt, (DateTimeOffset?)null), cancellation);
        if (changed == 0) return NoLongerOpen(import);
        waker.Wake();
        return null;
    }

    /// <summary>Gives an upload up; its content is deleted.</summary>
    public async Task<ActionRefusal?> AbandonAsync(RosterImport import, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(import);
        var changed = await db.RosterImports.Where(i => i.Id == import.Id && i.State == RosterImportState.Preview)
            .ExecuteUpdateAsync(i => i.SetProperty(x => x.State, RosterImportState.Abandoned)
                .SetProperty(x => x.Content, (byte[]?)null).SetProperty(x => x.FinishedAt, time.GetUtcNow()),
                    cancellation);
        return changed == 0 ? NoLongerOpen(import) : null;
    }

    internal static void Count(RosterImport import, RosterPreview preview)
    {
        import.Classes = preview.Classes.Count;
        import.Pupils = preview.Pupils;
        import.RefusedCount = preview.RefusedCount;
        import.AboveStandard = preview.AboveStandard.Count();
    }

    private async Task<byte[]?> ReadAsync(Stream content, CancellationToken cancellation)
    {
        using var buffer = new MemoryStream();
        var chunk = new byte[64 * 1024];
        int read;
        while ((read = await content.ReadAsync(chunk, cancellation)) > 0)
        {
            if (buffer.Length + read > limits.MaxBytes) return null;
            buffer.Write(chunk, 0, read);
        }
        return buffer.ToArray();
    }

    private static ActionRefusal Forbidden => new(
        RefusalKind.Forbidden, "roster.import.forbidden", "学籍班级汇总由市教育局或辖市区教育主管部门导入。", []);

    private static ActionRefusal Invalid(string code, string message) => new(RefusalKind.Invalid, code, message, []);

    private static ActionRefusal NoLongerOpen(RosterImport import) => new(
        RefusalKind.Conflict, "roster.import.not-open", $"《{import.FileName}》已确认导入或已放弃，请刷新页面看最新情况。", []);
}
