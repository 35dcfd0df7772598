using System.Globalization;
using System.Xml;
using System.Xml.Linq;

namespace BalancedEdu.Web.Documents;

/// <summary>
/// The elements of a template, and what each may hold. It is a closed list: an element that the layouter would leave
/// out is refused when the bundle is published, with the line, and not found missing on paper.
/// </summary>
internal static class DocumentMarkup
{
    /// <summary>Stands for text that Liquid writes.</summary>
    public const string AnyText = "\uE000";

    private const string Root = "document";

    private static readonly string[] Inline = ["b", "br"];

    /// <summary>Each element with the elements that may stand in it and its attributes.</summary>
    private static readonly Dictionary<string, Element> Elements = new(StringComparer.Ordinal)
    {
        [Root] = new(["masthead", "h1", "h2", "p", "ol", "table", "rule", "space", "sign"], [], Text: false),
        ["masthead"] = new([], [], Text: true),
        ["h1"] = new(["br"], [], Text: true),
        ["h2"] = new([], [], Text: true),
        ["p"] = new(Inline, ["align", "indent", "tone"], Text: true),
        ["b"] = new(["br"], [], Text: true),
        ["br"] = new([], [], Text: false),
        ["ol"] = new(["li"], [], Text: false),
        ["li"] = new(Inline, [], Text: true),
        ["table"] = new(["thead", "tr"], ["columns"], Text: false),
        ["thead"] = new(["tr"], [], Text: false),
        ["tr"] = new(["th", "td"], [], Text: false),
        ["th"] = new(Inline, ["span", "align"], Text: true),
        ["td"] = new(Inline, ["span", "align", "tone"], Text: true),
        ["rule"] = new([], ["tone"], Text: false),
        ["space"] = new([], ["lines"], Text: false),
        ["sign"] = new([], ["unit", "date", "seal"], Text: false),
    };

    private static readonly Dictionary<string, string[]> Choices = new(StringComparer.Ordinal)
    {
        ["align"] = ["left", "center", "right"],
        ["tone"] = ["plain", "muted", "red"],
        ["seal"] = ["yes", "no"],
    };

    private static readonly Dictionary<string, (double Min, double Max)> Ranges = new(StringComparer.Ordinal)
    {
        ["indent"] = (0, 8),
        ["span"] = (1, 20),
        ["lines"] = (0, 20),
    };

    /// <summary>Reads elements.</summary>
    /// <exception cref="XmlException">They are not well formed.</exception>
    public static XElement Parse(string body) => XElement.Parse(
        $"<{Root}>{body}</{Root}>", LoadOptions.SetLineInfo | LoadOptions.PreserveWhitespace);

    /// <summary>Tells all that is wrong with elements: code, fact, remedy, line.</summary>
    public static void Check(string body, Action<string, string, string, int> refuse)
    {
        XElement root;
        try
        {
            root = Parse(body);
        }
        catch (XmlException e)
        {
            refuse("document.template.markup", $"标签没有配对或写法有误（{e.Message}）",
                "每个标签要成对；{% if %} 和 {% for %} 要包住完整的标签；& 写成 &amp;，< 写成 &lt;。", e.LineNumber);
            return;
        }
        Check(root, refuse);
        if (!root.Elements().Any())
            refuse("document.template.empty", "没有正文", "请在第二个 --- 之后写正文。", 1);
    }

    private static void Check(XElement element, Action<string, string, string, int> refuse)
    {
        var name = element.Name.ToString();
        var rule = Elements[name];
        foreach (var attribute in element.Attributes())
            CheckAttribute(name, rule, attribute, refuse);
        if (name == "table" && element.Attribute("columns") is null)
            refuse("document.template.columns", "<table> 没有 columns", "请写各列的宽度比例，例如 columns=\"1,3,2\"。",
                LineOf(element));
        foreach (var node in element.Nodes())
            if (node is XElement child)
            {
                if (!Elements.ContainsKey(child.Name.ToString()))
                    refuse("document.template.element", $"不认识标签 <{child.Name}>",
                        $"可用的标签：{string.Join(' ', Elements.Keys.Where(k => k != Root))}。", LineOf(child));
                else if (!rule.Children.Contains(child.Name.ToString()))
                    refuse("document.template.place",
                        $"<{child.Name}> 不能放在{(name == Root ? "最外层" : $" <{name}> 里")}",
                        rule.Children.Length == 0 ? $"<{name}> 里不能再放标签。"
                            : $"这里可以放：{string.Join(' ', rule.Children)}。", LineOf(child));
                else
                    Check(child, refuse);
            }
            else if (node is XText text && !rule.Text && text.Value.Trim().Length > 0)
                refuse("document.template.text", $"文字“{Shortened(text.Value)}”不在段落里", "请放进 <p>、<li>、<th> 或 <td>。",
                    LineOf(text) + text.Value.TakeWhile(char.IsWhiteSpace).Count(c => c == '\n'));
            else if (node is not XText and not XComment)
                refuse("document.template.node", "有不能使用的内容", "请只写标签和文字。", LineOf(element));
    }

    private static void CheckAttribute(
        string name, Element rule, XAttribute attribute, Action<string, string, string, int> refuse)
    {
        var (key, value, line) = (attribute.Name.ToString(), attribute.Value, LineOf(attribute.Parent!));
        if (!rule.Attributes.Contains(key))
            refuse("document.template.attribute", $"<{name}> 没有属性 {key}",
                rule.Attributes.Length == 0 ? "请删去。" : $"可用的属性：{string.Join(' ', rule.Attributes)}。", line);
        else if (value.Contains(AnyText, StringComparison.Ordinal))
            return;
        else if (Choices.TryGetValue(key, out var choices) && !choices.Contains(value))
            refuse("document.template.value", $"<{name}> 的 {key}=\"{value}\" 不能用", $"可以写：{string.Join(' ', choices)}。",
                line);
        else if (Ranges.TryGetValue(key, out var range) && !(Number(value) is { } number
            && number >= range.Min && number <= range.Max))
            refuse("document.template.value", $"<{name}> 的 {key}=\"{value}\" 不是 {range.Min} 到 {range.Max} 的数",
                "请更正。", line);
        else if (key == "columns" && Columns(value) is null)
            refuse("document.template.columns", $"columns=\"{value}\" 不是用逗号隔开的正数", "例如 columns=\"1,3,2\"。", line);
    }

    /// <summary>The weights of columns, or null.</summary>
    public static IReadOnlyList<double>? Columns(string text)
    {
        var weights = text.Split(',').Select(c => Number(c.Trim())).ToList();
        return weights.TrueForAll(w => w > 0) ? [.. weights.Select(w => w!.Value)] : null;
    }

    /// <summary>A number, or null.</summary>
    public static double? Number(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static int LineOf(XObject node) => ((IXmlLineInfo)node).LineNumber;

    private static string Shortened(string text) => text.Trim() is { Length: > 20 } t ? t[..20] + "…" : text.Trim();

    private sealed record Element(string[] Children, string[] Attributes, bool Text);
}
