using Microsoft.AspNetCore.Razor.TagHelpers;

namespace BalancedEdu.Web.Features.Shared;

/// <summary>
/// <c>&lt;be-icon name="check" /&gt;</c>: an icon of <c>_Icons.cshtml</c>, beside a word or in a labelled button.
/// </summary>
[HtmlTargetElement("be-icon", TagStructure = TagStructure.WithoutEndTag)]
public sealed class IconElement : TagHelper
{
    /// <summary>The name without <c>i-</c>.</summary>
    public string Name { get; set; } = "";

    /// <summary>14 px instead of 16.</summary>
    public bool Small { get; set; }

    /// <inheritdoc />
    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        output.TagName = null;
        output.Content.SetHtmlContent(Markup.Icon(Name, Small));
    }
}
