using System.Text;
using System.Text.RegularExpressions;
using BalancedEdu.Bpmn;
using BalancedEdu.Web.Runtime.Transitions;
using Fluid;

namespace BalancedEdu.Web.Documents;

/// <summary>
/// A template of a document: a head between two lines <c>---</c>, then Liquid over the elements of
/// <see cref="DocumentMarkup"/>. docs/reference/document-templates.md tells all of it.
/// </summary>
public sealed partial class DocumentTemplate
{
    /// <summary>Where templates lie in a bundle.</summary>
    public const string Folder = "documents/";

    /// <summary>How their names end.</summary>
    public const string Ending = ".liquid";

    private const int CharactersMax = 60_000;

    private static readonly FluidParser Parser = new();

    private DocumentTemplate(string kind, DocumentHead head, IFluidTemplate body) =>
        (Kind, Head, Body) = (kind, head, body);

    /// <summary>The name of its file without the ending.</summary>
    public string Kind { get; }

    /// <summary>What its head says.</summary>
    public DocumentHead Head { get; }

    internal IFluidTemplate Body { get; }

    /// <summary>Whether a path of a bundle is a template.</summary>
    public static bool IsTemplate(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return path.StartsWith(Folder, StringComparison.Ordinal) && path.EndsWith(Ending, StringComparison.Ordinal);
    }

    /// <summary>The kind that a path of a bundle is the template of.</summary>
    public static string KindOf(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return path[Folder.Length..^Ending.Length];
    }

    /// <summary>Reads a template and checks its elements.</summary>
    /// <param name="kind">The name of its file without the ending.</param>
    /// <param name="text">Its text.</param>
    /// <param name="findings">All that is wrong, with lines of the file; empty when it was read.</param>
    public static DocumentTemplate? TryParse(string kind, string text, out IReadOnlyList<Finding> findings)
    {
        ArgumentNullException.ThrowIfNull(text);
        var found = new List<Finding>();
        findings = found;
        void Refuse(string code, string fact, string remedy, int line) => found.Add(new(
            code, Severity.Refused, null, $"文书模板 {Folder}{kind}{Ending} 第 {line} 行：{fact}。", remedy, line));
        if (text.Length > CharactersMax)
            Refuse("document.template.too-long", $"共 {text.Length} 个字符", $"请缩短到 {CharactersMax} 个以内。", 1);
        if (!KindName().IsMatch(kind))
            Refuse("document.template.name", $"文件名“{kind}”不是小写字母、数字和连字符", "请改名，例如 supplement-notice.liquid。", 1);
        var lines = text.TrimStart('\uFEFF').ReplaceLineEndings("\n").Split('\n');
        var end = Array.IndexOf(lines, "---", 1);
        if (lines[0] != "---" || end < 0)
        {
            Refuse("document.template.no-head", "没有以 --- 括起的开头", "请在文件最前面写 ---、title: 标题、---。", 1);
            return null;
        }
        var head = DocumentHead.Read(lines[1..end], Refuse);

        // The head's lines stay as empty ones, so that a line of Liquid or of an element is a line of the file.
        var body = new string('\n', end + 1) + string.Join('\n', lines[(end + 1)..]);
        if (!Parser.TryParse(body, out var template, out var error))
            Refuse("document.template.syntax", $"Liquid 语法有错（{error}）", "请按 Liquid 语法更正。", LineIn(error));
        else
            DocumentMarkup.Check(WithoutLiquid(body), Refuse);
        return found.Count > 0 ? null : new(kind, head, template);
    }

    /// <summary>
    /// The elements alone: tags of Liquid vanish, outputs become a mark that stands for any text. Lines stay.
    /// </summary>
    private static string WithoutLiquid(string body) => Tag().Replace(
        Output().Replace(Raw().Replace(body, m => LinesOf(m.Value)), m => DocumentMarkup.AnyText + LinesOf(m.Value)),
        m => LinesOf(m.Value));

    private static string LinesOf(string text) => new('\n', text.Count(c => c == '\n'));

    private static int LineIn(string error) =>
        ErrorLine().Match(error) is { Success: true } m && int.TryParse(m.Groups[1].Value, out var line) ? line : 1;

    [GeneratedRegex("^[a-z0-9]+(-[a-z0-9]+)*$")]
    private static partial Regex KindName();

    [GeneratedRegex(@"\{\{.*?\}\}", RegexOptions.Singleline)]
    private static partial Regex Output();

    [GeneratedRegex(@"\{%.*?%\}", RegexOptions.Singleline)]
    private static partial Regex Tag();

    [GeneratedRegex(@"\{%-?\s*comment\s*-?%\}.*?\{%-?\s*endcomment\s*-?%\}", RegexOptions.Singleline)]
    private static partial Regex Raw();

    [GeneratedRegex(@"\((\d+):\d+\)")]
    private static partial Regex ErrorLine();
}

/// <summary>How a document looks.</summary>
public enum DocumentStyle
{
    /// <summary>公文: GB/T 9704.</summary>
    Letter,

    /// <summary>表格: narrower margins, smaller text.</summary>
    Form,
}

/// <summary>The head of a template.</summary>
/// <param name="Title">What the document is called: 补正通知书.</param>
/// <param name="Number">How its number is written: <c>联审补〔{yyyy}〕{seq:1}号</c>; null: it has none.</param>
/// <param name="Style">How it looks.</param>
/// <param name="Issuers">Posts that may issue it by hand; empty: only workflows do.</param>
/// <param name="Fields">What who issues it by hand is asked for: variable and label.</param>
public sealed record DocumentHead(
    string Title, string? Number, DocumentStyle Style, IReadOnlyList<string> Issuers,
    IReadOnlyList<KeyValuePair<string, string>> Fields)
{
    private static readonly string[] Keys = ["title", "number", "style", "issuers", "fields"];

    /// <summary>Reads it; what is wrong is refused.</summary>
    internal static DocumentHead Read(string[] lines, Action<string, string, string, int> refuse)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var i = 0; i < lines.Length; i++)
        {
            if (string.IsNullOrWhiteSpace(lines[i]))
                continue;
            var colon = lines[i].IndexOf(':', StringComparison.Ordinal);
            var key = colon < 0 ? lines[i].Trim() : lines[i][..colon].Trim();
            if (colon < 0 || !Keys.Contains(key))
                refuse("document.template.unknown-key", $"开头有不认识的“{key}”", $"开头只写 {string.Join('、', Keys)}。", i + 2);
            else if (!values.TryAdd(key, Unquote(lines[i][(colon + 1)..].Trim())))
                refuse("document.template.key-twice", $"开头写了两次 {key}", "请删去一个。", i + 2);
        }
        var title = values.GetValueOrDefault("title", "");
        if (title.Length == 0)
            refuse("document.template.no-title", "没有标题", "请在开头写 title: 文书名称。", 1);
        var number = values.GetValueOrDefault("number");
        if (number is not null
            && (!number.Contains("{yyyy}", StringComparison.Ordinal) || !NumberFormat.Counts(number)))
            refuse("document.template.number", $"文号“{number}”没有 {{yyyy}} 或 {{seq:1}}",
                "文号按类别和年份连续编号，请写成 联审补〔{yyyy}〕{seq:1}号 的样子。", 1);
        var style = values.GetValueOrDefault("style", "letter");
        if (style is not ("letter" or "form"))
            refuse("document.template.style", $"style“{style}”不是 letter 或 form", "公文写 letter，表格写 form。", 1);
        var issuers = values.GetValueOrDefault("issuers", "")
            .Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return new(
            title, number, style == "form" ? DocumentStyle.Form : DocumentStyle.Letter, issuers,
            FieldsOf(values.GetValueOrDefault("fields", ""), refuse));
    }

    /// <summary><c>reason=情况说明, requirement=办理要求</c>.</summary>
    private static List<KeyValuePair<string, string>> FieldsOf(
        string text, Action<string, string, string, int> refuse)
    {
        var fields = new List<KeyValuePair<string, string>>();
        foreach (var part in text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
            if (part.Split('=', 2, StringSplitOptions.TrimEntries) is [{ Length: > 0 } name, { Length: > 0 } label]
                && name.All(char.IsAsciiLetterOrDigit))
                fields.Add(new(name, label));
            else
                refuse("document.template.fields", $"fields 里的“{part}”不是 变量=名称", "例如 fields: reason=情况说明。", 1);
        return fields;
    }

    private static string Unquote(string text) => text is ['"', .. var inner, '"'] ? inner : text;
}
