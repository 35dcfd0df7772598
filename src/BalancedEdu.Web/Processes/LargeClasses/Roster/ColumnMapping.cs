namespace BalancedEdu.Web.Processes.LargeClasses.Roster;

/// <summary>How sure the proposal of a heading is.</summary>
public enum MappingState
{
    /// <summary>自动对应.</summary>
    Recognised,

    /// <summary>人工对应: the user said so.</summary>
    Chosen,

    /// <summary>请确认: another heading already means this column.</summary>
    Doubtful,

    /// <summary>不导入: not known, not read.</summary>
    NotRead,
}

/// <summary>One heading of the file and the column it stands for.</summary>
/// <param name="Heading">As in the file, on one line.</param>
/// <param name="Sample">The first value under it.</param>
/// <param name="Column">What it stands for.</param>
/// <param name="State">How that was found.</param>
/// <param name="Sheets">The names of the sheets that have it.</param>
public sealed record MappedHeading(
    string Heading, string Sample, RosterColumn Column, MappingState State, IReadOnlyList<string> Sheets);

/// <summary>
/// What the headings of a file stand for: proposed by their words, corrected by the user, applied to every sheet.
/// </summary>
/// <param name="Headings">In the order of the file, without repetitions over sheets.</param>
public sealed record ColumnMapping(IReadOnlyList<MappedHeading> Headings)
{
    /// <summary>The columns that every roster needs and that no heading stands for; in Chinese.</summary>
    public IReadOnlyList<string> Missing
    {
        get
        {
            var missing = new List<string>();
            if (!Has(RosterColumn.SchoolCode) && !Has(RosterColumn.SchoolName)) missing.Add("学校代码或学校名称");
            if (!Has(RosterColumn.ClassNo)) missing.Add("班号");
            if (!Has(RosterColumn.Enrolled)) missing.Add("在籍人数");
            return missing;
        }
    }

    /// <summary>Whether a heading stands for the column.</summary>
    public bool Has(RosterColumn column) => Headings.Any(h => h.Column == column);

    /// <summary>
    /// The mapping with the user's corrections; a column chosen for one heading is taken from the others.
    /// </summary>
    /// <param name="choices">The column a heading; headings that are not in the file are ignored.</param>
    public ColumnMapping Corrected(IReadOnlyDictionary<string, RosterColumn> choices)
    {
        ArgumentNullException.ThrowIfNull(choices);
        var chosen = Headings.Where(h => choices.TryGetValue(h.Heading, out var c) && c != h.Column)
            .Select(h => h with { Column = choices[h.Heading] }).ToList();
        return new([.. Headings.Select(h => Corrected(h, chosen))]);
    }

    /// <summary>Proposes what the headings of all sheets stand for.</summary>
    internal static ColumnMapping Propose(IEnumerable<(Sheet Sheet, SheetHeader Header)> sheets)
    {
        var mapped = new List<MappedHeading>();
        foreach (var (sheet, header) in sheets)
        {
            var taken = mapped.Where(m => header.Headings.Contains(m.Heading)).Select(m => m.Column).ToHashSet();
            for (var i = 0; i < header.Headings.Count; i++)
            {
                var heading = header.Headings[i];
                if (heading.Length == 0) continue;
                var known = mapped.FindIndex(m => m.Heading == heading);
                if (known >= 0)
                {
                    mapped[known] = mapped[known] with { Sheets = [.. mapped[known].Sheets, sheet.Name] };
                    continue;
                }
                var column = Roster.Headings.ColumnOf(WithoutNumber(heading));
                var state = column == RosterColumn.None ? MappingState.NotRead
                    : taken.Add(column) ? MappingState.Recognised : MappingState.Doubtful;
                if (state == MappingState.Doubtful) column = RosterColumn.None;
                mapped.Add(new(heading, SampleOf(sheet, header, i), column, state, [sheet.Name]));
            }
        }
        return new(mapped);
    }

    private static string WithoutNumber(string heading)
    {
        var at = heading.LastIndexOf('#');
        return at > 0 ? heading[..at] : heading;
    }

    private static MappedHeading Corrected(MappedHeading heading, List<MappedHeading> chosen)
    {
        if (chosen.Find(c => c.Heading == heading.Heading) is { } own)
            return own with { State = own.Column == RosterColumn.None ? MappingState.NotRead : MappingState.Chosen };
        var taken = heading.Column != RosterColumn.None
            && chosen.Exists(c => c.Column == heading.Column && c.Sheets.Intersect(heading.Sheets).Any());
        return taken ? heading with { Column = RosterColumn.None, State = MappingState.NotRead } : heading;
    }

    private static string SampleOf(Sheet sheet, SheetHeader header, int column) =>
        sheet.Rows.Skip(header.LastIndex + 1).Select(r => r[column].Trim()).FirstOrDefault(t => t.Length > 0) ?? "";
}
