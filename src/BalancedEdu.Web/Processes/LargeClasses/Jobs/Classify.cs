using System.Globalization;
using BalancedEdu.Feel.Values;
using BalancedEdu.Web.Runtime;
using BalancedEdu.Web.Runtime.Clocks;

namespace BalancedEdu.Web.Processes.LargeClasses.Jobs;

/// <summary>
/// <c>large-class.classify</c>: severity, standard and time for the rectification, by the standards in force on the day
/// of the numbers. A rebound counts one severity higher (DB13).
/// </summary>
public sealed class Classify(ClassSizeStandards standards) : IJobHandler
{
    /// <inheritdoc/>
    public string Job => "large-class.classify";

    /// <inheritdoc/>
    public Task<FeelContext> RunAsync(JobRequest request, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(request);
        var found = JobInputs.ClassOf(request);
        var standard = standards.On(found.SnapshotDate == default ? JobInputs.Today(request) : found.SnapshotDate);
        if (standard.StageOf(found.GradeNo) is not { } stage)
            throw new JobFailedException($"{request.CaseNumber} 的年级 {found.GradeNo} 不属于任何学段，请改正年级后重试。");
        var severity = standard.SeverityOf(found.GradeNo, found.Enrolled);
        if (found.ParentTicket is not null && severity < Severity.S3) severity++;
        if (standard.RectificationOf(severity) is not { } rule)
            throw new JobFailedException(
                $"{request.CaseNumber} 只有 {found.Enrolled} 人，没有超过标准 {stage.Standard} 人，请终止这件事项。");
        return Task.FromResult(new FeelContext(
        [
            new("severity", FeelValue.Of(severity.ToString())),
            new("severityName", FeelValue.Of(rule.Name)),
            new("stdSize", FeelValue.Of((decimal)stage.Standard)),
            new("overCount", FeelValue.Of((decimal)PlanCap.OverCount(found.Enrolled, stage.Standard))),
            new("rectifyBudget", FeelValue.Of(WholeBudget(rule))),
            new("gradeClass", FeelValue.Of(found.GradeClass)),
        ]));
    }

    /// <summary>The interim measure and the rest together: 20 WD and 60 WD are 80 WD.</summary>
    private static string WholeBudget(Rectification rule)
    {
        if (rule.Interim is null) return rule.Final;
        var interim = Budget.Parse(rule.Interim);
        var final = Budget.Parse(rule.Final);
        return string.Create(CultureInfo.InvariantCulture, $"{interim.Amount + final.Amount}WD");
    }
}
