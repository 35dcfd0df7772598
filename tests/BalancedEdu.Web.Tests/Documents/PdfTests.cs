using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using BalancedEdu.Web.Documents;
using BalancedEdu.Web.Documents.Layout;
using UglyToad.PdfPig;
using UglyToad.PdfPig.Tokens;

namespace BalancedEdu.Web.Tests.Documents;

/// <summary>What a reader gets: read back by another library than the one that wrote it.</summary>
public class PdfTests
{
    private static readonly DateTimeOffset At = new(2026, 11, 27, 10, 0, 0, TimeSpan.FromHours(8));

    private static readonly Verification Check = new(
        "https://shenpi.edu.example/verify/8T2K9QWERTY0PASD1234", ["文号：联审补〔2026〕7号", "核验码：8T2K9QWERTY0PASD1234"]);

    [Fact]
    public void Text_can_be_read_back_with_page_numbers_and_repeated_heads()
    {
        using var pdf = PdfDocument.Open(Write(Long(80), Check));
        Assert.True(pdf.NumberOfPages >= 3, $"{pdf.NumberOfPages} pages");
        for (var page = 1; page <= pdf.NumberOfPages; page++)
        {
            var text = pdf.GetPage(page).Text;
            Assert.Contains($"第 {page} 页 共 {pdf.NumberOfPages} 页", text, StringComparison.Ordinal);
            if (text.Contains("项材料", StringComparison.Ordinal))
                Assert.Contains("序号材料名称要求", text, StringComparison.Ordinal);
        }
        var all = string.Concat(pdf.GetPages().Select(p => p.Text));
        Assert.Contains("第80项材料", all, StringComparison.Ordinal);
        Assert.Contains("澄江区第二实验小学（集团）", all, StringComparison.Ordinal);
        Assert.Contains("核验码：8T2K9QWERTY0PASD1234", pdf.GetPage(pdf.NumberOfPages).Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Fonts_are_embedded_as_subsets_with_a_map_to_Unicode()
    {
        var bytes = Write(Long(3), Check);
        using var pdf = PdfDocument.Open(bytes);
        var names = pdf.GetPages().SelectMany(p => p.Letters).Select(l => l.FontName).Distinct().Order().ToList();
        Assert.Equal(2, names.Count);
        Assert.All(names, n => Assert.Matches(@"^SUBSE[A-Z]\+Noto", n!));
        var raw = Encoding.Latin1.GetString(bytes);
        Assert.Equal(2, Count(raw, "/FontFile2 "));
        Assert.Equal(2, Count(raw, "/ToUnicode "));
        Assert.InRange(bytes.Length, 10_000, 250_000);
    }

    [Fact]
    public void The_same_input_gives_the_same_bytes_and_another_time_does_not()
    {
        var first = SHA256.HashData(Write(Long(5), Check));
        Assert.Equal(first, SHA256.HashData(Write(Long(5), Check)));
        Assert.NotEqual(first, SHA256.HashData(Write(Long(5), Check, At.AddSeconds(1))));
    }

    [Fact]
    public void A_page_is_A4_with_the_margins_of_official_documents()
    {
        using var pdf = PdfDocument.Open(Write(Long(40), Check));
        var page = pdf.GetPage(1);
        Assert.Equal(595, page.Width, 0.5);
        Assert.Equal(842, page.Height, 0.5);
        var letters = page.Letters.Where(l => l.Value.Trim().Length > 0).ToList();
        Assert.True(letters.Min(l => l.BoundingBox.Left) >= 28 * PageStyle.Mm - 1);
        Assert.True(letters.Max(l => l.BoundingBox.Right) <= 595.3 - (26 * PageStyle.Mm) + 1);
    }

    [Fact]
    public void A_rare_character_of_a_name_is_printed_and_one_that_the_font_lacks_refuses()
    {
        using var pdf = PdfDocument.Open(Write("""{"unit":"喆堃镕玥甪"}""", null));
        Assert.Contains("喆堃镕玥甪", pdf.GetPage(1).Text, StringComparison.Ordinal);
        var refused = Assert.Throws<DocumentException>(() => Write("""{"unit":"张\uD81C\uDC00"}""", null));
        Assert.Equal("document.character", refused.Code);
        Assert.Contains("U+17000", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_row_that_is_higher_than_a_page_goes_on_on_the_next()
    {
        var long1 = string.Concat(Enumerable.Range(1, 900).Select(i => $"意见{i}，"));
        var data = JsonSerializer.Serialize(new { rows = new[] { new { n = 1, name = "长意见", rule = long1 } } });
        using var pdf = PdfDocument.Open(Write(data, null));
        Assert.True(pdf.NumberOfPages > 1);
        var all = string.Concat(pdf.GetPages().Select(p => p.Text));
        Assert.Contains("意见1，", all, StringComparison.Ordinal);
        Assert.Contains("意见900，", all, StringComparison.Ordinal);
        Assert.Contains("序号材料名称要求", pdf.GetPage(2).Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_no_TrueType_font_is_refused()
    {
        var refused = Assert.Throws<DocumentException>(() => FontFace.Read("/x/msyh.ttc", "ttcf garbage"u8));
        Assert.Equal("document.font-unreadable", refused.Code);
    }

    [Fact]
    public void A_line_never_begins_with_a_closing_mark_nor_breaks_a_number()
    {
        for (var width = 40.0; width < 200; width += 3)
        {
            var lines = LineBreaker.Break(
                [new("根据《中华人民共和国行政许可法》第三十二条，于2026-11-27（周五）受理LD-2026-00012号“申请”。", false)],
                TestFonts.Fonts, 10, width);
            Assert.All(lines.Skip(1), l => Assert.DoesNotContain(l.Runs[0].Text[0], "，。）》”："));
            Assert.All(lines, l => Assert.DoesNotContain(l.Runs[^1].Text[^1], "（《“"));
            if (width > 80)
                Assert.Contains(lines, l => l.Runs[0].Text.Contains("LD-2026-00012", StringComparison.Ordinal));
        }
    }

    private static byte[] Write(string data, Verification? verification, DateTimeOffset? at = null)
    {
        const string Text = """
            ---
            title: 补正通知书
            ---
            <masthead>临澄市自然资源和规划局</masthead><h1>补正通知书</h1>
            <p indent="0">{{ unit }}：</p>
            <p>你单位申请的事项需要补正下列材料，请一次补齐。</p>
            <table columns="1,3,5"><thead><tr><th>序号</th><th>材料名称</th><th>要求</th></tr></thead>
            {% for row in rows %}
            <tr><td align="center">{{ row.n }}</td><td>{{ row.name }}</td><td>{{ row.rule }}</td></tr>
            {% endfor %}</table>
            {% if unit == "张三" %}<sign unit="窗口" date="今天"/>{% endif %}
            """;
        var template = DocumentTemplate.TryParse("supplement-notice", Text, out var findings)
            ?? throw new InvalidOperationException(findings[0].Message);
        return TestFonts.Write(template, new(data, "临澄市自然资源和规划局", at ?? At, verification));
    }

    private static string Long(int rows) => JsonSerializer.Serialize(new
    {
        unit = "澄江区第二实验小学（集团）",
        rows = Enumerable.Range(1, rows).Select(n => new
        {
            n, name = $"第{n}项材料", rule = "加盖公章的原件一份，复印件两份，并注明日期、份数和来源，缺一不可。",
        }),
    });

    private static int Count(string text, string part) => text.Split(part).Length - 1;
}
