using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace BalancedEdu.Feel.Values;

/// <summary>
/// Values as text: what the function <c>string</c> shows, and the literal that reads back as the value.
/// </summary>
internal static class FeelText
{
    private const int MaxQuoted = 60;

    private const int MaxQuotedWeight = 8;

    public static string Of(FeelValue value) => value.Kind switch
    {
        FeelKind.Null => "null",
        FeelKind.String => value.AsString()!,
        _ => Nested(value),
    };

    /// <summary>As a literal of FEEL: strings quoted, temporal values behind @.</summary>
    public static string Literal(FeelValue value) => value.Kind switch
    {
        FeelKind.Date or FeelKind.Time or FeelKind.DateTime => "@\"" + Of(value) + "\"",
        FeelKind.DaysTimeDuration or FeelKind.YearsMonthsDuration => "@\"" + Of(value) + "\"",
        _ => Nested(value),
    };

    /// <summary>As quoted in a warning: a literal cut to what can be read at a glance.</summary>
    public static string Quote(FeelValue value)
    {
        if (value.AsList() is { } list && value.Weight > MaxQuotedWeight)
            return $"{list.Count} 项的列表";
        if (value.AsContext() is { } context && value.Weight > MaxQuotedWeight)
            return $"{context.Count} 项的上下文";
        if (value.Kind == FeelKind.Range && value.Weight > MaxQuotedWeight)
            return "区间";
        return value.AsString() is { } text ? QuoteString(Cut(text)) : Cut(Literal(value));
    }

    public static string Cut(string text) =>
        text.Length <= MaxQuoted ? text : string.Concat(text.AsSpan(0, MaxQuoted - 1), "…");

    public static string KindName(FeelKind kind) => kind switch
    {
        FeelKind.Null => "null",
        FeelKind.Boolean => "布尔值",
        FeelKind.Number => "数字",
        FeelKind.String => "字符串",
        FeelKind.Date => "日期",
        FeelKind.Time => "时间",
        FeelKind.DateTime => "日期时间",
        FeelKind.DaysTimeDuration => "天时时长",
        FeelKind.YearsMonthsDuration => "年月时长",
        FeelKind.List => "列表",
        FeelKind.Context => "上下文",
        FeelKind.Range => "区间",
        _ => "函数",
    };

    /// <summary>How long the strings in a value are together: its text is not shorter.</summary>
    public static long LengthOfStrings(FeelValue value)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        return value.Kind switch
        {
            FeelKind.String => value.AsString()!.Length,
            FeelKind.List => value.AsList()!.Sum(LengthOfStrings),
            FeelKind.Context => value.AsContext()!.Sum(entry => LengthOfStrings(entry.Value)),
            FeelKind.Range => LengthOfStrings(value.AsRange()!.Start) + LengthOfStrings(value.AsRange()!.End),
            _ => 0,
        };
    }

    public static string Number(decimal value) => Normalize(value).ToString(CultureInfo.InvariantCulture);

    /// <summary>
    /// Drops trailing zeros: equal numbers have one text. Division by 1 with 28 zeros does it in the base library.
    /// </summary>
    public static decimal Normalize(decimal value) => value / 1.0000000000000000000000000000m;

    public static string QuoteString(string text)
    {
        var builder = new StringBuilder(text.Length + 2).Append('"');
        foreach (var c in text)
            _ = c switch
            {
                '"' => builder.Append("\\\""),
                '\\' => builder.Append("\\\\"),
                '\n' => builder.Append("\\n"),
                '\r' => builder.Append("\\r"),
                '\t' => builder.Append("\\t"),
                _ => builder.Append(c),
            };
        return builder.Append('"').ToString();
    }

    private static string Nested(FeelValue value)
    {
        // Values come from users' expressions and may be nested deeper than the stack is.
        RuntimeHelpers.EnsureSufficientExecutionStack();
        return value.Kind switch
        {
            FeelKind.Null => "null",
            FeelKind.Boolean => value.AsBoolean()!.Value ? "true" : "false",
            FeelKind.Number => Number(value.Raw),
            FeelKind.String => QuoteString(value.AsString()!),
            FeelKind.Date => Date(value.Raw),
            FeelKind.Time => TimeOfDay(value.Raw) + value.Zone,
            FeelKind.DateTime => DateTime(value),
            FeelKind.DaysTimeDuration => DaysTime(value.Raw),
            FeelKind.YearsMonthsDuration => YearsMonths(value.Raw),
            FeelKind.List => "[" + string.Join(", ", value.AsList()!.Select(Nested)) + "]",
            FeelKind.Context => "{" + string.Join(", ", value.AsContext()!.Select(Entry)) + "}",
            _ => value.Object!.ToString()!,
        };
    }

    private static string Entry(KeyValuePair<string, FeelValue> entry) =>
        Key(entry.Key) + ": " + Nested(entry.Value);

    private static string Key(string name) => Lexing.FeelCharacters.IsPlainName(name) ? name : QuoteString(name);

    private static string Date(decimal dayNumber)
    {
        var (year, month, day) = Gregorian.FromDay((long)dayNumber);
        return string.Create(CultureInfo.InvariantCulture,
            $"{(year < 0 ? "-" : "")}{Math.Abs(year):0000}-{month:00}-{day:00}");
    }

    private static string DateTime(FeelValue value)
    {
        var day = decimal.Floor(value.Raw / Gregorian.SecondsPerDay);
        return Date(day) + "T" + TimeOfDay(value.Raw - day * Gregorian.SecondsPerDay) + value.Zone;
    }

    private static string TimeOfDay(decimal seconds)
    {
        var whole = (int)decimal.Floor(seconds);
        var text = string.Create(CultureInfo.InvariantCulture,
            $"{whole / 3600:00}:{whole / 60 % 60:00}:{whole % 60:00}");
        return seconds == whole ? text : text + Number(seconds - whole)[1..];
    }

    private static string DaysTime(decimal seconds)
    {
        if (seconds == 0)
            return "PT0S";
        var rest = Math.Abs(seconds);
        var builder = new StringBuilder(seconds < 0 ? "-P" : "P");
        Append(builder, ref rest, Gregorian.SecondsPerDay, 'D');
        if (rest == 0)
            return builder.ToString();
        builder.Append('T');
        Append(builder, ref rest, 3600, 'H');
        Append(builder, ref rest, 60, 'M');
        return rest == 0 ? builder.ToString() : builder.Append(Number(rest)).Append('S').ToString();
    }

    private static string YearsMonths(decimal months)
    {
        if (months == 0)
            return "P0M";
        var rest = Math.Abs(months);
        var builder = new StringBuilder(months < 0 ? "-P" : "P");
        Append(builder, ref rest, 12, 'Y');
        return rest == 0 ? builder.ToString() : builder.Append(Number(rest)).Append('M').ToString();
    }

    private static void Append(StringBuilder builder, ref decimal rest, int unit, char letter)
    {
        var count = decimal.Floor(rest / unit);
        if (count > 0)
            builder.Append(Number(count)).Append(letter);
        rest -= count * unit;
    }
}
