using System.Globalization;
using BalancedEdu.Web.Data.LargeClasses;
using BalancedEdu.Web.Processes.LargeClasses;
using BalancedEdu.Web.Processes.LargeClasses.Ledger;
using MiniExcelLibs;

namespace BalancedEdu.Web.Features.Ledgers.LargeClasses;

/// <summary>The ledger as a workbook, with the columns that the ledger of the ministry has.</summary>
internal static class LedgerWorkbook
{
    /// <summary>Writes the rows as they come from the database; the file deletes itself when it is closed.</summary>
    public static async Task<FileStream> WriteAsync(
        IAsyncEnumerable<LargeClassTicket> tickets, IReadOnlyDictionary<string, string> districts,
        CancellationToken cancellation)
    {
        var file = new FileStream(
            Path.Combine(Path.GetTempPath(), Path.GetRandomFileName()), FileMode.CreateNew, FileAccess.ReadWrite,
            FileShare.None, 64 * 1024, FileOptions.DeleteOnClose | FileOptions.Asynchronous);
        try
        {
            await file.SaveAsAsync(
                Rows(tickets, districts, cancellation), sheetName: "大班额台账", cancellationToken: cancellation);
            file.Position = 0;
            return file;
        }
        catch
        {
            await file.DisposeAsync();
            throw;
        }
    }

    private static async IAsyncEnumerable<Dictionary<string, object?>> Rows(
        IAsyncEnumerable<LargeClassTicket> tickets, IReadOnlyDictionary<string, string> districts,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation)
    {
        await foreach (var t in tickets.WithCancellation(cancellation))
            yield return Row(t, districts.GetValueOrDefault(t.DistrictCode, t.DistrictCode));
    }

    private static Dictionary<string, object?> Row(LargeClassTicket t, string district) => new()
    {
        ["编号"] = t.Number,
        ["区划代码"] = t.DistrictCode,
        ["区划名称"] = district,
        ["学校代码"] = t.SchoolCode,
        ["学校名称"] = t.SchoolName,
        ["学段"] = t.Stage,
        ["年级"] = t.GradeNo,
        ["班号"] = t.ClassNo,
        ["班级"] = LargeClassCase.GradeClassOf(t.GradeNo, t.ClassNo),
        ["起始年级"] = t.IsStartGrade ? "是" : "否",
        ["立案人数"] = t.Enrolled,
        ["最近学籍人数"] = t.LatestEnrolled,
        ["标准班额"] = t.StdSize,
        ["超员"] = t.OverCount,
        ["级别"] = $"S{t.Severity}",
        ["发现途径"] = t.FoundBy,
        ["发现时间"] = Day(t.FoundAt),
        ["成因"] = TicketWords.Causes(t.Cause),
        ["措施"] = TicketWords.Measures(t.Measures),
        ["目标人数"] = t.TargetSize,
        ["目标日期"] = t.TargetDate,
        ["责任学校"] = t.SchoolName,
        ["责任辖区"] = district,
        ["环节"] = TicketWords.NameOf(t.Step),
        ["方案批准"] = Day(t.PlanApprovedAt),
        ["学校自查"] = Day(t.SelfCheckAt),
        ["证据"] = TicketWords.Evidence(t.Evidence),
        ["核查人"] = t.VerifiedBy.Replace(",", "、", StringComparison.Ordinal),
        ["核查人数"] = t.VerifiedSize,
        ["销号时间"] = Day(t.ClosedAt),
        ["返工次数"] = t.ReworkCount,
        ["限制"] = TicketWords.Restriction(t.Restriction, t.IsStartGrade),
        ["回头看"] = t.RecheckOn,
        ["原编号"] = t.ParentTicket,
    };

    private static string? Day(DateTimeOffset? at) =>
        at?.ToOffset(TimeSpan.FromHours(8)).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
