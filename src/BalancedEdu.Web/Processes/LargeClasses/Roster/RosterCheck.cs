namespace BalancedEdu.Web.Processes.LargeClasses.Roster;

/// <summary>Goes through the rows of all sheets: left out, refused, or a class.</summary>
internal sealed class RosterCheck(RosterContext context)
{
    private readonly List<RosterClass> _classes = [];
    private readonly List<ProblemRow> _refused = [];
    private readonly List<ProblemRow> _remarks = [];
    private readonly List<SkippedRows> _skipped = [];
    private readonly Dictionary<(string School, int Grade, int Class), RosterClass> _seen = [];
    private int _refusedCount;

    public void Add(Sheet sheet, SheetHeader? header, ColumnMapping mapping)
    {
        if (header is null)
        {
            _skipped.Add(new(sheet.Name, HasHeader: false, 0, 0, sheet.Rows.Count));
            return;
        }
        var reader = new RowReader(context, ColumnsOf(header, mapping));
        int titles = header.LastIndex + 1, subtotals = 0, notes = 0;
        for (var i = header.LastIndex + 1; i < sheet.Rows.Count; i++)
        {
            var row = sheet.Rows[i];
            if (IsHeaderAgain(row, header)) titles++;
            else if (reader.IsSubtotal(row)) subtotals++;
            else if (reader.IsNote(row)) notes++;
            else AddRow(sheet, row, reader);
        }
        _skipped.Add(new(sheet.Name, HasHeader: true, titles, subtotals, notes));
    }

    public RosterPreview ToPreview(ColumnMapping mapping) => new(
        context.Term, mapping, _classes, _refused, _refusedCount, _remarks, _skipped,
        RosterPreview.SumDistricts(_classes), RosterPreview.FindLargeSchools(_classes, context.Standard));

    private void AddRow(Sheet sheet, SheetRow row, RowReader reader)
    {
        var reading = reader.Read(sheet, row);
        if (reading.Class is { } read)
        {
            if (_seen.TryGetValue((read.School.Code, read.Grade, read.ClassNo), out var first))
                reading.Problems.Add(Duplicate(read, first, sheet, reader.ClassText(row)));
            else
                _seen.Add((read.School.Code, read.Grade, read.ClassNo), read);
        }
        if (reading.Problems.Count > 0)
        {
            _refusedCount++;
            if (_refused.Count < context.Limits.MaxProblems) _refused.Add(Report(reading.Problems));
            return;
        }
        _classes.Add(reading.Class!);
        if (reading.Remarks.Count > 0
            && _remarks.Count < context.Limits.MaxProblems) _remarks.Add(Report(reading.Remarks));

        ProblemRow Report(IReadOnlyList<CellProblem> problems) => new(
            sheet.Name, row.Number, reader.SchoolText(row), reader.ClassText(row), reader.EnrolledText(row), problems);
    }

    private static CellProblem Duplicate(RosterClass read, RosterClass first, Sheet sheet, string classText)
    {
        var place = first.Sheet == sheet.Name ? $"第 {first.Row} 行" : $"《{first.Sheet}》第 {first.Row} 行";
        var difference = first.Enrolled == read.Enrolled
            ? "请删除其中一行" : $"两处人数不同（{first.Enrolled} 人、{read.Enrolled} 人），请核实后只留一行";
        return new(RosterColumn.ClassNo, classText, "roster.row.duplicate", $"与{place}重复，{difference}");
    }

    /// <summary>
    /// The index of each column in a sheet, −1 where it is not; a user's choice goes before a proposal.
    /// </summary>
    private static int[] ColumnsOf(SheetHeader header, ColumnMapping mapping)
    {
        var columns = new int[Enum.GetValues<RosterColumn>().Length];
        Array.Fill(columns, -1);
        foreach (var heading in mapping.Headings.OrderBy(h => h.State != MappingState.Chosen))
        {
            if (heading.Column == RosterColumn.None || columns[(int)heading.Column] >= 0) continue;
            for (var i = 0; i < header.Headings.Count; i++)
                if (header.Headings[i] == heading.Heading)
                {
                    columns[(int)heading.Column] = i;
                    break;
                }
        }
        return columns;
    }

    /// <summary>Printed rosters repeat the header on each page.</summary>
    private static bool IsHeaderAgain(SheetRow row, SheetHeader header)
    {
        var same = 0;
        // Distinct, because a sum merged over five columns says 合计 five times.
        var words = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < row.Cells.Count; i++)
        {
            var text = Headings.Plain(row.Cells[i]);
            if (text.Length == 0) continue;
            if (i < header.Headings.Count && header.Headings[i] == text) same++;
            if (Headings.IsWord(text)) words.Add(text);
        }
        return same >= 3 || words.Count >= 3 && words.Count >= row.Filled - 1;
    }
}
