using Microsoft.AspNetCore.Razor.TagHelpers;

namespace BalancedEdu.Web.Features.Shared;

/// <summary>
/// <c>&lt;be-seats done="2" of="5" /&gt;</c>: how many seats of a countersign have spoken. Never a percentage.
/// </summary>
[HtmlTargetElement("be-seats", TagStructure = TagStructure.WithoutEndTag)]
public sealed class SeatsElement : TagHelper
{
    private const int CellsMax = 7;

    /// <summary>Seats that have decided.</summary>
    public int Done { get; set; }

    /// <summary>All seats; nothing is drawn for fewer than two.</summary>
    public int Of { get; set; }

    /// <summary>会签 unless it is a vote (票签).</summary>
    public string Kind { get; set; } = "会签";

    /// <inheritdoc />
    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        if (Of < 2)
        {
            output.SuppressOutput();
            return;
        }
        output.TagName = "span";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute("class", "be-seats");
        output.Attributes.SetAttribute("title", $"{Kind} {Done}/{Of}");
        for (var seat = 0; Of <= CellsMax && seat < Of; seat++)
            output.Content.AppendHtml(seat < Done ? """<i class="on"></i>""" : "<i></i>");
        output.Content.AppendHtml($"<b>{Done}/{Of}</b>");
    }
}
