using System.Xml;
using System.Xml.Linq;
using BalancedEdu.Bpmn.Validation;

namespace BalancedEdu.Bpmn.Reading;

/// <summary>
/// Says in Chinese why a file is no XML. The reader's own sentence is English; what stands at its place in the file
/// tells the same.
/// </summary>
internal static class XmlFault
{
    private const int Excerpt = 40;

    /// <param name="wrong">What the reader said, for its place.</param>
    /// <param name="text">The file.</param>
    /// <param name="open">The innermost element that was open there, or null.</param>
    /// <param name="findings">Gets one finding more.</param>
    public static void Tell(XmlException wrong, string text, XElement? open, FindingLog findings)
    {
        var at = Offset(text, wrong.LineNumber, wrong.LinePosition);
        var id = open?.AncestorsAndSelf().Select(element => BpmnXml.Text(element, "id")).FirstOrDefault(i => i != null);
        var line = Math.Max(1, wrong.LineNumber);
        if (IsCutOff(text, at))
            findings.FileTruncated(open?.Name.LocalName, BpmnXml.Line(open), id, line);
        else
            findings.FileNotXml(Reason(text, at, open), id, line);
    }

    private static string Reason(string text, int at, XElement? open)
    {
        var here = text.AsSpan(at);
        var before = text.AsSpan(0, at);
        if (here.Length > 0 && !XmlConvert.IsXmlChar(here[0]) && !char.IsSurrogate(here[0]))
            return $"有不允许的字符 U+{(int)here[0]:X4}";
        if (before.EndsWith("</"))
            return open is null
                ? $"多了一个结束标签“</{Cut(here)}”"
                : $"结束标签“</{Cut(here)}”与第 {BpmnXml.Line(open)} 行的“<{open.Name.LocalName}>”不配对";
        var ampersand = before.LastIndexOf('&');
        if (here is ['&', ..] || (ampersand >= 0 && at - ampersand <= Excerpt && !before[ampersand..].Contains(';')))
            return $"“&”应写作“&amp;”，或它后面不是认识的字符名：“{Cut(text.AsSpan(ampersand < 0 ? at : ampersand))}”";
        return at == 0 ? $"开头不是 XML：“{Cut(here)}”" : $"“{Cut(here)}”附近的写法不对（未声明的前缀、重复的属性、缺少引号等）";
    }

    /// <summary>Whether the file ends within an element or a tag: all from the place on is its last piece.</summary>
    private static bool IsCutOff(string text, int at)
    {
        var end = text.AsSpan().TrimEnd().Length;
        return end > 0 && (at >= end || text.AsSpan(at).IndexOf('>') < 0 && text.AsSpan(0, end).LastIndexOf('<') <= at
            && text.AsSpan(0, end).LastIndexOf('<') > text.AsSpan(0, end).LastIndexOf('>'));
    }

    private static int Offset(string text, int line, int column)
    {
        var at = 0;
        for (var i = 1; i < line; i++)
        {
            var next = text.AsSpan(at).IndexOfAny('\n', '\r');
            if (next < 0)
                return text.Length;
            at += next + (text.AsSpan(at + next).StartsWith("\r\n") ? 2 : 1);
        }
        return Math.Clamp(at + column - 1, 0, text.Length);
    }

    private static string Cut(ReadOnlySpan<char> text)
    {
        var length = text.IndexOfAny('>', '\n', '\r');
        var cut = text[..Math.Min(length < 0 ? text.Length : length + 1, Excerpt)].TrimEnd();
        // Where the text was cut, half a character may be left.
        return string.Concat(cut.ToString().Where(c => !char.IsSurrogate(c)));
    }
}
