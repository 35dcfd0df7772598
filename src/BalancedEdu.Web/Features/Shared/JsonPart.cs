using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Html;

namespace BalancedEdu.Web.Features.Shared;

/// <summary>Data for an island, as a script element that no browser runs.</summary>
public static class JsonPart
{
    /// <summary>The default encoder writes &lt; as \u003C: no text in the data can close the element.</summary>
    public static IHtmlContent Of(string name, JsonNode? value)
    {
        var json = value?.ToJsonString(JsonSerializerOptions.Default) ?? "null";
        return new HtmlString($"""<script type="application/json" data-part="{name}">{json}</script>""");
    }
}
