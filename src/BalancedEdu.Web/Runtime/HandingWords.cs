using System.Text.Json;
using BalancedEdu.Web.Data.Cases;
using BalancedEdu.Web.Runtime.Transitions;

namespace BalancedEdu.Web.Runtime;

/// <summary>What was done with a task that is still open, in words that follow a name and an instant.</summary>
internal static class HandingWords
{
    /// <summary>转办给方启恒; null for what changes nobody's work.</summary>
    public static string? Of(CaseEvent e)
    {
        using var data = JsonDocument.Parse(e.Data);
        return e.Kind switch
        {
            "TaskTransferred" => $"转办给{Name(data.RootElement)}",
            "TaskDelegated" => $"委派给{Name(data.RootElement)}",
            "DelegationAnswered" => "答复委派",
            "DelegationRecalled" => "收回委派",
            "CoSignersAsked" => $"请{Names(data.RootElement)}共同签署",
            "CoSigned" => $"共同签署（{Text(data.RootElement, "outcomeName")}）",
            "TaskRecused" => "声明回避",
            "SignersAsked" => $"请{Names(data.RootElement)}加签",
            VersionChange.Kind => $"改按第 {VersionChange.NumberIn(data.RootElement)} 版流程办理",
            "SignerExcused" => $"减去{Names(data.RootElement)}的加签",
            _ => null,
        };
    }

    /// <summary>To whom.</summary>
    public static string Name(JsonElement data) => Text(data, "toName");

    private static string Text(JsonElement data, string name) =>
        data.TryGetProperty(name, out var text) ? text.GetString() ?? "" : "";

    /// <summary>Whom, one after another.</summary>
    public static string Names(JsonElement data) =>
        data.TryGetProperty("names", out var names) && names.ValueKind == JsonValueKind.Array
            ? string.Join("、", names.EnumerateArray().Select(n => n.GetString()))
            : "";
}
