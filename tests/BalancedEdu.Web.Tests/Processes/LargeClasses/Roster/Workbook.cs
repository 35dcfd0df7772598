using System.IO.Compression;
using System.Security;
using System.Text;

namespace BalancedEdu.Web.Tests.Processes.LargeClasses.Roster;

/// <summary>Builds small workbooks part by part, as the many programs that schools use write them.</summary>
internal sealed class Workbook
{
    private readonly List<(string Name, string Xml)> _sheets = [];
    private readonly List<string> _shared = [];

    /// <summary>
    /// Adds a sheet of texts; null leaves a cell out. Numbers as <see cref="int"/> become numeric cells.
    /// </summary>
    public Workbook Sheet(string name, object?[][] rows, params string[] merged) =>
        Raw(name, string.Concat(rows.Select((r, i) => Row(i + 1, r))), merged);

    /// <summary>Adds a sheet whose rows are given as XML.</summary>
    public Workbook Raw(string name, string rowsXml, params string[] merged)
    {
        var merges = merged.Length == 0 ? ""
            : $"<mergeCells>{string.Concat(merged.Select(m => $"<mergeCell ref=\"{m}\"/>"))}</mergeCells>";
        _sheets.Add((name, $"<sheetData>{rowsXml}</sheetData>{merges}"));
        return this;
    }

    /// <summary>A row with shared strings.</summary>
    public string Row(int number, object?[] cells) =>
        $"<row r=\"{number}\">{string.Concat(cells.Select((c, i) => Cell(number, i, c)))}</row>";

    public MemoryStream ToStream(Func<string, string>? damage = null)
    {
        var stream = new MemoryStream();
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            const string Main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
            const string Rel = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
            Add(zip, "xl/workbook.xml", $"<workbook xmlns=\"{Main}\" xmlns:r=\"{Rel}\"><sheets>"
                + string.Concat(_sheets.Select(
                (s, i) => $"<sheet name=\"{s.Name}\" sheetId=\"{i + 1}\" r:id=\"rId{i + 1}\"/>"))
                    + "</sheets></workbook>");
            Add(zip, "xl/_rels/workbook.xml.rels", "<Relationships>" + string.Concat(_sheets.Select(
                (_, i) =>
                    $"<Relationship Id=\"rId{i + 1}\" Type=\"{Rel}/worksheet\" "
                    + $"Target=\"worksheets/sheet{i + 1}.xml\"/>"))
                + "</Relationships>");
            Add(zip, "xl/sharedStrings.xml", $"<sst xmlns=\"{Main}\">{string.Concat(_shared)}</sst>");
            for (var i = 0; i < _sheets.Count; i++)
            {
                var xml = $"<worksheet xmlns=\"{Main}\">{_sheets[i].Xml}</worksheet>";
                Add(zip, $"xl/worksheets/sheet{i + 1}.xml", damage?.Invoke(xml) ?? xml);
            }
        }
        stream.Position = 0;
        return stream;
    }

    private string Cell(int row, int column, object? value)
    {
        var reference = $"{(char)('A' + column)}{row}";
        if (value is null) return "";
        if (value is int number) return $"<c r=\"{reference}\"><v>{number}</v></c>";
        _shared.Add($"<si><t xml:space=\"preserve\">{SecurityElement.Escape((string)value)}</t></si>");
        return $"<c r=\"{reference}\" t=\"s\"><v>{_shared.Count - 1}</v></c>";
    }

    private static void Add(ZipArchive zip, string path, string text)
    {
        using var writer = new StreamWriter(zip.CreateEntry(path).Open(), new UTF8Encoding(false));
        writer.Write(text);
    }
}
