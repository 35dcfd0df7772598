using System.Text.Json;
using Microsoft.AspNetCore.Mvc.ViewFeatures;

namespace BalancedEdu.Web.Features.Shared;

/// <summary>What just happened, said once on the next page. Errors never: they stay in place.</summary>
/// <param name="Text">A sentence without a full stop: 已同意 TK-2026-00007，已打开下一件.</param>
/// <param name="TakeBackUrl">Where 取回 is posted to, as long as it is possible.</param>
public sealed record Toast(string Text, string? TakeBackUrl = null)
{
    private const string Key = "be-toast";

    /// <summary>Keeps it for the next page this user sees.</summary>
    public void Put(ITempDataDictionary tempData) => tempData[Key] = JsonSerializer.Serialize(this);

    /// <summary>The waiting toast, once.</summary>
    public static Toast? Take(ITempDataDictionary tempData) =>
        tempData[Key] is string json ? JsonSerializer.Deserialize<Toast>(json) : null;
}
