using Microsoft.AspNetCore.Razor.TagHelpers;

namespace BalancedEdu.Web.Features.Shared;

/// <summary>The states that a deadline can be shown in; each has its own sign, colour comes last.</summary>
public enum DueState
{
    /// <summary>Time enough: a ring, no ground.</summary>
    Normal,

    /// <summary>Two working days or less.</summary>
    Near,

    /// <summary>Due today: the text is the hour.</summary>
    Today,

    /// <summary>Past its day.</summary>
    Overdue,

    /// <summary>The clock stands still: the text says why and which day.</summary>
    Paused,

    /// <summary>The date lies in a year whose calendar is not official yet.</summary>
    Provisional,

    /// <summary>Finished: the text says how many days it took.</summary>
    Met,

    /// <summary>No clock runs for this.</summary>
    None,
}

/// <summary>A deadline ready to be shown: the server has counted and written everything.</summary>
/// <param name="State">Decides sign and colour.</param>
/// <param name="Text">剩 3 个工作日, 今日 17:30, 超 2 个工作日, 停表 补正第4/10日.</param>
/// <param name="UsedPercent">0–100, the ring of the states Normal and Near.</param>
/// <param name="Explanation">Budget, used, pauses and the rule; the tooltip.</param>
public sealed record DueView(DueState State, string Text, int UsedPercent = 0, string? Explanation = null);

/// <summary><c>&lt;be-due value="row.Due" /&gt;</c>: the deadline pill.</summary>
[HtmlTargetElement("be-due", TagStructure = TagStructure.WithoutEndTag)]
public sealed class DueElement : TagHelper
{
    /// <summary>What to show; nothing is shown for null or <see cref="DueState.None"/>.</summary>
    public DueView? Value { get; set; }

    /// <inheritdoc />
    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        if (Value is null or { State: DueState.None })
        {
            output.SuppressOutput();
            return;
        }
        output.TagName = "span";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute("class", ("be-due " + ClassOf(Value.State)).TrimEnd());
        if (Value.Explanation is not null) output.Attributes.SetAttribute("title", Value.Explanation);
        var used = Math.Clamp(Value.UsedPercent, 0, 100);
        if (IconOf(Value.State) is { } icon) output.Content.AppendHtml(Markup.Icon(icon));
        else output.Content.AppendHtml($"""<i class="be-due-ring" style="--p:{used}"></i>""");
        output.Content.Append(Markup.JoinUnits(Value.Text));
        if (Value.State == DueState.Provisional) output.Content.AppendHtml("<b>暂估</b>");
    }

    private static string ClassOf(DueState state) => state switch
    {
        DueState.Near => "be-due-near",
        DueState.Today => "be-due-today",
        DueState.Overdue => "be-due-over",
        DueState.Paused => "be-due-stop",
        DueState.Provisional => "be-due-est",
        _ => "",
    };

    private static string? IconOf(DueState state) => state switch
    {
        DueState.Today => "clock",
        DueState.Overdue => "alert",
        DueState.Paused => "stop",
        DueState.Provisional => "day",
        DueState.Met => "check",
        _ => null,
    };
}
