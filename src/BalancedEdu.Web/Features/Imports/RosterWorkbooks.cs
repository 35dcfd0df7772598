using BalancedEdu.Web.Processes.LargeClasses.Roster;
using MiniExcelLibs;

namespace BalancedEdu.Web.Features.Imports;

/// <summary>Workbooks that the import hands out.</summary>
internal static class RosterWorkbooks
{
    /// <summary>The type of an xlsx file.</summary>
    public const string ContentType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    /// <summary>The refused rows: where, what and how to put it right.</summary>
    public static MemoryStream Refused(RosterPreview preview) => Save(preview.Refused.SelectMany(
        row => row.Problems.Select(problem => new Dictionary<string, object?>
        {
            ["工作表"] = row.Sheet,
            ["行号"] = row.Row,
            ["学校"] = row.School,
            ["班级"] = row.Class,
            ["人数"] = row.Enrolled,
            ["列"] = RosterColumns.NameOf(problem.Column),
            ["值"] = problem.Value,
            ["拒收原因"] = problem.Reason,
        })), "拒收行");

    /// <summary>A roster with its headings and two examples.</summary>
    public static MemoryStream Template() => Save(
    [
        Row("329901", "澄江区", "3299010001", "澄江区明德小学", "小学", "一年级", "（1）班", 42, 0, 0),
        Row("329901", "澄江区", "3299010001", "澄江区明德小学", "小学", "一年级", "（2）班", 43, 0, 1),
    ], "学籍班级汇总");

    private static Dictionary<string, object?> Row(params object?[] values) => RosterColumns.All
        .Zip(values).ToDictionary(p => RosterColumns.NameOf(p.First), p => p.Second);

    private static MemoryStream Save(IEnumerable<Dictionary<string, object?>> rows, string sheet)
    {
        var stream = new MemoryStream();
        stream.SaveAs(rows, sheetName: sheet);
        stream.Position = 0;
        return stream;
    }
}
