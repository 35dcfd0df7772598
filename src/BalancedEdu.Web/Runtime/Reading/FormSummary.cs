using System.Globalization;
using System.Text.Json;
using BalancedEdu.Feel.Values;

namespace BalancedEdu.Web.Runtime.Reading;

/// <summary>One answer of a form, in words.</summary>
/// <param name="Label">The field's label.</param>
/// <param name="Value">The value with its unit.</param>
/// <param name="Wide">Whether it is long text.</param>
public sealed record FormFact(string Label, string Value, bool Wide);

/// <summary>A list of a form (form-js: dynamic list or table), in words.</summary>
/// <param name="Label">The list's label.</param>
/// <param name="Columns">The labels of its fields.</param>
/// <param name="Rows">The values, row by row.</param>
public sealed record FormTable(string Label, IReadOnlyList<string> Columns, IReadOnlyList<IReadOnlyList<string>> Rows);

/// <summary>What stands under one heading of a form.</summary>
/// <param name="Label">The heading; empty for what stands outside of a group.</param>
/// <param name="Facts">Answers, in the order of the form.</param>
/// <param name="Tables">Lists, in the order of the form.</param>
public sealed record FormGroup(string Label, IReadOnlyList<FormFact> Facts, IReadOnlyList<FormTable> Tables);

/// <summary>Reads submitted data with the labels of its form-js schema, for people who only want to read it.</summary>
public sealed class FormSummary
{
    private readonly List<FormGroup> _groups = [];

    private FormSummary()
    {
    }

    /// <summary>The data in words; fields without a value are left out, unknown components are passed over.</summary>
    public static IReadOnlyList<FormGroup> Read(JsonElement schema, FeelContext data)
    {
        var summary = new FormSummary();
        summary.ReadGroup("", schema, data);
        return summary._groups;
    }

    /// <summary>A value in words where no schema says more.</summary>
    public static string TextOf(FeelValue value) => value.Kind switch
    {
        FeelKind.Null => "",
        FeelKind.Boolean => value.AsBoolean() == true ? "是" : "否",
        FeelKind.Number => NumberText(value.AsNumber()!.Value, null, ""),
        FeelKind.Date => Texts.Day(value.AsDate()!.Value),
        FeelKind.DateTime when value.AsInstant(Texts.ChinaOffset) is { } at => Texts.Instant(at),
        FeelKind.String => StringText(value.AsString()!),
        FeelKind.List => string.Join("、", value.AsList()!.Select(TextOf)),
        FeelKind.Context => string.Join("，", value.AsContext()!.Select(e => $"{e.Key} {TextOf(e.Value)}")),
        _ => value.ToString(),
    };

    private void ReadGroup(string label, JsonElement container, FeelContext data)
    {
        var (facts, tables) = (new List<FormFact>(), new List<FormTable>());
        foreach (var component in Components(container))
        {
            if (Text(component, "type") != "group")
            {
                ReadComponent(component, data, facts, tables);
                continue;
            }
            Close();
            ReadGroup(Text(component, "label") ?? "", component, Inner(component, data));
        }
        Close();

        // What stood before an inner group is a group of its own, so that the order of the form is kept.
        void Close()
        {
            if (facts.Count + tables.Count > 0)
                _groups.Add(new(label, facts, tables));
            (facts, tables) = ([], []);
        }
    }

    private static void ReadComponent(
        JsonElement component, FeelContext data, List<FormFact> facts, List<FormTable> tables)
    {
        var label = LabelOf(component);
        switch (Text(component, "type"))
        {
            case "dynamiclist" when Find(data, Text(component, "path")) is { } rows:
                if (TableOf(label, [.. Components(component)], rows) is { } list)
                    tables.Add(list);
                break;
            default:
                if (Find(data, Text(component, "key")) is { IsNull: false } value
                    && ValueText(component, value) is { Length: > 0 } text)
                    facts.Add(new(label, text, Text(component, "type") == "textarea"));
                break;
        }
    }

    private static FeelContext Inner(JsonElement group, FeelContext data) =>
        Text(group, "path") is { Length: > 0 } path ? Find(data, path)?.AsContext() ?? FeelContext.Empty : data;

    private static FormTable? TableOf(string label, JsonElement[] fields, FeelValue rows)
    {
        JsonElement[] columns = [.. fields.Where(f => Text(f, "key") is not null)];
        if (rows.AsList() is not { Count: > 0 } items || columns.Length == 0)
            return null;
        return new(
            label,
            [.. columns.Select(LabelOf)],
            [.. items.Select(item => RowOf(columns, item.AsContext() ?? FeelContext.Empty))]);
    }

    private static IReadOnlyList<string> RowOf(JsonElement[] columns, FeelContext item) =>
        [.. columns.Select(c => Find(item, Text(c, "key")) is { } value ? ValueText(c, value) : "")];

    private static string ValueText(JsonElement field, FeelValue value)
    {
        var unit = Adorner(field, "suffixAdorner");
        return Text(field, "type") switch
        {
            "number" when Number(value) is { } number => NumberText(number, Digits(field), unit),
            "select" or "radio" => OptionText(field, value),
            "checklist" or "taglist" => string.Join("、", (value.AsList() ?? [value]).Select(v => OptionText(field, v))),
            "checkbox" => value.AsBoolean() == true ? "是" : "否",
            _ => unit.Length > 0 && value.Kind == FeelKind.Number
                ? NumberText(value.AsNumber()!.Value, Digits(field), unit)
                : TextOf(value),
        };
    }

    private static decimal? Number(FeelValue value) =>
        value.AsNumber()
        ?? (decimal.TryParse(value.AsString(), NumberStyles.Number, CultureInfo.InvariantCulture, out var read)
            ? read
            : null);

    private static string OptionText(JsonElement field, FeelValue value)
    {
        var wanted = value.AsString() ?? value.ToString();
        if (field.TryGetProperty("values", out var options) && options.ValueKind == JsonValueKind.Array)
            foreach (var option in options.EnumerateArray())
                if (option.TryGetProperty("value", out var each) && each.ToString() == wanted)
                    return Text(option, "label") ?? wanted;
        return TextOf(value);
    }

    /// <summary>Thousands with commas from 10,000 or where a unit follows: 2026 stays a year.</summary>
    private static string NumberText(decimal number, int? digits, string unit)
    {
        var grouped = unit is not ("" or "年") || Math.Abs(number) >= 10_000;
        var format = (grouped ? "#,0" : "0") + digits switch
        {
            null => ".##########",
            0 => "",
            var n => "." + new string('0', n.Value),
        };
        var text = number.ToString(format, CultureInfo.InvariantCulture);
        return unit switch { "" => text, "%" => text + unit, _ => $"{text}\u00a0{unit}" };
    }

    private static string StringText(string text) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            ? Texts.Day(day)
            : text;

    private static int? Digits(JsonElement field) =>
        field.TryGetProperty("decimalDigits", out var d) && d.TryGetInt32(out var n) && n is >= 0 and <= 10 ? n : null;

    private static string Adorner(JsonElement field, string name) =>
        field.TryGetProperty("appearance", out var a) && a.ValueKind == JsonValueKind.Object ? Text(a, name) ?? "" : "";

    private static JsonElement.ArrayEnumerator Components(JsonElement container) =>
        container.TryGetProperty("components", out var c) && c.ValueKind == JsonValueKind.Array
            ? c.EnumerateArray()
            : default;

    /// <summary>Dates carry their name in a word of their own.</summary>
    private static string LabelOf(JsonElement component) => Text(component, "label")
        ?? Text(component, "dateLabel") ?? Text(component, "timeLabel") ?? Text(component, "key") ?? "";

    private static string? Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out var v) && v.ValueKind == JsonValueKind.String ? v.GetString() : null;

    private static FeelValue? Find(FeelContext data, string? path)
    {
        if (string.IsNullOrEmpty(path))
            return null;
        FeelValue value = FeelValue.Of(data);
        foreach (var name in path.Split('.'))
        {
            if (value.AsContext() is not { } context || !context.TryGet(name, out value))
                return null;
        }
        return value;
    }
}
