using Microsoft.AspNetCore.Razor.TagHelpers;

namespace BalancedEdu.Web.Features.Shared;

/// <summary>
/// <c>&lt;be-empty title="今天没有待办" text="下一件 11-25 到期"&gt;&lt;a …&gt;看待认领&lt;/a&gt;&lt;/be-empty&gt;</c>:
/// says what is good and what is next, with at most one link inside.
/// </summary>
[HtmlTargetElement("be-empty")]
public sealed class EmptyElement : TagHelper
{
    private const string Drawing =
        """
        <svg viewBox="0 0 120 56" fill="none" stroke="currentColor" stroke-width="1.5" aria-hidden="true">
        <path d="M8 48h104M20 48V30h14v18M43 48V18h14v30M66 48V18h14v30M89 48V30h14v18"/>
        <path d="M50 12l7 0M70 8l2.5 3 5-6" stroke="var(--be-ok-fill)" stroke-width="2"/>
        </svg>
        """;

    /// <summary>What there is not.</summary>
    public string Title { get; set; } = "";

    /// <summary>What is next.</summary>
    public string? Text { get; set; }

    /// <inheritdoc />
    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        output.TagName = "div";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute("class", "be-empty");
        output.PreContent.AppendHtml(Drawing).AppendHtml("<b>").Append(Title).AppendHtml("</b>");
        if (Text is not null)
            output.PreContent.AppendHtml("<span class=\"be-s\">").Append(Markup.JoinUnits(Text)).AppendHtml("</span>");
    }
}
