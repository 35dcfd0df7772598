using BalancedEdu.Web.Runtime.Clocks;

namespace BalancedEdu.Web.Runtime.Reading;

/// <summary>
/// The 审批单 of a case: opinions in the order of signing, and what the system decided on time-out marked as such. Of a
/// step that was visited again only the last visit is on it; the case keeps all. The page that prints it, its PDF and
/// the archive's package are made of the same.
/// </summary>
public sealed class ApprovalSheet
{
    /// <summary>More facts would push the opinions off the page.</summary>
    private const int FactsMax = 8;

    private const int CheckCodeBytes = 8;

    /// <summary>A paper that goes from hand to hand carries nobody's telephone.</summary>
    private static readonly string[] NotPrinted = ["联系人", "手机", "电话", "邮箱", "行政区划"];

    /// <summary>The case.</summary>
    public required CaseFile File { get; init; }

    /// <summary>What was applied for.</summary>
    public required IReadOnlyList<FormFact> Facts { get; init; }

    /// <summary>The last visit of each step, in the order of signing.</summary>
    public required IReadOnlyList<HistoryStep> Steps { get; init; }

    /// <summary>The clock of the whole case, or null.</summary>
    public ClockSummary? Clock { get; init; }

    /// <summary>The first bytes of the last event's hash: any change of the history changes it.</summary>
    public string CheckCode => File.Events is [.., var last]
        ? string.Join(' ', Convert.ToHexString([.. last.Hash.Take(CheckCodeBytes)]).Chunk(4).Select(c => new string(c)))
        : "";

    /// <summary>The sheet as it is at an instant.</summary>
    public static ApprovalSheet Of(CaseFile file, OfficeTime office, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(file);
        return new()
        {
            File = file,
            Facts = [.. file.StartFacts
                .Where(f => !f.Wide && f.Value != file.Case.Title && f.Value != file.Case.ApplicantName)
                .Where(f => !NotPrinted.Contains(f.Label)).Take(FactsMax)],
            Clock = file.ClocksOf(null, office, now) is [var whole, ..] ? whole : null,
            Steps = [.. CaseHistory.InOrderOfSigning(file)
                .GroupBy(s => s.ElementId).Select(g => g.Last()).OrderBy(s => s.From)],
        };
    }
}
