using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace BalancedEdu.Web.Features.Shared;

/// <summary>
/// <c>&lt;be-form schema="Model.Schema" data="Model.Data" errors="Model.Errors" form="decide" /&gt;</c>: a form.
/// The hidden field <see cref="Name"/> holds what is submitted, as JSON; it is filled on the server too, so that what
/// was typed comes back after a refusal.
/// </summary>
[HtmlTargetElement("be-form", TagStructure = TagStructure.WithoutEndTag)]
public sealed class FormElement : TagHelper
{
    /// <summary>The form-js schema, as JSON.</summary>
    public string Schema { get; set; } = "{}";

    /// <summary>The data, as JSON; null for a new form.</summary>
    public string? Data { get; set; }

    /// <summary>What the server refused, by key of the field; a key of no field is shown above the form.</summary>
    public IReadOnlyDictionary<string, string[]>? Errors { get; set; }

    /// <summary>The name under which the data is submitted.</summary>
    public string Name { get; set; } = "formData";

    /// <summary>Id of the form that submits it, where it does not stand inside that form.</summary>
    public string? Form { get; set; }

    /// <summary>Only for reading; nothing is submitted.</summary>
    public bool ReadOnly { get; set; }

    /// <summary>The page, set by the framework.</summary>
    [ViewContext, HtmlAttributeNotBound]
    public ViewContext ViewContext { get; set; } = null!;

    /// <inheritdoc />
    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        PageAssets.Require(ViewContext, "form-viewer");
        output.TagName = "div";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute("class", "be-form");
        output.Attributes.SetAttribute("data-form-viewer", "");
        if (ReadOnly) output.Attributes.SetAttribute("data-read-only", "true");
        output.Content.AppendHtml(JsonPart.Of("schema", JsonNode.Parse(Schema)));
        if (Data is not null) output.Content.AppendHtml(JsonPart.Of("data", JsonNode.Parse(Data)));
        if (Errors is { Count: > 0 })
            output.Content.AppendHtml(JsonPart.Of("errors", JsonSerializer.SerializeToNode(Errors)));
        if (!ReadOnly) output.Content.AppendHtml(HiddenField());
        output.Content.AppendHtml("""<div class="be-island-wait" data-part="waiting" aria-busy="true">正在读取表单</div>""");
    }

    private TagBuilder HiddenField()
    {
        var field = new TagBuilder("input") { TagRenderMode = TagRenderMode.SelfClosing };
        field.Attributes["type"] = "hidden";
        field.Attributes["name"] = Name;
        field.Attributes["value"] = Data ?? "{}";
        if (Form is not null) field.Attributes["form"] = Form;
        return field;
    }
}
