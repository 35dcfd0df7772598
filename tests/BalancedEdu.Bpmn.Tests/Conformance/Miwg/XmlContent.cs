using System.Xml;

namespace BalancedEdu.Bpmn.Tests.Conformance.Miwg;

/// <summary>
/// What an XML file says, as lines that can be compared. It knows nothing of our reader and writer, so that an error in
/// them isn't repeated here: elements with prefix and namespace, attributes and declarations in order of their names,
/// qualified names in <c>xsi:type</c> with what their prefix stands for, texts to the last blank, comments,
/// instructions. Left out are only blanks between elements where no text stands beside them.
/// </summary>
internal static class XmlContent
{
    private const string Xsi = "http://www.w3.org/2001/XMLSchema-instance";

    /// <summary>Elements of which every blank is compared, whatever stands in them.</summary>
    private static readonly string[] TextElements =
        ["documentation", "text", "script", "conditionExpression", "html", "body", "div", "p", "span"];

    /// <summary>The lines that only one of both files has, or that stand in another order; empty when they say the
    /// same.</summary>
    public static IReadOnlyList<string> Differences(byte[] expected, byte[] actual)
    {
        var (left, right) = (Of(expected), Of(actual));
        var differences = new List<string>();
        for (var i = 0; i < Math.Max(left.Count, right.Count) && differences.Count < 5; i++)
            if (i >= left.Count || i >= right.Count || left[i] != right[i])
                differences.Add($"{Line(left, i)} ≠ {Line(right, i)}");
        return differences;
    }

    public static IReadOnlyList<string> Of(byte[] file)
    {
        using var reader = XmlReader.Create(new MemoryStream(file));
        var root = new Node("", false);
        var open = new Stack<Node>([root]);
        while (reader.Read())
            switch (reader.NodeType)
            {
                case XmlNodeType.Element:
                    var node = new Node(Tag(reader), open.Peek().KeepsBlanks || TextElements.Contains(reader.LocalName)
                        || reader.GetAttribute("xml:space") == "preserve");
                    var isEmpty = reader.IsEmptyElement;
                    Attributes(reader, node);
                    open.Peek().Add(node);
                    if (!isEmpty)
                        open.Push(node);
                    break;
                case XmlNodeType.EndElement:
                    open.Pop();
                    break;
                case XmlNodeType.Comment or XmlNodeType.ProcessingInstruction:
                    open.Peek().Add(new($"{reader.NodeType} {reader.Name} {reader.Value}", false));
                    break;
                case XmlNodeType.Text or XmlNodeType.CDATA or XmlNodeType.Whitespace
                    or XmlNodeType.SignificantWhitespace when open.Count > 1:
                    open.Peek().Text(reader.Value);
                    break;
            }
        var lines = new List<string>();
        root.Write(lines, 0, false);
        return lines;
    }

    private static string Line(IReadOnlyList<string> lines, int i) => lines.ElementAtOrDefault(i) ?? "nothing";

    private static string Tag(XmlReader reader) => $"<{reader.Name} in {reader.NamespaceURI}";

    private static void Attributes(XmlReader reader, Node element)
    {
        var attributes = new List<string>();
        while (reader.MoveToNextAttribute())
        {
            var value = reader.Value;
            if (reader is { LocalName: "type", NamespaceURI: Xsi })
            {
                var colon = value.IndexOf(':', StringComparison.Ordinal);
                value += $" in {reader.LookupNamespace(colon < 0 ? "" : value[..colon])}";
            }
            attributes.Add($"@{reader.Name} in {reader.NamespaceURI} = {value}");
        }
        attributes.Sort(StringComparer.Ordinal);
        element.Lines.AddRange(attributes);
    }

    private sealed class Node(string head, bool keepsBlanks)
    {
        private readonly List<object> _content = [];

        public List<string> Lines { get; } = [head];

        public bool KeepsBlanks => keepsBlanks;

        public void Add(Node node) => _content.Add(node);

        public void Text(string text)
        {
            if (_content is [.., string before])
                _content[^1] = before + text;
            else
                _content.Add(text);
        }

        public void Write(List<string> lines, int depth, bool withinText)
        {
            lines.AddRange(Lines.Select(line => $"{depth} {line}"));
            var isText = withinText || keepsBlanks || !_content.Exists(item => item is Node)
                || _content.Exists(item => item is string text && !string.IsNullOrWhiteSpace(text));
            foreach (var item in _content)
                if (item is Node node)
                    node.Write(lines, depth + 1, isText);
                else if (isText)
                    lines.Add($"{depth} text [{item}]");
        }
    }
}
