using BalancedEdu.Web.Processes.LargeClasses.Roster.Words;

namespace BalancedEdu.Web.Processes.LargeClasses.Roster;

/// <summary>Where the header of a table stands and what it says.</summary>
/// <param name="FirstIndex">Its first row, as an index into the sheet's rows.</param>
/// <param name="LastIndex">Its last row; a header may be wrapped over two rows.</param>
/// <param name="Headings">The heading a column, wrapped ones joined by a slash; empty where there is none.</param>
internal sealed record SheetHeader(int FirstIndex, int LastIndex, IReadOnlyList<string> Headings);

/// <summary>Finds the header under merged titles and lines to fill in.</summary>
internal static class HeaderFinder
{
    private const int RowsToLookAt = 40;

    /// <summary>The best header of a sheet, or null when there is none (a cover sheet, instructions).</summary>
    public static SheetHeader? Find(Sheet sheet)
    {
        SheetHeader? best = null;
        var bestScore = 2;
        for (var i = 0; i < Math.Min(RowsToLookAt, sheet.Rows.Count); i++)
        {
            if (sheet.Rows[i].Filled < 2) continue;
            var header = HeaderAt(sheet, i);
            var score = header.Headings.Select(Headings.ColumnOf).Where(c => c != RosterColumn.None).Distinct().Count();
            // Only a better one wins: the same header printed again on the next page is not the first.
            if (score > bestScore) (best, bestScore) = (header, score);
        }
        return best;
    }

    private static SheetHeader HeaderAt(Sheet sheet, int index)
    {
        var top = sheet.Rows[index];
        if (index + 1 < sheet.Rows.Count && Continues(top, sheet.Rows[index + 1]))
        {
            var below = sheet.Rows[index + 1];
            var width = Math.Max(top.Cells.Count, below.Cells.Count);
            return new(index, index + 1, Unique([.. Enumerable.Range(0, width).Select(c => Join(top[c], below[c]))]));
        }
        return new(index, index, Unique([.. top.Cells.Select(Headings.Plain)]));
    }

    /// <summary>Whether a row is the second row of a header: words of headings only, no number, no grade.</summary>
    private static bool Continues(SheetRow top, SheetRow below)
    {
        var words = 0;
        for (var column = 0; column < below.Cells.Count; column++)
        {
            var cell = below.Cells[column];
            if (string.IsNullOrWhiteSpace(cell)) continue;
            // A heading merged over both rows says the same in both.
            if (cell == top[column]) continue;
            if (!Headings.IsWord(cell) || CellText.Compact(cell).Any(char.IsAsciiDigit)) return false;
            words++;
        }
        return words > 0;
    }

    private static string Join(string top, string below)
    {
        var (upper, lower) = (Headings.Plain(top), Headings.Plain(below));
        if (lower.Length == 0 || upper == lower) return upper;
        if (upper.Length == 0) return lower;
        // 学生数 over 合计, 男, 女; 学校 over 代码, 名称; 基本情况 over 年级: the joined words, else the lower one, decide.
        var joined = upper + lower;
        if (Headings.ColumnOf(joined) != RosterColumn.None) return joined;
        return Headings.ColumnOf(lower) != RosterColumn.None && !lower.EndsWith('计') ? lower : $"{upper}/{lower}";
    }

    /// <summary>The same heading twice gets a number, so that each can be mapped for itself.</summary>
    private static List<string> Unique(List<string> headings)
    {
        var seen = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var i = 0; i < headings.Count; i++)
        {
            if (headings[i].Length == 0) continue;
            var count = seen[headings[i]] = seen.GetValueOrDefault(headings[i]) + 1;
            if (count > 1) headings[i] += $"#{count}";
        }
        return headings;
    }
}
