using System.Collections.Concurrent;
using System.Text;
using System.Text.RegularExpressions;

namespace BalancedEdu.Feel.Functions;

/// <summary>
/// Turns a regular expression of XPath into one of the base library: same meaning, or refused. One that refers back to
/// a group (<c>\1</c>) can only be run by trying, under a time limit; any other runs in time proportional to the text.
/// </summary>
internal sealed class XPathRegex
{
    private const int MaxCompiled = 200;

    private const string SingleEscapes = "nrtsSdDwW\\|.?*+(){}$-[]^";

    private static readonly ConcurrentDictionary<(string, string), Regex?> Compiled = new();

    private readonly string _pattern;
    private readonly bool _multiline;
    private readonly bool _dotAll;
    private readonly StringBuilder _out = new();
    private readonly HashSet<int> _closed = [];
    private readonly Stack<int> _open = new();
    private int _groups;
    private int _at;
    private bool _refersBack;

    private XPathRegex(string pattern, string flags)
    {
        _pattern = flags.Contains('x', StringComparison.Ordinal) ? WithoutSpace(pattern) : pattern;
        _multiline = flags.Contains('m', StringComparison.Ordinal);
        _dotAll = flags.Contains('s', StringComparison.Ordinal);
    }

    /// <summary>The compiled expression, or null when the pattern or a flag is not one of XPath's.</summary>
    public static Regex? Compile(string pattern, string flags)
    {
        if (Compiled.TryGetValue((pattern, flags), out var known))
            return known;
        // Patterns are few, unless they are made of data: then keeping them is no use.
        if (Compiled.Count >= MaxCompiled)
            Compiled.Clear();
        return Compiled[(pattern, flags)] = Make(pattern, flags);
    }

    private static Regex? Make(string pattern, string flags)
    {
        if (flags.Any(f => !"smixq".Contains(f, StringComparison.Ordinal)))
            return null;
        var reading = new XPathRegex(pattern, flags);
        var translated = flags.Contains('q', StringComparison.Ordinal) ? Regex.Escape(pattern) : reading.Translate();
        if (translated is null)
            return null;
        var options = (reading._refersBack ? RegexOptions.None : RegexOptions.NonBacktracking)
            | RegexOptions.CultureInvariant
            | (flags.Contains('i', StringComparison.Ordinal) ? RegexOptions.IgnoreCase : RegexOptions.None)
            | (flags.Contains('m', StringComparison.Ordinal) ? RegexOptions.Multiline : RegexOptions.None);
        try
        {
            // What runs in time proportional to the text is counted in steps: a busy machine gives the same result.
            return new Regex(
                translated, options, reading._refersBack ? FeelLimits.RegexTimeout : Regex.InfiniteMatchTimeout);
        }
        catch (Exception fault) when (fault is ArgumentException or NotSupportedException)
        {
            // The base library found what the translation let through: it is no regular expression, or one of so many
            // repetitions that it would not fit into memory.
            return null;
        }
    }

    /// <summary>With flag x spaces outside classes go first, also from within an escape.</summary>
    private static string WithoutSpace(string pattern)
    {
        var builder = new StringBuilder(pattern.Length);
        var classes = 0;
        for (var i = 0; i < pattern.Length; i++)
        {
            var escaped = i > 0 && pattern[i - 1] == '\\';
            if (pattern[i] == '[' && !escaped)
                classes++;
            else if (pattern[i] == ']' && !escaped)
                classes--;
            if (classes > 0 || pattern[i] is not (' ' or '\t' or '\n' or '\r'))
                builder.Append(pattern[i]);
        }
        return builder.ToString();
    }

    private char Here => _at < _pattern.Length ? _pattern[_at] : '\0';

    private char After => _at + 1 < _pattern.Length ? _pattern[_at + 1] : '\0';

    private string? Translate()
    {
        while (_at < _pattern.Length)
            if (!One())
                return null;
        return _open.Count == 0 ? _out.ToString() : null;
    }

    private bool One()
    {
        switch (Here)
        {
            case '\\':
                return Escape(inClass: false);
            case '[':
                return Class();
            case '(':
                return OpenGroup();
            case ')':
                if (_open.Count == 0)
                    return false;
                _closed.Add(_open.Pop());
                return Copy();
            case '.':
                _at++;
                _out.Append(_dotAll ? "[\\s\\S]" : "[^\\n\\r]");
                return true;
            case '$':
                _at++;
                _out.Append(_multiline ? "$" : "\\z");
                return true;
            case ']' or '}':
                return false;
            case '{':
                return Quantifier();
            case '#':
                _out.Append("\\#");
                _at++;
                return true;
            default:
                return Copy();
        }
    }

    private bool Copy()
    {
        _out.Append(_pattern[_at++]);
        return true;
    }

    private bool OpenGroup()
    {
        if (After == '?')
        {
            // Of the groups that begin with ? XPath has the one that does not capture.
            if (_at + 2 >= _pattern.Length || _pattern[_at + 2] != ':')
                return false;
            _open.Push(0);
            _out.Append("(?:");
            _at += 3;
            return true;
        }
        _open.Push(++_groups);
        return Copy();
    }

    private bool Quantifier()
    {
        var end = _pattern.IndexOf('}', _at);
        if (end < 0)
            return false;
        var inner = _pattern[(_at + 1)..end];
        if (!inner.All(c => char.IsAsciiDigit(c) || c == ',') || inner.Length == 0 || inner[0] == ',')
            return false;
        _out.Append(_pattern, _at, end + 1 - _at);
        _at = end + 1;
        return true;
    }

    private bool Escape(bool inClass)
    {
        var letter = After;
        _at += 2;
        switch (letter)
        {
            case var _ when SingleEscapes.Contains(letter, StringComparison.Ordinal):
                _out.Append('\\').Append(letter);
                return true;
            case 'i' or 'c':
                _out.Append(inClass ? NameClass(letter) : "[" + NameClass(letter) + "]");
                return true;
            case 'I' or 'C' when !inClass:
                _out.Append("[^" + NameClass(char.ToLowerInvariant(letter)) + "]");
                return true;
            case 'p' or 'P':
                return Category(letter);
            case >= '1' and <= '9' when !inClass:
                return BackReference(letter);
            default:
                return false;
        }
    }

    private static string NameClass(char letter) => letter == 'i' ? "_:\\p{L}" : "_:\\p{L}\\p{N}\\p{M}.\\-";

    private bool BackReference(char digit)
    {
        var group = digit - '0';
        while (char.IsAsciiDigit(Here) && group * 10 + (Here - '0') <= _groups)
            group = group * 10 + (_pattern[_at++] - '0');
        if (!_closed.Contains(group))
            return false;
        _refersBack = true;
        _out.Append("(?:\\").Append(group).Append(')');
        return true;
    }

    private bool Category(char letter)
    {
        var end = _pattern.IndexOf('}', _at);
        if (Here != '{' || end < 0)
            return false;
        var name = _pattern[(_at + 1)..end];
        _at = end + 1;
        if (!name.All(c => char.IsAsciiLetterOrDigit(c) || c == '-') || name.Length == 0)
            return false;
        _out.Append('\\').Append(letter).Append('{').Append(name).Append('}');
        return true;
    }

    private bool Class()
    {
        _out.Append('[');
        _at++;
        if (Here == '^')
            Copy();
        if (Here == ']')
            return false;
        while (_at < _pattern.Length)
        {
            if (Here == ']')
                return Copy();
            if (Here == '[' || (Here == '-' && After == '['))
            {
                // Subtraction, [a-z-[aeiou]], stands at the end of a class in both languages.
                if (Here != '-')
                    return false;
                Copy();
                if (!Class())
                    return false;
            }
            else if (Here == '\\')
            {
                if (!Escape(inClass: true))
                    return false;
            }
            else
                Copy();
        }
        return false;
    }
}
