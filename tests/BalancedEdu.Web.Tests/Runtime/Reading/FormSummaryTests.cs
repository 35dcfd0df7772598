using System.Text.Json;
using BalancedEdu.Feel.Values;
using BalancedEdu.Web.Runtime.Reading;

namespace BalancedEdu.Web.Tests.Runtime.Reading;

public class FormSummaryTests
{
    private const string Area = """
        {"type":"number","key":"x","label":"面积","decimalDigits":2,"appearance":{"suffixAdorner":"m²"}}
        """;

    private const string People = """{"type":"number","key":"x","label":"人数","appearance":{"suffixAdorner":"人"}}""";

    private const string Share = """{"type":"number","key":"x","label":"比例","appearance":{"suffixAdorner":"%"}}""";

    private const string Plain = """{"type":"number","key":"x","label":"数"}""";

    private const string Day = """{"type":"datetime","key":"x","label":"期限"}""";

    private const string Values = """[{"value":"yes","label":"符合"},{"value":"no","label":"不符合"}]""";

    private const string Choice = $$"""{"type":"radio","key":"x","label":"是否符合","values":{{Values}}}""";

    private const string Choices = $$"""{"type":"checklist","key":"x","label":"门槛","values":{{Values}}}""";

    [Theory]
    [InlineData(Area, "24300", "24,300.00\u00a0m²")]
    [InlineData(People, "1080", "1,080\u00a0人")]
    [InlineData(Share, "14.74", "14.74%")]
    [InlineData(Plain, "2026", "2026")]
    [InlineData(Plain, "172819", "172,819")]
    [InlineData(Plain, "\"172819.5\"", "172,819.5")]
    [InlineData(Choice, "\"yes\"", "符合")]
    [InlineData(Choice, "\"other\"", "other")]
    [InlineData(Choices, """["yes","no"]""", "符合、不符合")]
    [InlineData("""{"type":"checkbox","key":"x","label":"已告知"}""", "true", "是")]
    [InlineData(Day, "\"2026-12-31\"", "2026-12-31\u00a0周四")]
    [InlineData(Day, """{"$date":"2026-12-31"}""", "2026-12-31\u00a0周四")]
    [InlineData("""{"type":"textfield","key":"a.x","label":"名称"}""", "\"双溪\"", null)]
    public void An_answer_reads_like_on_paper(string field, string value, string? words)
    {
        var facts = Read($$"""{"components":[{{field}}]}""", $$"""{"x":{{value}}}""").SelectMany(g => g.Facts).ToList();
        Assert.Equal(words, facts.SingleOrDefault()?.Value);
    }

    [Fact]
    public void Answers_stand_under_the_headings_of_the_form_and_in_its_order()
    {
        var groups = Read(
            """
            {"components":[
              {"type":"textfield","key":"name","label":"项目名称"},
              {"type":"group","label":"规模","components":[{"type":"number","key":"classes","label":"班数"}]},
              {"type":"textarea","key":"why","label":"理由"}]}
            """,
            """{"why":"学位不足","classes":24,"name":"枫桥里小学"}""");
        Assert.Equal(["", "规模", ""], groups.Select(g => g.Label));
        Assert.Equal(["项目名称", "班数", "理由"], groups.SelectMany(g => g.Facts).Select(f => f.Label));
        Assert.Equal([false, false, true], groups.SelectMany(g => g.Facts).Select(f => f.Wide));
    }

    [Fact]
    public void A_list_becomes_a_table()
    {
        var table = Assert.Single(Read(
            """
            {"components":[{"type":"dynamiclist","path":"measures","label":"措施","components":[
              {"type":"select","key":"kind","label":"类型","values":[{"value":"split","label":"分班"}]},
              {"type":"number","key":"seats","label":"学位"}]}]}
            """,
            """{"measures":[{"kind":"split","seats":12},{"kind":"move"}]}""").Single().Tables);
        Assert.Equal(["类型", "学位"], table.Columns);
        Assert.Equal([["分班", "12"], ["move", ""]], table.Rows);
    }

    [Theory]
    [InlineData("""{"components":[]}""")]
    [InlineData("""{}""")]
    [InlineData("""{"components":[{"type":"text","text":"# 说明"},{"type":"button","label":"提交"}]}""")]
    public void A_form_without_answers_gives_nothing(string schema) => Assert.Empty(Read(schema, """{"x":1}"""));

    private static IReadOnlyList<FormGroup> Read(string schema, string data)
    {
        using var s = JsonDocument.Parse(schema);
        using var d = JsonDocument.Parse(data);
        return FormSummary.Read(s.RootElement, FeelValue.FromJson(d.RootElement).AsContext()!);
    }
}
