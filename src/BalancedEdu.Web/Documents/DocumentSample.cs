using System.Text.Json;
using System.Text.Json.Nodes;
using BalancedEdu.Web.Runtime;

namespace BalancedEdu.Web.Documents;

/// <summary>Sample data with what the issuer adds to the variables of a case.</summary>
public static class DocumentSample
{
    /// <summary>The sample with <c>doc</c>.</summary>
    /// <exception cref="DocumentException">It is no JSON object.</exception>
    public static string With(string sample, string issuer, DateTimeOffset now)
    {
        try
        {
            var data = JsonNode.Parse(sample) as JsonObject
                ?? throw new DocumentException("document.sample", "示例数据不是 JSON 对象。请更正 .sample.json。");
            data["doc"] = new JsonObject
            {
                ["number"] = "样张〔2026〕0号",
                ["date"] = DocumentDates.Of(now),
                ["issuer"] = issuer,
                ["by"] = Actor.System.DisplayName,
            };
            return data.ToJsonString();
        }
        catch (JsonException e)
        {
            throw new DocumentException("document.sample", $"示例数据不是 JSON（{e.Message}）。请更正 .sample.json。");
        }
    }
}
