using System.IO.Compression;
using System.Text;
using BalancedEdu.Web.Processes.LargeClasses.Roster;
using Xunit;

namespace BalancedEdu.Web.Tests.Processes.LargeClasses.Roster;

/// <summary>Files that are refused as a whole: each with its code and a sentence that says what to do.</summary>
public sealed class FileRefusalTests
{
    private const string Head = "学校代码,年级,班号,在籍人数\n";

    public static TheoryData<string, byte[], string> Files => new()
    {
        { "nothing", [], "roster.file.empty" },
        { "only line breaks", "\n\n\n"u8.ToArray(), "roster.file.empty" },
        { "an old Excel file", [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1], "roster.file.old-excel" },
        { "a PDF", "%PDF-1.7 ..."u8.ToArray(), "roster.file.not-a-table" },
        { "a picture", [0x89, 0x50, 0x4E, 0x47, 0, 0, 0, 0xD], "roster.file.not-a-table" },
        { "bytes that are no text in any encoding", [0x80, 0x20, 0xFF, 0xFE, 0x81], "roster.file.not-a-table" },
        { "a web page named .xls", "<html><table><tr><td>学校"u8.ToArray(), "roster.file.markup" },
        { "an empty zip", Zip(), "roster.file.not-a-table" },
        { "a zip of something else", Zip(("a.txt", "学校")), "roster.file.not-a-table" },
        { "a truncated workbook", Truncated(), "roster.file.damaged" },
        { "XML that breaks off", Damaged(x => x[..(x.Length / 2)]), "roster.file.damaged" },
        { "XML with a DTD", Damaged(x => "<!DOCTYPE a [<!ENTITY x \"y\">]>" + x), "roster.file.damaged" },
        { "a shared string that is not there", Damaged(x => x.Replace("<v>0<", "<v>999<", StringComparison.Ordinal)),
            "roster.file.damaged" },
        { "a row number beyond the sheet", Damaged(x => x.Replace("row r=\"1\"", "row r=\"1048577\"",
            StringComparison.Ordinal)), "roster.file.damaged" },
        { "a column beyond the sheet", Damaged(x => x.Replace("c r=\"A1\"", "c r=\"ZZZZ1\"",
            StringComparison.Ordinal)), "roster.file.damaged" },
        { "text without a header", "一二三\n四五六\n"u8.ToArray(), "roster.file.no-header" },
        { "another table", "菜品,价格\n馒头,1\n"u8.ToArray(), "roster.file.no-header" },
        { "a quote that is never closed", Encoding.UTF8.GetBytes(Head
            + "3299010001,1,\"1,40\n3299010001,2,1,41\n3299010001,3,1,42\n"), "roster.file.damaged" },
        { "a cell without end", Encoding.UTF8.GetBytes(Head + new string('9', 5000)), "roster.file.damaged" },
        { "names of pupils", "学校代码,姓名,年级,班号,在籍人数\n"u8.ToArray(), "roster.file.personal-data" },
        { "the head teacher's name", "学校代码,班主任姓名,年级,班号,在籍人数\n"u8.ToArray(), "roster.file.personal-data" },
        { "identity numbers by heading", "学校代码,身份证件号,年级,班号,在籍人数\n"u8.ToArray(), "roster.file.personal-data" },
        { "identity numbers by value", Encoding.UTF8.GetBytes(Head + "3299010001,1,1,40,11010519491231002X\n"),
            "roster.file.personal-data" },
        { "names in a second sheet", SecondSheet(), "roster.file.personal-data" },
    };

    [Theory]
    [MemberData(nameof(Files))]
    public void A_file_that_is_no_roster_is_refused_with_a_way_out(string what, byte[] content, string code)
    {
        var error = Assert.Throws<RosterFileException>(() => RosterReader.Read(new MemoryStream(content), what,
            new RosterLimits()));
        Assert.Equal(code, error.Code);
        Assert.Matches("请|可", error.Message);
    }

    [Fact]
    public void A_personal_value_is_never_repeated_in_the_message()
    {
        var content = Encoding.UTF8.GetBytes(Head + "3299010001,1,1,40,11010519491231002X\n");
        var error = Assert.Throws<RosterFileException>(
            () => RosterReader.Read(new MemoryStream(content), "a.csv", new RosterLimits()));
        Assert.DoesNotContain("1101", error.Message, StringComparison.Ordinal);
        Assert.Contains("第 2 行", error.Message, StringComparison.Ordinal);
    }

    public static TheoryData<string, RosterLimits, string> Limits => new()
    {
        { "bytes", new() { MaxBytes = 1000 }, "roster.file.too-large" },
        { "unpacked bytes", new() { MaxUnpackedBytes = 5000 }, "roster.file.too-large" },
        { "rows", new() { MaxRows = 99 }, "roster.file.too-many-rows" },
        { "sheets", new() { MaxSheets = 1 }, "roster.file.too-many-sheets" },
    };

    [Theory]
    [MemberData(nameof(Limits))]
    public void A_file_beyond_a_limit_is_refused(string what, RosterLimits limits, string code)
    {
        var rows = Enumerable.Range(1, 100).Select(i => new object?[] { "3299010001", "一年级", $"{i}班", 40 }).ToArray();
        var file = new Workbook().Sheet("一", rows).Sheet("二", []).ToStream();
        Assert.Equal(code, Assert.Throws<RosterFileException>(() => RosterReader.Read(file, what, limits)).Code);
    }

    [Fact]
    public void A_zip_bomb_stops_at_the_budget_also_when_it_lies_about_its_size()
    {
        var bomb = Zip(("xl/workbook.xml", "<workbook><!--" + new string('x', 8_000_000) + "--></workbook>"));
        Assert.True(bomb.Length < 200_000);
        var limits = new RosterLimits { MaxUnpackedBytes = 1_000_000 };
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Equal("roster.file.too-large",
            Assert.Throws<RosterFileException>(() => RosterReader.Read(new MemoryStream(bomb), "a.xlsx", limits)).Code);
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 6_000_000);
    }

    [Fact]
    public void A_sheet_that_claims_to_be_endless_costs_nothing()
    {
        var workbook = new Workbook();
        var head = workbook.Row(1, ["学校代码", "年级", "班号", "在籍人数"]);
        var row = workbook.Row(1_048_576, ["3299010001", "一年级", "1班", 40]);
        var file = workbook.Raw("一", head + row, "D1:XFD1").ToStream(
            x => x.Replace("<sheetData>", "<dimension ref=\"A1:XFD1048576\"/><sheetData>", StringComparison.Ordinal));
        var preview = Lincheng.Check(file, "a.xlsx");
        Assert.Equal(1_048_576, Assert.Single(preview.Classes).Row);
    }

    [Fact]
    public void A_sheet_merged_a_thousand_times_is_refused()
    {
        var rows = Enumerable.Range(1, 3000).Select(i => new object?[] { "学校代码", "年级", "班号", "在籍人数" }).ToArray();
        var file = new Workbook().Sheet("一", rows, [.. Enumerable.Repeat("A1:CV3000", 1000)]).ToStream();
        Assert.Equal("roster.file.damaged",
            Assert.Throws<RosterFileException>(() => RosterReader.Read(file, "a.xlsx", new RosterLimits())).Code);
    }

    private static byte[] SecondSheet() => new Workbook()
        .Sheet("班额", [["学校代码", "年级", "班号", "在籍人数"], ["3299010001", "一年级", "1班", 40]])
        .Sheet("名单", [["序号", "姓名", "性别"], [1, "（略）", "男"]]).ToStream().ToArray();

    private static byte[] Truncated()
    {
        var whole = new Workbook().Sheet("一", [["学校代码", "年级", "班号", "在籍人数"]]).ToStream().ToArray();
        return whole[..(whole.Length / 2)];
    }

    private static byte[] Damaged(Func<string, string> damage) =>
        new Workbook().Sheet("一", [["学校代码", "年级", "班号", "在籍人数"], ["3299010001", "1", "1", 40]]).ToStream(damage)
            .ToArray();

    private static byte[] Zip(params (string Name, string Text)[] entries)
    {
        var stream = new MemoryStream();
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
            foreach (var (name, text) in entries)
            {
                using var writer = new StreamWriter(zip.CreateEntry(name).Open());
                writer.Write(text);
            }
        return stream.ToArray();
    }
}
