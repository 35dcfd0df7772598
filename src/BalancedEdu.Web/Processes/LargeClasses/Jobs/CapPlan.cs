using BalancedEdu.Feel.Values;
using BalancedEdu.Web.Data;
using BalancedEdu.Web.Data.LargeClasses;
using BalancedEdu.Web.Processes.LargeClasses.Ledger;
using BalancedEdu.Web.Runtime;
using Microsoft.EntityFrameworkCore;

namespace BalancedEdu.Web.Processes.LargeClasses.Jobs;

/// <summary>
/// <c>large-class.plan-cap</c>: caps next year's enrolment plan of the school, called by the last rung of the ladder
/// (DB12, +20 WD). New classes: as many as the start grade has now. Safe to repeat: there is one cap a case.
/// </summary>
public sealed class CapPlan(BalancedEduDb db, RosterCounts counts, ClassSizeStandards standards) : IJobHandler
{
    /// <summary>The kind of the restriction.</summary>
    public const string Kind = "plan-cap";

    /// <inheritdoc/>
    public string Job => "large-class.plan-cap";

    /// <inheritdoc/>
    public async Task<FeelContext> RunAsync(JobRequest request, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(request);
        var found = JobInputs.ClassOf(request);
        var standard = standards.On(JobInputs.Today(request));
        var classes = await counts.OfSchoolAsync(found.SchoolCode, cancellation);
        if (classes.Count == 0) classes = [new(found.GradeNo, found.ClassNo, found.Enrolled)];
        var stage = standard.StageOf(found.GradeNo)
            ?? throw new JobFailedException($"{request.CaseNumber} 的年级 {found.GradeNo} 不属于任何学段，请改正年级后重试。");
        // The cap is a stage's: a nine-year school plans its primary and its junior enrolment apart.
        var sized = classes.Where(c => standard.StageOf(c.GradeNo) == stage).ToList();
        var worst = sized.Select(c => standard.SeverityOf(c.GradeNo, c.Enrolled)).DefaultIfEmpty(found.Severity).Max();
        var newClasses = Math.Max(1, sized.Count(c => c.GradeNo == stage.FirstGrade));
        // The rung that calls stands at the threshold itself, so only the severity can cut the plan further.
        var overdue = standard.PlanCap.OverdueWorkingDaysAbove;
        var enrolled = sized.Select(c => (c.Enrolled, stage.Standard));
        var cap = PlanCap.Of(standard.PlanCap, (newClasses, stage.Standard), enrolled, worst, overdue);
        await WriteAsync(request, found, cap, cancellation);
        return new([new("planCap", FeelValue.Of((decimal)cap))]);
    }

    private async Task WriteAsync(JobRequest request, LargeClassCase found, int cap, CancellationToken cancellation)
    {
        if (await db.EnrolmentRestrictions.AnyAsync(r => r.CaseId == request.CaseId && r.Kind == Kind, cancellation))
            return;
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        db.EnrolmentRestrictions.Add(new EnrolmentRestriction
        {
            CaseId = request.CaseId, Kind = Kind, SchoolCode = found.SchoolCode, SchoolYear = found.Term.Year + 1,
            PlanCap = cap, Since = request.Now,
        });
        await db.SaveChangesAsync(cancellation);
        await db.LargeClassTickets.Where(t => t.CaseId == request.CaseId && t.Step < TicketStep.Closed)
            .ExecuteUpdateAsync(t => t.SetProperty(x => x.Restriction, Kind), cancellation);
        await transaction.CommitAsync(cancellation);
    }
}
