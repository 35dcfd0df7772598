namespace BalancedEdu.Web.Processes.LargeClasses.Roster.Files;

/// <summary>Reads an upload into tables, whatever kind of table file it turns out to be.</summary>
public static class RosterFile
{
    /// <summary>Reads all tables of a file; its kind is told by its content, never by its name.</summary>
    /// <param name="content">The bytes.</param>
    /// <param name="fileName">The name that the user gave it; becomes the name of a text file's only table.</param>
    /// <param name="limits">When to stop.</param>
    /// <exception cref="RosterFileException">It is no table, damaged, or too large.</exception>
    public static IReadOnlyList<Sheet> Read(Stream content, string fileName, RosterLimits limits)
    {
        ArgumentNullException.ThrowIfNull(content);
        ArgumentNullException.ThrowIfNull(limits);
        using var buffer = Buffer(content, limits);
        var bytes = buffer.GetBuffer().AsSpan(0, (int)buffer.Length);
        if (bytes.IsEmpty)
            throw new RosterFileException("roster.file.empty", "文件是空的（0 字节），请检查后重新上传。");
        if (bytes.StartsWith("PK\x03\x04"u8) || bytes.StartsWith("PK\x05\x06"u8))
            return XlsxWorkbook.Read(buffer, limits);
        if (bytes.StartsWith<byte>([0xD0, 0xCF, 0x11, 0xE0]))
            throw new RosterFileException(
                "roster.file.old-excel", "这是旧版 Excel（.xls）或加了密码的文件，请在 Excel 或 WPS 中另存为不加密的 .xlsx 后上传。");
        if (bytes.StartsWith("%PDF"u8))
            throw new RosterFileException("roster.file.not-a-table", "这是 PDF 文件，读不出表格，请上传 .xlsx 或 .csv 文件。");
        var text = TextEncodings.Decode(bytes);
        if (LooksLikeMarkup(text))
            throw new RosterFileException(
                "roster.file.markup", "这是网页格式的表格（扩展名虽是 .xls），请用 Excel 或 WPS 打开后另存为 .xlsx 再上传。");
        return [TextTable.Read(text, Path.GetFileName(fileName), limits)];
    }

    private static MemoryStream Buffer(Stream content, RosterLimits limits)
    {
        var buffer = new MemoryStream();
        var chunk = new byte[64 * 1024];
        int read;
        while ((read = content.Read(chunk, 0, chunk.Length)) > 0)
        {
            if (buffer.Length + read > limits.MaxBytes)
            {
                buffer.Dispose();
                throw new RosterFileException(
                    "roster.file.too-large", $"文件超过 {limits.MaxBytes / 1024 / 1024} MB，请按辖区拆分后分别上传。");
            }
            buffer.Write(chunk, 0, read);
        }
        buffer.Position = 0;
        return buffer;
    }

    private static bool LooksLikeMarkup(string text)
    {
        var start = text.AsSpan().TrimStart();
        return start.StartsWith("<html", StringComparison.OrdinalIgnoreCase)
            || start.StartsWith("<!doctype", StringComparison.OrdinalIgnoreCase)
            || start.StartsWith("<table", StringComparison.OrdinalIgnoreCase)
            || start.StartsWith("<?xml", StringComparison.OrdinalIgnoreCase);
    }
}
