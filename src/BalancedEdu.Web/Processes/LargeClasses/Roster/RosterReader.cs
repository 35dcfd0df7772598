using BalancedEdu.Web.Processes.LargeClasses.Roster.Files;

namespace BalancedEdu.Web.Processes.LargeClasses.Roster;

/// <summary>What rows are held against.</summary>
/// <param name="Directory">The schools of the city.</param>
/// <param name="Standard">The standard in force.</param>
/// <param name="Term">The term the numbers are of.</param>
/// <param name="Districts">The districts whose schools this user may import; null for all.</param>
/// <param name="Limits">When to stop.</param>
public sealed record RosterContext(
    SchoolDirectory Directory, ClassSizeStandard Standard, SchoolTerm Term, IReadOnlySet<string>? Districts,
    RosterLimits Limits);

/// <summary>
/// Rosters of class sizes as schools send them: tables, their headers and what the headings seem to mean.
/// </summary>
public sealed class RosterReader
{
    private readonly IReadOnlyList<(Sheet Sheet, SheetHeader? Header)> _sheets;

    private RosterReader(IReadOnlyList<(Sheet Sheet, SheetHeader? Header)> sheets, ColumnMapping proposed,
        SchoolTerm? term) =>
        (_sheets, Proposed, Term) = (sheets, proposed, term);

    /// <summary>What the headings seem to mean.</summary>
    public ColumnMapping Proposed { get; }

    /// <summary>The term that the titles or the file name tell, or null.</summary>
    public SchoolTerm? Term { get; }

    /// <summary>Reads a file; rows are looked at by <see cref="Check"/>.</summary>
    /// <exception cref="RosterFileException">It is no table, damaged, too large, without a header or has personal
    /// data.</exception>
    public static RosterReader Read(Stream content, string fileName, RosterLimits limits)
    {
        ArgumentNullException.ThrowIfNull(fileName);
        var sheets = RosterFile.Read(content, fileName, limits);
        foreach (var sheet in sheets) PersonalData.Refuse(sheet);
        if (sheets.All(s => s.Rows.Count == 0))
            throw new RosterFileException("roster.file.empty", "文件里没有内容，请检查后重新上传。");
        var found = sheets.Select(s => (Sheet: s, Header: HeaderFinder.Find(s))).ToList();
        if (found.All(f => f.Header is null))
            throw new RosterFileException(
                "roster.file.no-header", "没有找到表头。表头至少要有学校、年级、班号、在籍人数等列名，可下载模板对照后重新上传。");
        var proposed = ColumnMapping.Propose(found.Where(f => f.Header is not null).Select(f => (f.Sheet, f.Header!)));
        var titles = found.SelectMany(f => f.Sheet.Rows.Take(f.Header?.FirstIndex ?? 0)).SelectMany(r => r.Cells);
        var term = titles.Prepend(fileName).Select(SchoolTerm.In).FirstOrDefault(t => t is not null);
        return new(found, proposed, term);
    }

    /// <summary>Holds every row against the directory and the standard. Nothing is changed anywhere.</summary>
    public RosterPreview Check(ColumnMapping mapping, RosterContext context)
    {
        ArgumentNullException.ThrowIfNull(mapping);
        ArgumentNullException.ThrowIfNull(context);
        var check = new RosterCheck(context);
        if (mapping.Missing.Count == 0)
            foreach (var (sheet, header) in _sheets) check.Add(sheet, header, mapping);
        return check.ToPreview(mapping);
    }
}
