using System.Diagnostics;
using BalancedEdu.Web.Processes.LargeClasses;
using BalancedEdu.Web.Processes.LargeClasses.Roster;
using Xunit;

namespace BalancedEdu.Web.Tests.Processes.LargeClasses.Roster;

/// <summary>
/// The two files that lie beside the project, against the figures that were counted when they were made.
/// </summary>
public sealed class SharedRosterTests
{
    [Fact]
    public void The_city_s_csv_of_6400_classes_is_read_whole_and_fast()
    {
        var context = Lincheng.Context(Lincheng.All());
        var before = ProcessorTime();
        using var file = File.OpenRead(Lincheng.SharedPath("roster-2026-autumn.csv"));
        var preview = Lincheng.Check(file, "roster-2026-autumn.csv", context);
        var used = ProcessorTime() - before;

        Assert.Equal(6400, preview.Classes.Count);
        Assert.Equal(260_402, preview.Pupils);
        Assert.Equal((538, 45, 10), Severities(preview));
        Assert.Empty(preview.Refused);
        Assert.Empty(preview.Remarks);
        Assert.Equal(8, preview.Districts.Count);
        // Processor time, because other tests run beside this one; alone it is below half a second of wall time.
        Assert.True(used.TotalSeconds < 5, $"The preview took {used.TotalMilliseconds} ms of processor time.");
    }

    [Fact]
    public void The_workbook_of_Dongzhou_gives_its_classes_and_reports_five_rows_a_sheet_and_nothing_else()
    {
        using var file = File.OpenRead(Lincheng.SharedPath("班额统计表-东洲市-2026秋.xlsx"));
        var reader = RosterReader.Read(file, "班额统计表-东洲市-2026秋.xlsx", new RosterLimits());
        var preview = reader.Check(reader.Proposed, Lincheng.Context(Lincheng.All()));

        Assert.Equal(new SchoolTerm(2026, 1), reader.Term);
        Assert.Equal(1656, preview.Classes.Count);
        Assert.Equal(67_033, preview.Pupils);
        Assert.Equal((155, 12, 2), Severities(preview));
        Assert.Empty(preview.Remarks);
        Assert.Equal(
        [
            ("小学", 1187, "roster.row.duplicate"), ("小学", 1188, "roster.row.unknown-school"),
            ("小学", 1189, "roster.row.enrolled-unreadable"), ("小学", 1190, "roster.row.enrolled-unreadable"),
            ("小学", 1191, "roster.row.grade-range"),
            ("初中", 570, "roster.row.duplicate"), ("初中", 571, "roster.row.unknown-school"),
            ("初中", 572, "roster.row.enrolled-unreadable"), ("初中", 573, "roster.row.enrolled-unreadable"),
            ("初中", 574, "roster.row.grade-range"),
        ], preview.Refused.Select(r => (r.Sheet, r.Row, Assert.Single(r.Problems).Code)));
        Assert.Equal("-3", preview.Refused[2].Problems[0].Value);
        Assert.Contains("47", preview.Refused[3].Problems[0].Reason, StringComparison.Ordinal);
        Assert.Equal(10, preview.RefusedCount);
        Assert.Equal(1117, preview.Classes.Count(c => c.Sheet == "小学"));
    }

    private static TimeSpan ProcessorTime() => Process.GetCurrentProcess().TotalProcessorTime;

    private static (int, int, int) Severities(RosterPreview preview) =>
        (preview.CountOf(Severity.S1), preview.CountOf(Severity.S2), preview.CountOf(Severity.S3));
}
