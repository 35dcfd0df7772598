using System.Text;

namespace BalancedEdu.Web.Processes.LargeClasses.Roster.Files;

/// <summary>
/// Tells how a text file is encoded: by its byte order mark; else UTF-8 when every byte agrees; else GB 18030, which
/// contains GBK and GB 2312 and is what Chinese Excel writes.
/// </summary>
internal static class TextEncodings
{
    private static readonly UTF8Encoding StrictUtf8 = new(false, throwOnInvalidBytes: true);
    private static readonly Encoding StrictGb18030 = CodePagesEncodingProvider.Instance.GetEncoding(
        "GB18030", EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback)!;

    /// <exception cref="RosterFileException">It is no text.</exception>
    public static string Decode(ReadOnlySpan<byte> bytes)
    {
        if (bytes.StartsWith<byte>([0xEF, 0xBB, 0xBF])) return Decode(bytes[3..], StrictUtf8);
        if (bytes.StartsWith<byte>([0xFF, 0xFE]))
            return Decode(bytes[2..], new UnicodeEncoding(false, false, throwOnInvalidBytes: true));
        if (bytes.StartsWith<byte>([0xFE, 0xFF]))
            return Decode(bytes[2..], new UnicodeEncoding(true, false, throwOnInvalidBytes: true));
        if (bytes.Contains((byte)0)) throw NotText();
        try
        {
            return StrictUtf8.GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            // Not UTF-8: GB 18030 is the other encoding that schools send.
            return Decode(bytes, StrictGb18030);
        }
    }

    private static string Decode(ReadOnlySpan<byte> bytes, Encoding encoding)
    {
        try
        {
            return encoding.GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            throw NotText();
        }
    }

    private static RosterFileException NotText() => new(
        "roster.file.not-a-table", "读不出文字：文件不是 .xlsx，也不是 UTF-8 或 GBK 编码的 .csv。请在 Excel 或 WPS 中另存为 .xlsx 后上传。");
}
