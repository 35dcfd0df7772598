using Microsoft.AspNetCore.Html;

namespace BalancedEdu.Web.Features.Shared;

/// <summary>The pieces of markup that several components draw.</summary>
public static class Markup
{
    /// <summary>An icon of the sprite; hidden from screen readers, so a word or a label must stand beside it.</summary>
    public static IHtmlContent Icon(string name, bool small = false) => new HtmlContentBuilder()
        .AppendHtml(small ? "<svg class=\"be-i be-i-s\"" : "<svg class=\"be-i\"")
        .AppendHtml(" aria-hidden=\"true\"><use href=\"#i-")
        .Append(name)
        .AppendHtml("\"/></svg>");

    /// <summary>Joins a number and its unit, so that no line breaks between them: 剩 3 个工作日.</summary>
    public static string JoinUnits(string text)
    {
        var joined = text.ToCharArray();
        for (var i = 1; i < joined.Length - 1; i++)
            if (joined[i] == ' ' && char.IsAsciiDigit(joined[i - 1])) joined[i] = '\u00a0';
        return new string(joined);
    }
}
