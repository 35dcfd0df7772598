using Microsoft.AspNetCore.Razor.TagHelpers;

namespace BalancedEdu.Web.Features.Shared;

/// <summary><c>&lt;be-sev level="2" /&gt;</c>: the severity of a large class in bars and words.</summary>
[HtmlTargetElement("be-sev", TagStructure = TagStructure.WithoutEndTag)]
public sealed class SeverityElement : TagHelper
{
    /// <summary>1 over the province's standard, 2 a large class, 3 an extra-large class.</summary>
    public int Level { get; set; }

    /// <inheritdoc />
    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        var words = Level switch { 1 => "超省标", 2 => "大班额", 3 => "超大班额", _ => null };
        if (words is null)
        {
            output.SuppressOutput();
            return;
        }
        output.TagName = "span";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute("class", $"be-sev be-sev-{Level}");
        output.Content.SetContent($"S{Level}\u00a0{words}");
    }
}
