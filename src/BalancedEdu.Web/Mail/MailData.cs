using System.Globalization;
using System.Text.Json;
using Fluid;
using Fluid.Values;

namespace BalancedEdu.Web.Mail;

/// <summary>The JSON of an outbox row as values of Liquid. Dates read as people write them: 2026-11-27 周五.</summary>
internal static class MailData
{
    private static readonly TimeSpan Beijing = TimeSpan.FromHours(8);

    /// <summary>The members of an object as variables of a template.</summary>
    public static IEnumerable<(string Name, FluidValue Value)> Variables(JsonElement json) =>
        json.EnumerateObject().Select(p => (p.Name, ValueOf(p.Value)));

    /// <summary>A day with its weekday.</summary>
    public static string DayText(DateOnly day) => string.Create(
        CultureInfo.InvariantCulture, $"{day:yyyy-MM-dd} 周{"日一二三四五六"[(int)day.DayOfWeek]}");

    private static FluidValue ValueOf(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.String => StringValue.Create(json.GetString()!),
        JsonValueKind.Number => json.TryGetDecimal(out var number)
            ? NumberValue.Create(number) : StringValue.Create(json.GetRawText()),
        JsonValueKind.True => BooleanValue.True,
        JsonValueKind.False => BooleanValue.False,
        JsonValueKind.Array => new ArrayValue(json.EnumerateArray().Select(ValueOf).ToArray()),
        JsonValueKind.Object => (FluidValue?)Temporal(json) ?? Context(json),
        _ => NilValue.Instance,
    };

    private static DictionaryValue Context(JsonElement json)
    {
        var members = new Dictionary<string, FluidValue>(StringComparer.Ordinal);
        foreach (var member in json.EnumerateObject()) members[member.Name] = ValueOf(member.Value);
        return new(new FluidValueDictionaryFluidIndexable(members));
    }

    private static StringValue? Temporal(JsonElement json)
    {
        using var members = json.EnumerateObject();
        if (!members.MoveNext() || members.Current is not { Value.ValueKind: JsonValueKind.String } only
            || members.MoveNext() || !only.Name.StartsWith('$')) return null;
        var text = only.Value.GetString()!;
        return StringValue.Create(only.Name switch
        {
            "$date" when DateOnly.TryParse(text, CultureInfo.InvariantCulture, out var day) => DayText(day),
            "$dateTime" when DateTimeOffset.TryParse(
                text.Split('@')[0], CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var instant) =>
                string.Create(CultureInfo.InvariantCulture, $"{instant.ToOffset(Beijing):yyyy-MM-dd HH:mm}"),
            _ => text,
        });
    }
}
