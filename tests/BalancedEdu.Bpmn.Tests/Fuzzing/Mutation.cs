using System.Text;
using System.Text.RegularExpressions;

namespace BalancedEdu.Bpmn.Tests.Fuzzing;

/// <summary>Changes a file a little, by a seed: where it breaks the XML, and where it only breaks the sense.</summary>
internal sealed partial class Mutation(int seed)
{
    private static readonly string[] Values =
    [
        "", " ", "p", "=", "=1/0", "= \"", "-1", "99999999999999999999", "true", "{", "R/PT0S", "PT", "a.b-c", "\u0000",
        "核", "&#55357;", "&#xFFFF;", "&amp;", "]]>", "..", "http://www.omg.org/spec/BPMN/20100524/MODEL",
    ];

    private readonly Random _random = new(seed);

    public byte[] Apply(byte[] file)
    {
        for (var i = _random.Next(1, 4); i > 0; i--)
            file = _random.Next(10) switch
            {
                0 => FlipBytes(file),
                1 => Cut(file),
                2 => Repeat(file),
                _ => Encoding.UTF8.GetBytes(Markup(Encoding.UTF8.GetString(file))),
            };
        return file;
    }

    private byte[] FlipBytes(byte[] file)
    {
        var flipped = (byte[])file.Clone();
        for (var i = _random.Next(1, 9); i > 0 && flipped.Length > 0; i--)
            flipped[_random.Next(flipped.Length)] = (byte)_random.Next(256);
        return flipped;
    }

    private byte[] Cut(byte[] file)
    {
        var (from, to) = Range(file.Length);
        return [.. file.AsSpan(0, from), .. file.AsSpan(to)];
    }

    private byte[] Repeat(byte[] file)
    {
        var (from, to) = Range(file.Length);
        return [.. file.AsSpan(0, to), .. file.AsSpan(from)];
    }

    private string Markup(string text) => _random.Next(8) switch
    {
        0 => Swap(text, Tag()),
        1 => Swap(text, Attribute()),
        2 => Swap(text, Leaf()),
        3 => Replace(text, Attribute(), match => $"{match.Split('"')[0]}\"{Value()}\""),
        4 => Replace(text, Attribute(), _ => ""),
        5 => Replace(text, Leaf(), leaf => _random.Next(2) == 0 ? "" : leaf + leaf),
        6 => Replace(text, Leaf(), leaf => Nested(leaf)),
        _ => Replace(text, Content(), _ => $">{Value()}<"),
    };

    /// <summary>Within itself, or within elements up to beyond the deepest that is read.</summary>
    private string Nested(string leaf)
    {
        var name = Tag().Match(leaf).Value.TrimStart('<');
        if (leaf.EndsWith("/>", StringComparison.Ordinal) && name.Length > 0)
            leaf = $"{leaf[..^2]}>{leaf}</{name}>";
        var levels = _random.Next(3) == 0 ? _random.Next(120) : 0;
        return string.Concat(Enumerable.Repeat($"<{name}>", levels)) + leaf
            + string.Concat(Enumerable.Repeat($"</{name}>", levels));
    }

    private string Value() => Values[_random.Next(Values.Length)];

    private string Swap(string text, Regex what)
    {
        var all = what.Matches(text);
        if (all.Count < 2)
            return text;
        var (one, other) = (all[_random.Next(all.Count)], all[_random.Next(all.Count)]);
        return text.Remove(one.Index, one.Length).Insert(one.Index, other.Value);
    }

    private string Replace(string text, Regex what, Func<string, string> with)
    {
        var all = what.Matches(text);
        if (all.Count == 0)
            return text;
        var match = all[_random.Next(all.Count)];
        return text.Remove(match.Index, match.Length).Insert(match.Index, with(match.Value));
    }

    private (int From, int To) Range(int length)
    {
        var from = _random.Next(length + 1);
        return (from, Math.Min(length, from + _random.Next(_random.Next(2) == 0 ? 12 : 4000)));
    }

    [GeneratedRegex(@"</?[A-Za-z][\w.:-]*")]
    private static partial Regex Tag();

    [GeneratedRegex("\\s[A-Za-z][\\w.:-]*=\"[^\"<]*\"")]
    private static partial Regex Attribute();

    [GeneratedRegex("<[A-Za-z][^<>]*/>")]
    private static partial Regex Leaf();

    [GeneratedRegex(">[^<>]+<")]
    private static partial Regex Content();
}
