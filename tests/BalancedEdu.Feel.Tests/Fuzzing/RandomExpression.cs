using System.Globalization;
using System.Text;

namespace BalancedEdu.Feel.Tests.Fuzzing;

/// <summary>
/// Expressions grown along the grammar of DMN 1.5: whatever comes out is FEEL, most of it with a type error somewhere.
/// The same seed gives the same text.
/// </summary>
internal sealed class RandomExpression(int seed)
{
    private static readonly string[] Variables = ["人数", "学段", "班级", "送达日", "起", "空", "a b", "f"];

    private static readonly string[] Temporals =
    [
        "2026-02-28", "2024-02-29", "-0044-03-15", "12345-01-01", "00:00:00", "23:59:59.5+08:00",
        "12:00:00@Asia/Shanghai", "2026-11-24T10:00:00", "2026-03-08T02:30:00@America/New_York",
        "2026-12-31T23:59:59Z", "P1D", "-PT36H", "PT0.5S", "P1Y2M", "-P13M", "2026-02-30", "PT",
    ];

    private static readonly string[] Texts =
        ["", "a", "小学", "a,b;c", "\\\"", "\\n", "\\u5B66", "\\U01F600", "[1..2]", "P1D", "12.5", "(a+)+b", "$1", "\\d+"];

    private static readonly string[] Functions =
    [
        "abs", "after", "all", "any", "append", "before", "ceiling", "coincides", "concatenate", "contains", "context",
        "context merge", "context put", "count", "date", "date and time", "day of week", "day of year", "decimal",
        "distinct values", "duration", "during", "ends with", "even", "exp", "finished by", "finishes", "flatten",
        "floor", "get entries", "get value", "includes", "index of", "insert before", "is", "list contains",
        "list replace", "log", "lower case", "matches", "max", "mean", "median", "meets", "met by", "min", "mode",
        "modulo", "month of year", "not", "now", "number", "odd", "overlaps", "overlaps after", "overlaps before",
        "product", "range", "remove", "replace", "reverse", "round down", "round half down", "round half up",
        "round up", "sort", "split", "sqrt", "started by", "starts", "starts with", "stddev", "string", "string join",
        "string length", "sublist", "substring", "substring after", "substring before", "sum", "time", "today",
        "union", "upper case", "week of year", "years and months duration",
    ];

    private static readonly string[] Types =
    [
        "number", "string", "boolean", "date", "time", "date and time", "days and time duration",
        "years and months duration", "Any", "Null", "list", "list<number>", "context", "context<a: number>",
        "range<date>", "function<Any, Any> -> Any", "list<list<string>>",
    ];

    private static readonly string[] Components =
        ["a", "人数", "year", "hour", "days", "months", "start", "end included", "time offset", "timezone", "weekday"];

    private readonly Random _random = new(seed);
    private readonly List<string> _bound = [];

    /// <summary>One expression.</summary>
    /// <param name="depth">How deep it may be nested.</param>
    public string Expression(int depth)
    {
        if (depth <= 0)
            return Simple();
        return _random.Next(18) switch
        {
            0 or 1 => $"{Operand(depth)} {Pick("+", "-", "*", "/", "**")} {Operand(depth)}",
            2 => $"{Operand(depth)} {Pick("=", "!=", "<", "<=", ">", ">=")} {Operand(depth)}",
            3 => $"{Operand(depth)} {Pick("and", "or")} {Operand(depth)}",
            4 => $"{Operand(depth)} between {Operand(depth)} and {Operand(depth)}",
            5 => $"{Operand(depth)} in {Tests(depth)}",
            6 => $"if {Expression(depth - 1)} then {Expression(depth - 1)} else {Expression(depth - 1)}",
            7 => Loop("for", "return", depth),
            8 => Loop(Pick("some", "every"), "satisfies", depth),
            9 or 10 => Call(depth),
            11 => $"{Operand(depth)}[{Filter(depth)}]",
            12 => $"{Operand(depth)}.{Pick(Components)}",
            13 => $"[{Joined(depth, 4)}]",
            14 => Context(depth),
            15 => Range(depth),
            16 => $"{Operand(depth)} instance of {Pick(Types)}",
            _ => $"-{Operand(depth)}",
        };
    }

    /// <summary>The text of unary tests.</summary>
    public string UnaryTests(int depth) => _random.Next(6) switch
    {
        0 => "-",
        1 => $"not({Joined(depth, 3, orNone: false)})",
        2 => $"? {Pick("<", ">=", "=")} {Operand(depth)}",
        3 => $"{Pick("<", "<=", ">", ">=", "=", "!=")} {Operand(depth)}, {Range(depth)}",
        _ => Joined(depth, 3, orNone: false),
    };

    /// <summary>
    /// A text with a few characters or words lost, doubled, exchanged or put in: nearly FEEL, where parsers go wrong.
    /// </summary>
    public string Mutated(string text)
    {
        for (var change = _random.Next(1, 4); change > 0; change--)
        {
            var at = _random.Next(text.Length + 1);
            var length = Math.Min(_random.Next(1, 6), text.Length - at);
            text = _random.Next(5) switch
            {
                0 => text.Remove(at, length),
                1 => text.Insert(at, text.Substring(at, length)),
                2 => text.Insert(at, Pick("(", ")", "[", "]", "{", "}", "\"", "@\"", "..", ",", ":", ".", "?", "\\", "/*")),
                3 => text.Insert(
                    at, Pick(" in ", " and ", " not(", " for ", " return ", " -", "\uD83D", "，", "0", "e9")),
                _ => text[..at] + new string([.. text.Substring(at, length).Reverse()]) + text[(at + length)..],
            };
        }
        return text;
    }

    /// <summary>The same with other spaces and comments between what stays together.</summary>
    public string Spaced(string text)
    {
        var quoted = false;
        var spaced = new StringBuilder();
        for (var i = 0; i < text.Length; i++)
        {
            var isQuote = text[i] == '"' && !(quoted && text[i - 1] == '\\' && text[i - 2] != '\\');
            quoted ^= isQuote;
            spaced.Append(!quoted && text[i] == ' ' ? Pick("  ", "\n", " /* 注 */ ", " // 注\n", "\u3000") : text[i]);
        }
        return spaced.ToString();
    }

    private string Operand(int depth) =>
        _random.Next(3) == 0 ? $"({Expression(depth - 1)})" : Simple();

    private string Simple() => _random.Next(9) switch
    {
        0 => _random.Next(-3, 12).ToString(CultureInfo.InvariantCulture),
        1 => (_random.Next(-1000, 1000) / 8m).ToString(CultureInfo.InvariantCulture),
        2 => Pick("true", "false", "null"),
        3 => Pick("0", "1e28", "1e-28", "79228162514264337593543950335", ".5"),
        4 => $"@\"{Pick(Temporals)}\"",
        5 => $"\"{Pick(Texts)}\"",
        6 when _bound.Count > 0 => _bound[_random.Next(_bound.Count)],
        _ => Pick(Variables),
    };

    private string Tests(int depth) => _random.Next(4) switch
    {
        0 => Range(depth),
        1 => $"({Joined(depth, 3, orNone: false)}, {Pick("<", ">=")} {Operand(depth)})",
        2 => $"[{Joined(depth, 3)}]",
        _ => $"({Pick("<", "<=", ">", ">=")} {Operand(depth)})",
    };

    private string Range(int depth) =>
        $"{Pick("[", "(", "]")}{Operand(depth)}..{Operand(depth)}{Pick("]", ")", "[")}";

    private string Filter(int depth) => _random.Next(4) switch
    {
        0 => _random.Next(-3, 4).ToString(CultureInfo.InvariantCulture),
        1 => $"item {Pick("=", "<", ">")} {Operand(depth)}",
        2 => $"人数 > {_random.Next(40, 60)}",
        _ => Expression(depth - 1),
    };

    private string Loop(string word, string end, int depth)
    {
        var name = Pick("x", "y", "班", "my item");
        var over = _random.Next(3) switch
        {
            0 => $"{_random.Next(-2, 3)}..{_random.Next(-2, 6)}",
            1 => "班级",
            _ => Operand(depth),
        };
        _bound.Add(name);
        var body = Expression(depth - 1);
        if (word == "for" && _random.Next(4) == 0)
            body = $"[count(partial), {body}]";
        _bound.RemoveAt(_bound.Count - 1);
        return $"{word} {name} in {over} {end} {body}";
    }

    private string Call(int depth) => _random.Next(6) switch
    {
        0 => $"(function(x) {Expression(depth - 1)})({Operand(depth)})",
        1 => $"sort([{Joined(depth, 4)}], function(p, q) p {Pick("<", ">")} q)",
        _ => $"{Pick(Functions)}({Joined(depth, 4)})",
    };

    private string Context(int depth)
    {
        var entries = new List<string>();
        foreach (var name in new[] { "a", "人数", "\"b c\"", "a+b" }.Take(_random.Next(5)))
            entries.Add($"{name}: {Expression(depth - 1)}");
        return "{" + string.Join(", ", entries) + "}";
    }

    private string Joined(int depth, int max, bool orNone = true) =>
        string.Join(", ", Enumerable.Range(0, _random.Next(orNone ? 0 : 1, max)).Select(_ => Operand(depth)));

    private string Pick(params string[] of) => of[_random.Next(of.Length)];
}
