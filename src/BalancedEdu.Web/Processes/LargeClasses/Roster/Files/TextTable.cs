using System.Globalization;
using CsvHelper;
using CsvHelper.Configuration;

namespace BalancedEdu.Web.Processes.LargeClasses.Roster.Files;

/// <summary>Reads separated text (CSV) as Excel does: one record is one row, also with line breaks in quotes.</summary>
internal static class TextTable
{
    private static readonly char[] Delimiters = [',', ';', '\t'];

    public static Sheet Read(string text, string name, RosterLimits limits)
    {
        var configuration = new CsvConfiguration(CultureInfo.InvariantCulture)
        {
            Delimiter = DelimiterOf(text).ToString(),
            HasHeaderRecord = false,
            IgnoreBlankLines = false,
            BadDataFound = null,
            MaxFieldSize = limits.MaxCellLength,
        };
        using var reader = new StringReader(text);
        using var parser = new CsvParser(reader, configuration);
        var rows = new List<SheetRow>();
        try
        {
            while (parser.Read())
                if (RowOf(parser, limits) is { } row)
                {
                    if (rows.Count == limits.MaxRows) throw TooManyRows(limits);
                    rows.Add(row);
                }
        }
        catch (MaxFieldSizeException)
        {
            throw UnpairedQuote(parser.Row, limits);
        }
        return new(name, rows);
    }

    internal static RosterFileException TooManyRows(RosterLimits limits) => new(
        "roster.file.too-many-rows", $"文件超过 {limits.MaxRows:N0} 行，请按辖区拆分后分别上传。");

    private static RosterFileException UnpairedQuote(int row, RosterLimits limits) => new(
        "roster.file.damaged", $"第 {row} 行附近的引号不成对，或有超过 {limits.MaxCellLength} 字的内容，请改正后重新上传。");

    /// <summary>A quote that is never closed makes the rows after it one cell; they must not vanish silently.</summary>
    private static bool SwallowedRows(string cell, char delimiter) =>
        cell.Contains('\n', StringComparison.Ordinal) && cell.Count(c => c == delimiter) >= 3;

    private static SheetRow? RowOf(CsvParser parser, RosterLimits limits)
    {
        var count = Math.Min(parser.Count, limits.MaxColumns);
        var cells = new string[count];
        var filled = 0;
        for (var i = 0; i < count; i++)
        {
            cells[i] = parser[i] ?? "";
            if (SwallowedRows(cells[i], parser.Delimiter[0])) throw UnpairedQuote(parser.Row, limits);
            if (!string.IsNullOrWhiteSpace(cells[i])) filled++;
        }
        return filled == 0 ? null : new(parser.Row, cells, filled);
    }

    /// <summary>
    /// The separator that occurs most outside of quotes in the first lines; Excel's own "sep=" line wins.
    /// </summary>
    private static char DelimiterOf(string text)
    {
        var head = text.AsSpan(0, Math.Min(text.Length, 20_000));
        if (head.StartsWith("sep=", StringComparison.OrdinalIgnoreCase) && head.Length > 4) return head[4];
        Span<int> counts = stackalloc int[Delimiters.Length];
        var quoted = false;
        foreach (var c in head)
        {
            if (c == '"') quoted = !quoted;
            if (quoted) continue;
            var i = Array.IndexOf(Delimiters, c);
            if (i >= 0) counts[i]++;
        }
        var best = 0;
        for (var i = 1; i < counts.Length; i++)
            if (counts[i] > counts[best]) best = i;
        return Delimiters[best];
    }
}
