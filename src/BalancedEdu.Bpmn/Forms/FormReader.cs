using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using BalancedEdu.Bpmn.Model;
using BalancedEdu.Feel;
using BalancedEdu.Feel.Values;

namespace BalancedEdu.Bpmn.Forms;

/// <summary>
/// Reads a form-js schema. What the server couldn't check is refused, so that no field is let through unseen.
/// </summary>
internal static class FormReader
{
    private const int MaxSchemaVersion = 19;
    private const int MaxDepth = 12;
    private const int MaxComponents = 1_000;

    private static readonly HashSet<string> OnlyShown =
        ["text", "html", "image", "spacer", "separator", "button", "iframe", "table", "documentPreview"];

    public static (string Id, FormContainer Root) Read(JsonElement schema)
    {
        if (schema.ValueKind != JsonValueKind.Object || Text(schema, "type") != "default")
            throw new FormatException("这不是 form-js 表单：最外层应当是 type 为 default 的对象。");
        var id = Text(schema, "id") ?? throw new FormatException("表单没有 id。");
        if (schema.TryGetProperty("schemaVersion", out var version)
            && version.TryGetInt32(out var number) && number > MaxSchemaVersion)
            throw new FormatException($"表单 {id} 的 schemaVersion 是 {number}，本系统支持到 {MaxSchemaVersion}。");
        var count = 0;
        return (id, new FormContainer { Label = id, Path = [], Components = Components(schema, id, 0, ref count) });
    }

    private static List<FormComponent> Components(JsonElement owner, string form, int depth, ref int count)
    {
        var components = new List<FormComponent>();
        if (!owner.TryGetProperty("components", out var list) || list.ValueKind != JsonValueKind.Array)
            return components;
        if (depth > MaxDepth)
            throw new FormatException($"表单 {form} 的分组嵌套超过 {MaxDepth} 层。");
        foreach (var component in list.EnumerateArray())
        {
            if (++count > MaxComponents)
                throw new FormatException($"表单 {form} 的组件超过 {MaxComponents} 个。");
            var type = Text(component, "type") ?? "";
            if (OnlyShown.Contains(type))
                continue;
            components.Add(type is "group" or "dynamiclist"
                ? Container(component, type, form, depth, ref count)
                : Field(component, type, form));
        }
        return components;
    }

    private static FormContainer Container(JsonElement json, string type, string form, int depth, ref int count)
    {
        var path = Segments(Text(json, "path"));
        var repeating = type == "dynamiclist" || Flag(json, "isRepeating");
        if (repeating && path.Count == 0)
            throw new FormatException($"表单 {form} 的列表“{Text(json, "label") ?? Text(json, "id")}”没有 path。");
        return new FormContainer
        {
            Label = Text(json, "label") ?? "",
            Hide = Hide(json, form),
            Path = path,
            IsRepeating = repeating,
            AllowAddRemove = !json.TryGetProperty("allowAddRemove", out var allow)
                || allow.ValueKind != JsonValueKind.False,
            DefaultRepetitions = json.TryGetProperty("defaultRepetitions", out var n) && n.TryGetInt32(out var times)
                ? times
                : 1,
            Components = Components(json, form, depth + 1, ref count),
        };
    }

    private static FormField Field(JsonElement json, string type, string form)
    {
        var key = Text(json, "key")
            ?? throw new FormatException($"表单 {form} 的字段“{Text(json, "label") ?? Text(json, "id") ?? type}”没有 key。");
        return new FormField
        {
            Label = Text(json, "label") ?? Text(json, "dateLabel") ?? Text(json, "timeLabel") ?? key,
            Hide = Hide(json, form),
            Type = TypeOf(json, type, form, key),
            Key = Segments(key),
            Readonly = Readonly(json, form, key),
            Disabled = Flag(json, "disabled"),
            Default = json.TryGetProperty("defaultValue", out var value) ? FeelValue.FromJson(value) : FeelValue.Null,
            Validation = json.TryGetProperty("validate", out var rules) ? Validation(rules, form, key) : new(),
            Options = type is "select" or "radio" or "checklist" or "taglist" ? Options(json, form, key) : null,
            DecimalDigits = json.TryGetProperty("decimalDigits", out var d) && d.TryGetInt32(out var digits)
                ? digits
                : null,
            Increment = json.TryGetProperty("increment", out var i) && Number(i) is { } step and > 0 ? step : null,
            SerializeToString = Flag(json, "serializeToString"),
            DisallowPassedDates = Flag(json, "disallowPassedDates"),
            Expression = type == "expression" && Text(json, "expression") is { } text ? Feel(text, form, key) : null,
        };
    }

    private static FieldType TypeOf(JsonElement json, string type, string form, string key) => type switch
    {
        "textfield" => FieldType.Textfield,
        "textarea" => FieldType.Textarea,
        "number" => FieldType.Number,
        "checkbox" => FieldType.Checkbox,
        "select" => FieldType.Select,
        "radio" => FieldType.Radio,
        "checklist" => FieldType.Checklist,
        "taglist" => FieldType.Taglist,
        "expression" => FieldType.Expression,
        "datetime" => Text(json, "subtype") switch
        {
            "time" => FieldType.Time,
            "datetime" => FieldType.DateTime,
            _ => FieldType.Date,
        },
        _ => throw new FormatException($"表单 {form} 的字段 {key} 是 {type}，本系统不支持这种字段。"),
    };

    private static TextOrFeel? Readonly(JsonElement json, string form, string key) =>
        !json.TryGetProperty("readonly", out var value) ? null : value.ValueKind switch
        {
            JsonValueKind.True => new("true", null),
            JsonValueKind.String when value.GetString()!.StartsWith('=') =>
                new(value.GetString()!, Feel(value.GetString()!, form, key)),
            _ => null,
        };

    private static FieldValidation Validation(JsonElement rules, string form, string key) => new()
    {
        Required = Flag(rules, "required"),
        Min = Bound(rules, "min", form, key),
        Max = Bound(rules, "max", form, key),
        MinLength = Bound(rules, "minLength", form, key),
        MaxLength = Bound(rules, "maxLength", form, key),
        Pattern = Pattern(rules, form, key),
        PatternErrorMessage = Text(rules, "patternErrorMessage"),
        ValidationType = Text(rules, "validationType"),
    };

    private static TextOrFeel? Bound(JsonElement rules, string name, string form, string key)
    {
        if (!rules.TryGetProperty(name, out var value) || value.ValueKind is JsonValueKind.Null)
            return null;
        if (value.ValueKind == JsonValueKind.String && value.GetString()!.StartsWith('='))
            return new(value.GetString()!, Feel(value.GetString()!, form, key));
        return Number(value) is { } number
            ? new(number.ToString(CultureInfo.InvariantCulture), null)
            : throw new FormatException($"表单 {form} 的字段 {key} 的 {name} 不是数字或表达式。");
    }

    /// <summary>As the browser reads it; what only the wider dialect knows is read by that one.</summary>
    private static Regex? Pattern(JsonElement rules, string form, string key)
    {
        if (Text(rules, "pattern") is not { } pattern)
            return null;
        foreach (var options in (RegexOptions[])[RegexOptions.ECMAScript, RegexOptions.CultureInvariant])
            try
            {
                return new Regex(pattern, options, FeelLimits.RegexTimeout);
            }
            catch (ArgumentException) when (options == RegexOptions.ECMAScript)
            {
                // Look-behind and the like are known to browsers but not to this option: the next one decides.
                continue;
            }
            catch (ArgumentException wrong)
            {
                throw new FormatException($"表单 {form} 的字段 {key} 的 pattern 不是正确的正则表达式：{wrong.Message}", wrong);
            }
        return null;
    }

    private static FieldOptions Options(JsonElement json, string form, string key)
    {
        if (Text(json, "valuesExpression") is { } expression)
            return new([], null, Feel(expression, form, key));
        if (Text(json, "valuesKey") is { } from)
            return new([], from, null);
        return new(
            json.TryGetProperty("values", out var values) && values.ValueKind == JsonValueKind.Array
                ? [.. values.EnumerateArray().Select(option => ValueOf(FeelValue.FromJson(option)))]
                : [],
            null, null);
    }

    /// <summary>An option is a value with a label, or the value alone.</summary>
    public static FeelValue ValueOf(FeelValue option) =>
        option.AsContext() is { } context && context.TryGet("value", out var value) ? value : option;

    private static FeelExpression? Hide(JsonElement json, string form) =>
        json.TryGetProperty("conditional", out var condition) && condition.ValueKind == JsonValueKind.Object
            && Text(condition, "hide") is { } hide
            ? Feel(hide, form, Text(json, "key") ?? Text(json, "id") ?? "")
            : null;

    private static FeelExpression Feel(string text, string form, string key)
    {
        var source = text.TrimStart();
        source = source.StartsWith('=') ? source[1..] : source;
        try
        {
            return FeelExpression.Parse(source.Trim(), FeelEnvironment.Default);
        }
        catch (FeelSyntaxException wrong)
        {
            throw new FormatException($"表单 {form} 的 {key} 用的“{text}”不是正确的表达式：{wrong.Message}", wrong);
        }
    }

    private static decimal? Number(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Number when value.TryGetDecimal(out var number) => number,
        JsonValueKind.String when decimal.TryParse(
            value.GetString(), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) => number,
        _ => null,
    };

    private static bool Flag(JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.True;

    private static string? Text(JsonElement json, string name) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var value)
            && value.ValueKind == JsonValueKind.String && value.GetString() is { Length: > 0 } text
            ? text
            : null;

    private static IReadOnlyList<string> Segments(string? path) =>
        path is null ? [] : path.Split('.', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
