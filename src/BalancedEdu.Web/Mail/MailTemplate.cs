using BalancedEdu.Bpmn;
using Fluid;

namespace BalancedEdu.Web.Mail;

/// <summary>
/// A Liquid template with a front matter: a line <c>---</c>, <c>subject: …</c>, a line <c>---</c>, the body. The body
/// is plain text in paragraphs; lines that begin with <c>- </c> are a list, short lines <c>名称：值</c> in a block of
/// their own are facts, and the line with the link becomes a button.
/// </summary>
public sealed class MailTemplate
{
    private const int CharactersMax = 20_000;

    private static readonly FluidParser Parser = new();

    private MailTemplate(string id, string text, IFluidTemplate subject, IFluidTemplate body) =>
        (Id, Text, Subject, Body) = (id, text, subject, body);

    /// <summary>The name of its file without <c>.liquid</c>.</summary>
    public string Id { get; }

    /// <summary>What it was read from.</summary>
    public string Text { get; }

    internal IFluidTemplate Subject { get; }

    internal IFluidTemplate Body { get; }

    /// <summary>Reads a template.</summary>
    /// <returns>The template, or null with what is wrong in <paramref name="finding"/>.</returns>
    public static MailTemplate? TryParse(string id, string text, out Finding? finding)
    {
        ArgumentNullException.ThrowIfNull(text);
        finding = null;
        if (text.Length > CharactersMax)
            return Refuse(id, "mail.template.too-long", $"有 {text.Length} 个字符",
                $"请缩短到 {CharactersMax} 个以内。", out finding);
        var lines = text.TrimStart('\uFEFF').ReplaceLineEndings("\n").Split('\n');
        var end = Array.IndexOf(lines, "---", 1);
        if (lines[0] != "---" || end < 0)
            return Refuse(id, "mail.template.no-front-matter", "没有以 --- 括起的开头",
                "请在文件最前面写 ---、subject: 标题、---。", out finding);
        if (SubjectOf(id, lines[1..end], out finding) is not { } subjectText) return null;
        var bodyText = string.Join('\n', lines[(end + 1)..]).Trim('\n');
        if (string.IsNullOrWhiteSpace(bodyText))
            return Refuse(id, "mail.template.no-body", "没有正文", "请在第二个 --- 之后写正文。", out finding);
        if (!Parser.TryParse(subjectText, out var subject, out var error))
            return Refuse(id, "mail.template.syntax", $"标题有语法错误（{error}）", "请按 Liquid 语法更正标题。", out finding);
        if (!Parser.TryParse(bodyText, out var body, out error))
            return Refuse(id, "mail.template.syntax", $"正文有语法错误（{error}）", "请按 Liquid 语法更正正文。", out finding);
        return new(id, text, subject, body);
    }

    private static string? SubjectOf(string id, string[] lines, out Finding? finding)
    {
        string? subject = null;
        finding = null;
        foreach (var line in lines.Where(l => !string.IsNullOrWhiteSpace(l)))
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            var key = colon < 0 ? line : line[..colon].Trim();
            if (key != "subject" || colon < 0)
            {
                Refuse(id, "mail.template.unknown-key", $"开头有不认识的“{key}”", "开头只写 subject: 标题。", out finding);
                return null;
            }
            subject = Unquote(line[(colon + 1)..].Trim());
        }
        if (string.IsNullOrWhiteSpace(subject))
            Refuse(id, "mail.template.no-subject", "没有标题", "请在开头写 subject: 标题。", out finding);
        return string.IsNullOrWhiteSpace(subject) ? null : subject;
    }

    private static string Unquote(string text) => text is ['"', .. var inner, '"'] ? inner : text;

    private static MailTemplate? Refuse(string id, string code, string fact, string remedy, out Finding? finding)
    {
        finding = new(code, Severity.Refused, null, $"邮件模板 {id} {fact}。", remedy);
        return null;
    }
}
