using System.Text;
using BalancedEdu.Web.Processes.LargeClasses.Roster;
using Xunit;

namespace BalancedEdu.Web.Tests.Processes.LargeClasses.Roster;

public sealed class ColumnMappingTests
{
    [Fact]
    public void Headings_are_proposed_with_a_sample_and_unknown_ones_are_not_read()
    {
        var reader = Read("学校代码,年级,班级,学生数,校长信箱\n3299010001,1,2,40,a@b\n");
        Assert.Equal(
        [
            ("学校代码", "3299010001", RosterColumn.SchoolCode, MappingState.Recognised),
            ("年级", "1", RosterColumn.Grade, MappingState.Recognised),
            ("班级", "2", RosterColumn.ClassNo, MappingState.Recognised),
            ("学生数", "40", RosterColumn.Enrolled, MappingState.Recognised),
            ("校长信箱", "a@b", RosterColumn.None, MappingState.NotRead),
        ], reader.Proposed.Headings.Select(h => (h.Heading, h.Sample, h.Column, h.State)));
        Assert.Empty(reader.Proposed.Missing);
    }

    [Fact]
    public void Two_headings_for_one_column_ask_for_confirmation_and_the_user_s_choice_wins()
    {
        var reader = Read("学校代码,年级,班级,学生数,在籍人数\n3299010001,1,2,40,41\n");
        Assert.Equal(MappingState.Doubtful, reader.Proposed.Headings[4].State);
        Assert.Equal(40, Assert.Single(reader.Check(reader.Proposed, Lincheng.Context()).Classes).Enrolled);

        var corrected = reader.Proposed.Corrected(new Dictionary<string,
            RosterColumn> { ["在籍人数"] = RosterColumn.Enrolled });
        Assert.Equal((RosterColumn.None, MappingState.NotRead), (corrected.Headings[3].Column, corrected.Headings[3]
            .State));
        Assert.Equal(MappingState.Chosen, corrected.Headings[4].State);
        Assert.Equal(41, Assert.Single(reader.Check(corrected, Lincheng.Context()).Classes).Enrolled);
    }

    [Fact]
    public void What_is_missing_is_named_until_the_user_maps_it()
    {
        var reader = Read("学校代码,年级,班级,娃的数目\n3299010001,1,2,40\n");
        Assert.Equal(["在籍人数"], reader.Proposed.Missing);
        Assert.Empty(reader.Check(reader.Proposed, Lincheng.Context()).Classes);

        var corrected = reader.Proposed.Corrected(new Dictionary<string,
            RosterColumn> { ["娃的数目"] = RosterColumn.Enrolled });
        Assert.Empty(corrected.Missing);
        Assert.Single(reader.Check(corrected, Lincheng.Context()).Classes);
    }

    [Fact]
    public void A_choice_for_a_heading_that_is_not_in_the_file_does_nothing()
    {
        var reader = Read("学校代码,年级,班级,学生数\n3299010001,1,2,40\n");
        var corrected = reader.Proposed.Corrected(new Dictionary<string, RosterColumn> { ["别的"] = RosterColumn.Grade });
        Assert.Equal(reader.Proposed.Headings, corrected.Headings);
    }

    [Fact]
    public void A_choice_in_one_sheet_leaves_the_other_sheets_alone()
    {
        var file = new Workbook()
            .Sheet("小学", [["学校代码", "年级", "班级", "学生数", "男女合计"], ["3299010001", "1", "1", 40, 41]])
            .Sheet("初中", [["学校代码", "年级", "班级", "实有人数"], ["3299010002", "7", "1", 42]]).ToStream();
        var reader = RosterReader.Read(file, "a.xlsx", new RosterLimits());
        var corrected = reader.Proposed.Corrected(new Dictionary<string,
            RosterColumn> { ["男女合计"] = RosterColumn.Enrolled });
        Assert.Equal([41, 42], reader.Check(corrected, Lincheng.Context()).Classes.Select(c => c.Enrolled));
    }

    private static RosterReader Read(string text) =>
        RosterReader.Read(new MemoryStream(Encoding.UTF8.GetBytes(text)), "班额.csv", new RosterLimits());
}
