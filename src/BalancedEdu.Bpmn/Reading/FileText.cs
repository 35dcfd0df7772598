using System.Text;
using System.Text.RegularExpressions;
using BalancedEdu.Bpmn.Validation;

namespace BalancedEdu.Bpmn.Reading;

/// <summary>
/// From bytes to text. Beside what every XML reader must know (UTF-8, UTF-16), the encodings of Chinese desktop
/// software are read; a byte that is not of the encoding is told with its line, never replaced.
/// </summary>
internal static partial class FileText
{
    private const string Utf8 = "utf-8";

    /// <summary>Encodings of one byte or more a character that a declaration may name, and what reads them.</summary>
    private static readonly Dictionary<string, string> Known = new(StringComparer.OrdinalIgnoreCase)
    {
        [Utf8] = Utf8,
        ["utf8"] = Utf8,
        ["us-ascii"] = Utf8,
        ["ascii"] = Utf8,
        // Software that writes into a text first declares UTF-16 and then stores the text as UTF-8.
        ["utf-16"] = Utf8,
        ["iso-8859-1"] = "iso-8859-1",
        ["gb18030"] = "gb18030",
        // GBK and GB2312 are parts of GB18030.
        ["gbk"] = "gb18030",
        ["gb2312"] = "gb18030",
    };

    /// <summary>The text without a byte order mark, or null after a finding.</summary>
    public static string? Decode(ReadOnlySpan<byte> file, FindingLog findings)
    {
        var (encoding, mark) = file switch
        {
            [0xEF, 0xBB, 0xBF, ..] => (Strict(Utf8), 3),
            [0xFF, 0xFE, 0, 0, ..] or [0, 0, 0xFE, 0xFF, ..] => (null, 0),
            [0xFF, 0xFE, ..] => (Strict("utf-16"), 2),
            [0xFE, 0xFF, ..] => (Strict("utf-16BE"), 2),
            [(byte)'<', 0, ..] => (Strict("utf-16"), 0),
            [0, (byte)'<', ..] => (Strict("utf-16BE"), 0),
            _ => (Known.TryGetValue(Declared(file), out var name) ? Strict(name) : null, 0),
        };
        if (encoding is null)
        {
            findings.EncodingUnknown(Declared(file));
            return null;
        }
        try
        {
            return encoding.GetString(file[mark..]);
        }
        catch (DecoderFallbackException wrong)
        {
            // The index counts from where decoding began; before an encoding error all lines end as they do in ASCII.
            var before = file[mark..][..Math.Clamp(wrong.Index, 0, file.Length - mark)];
            findings.EncodingWrong(encoding.WebName, before.Count((byte)'\n') + 1);
            return null;
        }
    }

    private static Encoding? Strict(string name) => name switch
    {
        Utf8 => new UTF8Encoding(false, throwOnInvalidBytes: true),
        "utf-16" => new UnicodeEncoding(bigEndian: false, byteOrderMark: false, throwOnInvalidBytes: true),
        "utf-16BE" => new UnicodeEncoding(bigEndian: true, byteOrderMark: false, throwOnInvalidBytes: true),
        "iso-8859-1" => Encoding.Latin1,
        _ => CodePagesEncodingProvider.Instance.GetEncoding(
            name, EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback),
    };

    /// <summary>The encoding that the XML declaration names; UTF-8 where it names none.</summary>
    private static string Declared(ReadOnlySpan<byte> file)
    {
        var declaration = Declaration().Match(Encoding.Latin1.GetString(file[..Math.Min(file.Length, 200)]));
        return declaration.Success ? declaration.Groups[1].Value : Utf8;
    }

    [GeneratedRegex("""^<\?xml\s[^>]*?encoding\s*=\s*["']([^"'<>]*)["']""", RegexOptions.CultureInvariant)]
    private static partial Regex Declaration();
}
