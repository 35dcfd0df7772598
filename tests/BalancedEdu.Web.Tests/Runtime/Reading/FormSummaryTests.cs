using System.Text.Json;
using BalancedEdu.Feel.Values;
using BalancedEdu.Web.Runtime.Reading;

namespace BalancedEdu.Web.Tests.Runtime.Reading;

public class FormSummaryTests
{
    [Theory]
    [InlineData("""{"type":"number","key":"x","label":"面积","decimalDigits":2,"appearance":{"suffixAdorner":"m²"}}""", "24300", "24,300.00\u00a0m²")]
    [InlineData("""{"type":"number","key":"x","label":"人数","appearance":{"suffixAdorner":"人"}}""", "1080", "1,080\u00a0人")]
    [InlineData("""{"type":"number","key":"x","label":"比例","appearance":{"suffixAdorner":"%"}}""", "14.74", "14.74%")]
    [InlineData("""{"type":"number","key":"x","label":"年份"}""", "2026", "2026")]
    [InlineData("""{"type":"number","key":"x","label":"金额"}""", "172819", "172,819")]
    [InlineData("""{"type":"number","key":"x","label":"金额"}""", "\"172819.5\"", "172,819.5")]
    [InlineData("""{"type":"radio","key":"x","label":"是否符合","values":[{"value":"yes","label":"符合"}]}""", "\"yes\"", "符合")]
    [InlineData("""{"type":"select","key":"x","label":"学段","values":[{"value":"yes","label":"符合"}]}""", "\"other\"", "other")]
    [InlineData("""{"type":"checklist","key":"x","label":"门槛","values":[{"value":"a","label":"甲"},{"value":"b","label":"乙"}]}""", """["a","b"]""", "甲、乙")]
    [InlineData("""{"type":"checkbox","key":"x","label":"已告知"}""", "true", "是")]
    [InlineData("""{"type":"datetime","key":"x","label":"期限"}""", "\"2026-12-31\"", "2026-12-31\u00a0周四")]
    [InlineData("""{"type":"datetime","key":"x","label":"期限"}""", """{"$date":"2026-12-31"}""", "2026-12-31\u00a0周四")]
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
        Assert.Equal(["", "规模"], groups.Select(g => g.Label));
        Assert.Equal(["项目名称", "理由"], groups[0].Facts.Select(f => f.Label));
        Assert.Equal([false, true], groups[0].Facts.Select(f => f.Wide));
        Assert.Equal("24", Assert.Single(groups[1].Facts).Value);
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
    [InlineData("""{"components":[{"type":"text","text":"# 说明"},{"type":"button","label":"提交"},{"type":"separator"}]}""")]
    public void A_form_without_answers_gives_nothing(string schema) => Assert.Empty(Read(schema, """{"x":1}"""));

    private static IReadOnlyList<FormGroup> Read(string schema, string data)
    {
        using var s = JsonDocument.Parse(schema);
        using var d = JsonDocument.Parse(data);
        return FormSummary.Read(s.RootElement, FeelValue.FromJson(d.RootElement).AsContext()!);
    }
}
