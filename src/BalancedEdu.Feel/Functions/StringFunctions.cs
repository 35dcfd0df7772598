using System.Text;
using BalancedEdu.Feel.Evaluating;
using BalancedEdu.Feel.Values;

namespace BalancedEdu.Feel.Functions;

/// <summary>Strings (DMN 1.5, table 75). Positions and lengths count code points, not UTF-16 units.</summary>
internal static class StringFunctions
{
    public static void Add(FunctionTable table)
    {
        table.Add("substring", "string: string, start position: number, length?: number", Substring);
        table.Add("string length", "string: string", (_, a) => FeelValue.Of((decimal)Length(a[0].AsString()!)));
        table.Add("upper case", "string: string", (e, a) => e.Made(a[0].AsString()!.ToUpperInvariant()));
        table.Add("lower case", "string: string", (e, a) => e.Made(a[0].AsString()!.ToLowerInvariant()));
        table.Add("substring before", "string: string, match: string", (e, a) => e.Made(
            Before(a[0].AsString()!, a[1].AsString()!)));
        table.Add("substring after", "string: string, match: string", (e, a) => e.Made(
            After(a[0].AsString()!, a[1].AsString()!)));
        table.Add("contains", "string: string, match: string",
            (_, a) => FeelValue.Of(a[0].AsString()!.Contains(a[1].AsString()!, StringComparison.Ordinal)));
        table.Add("starts with", "string: string, match: string",
            (_, a) => FeelValue.Of(a[0].AsString()!.StartsWith(a[1].AsString()!, StringComparison.Ordinal)));
        table.Add("ends with", "string: string, match: string",
            (_, a) => FeelValue.Of(a[0].AsString()!.EndsWith(a[1].AsString()!, StringComparison.Ordinal)));
        table.Add("string join", "list: list, delimiter?: string|null", Join);
        table.Add("string join", "list: list, delimiter: string|null, prefix: string|null, suffix: string|null", Join);
    }

    private static int Length(string text)
    {
        var length = text.Length;
        if (!text.AsSpan().ContainsAnyInRange('\uD800', '\uDBFF'))
            return length;
        for (var i = 1; i < text.Length; i++)
            if (char.IsLowSurrogate(text[i]) && char.IsHighSurrogate(text[i - 1]))
                length--;
        return length;
    }

    private static FeelValue Substring(Evaluation evaluation, FeelValue[] arguments)
    {
        var text = arguments[0].AsString()!;
        var length = Length(text);
        var position = decimal.Truncate(arguments[1].Raw);
        if (position == 0 || Math.Abs(position) > length)
            return evaluation.Fail($"字符串只有 {length} 个字符，没有位置 {FeelText.Number(position)}");
        var start = (int)(position > 0 ? position - 1 : length + position);
        var count = arguments[2].IsNull ? length - start : Math.Min(decimal.Truncate(arguments[2].Raw), length - start);
        if (count < 1)
            return evaluation.Fail("长度应为正数");
        return evaluation.Made(Slice(text, length, start, (int)count));
    }

    private static string Slice(string text, int length, int start, int count)
    {
        if (length == text.Length)
            return text.Substring(start, count);
        var builder = new StringBuilder();
        var at = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            if (at >= start && at < start + count)
                builder.Append(rune.ToString());
            at++;
        }
        return builder.ToString();
    }

    private static string Before(string text, string match)
    {
        var at = text.IndexOf(match, StringComparison.Ordinal);
        return at < 0 ? "" : text[..at];
    }

    private static string After(string text, string match)
    {
        var at = text.IndexOf(match, StringComparison.Ordinal);
        return at < 0 ? "" : text[(at + match.Length)..];
    }

    /// <summary>Nulls are left out; anything else but a string is refused.</summary>
    private static FeelValue Join(Evaluation evaluation, FeelValue[] arguments)
    {
        var delimiter = arguments.Length > 1 ? arguments[1].AsString() ?? "" : "";
        var parts = new List<string>();
        long length = 0;
        foreach (var item in arguments[0].AsList()!)
        {
            if (item.IsNull)
                continue;
            if (item.AsString() is not { } part)
                return evaluation.Fail($"列表中的 {FeelText.Quote(item)} 不是字符串");
            parts.Add(part);
            length += part.Length + delimiter.Length;
        }
        var (prefix, suffix) = arguments.Length > 2 ? (arguments[2].AsString(), arguments[3].AsString()) : (null, null);
        evaluation.ChargeText(length + (prefix?.Length ?? 0) + (suffix?.Length ?? 0));
        return FeelValue.Of(prefix + string.Join(delimiter, parts) + suffix);
    }
}
