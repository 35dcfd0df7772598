using System.Text.Encodings.Web;
using System.Text.Json.Nodes;
using System.Text.Unicode;
using BalancedEdu.Web.Features.Shared;
using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace BalancedEdu.Web.Tests.Features.Shared;

public sealed class ElementTests
{
    private static readonly HtmlEncoder Encoder = HtmlEncoder.Create(UnicodeRanges.All);

    [Theory]
    [InlineData(DueState.Normal, "剩 3 个工作日", "class=\"be-due\"", "--p:57")]
    [InlineData(DueState.Near, "剩 1 个工作日", "be-due-near", "--p:57")]
    [InlineData(DueState.Today, "今日 17:30", "be-due-today", "#i-clock")]
    [InlineData(DueState.Overdue, "超 2 个工作日", "be-due-over", "#i-alert")]
    [InlineData(DueState.Paused, "停表 补正第4/10日", "be-due-stop", "#i-stop")]
    [InlineData(DueState.Provisional, "剩 28 个工作日", "be-due-est", "<b>暂估</b>")]
    [InlineData(DueState.Met, "已办结，用 6 日", "class=\"be-due\"", "#i-check")]
    public void A_deadline_shows_its_state_by_a_sign_and_not_by_colour_alone(
        DueState state, string text, string styled, string sign)
    {
        var html = Render(new DueElement { Value = new DueView(state, text, 57, "限 7 个工作日，已用 4") });
        Assert.Contains(styled, html, StringComparison.Ordinal);
        Assert.Contains(sign, html, StringComparison.Ordinal);
        Assert.Contains("title=\"限 7 个工作日，已用 4\"", html, StringComparison.Ordinal);
        Assert.Contains(text, html.Replace('\u00a0', ' '), StringComparison.Ordinal);
    }

    [Fact]
    public void No_clock_shows_nothing()
    {
        Assert.Equal("", Render(new DueElement()));
        Assert.Equal("", Render(new DueElement { Value = new DueView(DueState.None, "") }));
    }

    [Theory]
    [InlineData(60, "--n:60", 60)]
    [InlineData(61, "be-ruler-bar", 2)]
    public void The_ruler_draws_days_and_above_sixty_segments(int days, string styled, int pieces)
    {
        var row = Enumerable.Repeat(RulerDay.Used, 20).Concat(Enumerable.Repeat(RulerDay.Left, days - 20)).ToList();
        var html = Render(new RulerElement { Value = new RulerView(row, "共 45 个工作日") });
        Assert.Contains(styled, html, StringComparison.Ordinal);
        Assert.Contains("aria-label=\"共 45 个工作日\"", html, StringComparison.Ordinal);
        Assert.Equal(pieces, html.Split("<i").Length - 1);
    }

    [Theory]
    [InlineData(2, 5, 5, "<b>2/5</b>")]
    [InlineData(3, 9, 0, "<b>3/9</b>")]
    public void Seats_are_cells_up_to_seven_and_always_a_number(int done, int all, int cells, string number)
    {
        var html = Render(new SeatsElement { Done = done, Of = all });
        Assert.Equal(cells, html.Split("<i").Length - 1);
        Assert.Contains(number, html, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1, "S1\u00a0超省标")]
    [InlineData(2, "S2\u00a0大班额")]
    [InlineData(3, "S3\u00a0超大班额")]
    public void A_severity_is_written_out(int level, string words) =>
        Assert.Contains(words, Render(new SeverityElement { Level = level }), StringComparison.Ordinal);

    [Fact]
    public void Text_of_a_deadline_cannot_become_markup() => Assert.DoesNotContain(
        "<script>", Render(new DueElement { Value = new DueView(DueState.Paused, "<script>", 0, "\"><script>") }),
        StringComparison.Ordinal);

    [Fact]
    public void Data_for_an_island_cannot_close_its_element()
    {
        var data = new JsonObject { ["说明"] = "</script><script>alert(1)</script>" };
        var html = Write(JsonPart.Of("data", data));
        Assert.Equal(html.Length - "</script>".Length, html.IndexOf("</script>", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("剩 3 个工作日", "剩 3\u00a0个工作日")]
    [InlineData("今日 17:30", "今日 17:30")]
    [InlineData("12 ", "12 ")]
    [InlineData("", "")]
    public void A_number_is_not_parted_from_its_unit(string text, string joined) =>
        Assert.Equal(joined, Markup.JoinUnits(text));

    private static string Render(TagHelper element)
    {
        var output = new TagHelperOutput(
            "be", [], (_, _) => Task.FromResult<TagHelperContent>(new DefaultTagHelperContent()));
        element.Process(new TagHelperContext([], new Dictionary<object, object>(), "1"), output);
        return Write(output);
    }

    private static string Write(IHtmlContent content)
    {
        using var text = new StringWriter();
        content.WriteTo(text, Encoder);
        return text.ToString().Replace("&#xA0;", "\u00a0", StringComparison.Ordinal);
    }
}
