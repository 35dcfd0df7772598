using System.Globalization;
using System.Text;
using System.Xml.Linq;
using BalancedEdu.Web.Documents.Layout;

namespace BalancedEdu.Web.Documents;

/// <summary>From checked elements to what is set on pages.</summary>
internal static class MarkupBlocks
{
    private const char LineSeparator = '\u2028';

    /// <summary>From here on characters are Chinese or stand with Chinese: no blank between them.</summary>
    private const char FirstWide = '\u2E80';

    private const char LastPunctuation = '\u206F';
    private const char FirstPunctuation = '\u2010';

    public static IReadOnlyList<Block> Of(XElement document) => [.. document.Elements().SelectMany(BlocksOf)];

    private static IEnumerable<Block> BlocksOf(XElement element) => element.Name.ToString() switch
    {
        "masthead" => [new Block.Masthead(TextOf(element))],
        "h1" => [new Block.Heading(1, TextOf(element))],
        "h2" => [new Block.Heading(2, TextOf(element))],
        "p" => [ParagraphOf(element)],
        "ol" => element.Elements("li").Select(ItemOf),
        "table" => [TableOf(element)],
        "rule" => [new Block.Rule(ToneOf(element))],
        "space" => [new Block.Space(DocumentMarkup.Number(Attribute(element, "lines")) ?? 1)],
        "sign" => [new Block.Signature(
            Attribute(element, "unit"), Attribute(element, "date"), Attribute(element, "seal") != "no")],
        _ => [],
    };

    private static Block.Paragraph ParagraphOf(XElement element)
    {
        var align = AlignOf(element, TextAlign.Left);
        var indent = DocumentMarkup.Number(Attribute(element, "indent")) ?? (align == TextAlign.Left ? 2 : 0);
        return new(RunsOf(element), align, indent, 0, ToneOf(element));
    }

    /// <summary>1．… with the number where a paragraph begins.</summary>
    private static Block.Paragraph ItemOf(XElement item, int index) => new(
        [new(string.Create(CultureInfo.InvariantCulture, $"{index + 1}．"), false), .. RunsOf(item)],
        TextAlign.Left, 2, 0, Tone.Plain);

    private static Block.Table TableOf(XElement table)
    {
        var rows = table.Elements("tr").Select(RowOf).Where(r => r.Cells.Count > 0).ToList();
        var head = table.Elements("thead").Elements("tr").Select(RowOf).Where(r => r.Cells.Count > 0).ToList();
        return new(DocumentMarkup.Columns(Attribute(table, "columns")) ?? [1], head, rows);
    }

    private static Row RowOf(XElement row) => new([.. row.Elements().Select(cell =>
    {
        var head = cell.Name == "th";
        return new Cell(
            RunsOf(cell), head, AlignOf(cell, head ? TextAlign.Center : TextAlign.Left),
            (int)(DocumentMarkup.Number(Attribute(cell, "span")) ?? 1), ToneOf(cell));
    })]);

    private static string TextOf(XElement element) => string.Concat(RunsOf(element).Select(r => r.Text));

    private static List<Run> RunsOf(XElement element)
    {
        var runs = new List<Run>();
        Collect(element, bold: false, runs);
        if (runs.Count > 0)
        {
            runs[0] = runs[0] with { Text = runs[0].Text.TrimStart(' ') };
            runs[^1] = runs[^1] with { Text = runs[^1].Text.TrimEnd(' ') };
        }
        return [.. runs.Where(r => r.Text.Length > 0)];
    }

    private static void Collect(XElement element, bool bold, List<Run> runs)
    {
        foreach (var node in element.Nodes())
            switch (node)
            {
                case XText text:
                    runs.Add(new(Collapsed(text.Value), bold));
                    break;
                case XElement { Name.LocalName: "br" }:
                    runs.Add(new(LineSeparator.ToString(), bold));
                    break;
                case XElement child:
                    Collect(child, bold || child.Name == "b", runs);
                    break;
            }
    }

    /// <summary>
    /// Breaks and blanks of the template are one blank, and none beside Chinese: a template is indented for who reads
    /// it, not for paper.
    /// </summary>
    private static string Collapsed(string text)
    {
        var collapsed = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] is not (' ' or '\n' or '\r' or '\t'))
            {
                collapsed.Append(text[i]);
                continue;
            }
            var from = i;
            while (i + 1 < text.Length && text[i + 1] is ' ' or '\n' or '\r' or '\t')
                i++;
            var broken = text.AsSpan(from, i - from + 1).IndexOf('\n') >= 0;
            var wide = (collapsed.Length > 0 && IsWide(collapsed[^1])) || (i + 1 < text.Length && IsWide(text[i + 1]));
            if (!broken || (!wide && collapsed.Length > 0 && i + 1 < text.Length))
                collapsed.Append(' ');
        }
        return collapsed.ToString();
    }

    private static bool IsWide(char c) => c is >= FirstWide or (>= FirstPunctuation and <= LastPunctuation);

    private static string Attribute(XElement element, string name) => element.Attribute(name)?.Value.Trim() ?? "";

    private static TextAlign AlignOf(XElement element, TextAlign otherwise) => Attribute(element, "align") switch
    {
        "left" => TextAlign.Left,
        "center" => TextAlign.Center,
        "right" => TextAlign.Right,
        _ => otherwise,
    };

    private static Tone ToneOf(XElement element) => Attribute(element, "tone") switch
    {
        "muted" => Tone.Muted,
        "red" => Tone.Red,
        _ => Tone.Plain,
    };
}
