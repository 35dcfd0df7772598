using System.Text;
using BalancedEdu.Web.Processes.LargeClasses;
using BalancedEdu.Web.Processes.LargeClasses.Roster;
using Xunit;

namespace BalancedEdu.Web.Tests.Processes.LargeClasses.Roster;

/// <summary>
/// The forms in which right rosters come: encodings, separators, titles, wrapped headers, words for everything.
/// </summary>
public sealed class RosterFormTests
{
    private const string Plain = "学校代码,年级,班号,在籍人数\n3299010001,一年级,（1）班,47\n";

    public static TheoryData<string, byte[]> Texts => new()
    {
        { "UTF-8", Encoding.UTF8.GetBytes(Plain) },
        { "UTF-8 with a mark", [.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(Plain)] },
        { "GBK", CodePagesEncodingProvider.Instance.GetEncoding("GBK")!.GetBytes(Plain) },
        { "GB 18030", CodePagesEncodingProvider.Instance.GetEncoding("GB18030")!.GetBytes(Plain) },
        { "UTF-16 with a mark", [.. Encoding.Unicode.Preamble, .. Encoding.Unicode.GetBytes(Plain.Replace(',',
            '\t'))] },
        { "semicolons", Encoding.UTF8.GetBytes(Plain.Replace(',', ';')) },
        { "tabs", Encoding.UTF8.GetBytes(Plain.Replace(',', '\t')) },
        { "Excel's own separator line", Encoding.UTF8.GetBytes("sep=;\n" + Plain.Replace(',', ';')) },
        { "quotes and Windows line ends", Encoding.UTF8.GetBytes(Plain.Replace(",", "\",\"").Replace("\n",
            "\"\r\n\"")[..^1].Insert(0, "\"")) },
        { "quotes in GBK with a thousands separator and semicolons",
            CodePagesEncodingProvider.Instance.GetEncoding("GBK")!
            .GetBytes(Plain.Replace(',', ';').Replace("47", "\"0,047人\"")) },
    };

    [Theory]
    [MemberData(nameof(Texts))]
    public void Text_files_are_read_in_any_encoding_and_with_any_separator(string what, byte[] content)
    {
        var read = Assert.Single(Lincheng.Check(new MemoryStream(content), what).Classes);
        Assert.Equal((1, 1, 47, Severity.S1), (read.Grade, read.ClassNo, read.Enrolled, read.Severity));
    }

    [Fact]
    public void A_record_with_line_breaks_is_one_row_and_blank_lines_count()
    {
        var text = "学校代码,年级,班号,在籍人数,备注\n\n3299010001,1,1,40,\"上\n下\"\n\n3299010001,1,2,200,\n";
        var preview = Lincheng.Check(new MemoryStream(Encoding.UTF8.GetBytes(text)));
        Assert.Equal(3, Assert.Single(preview.Classes).Row);
        Assert.Equal(5, Assert.Single(preview.Refused).Row);
    }

    [Theory]
    [InlineData("1", "1", 1, 1)]
    [InlineData("一年级", "（1）班", 1, 1)]
    [InlineData("小学三年级", "三班", 3, 3)]
    [InlineData("三", "(12)班", 3, 12)]
    [InlineData("３", "１２班", 3, 12)]
    [InlineData("小六", "六（十一）班", 6, 11)]
    [InlineData("2026级", "2班", 1, 2)]
    [InlineData("2021级", "2021级（2）班", 6, 2)]
    [InlineData("三年级", "三年级2班", 3, 2)]
    [InlineData("三年级", "302", 3, 2)]
    [InlineData("三年级", "第4班", 3, 4)]
    [InlineData("三 年 级", " 4 班 ", 3, 4)]
    public void Grades_and_classes_are_read_in_the_words_of_primary_schools(string grade, string name, int g, int c) =>
        AssertClass("3299010001", grade, name, g, c);

    [Theory]
    [InlineData("7", "1", 7, 1)]
    [InlineData("初一", "1班", 7, 1)]
    [InlineData("初中二年级", "（2）班", 8, 2)]
    [InlineData("九年级", "901", 9, 1)]
    [InlineData("初三", "初三（10）班", 9, 10)]
    [InlineData("2025级", "3", 8, 3)]
    [InlineData("初中七年级", "七1班", 7, 1)]
    public void Grades_and_classes_are_read_in_the_words_of_middle_schools(string grade, string name, int g, int c) =>
        AssertClass("3299010002", grade, name, g, c);

    [Theory]
    [InlineData("七（3）班", 7, 3)]
    [InlineData("一年级2班", 1, 2)]
    [InlineData("初二3班", 8, 3)]
    public void The_grade_may_stand_in_the_class(string name, int grade, int classNo)
    {
        var preview = Lincheng.Check(new MemoryStream(Encoding.UTF8.GetBytes($"学校代码,班级,人数\n3299010003,{name},40\n")));
        var read = Assert.Single(preview.Classes);
        Assert.Equal((grade, classNo), (read.Grade, read.ClassNo));
    }

    [Theory]
    [InlineData("47")]
    [InlineData("４７")]
    [InlineData("47人")]
    [InlineData(" 47 ")]
    [InlineData("47名")]
    [InlineData("47.0")]
    [InlineData("\u00A047\u200B")]
    public void Numbers_are_read_as_people_type_them(string number)
    {
        var file = new Workbook().Sheet("一", [["学校代码", "年级", "班号", "在籍人数"], ["3299010001", "1", "1", number]])
            .ToStream();
        Assert.Equal(47, Assert.Single(Lincheng.Check(file, "a.xlsx").Classes).Enrolled);
    }

    [Fact]
    public void A_workbook_as_schools_send_it_gives_its_classes_only()
    {
        var file = new Workbook()
            .Sheet("填表说明", [["一、请如实填写。"], ["二、盖章后上报。"]])
            .Sheet("小学", [
                ["澄江区2026年秋季班额统计表"],
                ["填报单位：（盖章）", null, null, null, null, null, null, "联系电话：051100000000"],
                ["序号", "学校", null, "年级", "班级", "学生数\n（人）", null, "其中：\n寄宿生", "备注"],
                [null, "代码", "名称", null, null, "合计", "其中：女", null, null],
                [1, "3299010001", "澄江区明德小学", "一年级", "（1）班", 48, 20, "—", ""],
                [2, null, null, "一年级", "（2）班", "４７人", 20, "3", "与一班合计95人"],
                ["小计", null, null, null, null, 95, 40, null, null],
                [],
                ["序号", "学校", null, "年级", "班级", "学生数\n（人）", null, "其中：\n寄宿生", "备注"],
                [null, "代码", "名称", null, null, "合计", "其中：女", null, null],
                [3, "3299010003", "澄江区砚池九年制学校", "七年级", "（1）班", 66, 30, "", ""],
                [null, null, "三年级合计", null, null, 0, 0, null, null],
                ["合　计", null, null, null, null, 161, 70, null, null],
                ["注：人数以学籍为准。"],
                ["制表人：", null, "审核人："],
            ], "A1:I1", "A3:A4", "B3:C3", "D3:D4", "E3:E4", "F3:G3", "H3:H4", "I3:I4", "B5:B6", "C5:C6", "A13:E13")
            .ToStream();
        var preview = Lincheng.Check(file, "班额.xlsx");

        Assert.Empty(preview.Refused);
        Assert.Equal([(5, 48, 0), (6, 47, 3), (11, 66, 0)], preview.Classes.Select(c => (c.Row, c.Enrolled,
            c.Boarders)));
        Assert.Equal([Severity.S1, Severity.S1, Severity.S3], preview.Classes.Select(c => c.Severity));
        Assert.Equal(
            [new("填表说明", false, 0, 0, 2), new SkippedRows("小学", true, 6, 3, 2)], preview.Skipped);
        Assert.Equal([("329901", 3, 161, 2, 0, 1)], preview.Districts.Select(d => (d.Code, d.Classes, d.Pupils, d.S1,
            d.S2, d.S3)));
    }

    [Fact]
    public void Cells_are_read_in_every_way_that_programs_write_them()
    {
        const string Rows = """
            <row><c t="inlineStr"><is><r><t>学校</t></r><r><t>代码</t></r><rPh><t>xue</t></rPh>
            <rPh><t>xiao</t></rPh></is></c><c t="str"><f>"年"&amp;"级"</f><v>年级</v></c>
            <c t="inlineStr"><is><t>班号</t></is></c><c t="inlineStr"><is><t>人数</t></is></c></row>
            <row><c><v>3.299010001E9</v></c><c><v>1.0</v></c><c t="str"><v>1</v></c><c><f>40+7</f><v>47</v></c></row>
            """;
        var read = Assert.Single(Lincheng.Check(new Workbook().Raw("一", Rows).ToStream(), "a.xlsx").Classes);
        Assert.Equal(("3299010001", 1, 1, 47, 2), (read.School.Code, read.Grade, read.ClassNo, read.Enrolled,
            read.Row));
    }

    [Theory]
    [InlineData("单位名称", "所在年级", "班级名称", "实有人数")]
    [InlineData("学 校", "年 级", "班别", "在校学生数（人）")]
    [InlineData("*学校名称", "*年级", "*班级", "*人数(人)")]
    [InlineData("学校（全称）", "年级", "班次", "班额")]
    public void Headings_may_be_other_words_for_the_same(string school, string grade, string name, string number)
    {
        var text = $"{school},{grade},{name},{number}\n澄江区明德小学 ,1,1,40\n";
        Assert.Single(Lincheng.Check(new MemoryStream(Encoding.UTF8.GetBytes(text))).Classes);
    }

    [Fact]
    public void A_school_above_its_size_is_counted()
    {
        var rows = string.Concat(Enumerable.Range(1, 51).Select(i => $"3299020001,{i % 6 + 1},{i},40\n"));
        var preview = Lincheng.Check(new MemoryStream(Encoding.UTF8.GetBytes("学校代码,年级,班号,人数\n" + rows)));
        var school = Assert.Single(preview.LargeSchools);
        Assert.Equal((2040, 2000), (school.Pupils, school.MaxPupils));
    }

    [Theory]
    [InlineData("东洲市2026年秋季班额.xlsx", 2026, 1)]
    [InlineData("roster-2026-autumn.csv", 2026, 1)]
    [InlineData("2027春班额.csv", 2026, 2)]
    public void The_term_is_told_by_the_file_s_name(string name, int year, int term) =>
        Assert.Equal(new SchoolTerm(year, term), RosterReader.Read(
            new MemoryStream(Encoding.UTF8.GetBytes(Plain)), name, new RosterLimits()).Term);

    private static void AssertClass(string school, string grade, string name, int expectedGrade, int expectedClass)
    {
        var text = $"学校代码,年级,班级,人数\n{school},{grade},{name},40\n";
        var preview = Lincheng.Check(new MemoryStream(Encoding.UTF8.GetBytes(text)));
        Assert.Empty(preview.Refused);
        var read = Assert.Single(preview.Classes);
        Assert.Equal((expectedGrade, expectedClass), (read.Grade, read.ClassNo));
    }
}
