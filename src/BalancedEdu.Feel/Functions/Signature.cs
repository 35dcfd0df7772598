using BalancedEdu.Feel.Evaluating;
using BalancedEdu.Feel.Values;

namespace BalancedEdu.Feel.Functions;

/// <summary>A parameter: the kinds it takes as bits, whether it may be left out.</summary>
internal sealed record BuiltInParameter(string Name, int Kinds, bool IsOptional, string Shown);

/// <summary>One way to call a built-in function.</summary>
internal sealed class Signature(IReadOnlyList<BuiltInParameter> parameters, bool isVariadic, Body body)
{
    private const int NullBit = 1 << (int)FeelKind.Null;
    private const int ListBit = 1 << (int)FeelKind.List;

    private readonly int _required = parameters.Count(p => !p.IsOptional);

    public Body Body { get; } = body;

    public int? Arity => isVariadic || _required != parameters.Count ? null : _required;

    /// <summary>
    /// Reads parameters such as <c>string: string, start position: number, length?: number</c>. <c>?</c> may be left
    /// out, <c>|</c> parts kinds, <c>any</c> takes null too, <c>...</c> in front collects the rest into one list.
    /// </summary>
    public static Signature Parse(string text, Body body)
    {
        var isVariadic = text.Contains("...", StringComparison.Ordinal);
        var parameters = text.Length == 0 ? [] : text.Split(", ").Select(Parameter).ToArray();
        return new Signature(parameters, isVariadic, body);
    }

    public bool Takes(int count) =>
        isVariadic ? count >= parameters.Count : count >= _required && count <= parameters.Count;

    /// <summary>The arguments in the order of the parameters, or null when a name is not one of them.</summary>
    public FeelValue[]? Order(ReadOnlySpan<string> names, ReadOnlySpan<FeelValue> arguments)
    {
        var ordered = new FeelValue[parameters.Count];
        var found = 0;
        for (var i = 0; i < ordered.Length; i++)
        {
            var at = names.IndexOf(parameters[i].Name);
            if (at >= 0)
            {
                ordered[i] = arguments[at];
                found++;
            }
            else if (!parameters[i].IsOptional)
                return null;
        }
        return found == names.Length ? ordered : null;
    }

    /// <summary>The arguments after the implicit conversions, or null and why one does not fit.</summary>
    public FeelValue[]? Bind(ReadOnlySpan<FeelValue> arguments, out string? mismatch)
    {
        mismatch = null;
        if (isVariadic)
            arguments = Collect(arguments);
        var bound = new FeelValue[parameters.Count];
        for (var i = 0; i < bound.Length; i++)
        {
            if (i >= arguments.Length)
                continue;
            if (Convert(arguments[i], parameters[i]) is not { } value)
            {
                mismatch = $"参数“{parameters[i].Name}”应为{parameters[i].Shown}，得到 {FeelText.Quote(arguments[i])}";
                return null;
            }
            bound[i] = value;
        }
        return bound;
    }

    private FeelValue[] Collect(ReadOnlySpan<FeelValue> arguments)
    {
        var fixedCount = parameters.Count - 1;
        return [.. arguments[..fixedCount], FeelValue.Of(arguments[fixedCount..].ToArray())];
    }

    private static FeelValue? Convert(FeelValue value, BuiltInParameter parameter)
    {
        if ((parameter.Kinds & Bit(value)) != 0 || (value.IsNull && parameter.IsOptional))
            return value;
        if (value.IsNull)
            return null;
        if ((parameter.Kinds & ListBit) != 0)
            return FeelValue.Of([value]);
        if (value.AsList() is { Count: 1 } list && (parameter.Kinds & ~NullBit & Bit(list[0])) != 0)
            return list[0];
        if (value.Kind == FeelKind.Date && (parameter.Kinds & (1 << (int)FeelKind.DateTime)) != 0)
            return Arithmetic.AtMidnight(value);
        return null;
    }

    private static int Bit(FeelValue value) => 1 << (int)value.Kind;

    private static BuiltInParameter Parameter(string text)
    {
        var colon = text.IndexOf(": ", StringComparison.Ordinal);
        var name = text[..colon].TrimStart('.');
        var kinds = text[(colon + 2)..].Split('|').Select(KindsOf).ToArray();
        var shown = string.Join("或", kinds.SelectMany(k => k.Names));
        var bits = kinds.Aggregate(0, (all, k) => all | k.Bits);
        return new BuiltInParameter(name.TrimEnd('?'), bits, name.EndsWith('?'), shown);
    }

    private static (int Bits, string[] Names) KindsOf(string word)
    {
        FeelKind[] kinds = word switch
        {
            "any" => Enum.GetValues<FeelKind>(),
            "null" => [FeelKind.Null],
            "boolean" => [FeelKind.Boolean],
            "number" => [FeelKind.Number],
            "string" => [FeelKind.String],
            "date" => [FeelKind.Date],
            "time" => [FeelKind.Time],
            "dateTime" => [FeelKind.DateTime],
            "duration" => [FeelKind.DaysTimeDuration],
            "months" => [FeelKind.YearsMonthsDuration],
            "list" => [FeelKind.List],
            "context" => [FeelKind.Context],
            "range" => [FeelKind.Range],
            "function" => [FeelKind.Function],
            "point" =>
            [
                FeelKind.Number, FeelKind.String, FeelKind.Date, FeelKind.Time, FeelKind.DateTime,
                FeelKind.DaysTimeDuration, FeelKind.YearsMonthsDuration,
            ],
            _ => throw new ArgumentException($"Unknown kind '{word}' in a signature.", nameof(word)),
        };
        return (kinds.Aggregate(0, (all, k) => all | (1 << (int)k)),
            word switch { "any" => ["任意值"], "point" => ["可比较的值"], _ => [.. kinds.Select(FeelText.KindName)] });
    }
}
