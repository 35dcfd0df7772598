using BalancedEdu.Web.Documents;

namespace BalancedEdu.Web.Tests.Documents;

public class DocumentTemplateTests
{
    private const string Head = "---\ntitle: 通知\n---\n";

    [Fact]
    public void A_template_with_all_that_is_allowed_is_read()
    {
        const string Text = """
            ---
            title: "补正通知书"
            number: 联审补〔{yyyy}〕{seq:1}号
            style: form
            issuers: nrp.window, edu.planning
            ---
            <masthead>{{ unit }}</masthead><h1>通知</h1>
            {% comment %} <wrong> {% endcomment %}
            {% if a %}<h2>一、材料</h2><p align="center" indent="0" tone="muted">{{ b }}<b>粗</b><br/></p>{% endif %}
            <ol>{% for m in missing %}<li>{{ m }}</li>{% endfor %}</ol>
            <table columns="1,2.5"><thead><tr><th>一</th><th span="1">二</th></tr></thead>
            <tr><td span="{{ n }}" align="right">三</td></tr></table>
            <rule tone="red"/><space lines="2"/><sign unit="{{ unit }}" date="今天" seal="no"/>
            """;
        var template = DocumentTemplate.TryParse("supplement-notice", Text, out var findings);
        Assert.Empty(findings);
        Assert.Equal("补正通知书", template!.Head.Title);
        Assert.Equal(DocumentStyle.Form, template.Head.Style);
        Assert.Equal(["nrp.window", "edu.planning"], template.Head.Issuers);
    }

    /// <summary>Every refusal, with the line that it names.</summary>
    [Theory]
    [InlineData("<p>没有开头</p>", "document.template.no-head", 1)]
    [InlineData("---\nname: x\ntitle: 通知\n---\n<p>a</p>", "document.template.unknown-key", 2)]
    [InlineData("---\ntitle: 通知\ntitle: 告知\n---\n<p>a</p>", "document.template.key-twice", 3)]
    [InlineData("---\nstyle: form\n---\n<p>a</p>", "document.template.no-title", 1)]
    [InlineData("---\ntitle: 通知\nnumber: 通〔{yyyy}〕号\n---\n<p>a</p>", "document.template.number", 1)]
    [InlineData("---\ntitle: 通知\nnumber: 通{seq:1}号\n---\n<p>a</p>", "document.template.number", 1)]
    [InlineData("---\ntitle: 通知\nstyle: poster\n---\n<p>a</p>", "document.template.style", 1)]
    [InlineData(Head, "document.template.empty", 1)]
    [InlineData(Head + "<p>a</p>\n<p>{{ a </p>", "document.template.syntax", 5)]
    [InlineData(Head + "<p>a\n<h1>b</h1>", "document.template.markup", 5)]
    [InlineData(Head + "<p>a</p>\n{% if a %}<p>{% endif %}b</p>\n<div>c</div>", "document.template.element", 6)]
    [InlineData(Head + "<h1>a</h1>\n\n<table columns=\"1\"><tr><p>x</p></tr></table>", "document.template.place", 6)]
    [InlineData(Head + "<td>a</td>", "document.template.place", 4)]
    [InlineData(Head + "<p>a</p>\n光着的字", "document.template.text", 5)]
    [InlineData(Head + "<p colour=\"red\">a</p>", "document.template.attribute", 4)]
    [InlineData(Head + "<p align=\"middle\">a</p>", "document.template.value", 4)]
    [InlineData(Head + "<p>a</p>\n<space lines=\"99\"/>", "document.template.value", 5)]
    [InlineData(Head + "<table><tr><td>a</td></tr></table>", "document.template.columns", 4)]
    [InlineData(Head + "<table columns=\"1,0\"><tr><td>a</td></tr></table>", "document.template.columns", 4)]
    public void A_bad_template_is_refused_with_its_line(string text, string code, int line)
    {
        Assert.Null(DocumentTemplate.TryParse("notice", text, out var findings));
        var finding = findings.First(f => f.Code == code);
        Assert.Equal(line, finding.Line);
        Assert.StartsWith($"文书模板 documents/notice.liquid 第 {line} 行：", finding.Message, StringComparison.Ordinal);
        Assert.NotEmpty(finding.Remedy);
    }

    [Theory]
    [InlineData("Notice")]
    [InlineData("补正")]
    [InlineData("a/b")]
    public void A_kind_is_small_letters_digits_and_hyphens(string kind)
    {
        Assert.Null(DocumentTemplate.TryParse(kind, Head + "<p>a</p>", out var findings));
        Assert.Equal("document.template.name", Assert.Single(findings).Code);
    }

    [Fact]
    public void What_variables_bring_in_is_text_and_never_an_element()
    {
        var template = DocumentTemplate.TryParse("notice", Head + "<p>{{ a }}</p>", out _)!;
        var filled = DocumentRenderer.Fill(template, """{"a":"</p><h1>假\u0001标题\n第二行 & \u202e"}""");
        Assert.Contains("&lt;/p&gt;&lt;h1&gt;假标题\u2028第二行 &amp; </p>", filled, StringComparison.Ordinal);
    }

    [Fact]
    public void A_loop_without_end_is_stopped()
    {
        var template = DocumentTemplate.TryParse(
            "notice", Head + "{% for i in (1..9000) %}{% for j in (1..9000) %}<p>a</p>{% endfor %}{% endfor %}",
            out _)!;
        Assert.Equal(
            "document.fill", Assert.Throws<DocumentException>(() => DocumentRenderer.Fill(template, "{}")).Code);
    }

    [Fact]
    public void The_shared_templates_fill_with_their_samples() => Assert.All(
        SharedTemplates.All.Values, t => DocumentRenderer.Fill(t.Template, t.Sample!));
}
