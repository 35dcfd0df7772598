using System.IO.Compression;
using System.Xml;

namespace BalancedEdu.Web.Processes.LargeClasses.Roster.Files;

/// <summary>
/// Reads the texts of an xlsx workbook (ECMA-376) and nothing else: no styles, formulas, macros or links. A reader of
/// our
/// own because a library must be trusted with what strangers send, and the one at hand allocated 243 GB for a file of 3
/// kB
/// that declares its size as A1:XFD200; here every size is bounded by <see cref="RosterLimits"/>.
/// </summary>
internal static class XlsxWorkbook
{
    private static readonly XmlReaderSettings XmlSettings = new()
    {
        DtdProcessing = DtdProcessing.Prohibit,
        XmlResolver = null,
        CheckCharacters = false,
        IgnoreComments = true,
        IgnoreProcessingInstructions = true,
    };

    /// <exception cref="RosterFileException">It is no workbook, damaged or too large.</exception>
    public static IReadOnlyList<Sheet> Read(Stream file, RosterLimits limits)
    {
        try
        {
            using var zip = new ZipArchive(file, ZipArchiveMode.Read, leaveOpen: true);
            return Read(zip, limits);
        }
        catch (Exception e) when (e is InvalidDataException or XmlException or EndOfStreamException
            or NotSupportedException or FormatException or OverflowException)
        {
            throw new RosterFileException(
                "roster.file.damaged", "文件已损坏或没有传完，请在 Excel 或 WPS 中打开确认后另存，再重新上传。");
        }
    }

    private static List<Sheet> Read(ZipArchive zip, RosterLimits limits)
    {
        var budget = new UnpackBudget(limits.MaxUnpackedBytes);
        if (Find(zip, "xl/workbook.xml") is not { } workbook)
            throw new RosterFileException(
                "roster.file.not-a-table", "压缩包里没有 Excel 工作簿。请上传 .xlsx 或 .csv 文件本身，不要打包。");
        var targets = Find(zip, "xl/_rels/workbook.xml.rels") is { } rels ? ReadTargets(rels, budget) : [];
        var sheets = ReadSheetNames(workbook, budget);
        if (sheets.Count > limits.MaxSheets)
            throw new RosterFileException(
                "roster.file.too-many-sheets", $"工作簿有 {sheets.Count} 张工作表，超过 {limits.MaxSheets} 张，请只保留统计表后上传。");
        var strings = Find(zip, "xl/sharedStrings.xml") is { } shared ? ReadSharedStrings(shared, budget, limits) : [];
        var rowsLeft = limits.MaxRows;
        var result = new List<Sheet>();
        foreach (var (name, relation) in sheets)
        {
            if (!targets.TryGetValue(relation, out var target) || Find(zip, target) is not { } part) continue;
            using var reader = Open(part, budget);
            var rows = new XlsxSheetReader(reader, strings, limits, rowsLeft).Read();
            rowsLeft -= rows.Count;
            result.Add(new(name, rows));
        }
        return result;
    }

    private static ZipArchiveEntry? Find(ZipArchive zip, string path) => zip.Entries.FirstOrDefault(
        e => string.Equals(e.FullName.Replace('\\', '/'), path, StringComparison.OrdinalIgnoreCase));

    private static XmlReader Open(ZipArchiveEntry part, UnpackBudget budget) =>
        XmlReader.Create(new BudgetStream(part.Open(), budget), CloseInput(XmlSettings));

    private static XmlReaderSettings CloseInput(XmlReaderSettings settings)
    {
        var copy = settings.Clone();
        copy.CloseInput = true;
        return copy;
    }

    private static List<(string Name, string Relation)> ReadSheetNames(ZipArchiveEntry part, UnpackBudget budget)
    {
        using var reader = Open(part, budget);
        var sheets = new List<(string, string)>();
        while (reader.Read())
            if (reader is { NodeType: XmlNodeType.Element, LocalName: "sheet" })
                sheets.Add((reader.GetAttribute("name") ?? "", RelationOf(reader)));
        return sheets;
    }

    private static string RelationOf(XmlReader reader)
    {
        // r:id; the namespace differs between transitional and strict files, so only the local name is looked at.
        var relation = "";
        while (reader.MoveToNextAttribute())
            if (reader.LocalName == "id" && reader.Prefix.Length > 0) relation = reader.Value;
        reader.MoveToElement();
        return relation;
    }

    private static Dictionary<string, string> ReadTargets(ZipArchiveEntry part, UnpackBudget budget)
    {
        using var reader = Open(part, budget);
        var targets = new Dictionary<string, string>(StringComparer.Ordinal);
        while (reader.Read())
            if (reader is { NodeType: XmlNodeType.Element, LocalName: "Relationship" }
                && reader.GetAttribute("Id") is { } id && reader.GetAttribute("Target") is { } target
                && reader.GetAttribute("Type")?.EndsWith("/worksheet", StringComparison.Ordinal) == true)
                targets[id] = target.StartsWith('/') ? target[1..] : "xl/" + target;
        return targets;
    }

    private static List<string> ReadSharedStrings(ZipArchiveEntry part, UnpackBudget budget, RosterLimits limits)
    {
        using var reader = Open(part, budget);
        var strings = new List<string>();
        while (reader.Read())
            if (reader is { NodeType: XmlNodeType.Element, LocalName: "si" })
                strings.Add(XlsxSheetReader.ReadText(reader, limits.MaxCellLength));
        return strings;
    }
}
