using System.Text;

namespace BalancedEdu.Bpmn.Writing;

/// <summary>Characters that a reader would take for markup, or would change if they stood as they are.</summary>
internal static class Escaping
{
    /// <summary>A text between tags. A carriage return as it is would be read as a line feed.</summary>
    public static void Text(StringBuilder to, string text) => Append(to, text, "<>&\r");

    /// <summary>
    /// An attribute's value in double quotes. Line breaks and tabs as they are would be read as blanks.
    /// </summary>
    public static void Attribute(StringBuilder to, string value) => Append(to, value, "<>&\"\r\n\t");

    private static void Append(StringBuilder to, ReadOnlySpan<char> text, ReadOnlySpan<char> special)
    {
        while (text.IndexOfAny(special) is var next and >= 0)
        {
            to.Append(text[..next]).Append(text[next] switch
            {
                '<' => "&lt;",
                '>' => "&gt;",
                '&' => "&amp;",
                '"' => "&quot;",
                '\r' => "&#13;",
                '\n' => "&#10;",
                _ => "&#9;",
            });
            text = text[(next + 1)..];
        }
        to.Append(text);
    }
}
