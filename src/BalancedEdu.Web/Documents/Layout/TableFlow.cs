namespace BalancedEdu.Web.Documents.Layout;

/// <summary>
/// Sets a table. A row that fits on a page is not divided; one that is higher than a page goes on on the next. Each
/// page begins with the rows of the head.
/// </summary>
internal static class TableFlow
{
    private const double PadX = 4;
    private const double PadY = 3;
    private const double Border = 0.6;

    /// <summary>Sets it.</summary>
    /// <param name="sheet">Where.</param>
    /// <param name="table">The table.</param>
    /// <param name="tail">How high is what must not stand on a page without its last row; 0: nothing.</param>
    public static void Set(Sheet sheet, Block.Table table, double tail = 0)
    {
        var widths = WidthsOf(table.Columns, sheet.Style.TextWidth);
        var head = table.Head.Select(r => Fit(sheet, r, widths)).ToList();
        var headHeight = head.Sum(r => HeightOf(sheet, r.Lines));
        var firstHeight = table.Rows.Count > 0
            ? Math.Min(HeightOf(sheet, Fit(sheet, table.Rows[0], widths).Lines), sheet.Style.CellPitch * 3) : 0;
        sheet.Need(headHeight + firstHeight + (table.Rows.Count == 1 ? tail : 0));
        head.ForEach(r => SetWhole(sheet, r));
        for (var i = 0; i < table.Rows.Count; i++)
        {
            var row = Fit(sheet, table.Rows[i], widths);
            if (tail > 0 && i == table.Rows.Count - 1)
                Keep(sheet, row, head, headHeight, tail + (sheet.Style.CellPitch / 2));
            SetRow(sheet, row, head, headHeight);
        }
        sheet.Y += sheet.Style.CellPitch / 2;
    }

    /// <summary>The last row goes over when what is signed below it does not fit here with it.</summary>
    private static void Keep(Sheet sheet, FittedRow row, List<FittedRow> head, double headHeight, double tail)
    {
        var height = HeightOf(sheet, row.Lines) + tail;
        if (height > sheet.Room && height <= sheet.Style.TextBottom - sheet.Style.Top - headHeight)
            Turn(sheet, head);
    }

    private static void SetRow(Sheet sheet, FittedRow row, List<FittedRow> head, double headHeight)
    {
        var whole = sheet.Style.TextBottom - sheet.Style.Top - headHeight;
        var height = HeightOf(sheet, row.Lines);
        if (height > sheet.Room && (height <= whole || sheet.Room < HeightOf(sheet, 3)))
            Turn(sheet, head);
        if (height <= sheet.Room)
        {
            SetWhole(sheet, row);
            return;
        }
        for (var from = 0; from < row.Lines;)
        {
            var fits = Math.Max(1, (int)((sheet.Room - (2 * PadY)) / sheet.Style.CellPitch));
            var part = row.Part(from, fits);
            SetWhole(sheet, part);
            from += fits;
            if (from < row.Lines)
                Turn(sheet, head);
        }
    }

    private static void Turn(Sheet sheet, List<FittedRow> head)
    {
        sheet.NextPage();
        head.ForEach(r => SetWhole(sheet, r));
    }

    private static double HeightOf(Sheet sheet, int lines) => (lines * sheet.Style.CellPitch) + (2 * PadY);

    private static void SetWhole(Sheet sheet, FittedRow row)
    {
        var height = HeightOf(sheet, row.Lines);
        var (top, bottom) = (sheet.Y, sheet.Y + height);
        foreach (var cell in row.Cells)
        {
            var (left, right) = (cell.X, cell.X + cell.Width);
            sheet.Draw(new Mark.Line(left, top, right, top, Border, Tone.Plain));
            sheet.Draw(new Mark.Line(left, bottom, right, bottom, Border, Tone.Plain));
            sheet.Draw(new Mark.Line(left, top, left, bottom, Border, Tone.Plain));
            sheet.Draw(new Mark.Line(right, top, right, bottom, Border, Tone.Plain));
            var setting = new Setting(sheet.Style.Cell, cell.Source.Align, cell.Source.Tone);
            var y = top + PadY + (cell.Source.Head || cell.Source.Align == TextAlign.Center
                ? (row.Lines - cell.Lines.Count) * sheet.Style.CellPitch / 2 : 0);
            foreach (var line in cell.Lines)
            {
                sheet.DrawLine(line, setting, left + PadX, cell.Width - (2 * PadX), y, sheet.Style.CellPitch);
                y += sheet.Style.CellPitch;
            }
        }
        sheet.Y = bottom;
    }

    private static FittedRow Fit(Sheet sheet, Row row, double[] widths)
    {
        var cells = new List<FittedCell>();
        var column = 0;
        foreach (var cell in row.Cells)
        {
            var span = Math.Min(cell.Span, widths.Length - column);
            var x = sheet.Style.Left + widths.Take(column).Sum();
            var width = widths.Skip(column).Take(span).Sum();
            var runs = cell.Head ? [.. cell.Runs.Select(r => r with { Bold = true })] : cell.Runs;
            cells.Add(new(cell, x, width, LineBreaker.Break(runs, sheet.Fonts, sheet.Style.Cell, width - (2 * PadX))));
            column += span;
        }
        return new(cells);
    }

    private static double[] WidthsOf(IReadOnlyList<double> columns, double width)
    {
        var sum = columns.Sum();
        return [.. columns.Select(c => c / sum * width)];
    }

    private sealed record FittedCell(Cell Source, double X, double Width, IReadOnlyList<TextLine> Lines);

    private sealed record FittedRow(IReadOnlyList<FittedCell> Cells)
    {
        public int Lines { get; } = Math.Max(1, Cells.Max(c => c.Lines.Count));

        public FittedRow Part(int from, int count) =>
            new([.. Cells.Select(c => c with { Lines = [.. c.Lines.Skip(from).Take(count)] })]);
    }
}
