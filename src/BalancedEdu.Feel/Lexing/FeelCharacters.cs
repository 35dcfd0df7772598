namespace BalancedEdu.Feel.Lexing;

/// <summary>The character classes of the grammar (DMN 1.5, 10.3.1.2, rules 28, 29 and 61).</summary>
internal static class FeelCharacters
{
    /// <summary>
    /// Full-width punctuation that an input method leaves in place of the half-width sign. The standard counts these as
    /// parts of names; here they are refused with a hint, since in Chinese text they are always a slip.
    /// </summary>
    public const string FullWidthSigns = "，；：！？＞＜＝＋－＊／［］｛｝“”‘’。、（）";

    public static bool IsSpace(char c) =>
        c is (>= '\u0009' and <= '\u000D') or ' ' or '\u0085' or '\u00A0' or '\u1680' or '\u180E'
            or (>= '\u2000' and <= '\u200B') or '\u2028' or '\u2029' or '\u202F' or '\u205F' or '\u3000' or '\uFEFF';

    public static bool IsNameStart(char c) =>
        c is '?' or '_' or (>= 'A' and <= 'Z') or (>= 'a' and <= 'z')
        || (c >= '\u00C0' && IsWideNameStart(c) && !FullWidthSigns.Contains(c, StringComparison.Ordinal));

    public static bool IsNamePart(char c) =>
        IsNameStart(c) || char.IsAsciiDigit(c)
            || c is '\u00B7' or (>= '\u0300' and <= '\u036F') or '\u203F' or '\u2040';

    /// <summary>Whether a text is one word of a name, so that it needs no quotes as a key.</summary>
    public static bool IsPlainName(string text) => text.Length > 0 && IsNameStart(text[0]) && text.All(IsNamePart);

    // Surrogates stand for the planes from U+10000, all of which may be in names.
    private static bool IsWideNameStart(char c) =>
        c is (>= '\u00C0' and <= '\u00D6') or (>= '\u00D8' and <= '\u00F6') or (>= '\u00F8' and <= '\u02FF')
            or (>= '\u0370' and <= '\u037D') or (>= '\u037F' and <= '\u1FFF') or (>= '\u200C' and <= '\u200D')
            or (>= '\u2070' and <= '\u218F') or (>= '\u2C00' and <= '\u2FEF') or (>= '\u3001' and <= '\uD7FF')
            or (>= '\uD800' and <= '\uDFFF') or (>= '\uF900' and <= '\uFDCF') or (>= '\uFDF0' and <= '\uFFFD');
}
