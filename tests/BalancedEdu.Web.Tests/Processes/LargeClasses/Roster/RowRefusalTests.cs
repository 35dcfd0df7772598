using System.Text;
using BalancedEdu.Web.Processes.LargeClasses.Roster;
using Xunit;

namespace BalancedEdu.Web.Tests.Processes.LargeClasses.Roster;

/// <summary>Rows that are refused: the column, the value as in the file, the code and how to put it right.</summary>
public sealed class RowRefusalTests
{
    private const string Head = "区划代码,学校代码,学校名称,学段,年级,班号,在籍人数,寄宿人数,随班就读人数\n";

    [Theory]
    [InlineData("329901,3299019999,查无此校,小学,1,1,40,,", RosterColumn.SchoolCode, "3299019999",
        "roster.row.unknown-school", "不在名录")]
    [InlineData("329901,,查无此校,小学,1,1,40,,", RosterColumn.SchoolName, "查无此校", "roster.row.unknown-school", "不在名录")]
    [InlineData("329902,,云浦区中心小学,小学,1,1,40,,", RosterColumn.SchoolName, "云浦区中心小学", "roster.row.school-ambiguous",
        "2 所同名")]
    [InlineData("329901,,,小学,1,1,40,,", RosterColumn.SchoolCode, "", "roster.row.no-school", "缺学校")]
    [InlineData("329902,3299010001,,小学,1,1,40,,", RosterColumn.DistrictCode, "329902", "roster.row.wrong-district",
        "澄江区 329901")]
    [InlineData("329985,3299010001,,小学,1,1,40,,", RosterColumn.DistrictCode, "329985", "roster.row.wrong-district",
        "不存在")]
    [InlineData("329901,3299010001,,小学,十年级,1,40,,", RosterColumn.Grade, "十年级", "roster.row.grade-range", "1–9")]
    [InlineData("329901,3299010001,,小学,0,1,40,,", RosterColumn.Grade, "0", "roster.row.grade-range", "1–9")]
    [InlineData("329901,3299010001,,小学,高一,1,40,,", RosterColumn.Grade, "高一", "roster.row.grade-range", "1–9")]
    [InlineData("329901,3299010001,,小学,大班,1,40,,", RosterColumn.Grade, "大班", "roster.row.grade-unreadable", "三年级")]
    [InlineData("329901,3299010001,,小学,,1,40,,", RosterColumn.Grade, "", "roster.row.no-grade", "缺年级")]
    [InlineData("329901,3299010001,,,七年级,1,40,,", RosterColumn.Grade, "七年级", "roster.row.grade-of-another-kind", "1–6")]
    [InlineData("329901,3299010002,,,5,1,40,,", RosterColumn.Grade, "5", "roster.row.grade-of-another-kind", "7–9")]
    [InlineData("329901,3299010003,,初中,五年级,1,40,,", RosterColumn.Grade, "五年级", "roster.row.grade-of-another-stage",
        "初中须为 7–9")]
    [InlineData("329901,3299010003,,,2026级,1,40,,", RosterColumn.Grade, "2026级", "roster.row.grade-ambiguous", "入学年")]
    [InlineData("329901,3299010001,,,2010级,1,40,,", RosterColumn.Grade, "2010级", "roster.row.grade-range", "1–9")]
    [InlineData("329901,3299010001,,小学,1,,40,,", RosterColumn.ClassNo, "", "roster.row.no-class", "缺班号")]
    [InlineData("329901,3299010001,,小学,1,实验班,40,,", RosterColumn.ClassNo, "实验班", "roster.row.class-unreadable", "（3）班")]
    [InlineData("329901,3299010001,,小学,1,0,40,,", RosterColumn.ClassNo, "0", "roster.row.class-range", "1–99")]
    [InlineData("329901,3299010001,,小学,1,703,40,,", RosterColumn.ClassNo, "703", "roster.row.class-range", "1–99")]
    [InlineData("329901,3299010001,,小学,1,三（2）班,40,,", RosterColumn.ClassNo, "三（2）班",
        "roster.row.class-of-another-grade", "3 年级")]
    [InlineData("329901,3299010001,,小学,1,1,-3,,", RosterColumn.Enrolled, "-3", "roster.row.enrolled-unreadable", "负")]
    [InlineData("329901,3299010001,,小学,1,1,－３,,", RosterColumn.Enrolled, "－３", "roster.row.enrolled-unreadable", "负")]
    [InlineData("329901,3299010001,,小学,1,1,四十七,,", RosterColumn.Enrolled, "四十七", "roster.row.enrolled-unreadable",
        "47")]
    [InlineData("329901,3299010001,,小学,1,1,一百零二人,,", RosterColumn.Enrolled, "一百零二人", "roster.row.enrolled-unreadable",
        "102")]
    [InlineData("329901,3299010001,,小学,1,1,约40,,", RosterColumn.Enrolled, "约40", "roster.row.enrolled-unreadable",
        "整数")]
    [InlineData("329901,3299010001,,小学,1,1,40+2,,", RosterColumn.Enrolled, "40+2", "roster.row.enrolled-unreadable",
        "整数")]
    [InlineData("329901,3299010001,,小学,1,1,42.5,,", RosterColumn.Enrolled, "42.5", "roster.row.enrolled-unreadable",
        "小数")]
    [InlineData("329901,3299010001,,小学,1,1,#REF!,,", RosterColumn.Enrolled, "#REF!", "roster.row.enrolled-unreadable",
        "整数")]
    [InlineData("329901,3299010001,,小学,1,1,99999999999999999999,,", RosterColumn.Enrolled, "99999999999999999999",
        "roster.row.enrolled-unreadable", "过大")]
    [InlineData("329901,3299010001,,小学,1,1,0,,", RosterColumn.Enrolled, "0", "roster.row.enrolled-range", "1–120")]
    [InlineData("329901,3299010001,,小学,1,1,121,,", RosterColumn.Enrolled, "121", "roster.row.enrolled-range", "1–120")]
    [InlineData("329901,3299010001,,小学,1,1,,,", RosterColumn.Enrolled, "", "roster.row.no-enrolled", "缺在籍人数")]
    [InlineData("329901,3299010001,,小学,1,1,40,41,", RosterColumn.Boarders, "41", "roster.row.part-exceeds",
        "寄宿人数 41 超过在籍人数 40")]
    [InlineData("329901,3299010001,,小学,1,1,40,,41", RosterColumn.InclusivePupils, "41", "roster.row.part-exceeds",
        "随班就读人数 41")]
    [InlineData("329901,3299010001,,小学,1,1,40,全部,", RosterColumn.Boarders, "全部", "roster.row.part-unreadable", "寄宿人数")]
    public void A_wrong_row_is_refused_with_its_place_its_value_and_its_remedy(
        string row, RosterColumn column, string value, string code, string words)
    {
        var preview = Check(Head + row + "\n");
        Assert.Empty(preview.Classes);
        var refused = Assert.Single(preview.Refused);
        Assert.Equal(("班额.csv", 2), (refused.Sheet, refused.Row));
        var problem = Assert.Single(refused.Problems);
        Assert.Equal((column, value, code), (problem.Column, problem.Value, problem.Code));
        Assert.Contains(words, problem.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_row_with_several_faults_reports_all_of_them_at_once()
    {
        var preview = Check(Head + "329901,3299019999,,小学,十年级,,四十,,\n");
        Assert.Equal(
            ["roster.row.unknown-school", "roster.row.grade-range", "roster.row.no-class",
                "roster.row.enrolled-unreadable"],
            Assert.Single(preview.Refused).Problems.Select(p => p.Code));
    }

    [Fact]
    public void The_same_class_twice_keeps_the_first_and_says_how_the_two_differ()
    {
        var preview = Check(Head + "329901,3299010001,,小学,1,1,40,,\n329901,3299010001,,小学,一年级,（1）班,42,,\n");
        Assert.Equal(40, Assert.Single(preview.Classes).Enrolled);
        var problem = Assert.Single(Assert.Single(preview.Refused).Problems);
        Assert.Equal("roster.row.duplicate", problem.Code);
        Assert.Contains("第 2 行重复，两处人数不同（40 人、42 人）", problem.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_refused_row_does_not_make_the_right_one_a_duplicate()
    {
        var preview = Check(Head + "329901,3299010001,,小学,1,1,400,,\n329901,3299010001,,小学,1,1,40,,\n");
        Assert.Equal(3, Assert.Single(preview.Classes).Row);
        Assert.Equal("roster.row.enrolled-range", Assert.Single(Assert.Single(preview.Refused).Problems).Code);
    }

    [Fact]
    public void A_district_s_user_imports_no_school_of_another_district()
    {
        var context = Lincheng.Context(districts: new HashSet<string> { "329902" });
        var preview = Lincheng.Check(
            Text(Head + "329901,3299010001,,小学,1,1,40,,\n329902,3299020001,,小学,1,1,40,,\n"), context: context);
        Assert.Equal("329902", Assert.Single(preview.Classes).School.DistrictCode);
        Assert.Equal("roster.row.other-district", Assert.Single(Assert.Single(preview.Refused).Problems).Code);
    }

    [Fact]
    public void All_refused_rows_are_counted_but_only_so_many_are_kept()
    {
        var text = Head + string.Concat(Enumerable.Range(1, 30).Select(_ => "329901,3299019999,,小学,1,1,40,,\n"));
        var reader = RosterReader.Read(Text(text), "a.csv", new RosterLimits());
        var preview = reader.Check(reader.Proposed, Lincheng.Context() with { Limits = new() { MaxProblems = 10 } });
        Assert.Equal((30, 10), (preview.RefusedCount, preview.Refused.Count));
    }

    [Fact]
    public void A_name_that_differs_from_the_directory_is_a_remark_not_a_refusal()
    {
        var preview = Check(Head + "329901,3299010001,澄江区明德实验小学,小学,1,1,40,,\n");
        Assert.Single(preview.Classes);
        Assert.Equal("roster.row.name-differs", Assert.Single(Assert.Single(preview.Remarks).Problems).Code);
    }

    private static RosterPreview Check(string text) => Lincheng.Check(Text(text));

    private static MemoryStream Text(string text) => new(Encoding.UTF8.GetBytes(text));
}
