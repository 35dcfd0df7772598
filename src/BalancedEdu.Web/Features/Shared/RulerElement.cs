using System.Globalization;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace BalancedEdu.Web.Features.Shared;

/// <summary>One working day of a clock.</summary>
public enum RulerDay
{
    /// <summary>Still to come.</summary>
    Left,

    /// <summary>Counted.</summary>
    Used,

    /// <summary>The clock stood still.</summary>
    Paused,

    /// <summary>Today, counted.</summary>
    Today,

    /// <summary>Beyond the budget.</summary>
    Over,

    /// <summary>Today, beyond the budget.</summary>
    TodayOver,
}

/// <summary>A clock as a row of working days.</summary>
/// <param name="Days">Every working day from the first counted to the due day, or to today where that is later.</param>
/// <param name="Label">The same numbers in words: 共 45 个工作日，已用 20，停表 11，剩 25.</param>
/// <param name="From">Under the left end: 10-12 收件.</param>
/// <param name="To">Under the right end: 12-29 到期.</param>
public sealed record RulerView(IReadOnlyList<RulerDay> Days, string Label, string? From = null, string? To = null);

/// <summary>
/// <c>&lt;be-ruler value="clock.Ruler" /&gt;</c>: the clock ruler (时限尺).
/// Up to 60 days are cells, more are one bar of segments.
/// </summary>
[HtmlTargetElement("be-ruler", TagStructure = TagStructure.WithoutEndTag)]
public sealed class RulerElement : TagHelper
{
    private const int CellsMax = 60;

    /// <summary>What to draw; nothing for null or no days.</summary>
    public RulerView? Value { get; set; }

    /// <inheritdoc />
    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        if (Value is null or { Days.Count: 0 })
        {
            output.SuppressOutput();
            return;
        }
        output.TagName = null;
        var cells = Value.Days.Count <= CellsMax;
        output.Content.AppendHtml(cells
            ? $"""<div class="be-ruler" style="--n:{Value.Days.Count}" role="img" aria-label=""" + "\""
            : """<div class="be-ruler be-ruler-bar" role="img" aria-label=""" + "\"");
        output.Content.Append(Value.Label);
        output.Content.AppendHtml("\">");
        if (cells) DrawCells(output.Content);
        else DrawSegments(output.Content);
        output.Content.AppendHtml("</div>");
        DrawEnds(output.Content);
    }

    private void DrawCells(TagHelperContent content)
    {
        foreach (var day in Value!.Days) content.AppendHtml(Cell(day, ""));
    }

    private void DrawSegments(TagHelperContent content)
    {
        var days = Value!.Days;
        for (int first = 0, next; first < days.Count; first = next)
        {
            next = first + 1;
            while (next < days.Count && days[next] == days[first]) next++;
            content.AppendHtml(Cell(days[first], $" style=\"--days:{next - first}\""));
        }
    }

    private static string Cell(RulerDay day, string style) => day switch
    {
        RulerDay.Used => $"<i class=\"u\"{style}></i>",
        RulerDay.Paused => $"<i class=\"p\"{style}></i>",
        RulerDay.Today => $"<i class=\"t\"{style}></i>",
        RulerDay.Over => $"<i class=\"o\"{style}></i>",
        RulerDay.TodayOver => $"<i class=\"t-o\"{style}></i>",
        _ => $"<i{style}></i>",
    };

    private void DrawEnds(TagHelperContent content)
    {
        if (Value!.From is null && Value.To is null) return;
        content.AppendHtml("""<div class="be-ruler-l"><span>""").Append(Value.From ?? "").AppendHtml("</span>");
        var at = (Value.Days.ToList().IndexOf(RulerDay.Today) + 0.5) / Value.Days.Count;
        // Near the ends 今天 would be written over the dates there.
        if (at is > 0.25 and < 0.7 && Value.Days.Count > 10)
            content.AppendHtml(string.Create(
                CultureInfo.InvariantCulture, $"""<span class="now" style="--at:{at:0.###}">今天</span>"""));
        content.AppendHtml("<span>").Append(Value.To ?? "").AppendHtml("</span></div>");
    }
}
