using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using BalancedEdu.Feel.Functions;

namespace BalancedEdu.Feel.Values;

/// <summary>Values as JSON: how states, forms and variables keep them.</summary>
public readonly partial struct FeelValue
{
    private const string DateMember = "$date";
    private const string TimeMember = "$time";
    private const string DateTimeMember = "$dateTime";
    private const string DurationMember = "$duration";
    private const string RangeMember = "$range";

    /// <summary>
    /// Reads JSON: numbers become decimals, arrays lists, objects contexts; values that JSON lacks are objects with one
    /// member named <c>$date</c>, <c>$time</c>, <c>$dateTime</c>, <c>$duration</c> or <c>$range</c> and FEEL text. Such
    /// an object whose text does not read stays a context, so that nothing is lost.
    /// </summary>
    /// <exception cref="JsonException">A number is beyond decimal; it is never cut in silence.</exception>
    public static FeelValue FromJson(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.True => Of(true),
        JsonValueKind.False => Of(false),
        JsonValueKind.Number => json.TryGetDecimal(out var number)
            ? Of(number)
            : throw new JsonException($"数字 {FeelText.Cut(json.GetRawText())} 超出可表示的范围"),
        JsonValueKind.String => Of(json.GetString()),
        JsonValueKind.Array => Of(json.EnumerateArray().Select(FromJson).ToArray()),
        JsonValueKind.Object => FromObject(json),
        _ => Null,
    };

    /// <summary>
    /// Writes what <see cref="FromJson"/> reads, the same bytes for equal values. A function cannot be kept: it is
    /// written as null.
    /// </summary>
    public void WriteTo(Utf8JsonWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        RuntimeHelpers.EnsureSufficientExecutionStack();
        switch (Kind)
        {
            case FeelKind.Boolean:
                writer.WriteBooleanValue(_number != 0);
                break;
            case FeelKind.Number:
                writer.WriteRawValue(FeelText.Number(_number), skipInputValidation: true);
                break;
            case FeelKind.String:
                writer.WriteStringValue((string)_object!);
                break;
            case FeelKind.List:
                WriteList(writer);
                break;
            case FeelKind.Context:
                WriteContext(writer);
                break;
            case FeelKind.Null or FeelKind.Function:
                writer.WriteNullValue();
                break;
            default:
                writer.WriteStartObject();
                writer.WriteString(MemberOf(Kind), ToString());
                writer.WriteEndObject();
                break;
        }
    }

    private void WriteList(Utf8JsonWriter writer)
    {
        writer.WriteStartArray();
        foreach (var item in AsList()!)
            item.WriteTo(writer);
        writer.WriteEndArray();
    }

    private void WriteContext(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        foreach (var (name, value) in AsContext()!)
        {
            writer.WritePropertyName(name);
            value.WriteTo(writer);
        }
        writer.WriteEndObject();
    }

    private static FeelValue FromObject(JsonElement json)
    {
        var entries = new List<KeyValuePair<string, FeelValue>>();
        foreach (var member in json.EnumerateObject())
        {
            if (member.Value.ValueKind == JsonValueKind.String && member.Name.StartsWith('$')
                && json.GetPropertyCount() == 1
                && FromText(member.Name, member.Value.GetString()!) is { IsNull: false } value)
                return value;
            entries.Add(new(member.Name, FromJson(member.Value)));
        }
        return Of(new FeelContext(entries));
    }

    private static FeelValue FromText(string member, string text) => member switch
    {
        DateMember => TemporalParser.Date(text),
        TimeMember => TemporalParser.Time(text),
        DateTimeMember => TemporalParser.DateTime(text),
        DurationMember => TemporalParser.Duration(text),
        RangeMember => RangeText.Read(text),
        _ => Null,
    };

    private static string MemberOf(FeelKind kind) => kind switch
    {
        FeelKind.Date => DateMember,
        FeelKind.Time => TimeMember,
        FeelKind.DateTime => DateTimeMember,
        FeelKind.Range => RangeMember,
        _ => DurationMember,
    };
}
