using System.Text.Json;
using BalancedEdu.Feel.Values;

namespace BalancedEdu.Web.Runtime.Incidents;

/// <summary>A JSON object that a person has typed.</summary>
internal static class JsonField
{
    /// <summary>The object as a context, or where it is wrong.</summary>
    public static (FeelContext? Value, ActionRefusal? Refusal) Read(string? json)
    {
        if (json?.Length > IncidentActions.JsonLengthMax)
            return (null, IncidentRefusals.JsonTooLong);
        try
        {
            using var document = JsonDocument.Parse(json ?? "");
            return FeelValue.FromJson(document.RootElement).AsContext() is { } context
                ? (context, null)
                : (null, IncidentRefusals.JsonInvalid("最外层应当是 { … }。"));
        }
        catch (JsonException e)
        {
            return (null, IncidentRefusals.JsonInvalid(
                $"第 {e.LineNumber + 1} 行第 {e.BytePositionInLine + 1} 个字节处读不下去。"));
        }
        catch (FormatException e)
        {
            return (null, IncidentRefusals.JsonInvalid(e.Message));
        }
    }
}
