using BalancedEdu.Web.Documents.Layout;

namespace BalancedEdu.Web.Tests.Documents;

/// <summary>However long a document is, the place of its seal stands on a page with the end of the text.</summary>
public sealed class SignOffTests
{
    private const string End = "请于收到之日起五个工作日内书面回复。";

    private static readonly Verification Check = new("https://shenpi.edu.example/verify/8T2K9QWERTY0PASD1234", ["核验码"]);

    [Theory]
    [InlineData(1, true)]
    [InlineData(4, true)]
    [InlineData(4, false)]
    [InlineData(12, true)]
    public void It_takes_the_last_paragraph_over_or_the_last_lines_of_a_long_one(int sentences, bool verified)
    {
        Block end = Paragraph(string.Concat(Enumerable.Repeat("应当按照核定的班额编班并公示，", sentences)) + End);
        EachLength([end], verified, page => Assert.Contains(End[^6..], page, StringComparison.Ordinal));
    }

    [Fact]
    public void It_takes_a_head_over_with_the_paragraph_below_it()
    {
        Block[] end = [new Block.Heading(2, "三、办理要求"), Paragraph(End)];
        EachLength(end, true, page =>
        {
            Assert.Contains(End, page, StringComparison.Ordinal);
            Assert.Contains("三、办理要求", page, StringComparison.Ordinal);
        });
    }

    [Fact]
    public void It_takes_the_last_row_of_a_table_over_with_the_head_of_the_table()
    {
        Row RowOf(string text, bool head) => new([new([new(text, false)], head, TextAlign.Left, 1, Tone.Plain)]);
        Block table = new Block.Table([1], [RowOf("材料名称", true)], [RowOf("规划条件", false), RowOf("宗地图", false)]);
        EachLength([table], true, page =>
        {
            Assert.Contains("宗地图", page, StringComparison.Ordinal);
            Assert.Contains("材料名称", page, StringComparison.Ordinal);
        });
    }

    [Fact]
    public void Two_who_sign_stand_together_with_the_text()
    {
        Block[] end = [Paragraph(End), new Block.Signature("临澄市教育局", "2026年11月27日", false)];
        EachLength(end, true, page =>
        {
            Assert.Contains(End, page, StringComparison.Ordinal);
            Assert.Contains("临澄市教育局", page, StringComparison.Ordinal);
        });
    }

    /// <summary>Sets the document with one line more each time, over three pages.</summary>
    private static void EachLength(IReadOnlyList<Block> end, bool verified, Action<string> holds)
    {
        var pages = new HashSet<int>();
        for (var lines = 0; lines <= 60; lines++)
        {
            List<Block> blocks =
            [
                .. Enumerable.Range(1, lines).Select(n => Paragraph($"第{n}条已核实。")), .. end, new Block.Space(1),
                new Block.Signature("临澄市人民政府教育督导室", "2026年11月27日", true),
            ];
            var set = Pagination.Set(blocks, PageStyle.Letter, TestFonts.Fonts, verified ? Check : null);
            var sealing = Assert.Single(set, p => p.Marks.OfType<Mark.Circle>().Any());
            holds(string.Concat(sealing.Marks.OfType<Mark.Text>().Select(t => t.Value)));
            Assert.Same(set[^1], sealing);
            pages.Add(set.Count);
        }
        Assert.True(pages.Count >= 3, $"{pages.Count} lengths");
    }

    private static Block.Paragraph Paragraph(string text) => new([new(text, false)], TextAlign.Left, 2, 0, Tone.Plain);
}
