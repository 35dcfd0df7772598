using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace BalancedEdu.Web.Documents;

/// <summary>
/// Puts what the library draws by chance (tags of font subsets, ids of the document) into a fixed form of the same
/// length, so that offsets stay right: the same document has the same SHA-256 whenever and wherever it is made.
/// </summary>
internal static partial class StableBytes
{
    public static byte[] Of(byte[] pdf)
    {
        // Latin-1 keeps every byte as one character.
        var text = Encoding.Latin1.GetString(pdf);
        var tags = new Dictionary<string, string>(StringComparer.Ordinal);
        text = FontTag().Replace(text, m => $"/{m.Groups[1].Value}/" + TagOf(tags, m.Groups[2].Value) + "+");
        text = DocumentId().Replace(text, m => m.Groups[1].Value + new string('0', 36));
        text = FileId().Replace(text, "/ID[<" + new string('0', 32) + "><" + new string('0', 32) + ">]");

        // The id of the file follows from what is in it.
        var id = Convert.ToHexString(SHA256.HashData(Encoding.Latin1.GetBytes(text)).AsSpan(0, 16));
        text = FileId().Replace(text, _ => $"/ID[<{id}><{id}>]");
        return Encoding.Latin1.GetBytes(text);
    }

    private static string TagOf(Dictionary<string, string> tags, string tag)
    {
        if (!tags.TryGetValue(tag, out var stable))
            tags[tag] = stable = "SUBSE" + ((char)('A' + tags.Count)).ToString(CultureInfo.InvariantCulture);
        return stable;
    }

    [GeneratedRegex(@"/(FontName|BaseFont)/([A-Z]{6})\+")]
    private static partial Regex FontTag();

    [GeneratedRegex(@"(<xmpMM:(?:DocumentID|InstanceID)>uuid:)[0-9a-f-]{36}")]
    private static partial Regex DocumentId();

    [GeneratedRegex(@"/ID\[<[0-9A-F]{32}><[0-9A-F]{32}>\]")]
    private static partial Regex FileId();
}
