using System.Globalization;
using System.Text;
using System.Xml;

namespace BalancedEdu.Web.Processes.LargeClasses.Roster.Files;

/// <summary>Reads one worksheet part: rows with their numbers, cells as texts, merged ranges filled.</summary>
internal sealed class XlsxSheetReader(XmlReader reader, List<string> strings, RosterLimits limits, int maxRows)
{
    private const int MaxRowNumber = 1_048_576;

    private readonly List<(int Number, string[] Cells)> _rows = [];
    private readonly List<MergedRange> _merged = [];

    public List<SheetRow> Read()
    {
        var lastRow = 0;
        while (reader.Read())
        {
            if (reader.NodeType != XmlNodeType.Element) continue;
            if (reader.LocalName == "row") lastRow = ReadRow(lastRow);
            else if (reader.LocalName == "mergeCell") ReadMergedRange();
        }
        var filled = _rows.Select(r => r.Cells.Count(c => !string.IsNullOrWhiteSpace(c))).ToList();
        FillMergedRanges();
        return [.. _rows.Select((r, i) => new SheetRow(r.Number, r.Cells, filled[i])).Where(r => r.Filled > 0)];
    }

    /// <summary>The text of a string item, without its phonetic guide; the reader ends on the item's end.</summary>
    public static string ReadText(XmlReader reader, int maxLength)
    {
        if (reader.IsEmptyElement) return "";
        var depth = reader.Depth;
        var phonetic = int.MaxValue;
        var text = new StringBuilder();
        while (reader.Read() && reader.Depth > depth)
        {
            if (reader.Depth <= phonetic) phonetic = int.MaxValue;
            if (reader is { NodeType: XmlNodeType.Element, LocalName: "rPh" }) phonetic = reader.Depth;
            if (text.Length <= maxLength && phonetic == int.MaxValue
                && reader.NodeType is XmlNodeType.Text or XmlNodeType.CDATA or XmlNodeType.SignificantWhitespace
                    or XmlNodeType.Whitespace)
                text.Append(reader.Value);
        }
        return text.Length > maxLength ? text.ToString(0, maxLength) : text.ToString();
    }

    private int ReadRow(int lastRow)
    {
        var number = reader.GetAttribute("r") is { } r ? int.Parse(r, CultureInfo.InvariantCulture) : lastRow + 1;
        if (number is < 1 or > MaxRowNumber) throw new FormatException("row number out of range");
        if (reader.IsEmptyElement) return number;
        var depth = reader.Depth;
        var cells = new List<string>();
        var any = false;
        while (reader.Read() && reader.Depth > depth)
        {
            if (reader is not { NodeType: XmlNodeType.Element, LocalName: "c" }) continue;
            var column = reader.GetAttribute("r") is { } reference ? ColumnOf(reference) : cells.Count;
            var text = ReadCell();
            if (text.Length == 0 || column >= limits.MaxColumns) continue;
            while (cells.Count <= column) cells.Add("");
            cells[column] = text;
            any |= !string.IsNullOrWhiteSpace(text);
        }
        if (any)
        {
            if (_rows.Count == maxRows) throw TextTable.TooManyRows(limits);
            _rows.Add((number, [.. cells]));
        }
        return number;
    }

    private string ReadCell()
    {
        var type = reader.GetAttribute("t") ?? "n";
        if (reader.IsEmptyElement) return "";
        var depth = reader.Depth;
        var text = "";
        while (reader.Read() && reader.Depth > depth)
        {
            if (reader.NodeType != XmlNodeType.Element) continue;
            if (reader.LocalName is "v" or "is") text = ReadText(reader, limits.MaxCellLength);
        }
        return type switch
        {
            "s" => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var i) && i < strings.Count
                ? strings[i]
                : throw new FormatException("no such shared string"),
            "n" => PlainNumber(text),
            _ => text,
        };
    }

    /// <summary>A number as a person would write it: writers differ (3299810001, 3.299810001E9, 42.0).</summary>
    private static string PlainNumber(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
        && Math.Abs(number) < 1e15 && Math.Floor(number) == number
            ? ((long)number).ToString(CultureInfo.InvariantCulture)
            : text;

    private static int ColumnOf(string reference)
    {
        var column = 0;
        foreach (var c in reference)
        {
            if (c is < 'A' or > 'Z') break;
            column = column * 26 + (c - 'A' + 1);
            if (column > 16_384) throw new FormatException("column out of range");
        }
        return column == 0 ? throw new FormatException("cell without a column") : column - 1;
    }

    private void ReadMergedRange()
    {
        var parts = reader.GetAttribute("ref")?.Split(':');
        if (parts is not [var from, var to]) return;
        var range = new MergedRange(RowOf(from), RowOf(to), ColumnOf(from), Math.Min(ColumnOf(to),
            limits.MaxColumns - 1));
        _merged.Add(range);
    }

    private static int RowOf(string reference) =>
        int.Parse(reference.AsSpan().TrimStart("ABCDEFGHIJKLMNOPQRSTUVWXYZ"), NumberStyles.None,
            CultureInfo.InvariantCulture);

    private void FillMergedRanges()
    {
        if (_merged.Count == 0) return;
        var indexOf = new Dictionary<int, int>();
        for (var i = 0; i < _rows.Count; i++) indexOf.TryAdd(_rows[i].Number, i);
        // A hostile file can merge the whole sheet a thousand times; honest ones fill each cell once.
        var left = (long)limits.MaxRows * 20;
        foreach (var range in _merged)
        {
            if (!indexOf.TryGetValue(range.FirstRow, out var first)) continue;
            var text = range.FirstColumn < _rows[first].Cells.Length ? _rows[first].Cells[range.FirstColumn] : "";
            if (text.Length == 0) continue;
            for (var i = first; i < _rows.Count && _rows[i].Number <= range.LastRow; i++)
            {
                left -= range.LastColumn - range.FirstColumn + 1;
                if (left < 0) throw new FormatException("too many merged cells");
                _rows[i] = (_rows[i].Number, Filled(_rows[i].Cells, range, text));
            }
        }
    }

    private static string[] Filled(string[] cells, MergedRange range, string text)
    {
        if (cells.Length <= range.LastColumn)
        {
            var wider = Enumerable.Repeat("", range.LastColumn + 1).ToArray();
            cells.CopyTo(wider, 0);
            cells = wider;
        }
        for (var column = range.FirstColumn; column <= range.LastColumn; column++) cells[column] = text;
        return cells;
    }

    private readonly record struct MergedRange(int FirstRow, int LastRow, int FirstColumn, int LastColumn);
}
