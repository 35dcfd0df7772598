using System.Text;

namespace BalancedEdu.Web.Processes.LargeClasses.Roster.Words;

/// <summary>Brings what people type into one form.</summary>
internal static class CellText
{
    /// <summary>
    /// Full-width letters, digits and signs become narrow; every white space and invisible sign goes.
    /// </summary>
    public static string Compact(string text)
    {
        if (text.Length == 0) return text;
        var plain = IsPlain(text) ? text : text.Normalize(NormalizationForm.FormKC);
        if (!plain.Any(IsInvisible)) return plain;
        return string.Concat(plain.Where(c => !IsInvisible(c)));
    }

    /// <summary>Whether a cell says that there is nothing: blank, a dash, 无.</summary>
    public static bool IsNothing(string compact) =>
        compact is "" or "-" or "--" or "—" or "——" or "–" or "−" or "/" or "无" or "/0" or "空";

    private static bool IsPlain(string text)
    {
        foreach (var c in text)
            if (c > 0x7F && c is < '一' or > '鿿') return false;
        return true;
    }

    // White space, zero-width signs, the byte order mark inside of a text.
    private static bool IsInvisible(char c) => char.IsWhiteSpace(c) || c is '\u200B' or '\u200C' or '\u200D'
        or '\uFEFF' or '\u00AD';
}
