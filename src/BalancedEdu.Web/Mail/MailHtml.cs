using System.Text;
using System.Text.Encodings.Web;
using System.Text.Unicode;

namespace BalancedEdu.Web.Mail;

/// <summary>
/// The HTML part, made from the text part: tables and inline styles, because mail programs know little else. Light is
/// inline, dark follows the reader's system where the program lets it. Nothing is loaded from anywhere.
/// </summary>
internal static class MailHtml
{
    private const int FactNameMax = 8;

    private const string Font =
        "font-family:'PingFang SC','HarmonyOS Sans SC','Microsoft YaHei UI','Microsoft YaHei',sans-serif";

    private static readonly HtmlEncoder Encoder = HtmlEncoder.Create(UnicodeRanges.All);

    /// <summary>Lays the text out. Only the given link becomes one: text may hold what users wrote.</summary>
    public static string Of(string subject, string text, string link)
    {
        var blocks = text.Split("\n\n", StringSplitOptions.RemoveEmptyEntries);
        var html = new StringBuilder();
        html.Append("<!DOCTYPE html>\n<html lang=\"zh-CN\"><head><meta charset=\"utf-8\">")
            .Append("<meta name=\"viewport\" content=\"width=device-width\">")
            .Append("<meta name=\"color-scheme\" content=\"light dark\">")
            .Append("<meta name=\"supported-color-schemes\" content=\"light dark\"><title>").Append(E(subject))
            .Append("</title>\n<style>@media (prefers-color-scheme: dark) {")
            .Append(" .g { background: #0e1319 !important } .t { color: #e7ebf1 !important }")
            .Append(" .s { background: #161c24 !important; border-color: #262f3b !important }")
            .Append(" .m { color: #94a0af !important } .b { color: #93bbf2 !important }")
            .Append(" .f { background: #2f67b1 !important } .l { border-color: #262f3b !important } }</style></head>\n")
            .Append($"<body class=\"g\" style=\"margin:0;padding:0;background:#f1f3f6;{Font}\">\n")
            .Append("<table role=\"presentation\" class=\"g\" width=\"100%\" cellpadding=\"0\" cellspacing=\"0\"")
            .Append(" style=\"background:#f1f3f6\"><tr><td align=\"center\" style=\"padding:24px 12px\">\n")
            .Append("<table role=\"presentation\" class=\"s\" width=\"100%\" cellpadding=\"0\" cellspacing=\"0\"")
            .Append(" style=\"max-width:600px;background:#ffffff;border:1px solid #e4e7ec;border-radius:8px\">\n")
            .Append("<tr><td class=\"l\" style=\"padding:16px 24px;border-bottom:1px solid #e4e7ec\">")
            .Append("<span class=\"b\" style=\"font-size:14px;font-weight:600;color:#1b4d8f\">均衡审批</span></td></tr>\n")
            .Append("<tr><td style=\"padding:20px 24px 24px\">\n<h1 class=\"t\" style=\"margin:0 0 16px;")
            .Append("font-size:18px;line-height:1.4;font-weight:600;color:#1a222d\">").Append(E(subject))
            .Append("</h1>\n");
        foreach (var block in blocks) AppendBlock(html, block.Trim('\n').Split('\n'), link);
        html.Append("</td></tr>\n</table>\n<p class=\"m\" style=\"margin:12px 0 0;font-size:12px;line-height:1.6;")
            .Append("color:#5b6675\">")
            .Append("本邮件由系统发送，请勿回复。办理须登录平台。</p>\n</td></tr></table>\n</body></html>\n");
        return html.ToString();
    }

    private static void AppendBlock(StringBuilder html, string[] lines, string link)
    {
        if (lines.Any(l => IsLink(l, link)) || lines.All(l => FactOf(l) is not null))
        {
            AppendFacts(html, lines.Where(l => !IsLink(l, link)));
            if (lines.FirstOrDefault(l => IsLink(l, link)) is { } line) AppendButton(html, line, link);
            return;
        }
        for (var i = 0; i < lines.Length;)
        {
            var isList = IsItem(lines[i]);
            var run = lines.Skip(i).TakeWhile(l => IsItem(l) == isList).ToArray();
            if (isList) AppendList(html, run);
            else AppendParagraph(html, run);
            i += run.Length;
        }
    }

    private static void AppendParagraph(StringBuilder html, string[] lines) =>
        html.Append("<p class=\"t\" style=\"margin:0 0 12px;font-size:15px;line-height:1.7;color:#1a222d\">")
            .AppendJoin("<br>", lines.Select(E)).Append("</p>\n");

    private static void AppendList(StringBuilder html, string[] lines)
    {
        html.Append("<ul style=\"margin:0 0 12px;padding:0 0 0 20px\">");
        foreach (var line in lines)
            html.Append("<li class=\"t\" style=\"font-size:15px;line-height:1.7;color:#1a222d\">")
                .Append(E(line[2..])).Append("</li>");
        html.Append("</ul>\n");
    }

    private static void AppendFacts(StringBuilder html, IEnumerable<string> lines)
    {
        var open = false;
        foreach (var line in lines)
        {
            if (FactOf(line) is not var (name, value))
            {
                if (open) html.Append("</table>\n");
                open = false;
                AppendParagraph(html, [line]);
                continue;
            }
            if (!open)
                html.Append("<table role=\"presentation\" class=\"l\" width=\"100%\" cellpadding=\"0\"")
                    .Append(" cellspacing=\"0\" style=\"margin:4px 0 16px;border-top:1px solid #e4e7ec\">\n");
            open = true;
            html.Append("<tr><td class=\"m l\" width=\"72\" valign=\"top\" style=\"padding:7px 12px 7px 0;")
                .Append("font-size:13px;white-space:nowrap;color:#5b6675;border-bottom:1px solid #e4e7ec\">")
                .Append(E(name))
                .Append("</td><td class=\"t l\" style=\"padding:7px 0;font-size:14px;color:#1a222d;")
                .Append("border-bottom:1px solid #e4e7ec\">").Append(E(value)).Append("</td></tr>\n");
        }
        if (open) html.Append("</table>\n");
    }

    private static void AppendButton(StringBuilder html, string line, string link)
    {
        var verb = FactOf(line)?.Name ?? "打开";
        html.Append("<table role=\"presentation\" cellpadding=\"0\" cellspacing=\"0\" style=\"margin:0 0 16px\"><tr>")
            .Append("<td class=\"f\" style=\"background:#1b4d8f;border-radius:6px\"><a href=\"").Append(E(link))
            .Append("\" style=\"display:inline-block;padding:9px 20px;font-size:14px;font-weight:600;color:#ffffff;")
            .Append("text-decoration:none\">").Append(E(verb)).Append("</a></td></tr></table>\n");
    }

    private static bool IsItem(string line) => line.StartsWith("- ", StringComparison.Ordinal);

    private static bool IsLink(string line, string link) =>
        line.Trim() == link || (FactOf(line) is var (_, value) && value == link);

    private static (string Name, string Value)? FactOf(string line)
    {
        var colon = line.IndexOf('：', StringComparison.Ordinal);
        return colon is > 0 and <= FactNameMax && colon < line.Length - 1 && !IsItem(line)
            ? (line[..colon], line[(colon + 1)..].Trim()) : null;
    }

    private static string E(string text) => Encoder.Encode(text);
}
