using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace BalancedEdu.Web.Features.Shared;

/// <summary>
/// <c>&lt;be-diagram bpmn="Model.Bpmn" current="…" finished="…" label="流程图：当前在并联会审" /&gt;</c>:
/// the process and where a case stands in it. Ids that the drawing does not have are passed over.
/// </summary>
[HtmlTargetElement("be-diagram", TagStructure = TagStructure.WithoutEndTag)]
public sealed class DiagramElement : TagHelper
{
    private const string Buttons =
        """
        <div class="be-diagram-zoom be-hide-s">
        <button class="btn be-btn-icon be-btn-s" type="button" data-zoom="in" aria-label="放大">＋</button>
        <button class="btn be-btn-icon be-btn-s" type="button" data-zoom="out" aria-label="缩小">－</button>
        <button class="btn be-btn-s" type="button" data-zoom="fit">适合</button>
        </div>
        """;

    /// <summary>The definition with its diagram, as XML.</summary>
    public string Bpmn { get; set; } = "";

    /// <summary>Ids of the elements that are active now.</summary>
    public IEnumerable<string> Current { get; set; } = [];

    /// <summary>Ids of the elements and flows that have been passed.</summary>
    public IEnumerable<string> Finished { get; set; } = [];

    /// <summary>Short words above elements, by id: 当前 2/5.</summary>
    public IReadOnlyDictionary<string, string>? Texts { get; set; }

    /// <summary>What the drawing says, in words, for those who do not see it.</summary>
    public string Label { get; set; } = "流程图";

    /// <summary>The page, set by the framework.</summary>
    [ViewContext, HtmlAttributeNotBound]
    public ViewContext ViewContext { get; set; } = null!;

    /// <inheritdoc />
    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        PageAssets.Require(ViewContext, "diagram");
        output.TagName = "div";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute("class", "be-diagram");
        output.Attributes.SetAttribute("data-diagram", "");
        output.Attributes.SetAttribute("role", "figure");
        output.Attributes.SetAttribute("aria-label", Label);
        output.Content.AppendHtml(JsonPart.Of("bpmn", JsonValue.Create(Bpmn)));
        output.Content.AppendHtml(JsonPart.Of("marks", JsonSerializer.SerializeToNode(
            new { current = Current, finished = Finished, texts = Texts ?? new Dictionary<string, string>() })));
        output.Content.AppendHtml(Buttons);
        output.Content.AppendHtml("""<div class="be-island-wait" data-part="waiting" aria-busy="true">正在读取流程图</div>""");
    }
}
