using Microsoft.AspNetCore.Razor.TagHelpers;

namespace BalancedEdu.Web.Features.Shared;

/// <summary>
/// <c>&lt;be-note kind="near"&gt;&lt;b&gt;距收运站 38 m。&lt;/b&gt;低于 50 m&lt;/be-note&gt;</c>: one fact, one consequence.
/// </summary>
[HtmlTargetElement("be-note")]
public sealed class NoteElement : TagHelper
{
    /// <summary>Empty, <c>near</c>, <c>over</c> or <c>ok</c>.</summary>
    public string Kind { get; set; } = "";

    /// <summary>Another icon than the kind's own.</summary>
    public string? Icon { get; set; }

    /// <inheritdoc />
    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        output.TagName = "div";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute("class", Kind == "" ? "be-note" : $"be-note be-note-{Kind}");
        if (Kind == "over") output.Attributes.SetAttribute("role", "alert");
        var icon = Icon ?? Kind switch { "near" or "over" => "alert", "ok" => "done", _ => "info" };
        output.PreContent.AppendHtml(Markup.Icon(icon)).AppendHtml("<div>");
        output.PostContent.SetHtmlContent("</div>");
    }
}
