using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using BalancedEdu.Feel.Values;

namespace BalancedEdu.Web.Runtime.Reading;

/// <summary>Form data between FEEL's JSON, as rows keep it, and the plain JSON of form-js in the browser.</summary>
public static class FormJson
{
    /// <summary>What the form is shown with: the initial values, and on top what was saved without deciding.</summary>
    /// <param name="formData">The initial values as FEEL's JSON, or null.</param>
    /// <param name="draft">What the browser sent before, plain JSON, or null.</param>
    public static string ForBrowser(string? formData, string? draft)
    {
        var data = new JsonObject();
        if (formData is not null)
        {
            using var document = JsonDocument.Parse(formData);
            if (Plain(FeelValue.FromJson(document.RootElement)) is JsonObject initial)
                data = initial;
        }
        if (draft is not null && JsonNode.Parse(draft) is JsonObject saved)
            foreach (var (key, value) in saved)
                data[key] = value?.DeepClone();
        return data.ToJsonString();
    }

    /// <summary>A value as plain JSON: dates, times and durations are text.</summary>
    public static JsonNode? Plain(FeelValue value) => value.Kind switch
    {
        FeelKind.Null => null,
        FeelKind.Boolean => JsonValue.Create(value.AsBoolean()!.Value),
        FeelKind.Number => JsonValue.Create(value.AsNumber()!.Value),
        FeelKind.String => JsonValue.Create(value.AsString()),
        FeelKind.Date => JsonValue.Create(value.AsDate()!.Value.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)),
        FeelKind.List => new JsonArray([.. value.AsList()!.Select(Plain)]),
        FeelKind.Context => new JsonObject(value.AsContext()!.Select(e => KeyValuePair.Create(e.Key, Plain(e.Value)))),
        _ => JsonValue.Create(value.ToString()),
    };
}
