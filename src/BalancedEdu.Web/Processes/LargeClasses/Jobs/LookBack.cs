using BalancedEdu.Feel.Values;
using BalancedEdu.Web.Processes.LargeClasses.Ledger;
using BalancedEdu.Web.Processes.LargeClasses.Roster;
using BalancedEdu.Web.Runtime;
using Microsoft.Extensions.DependencyInjection;

namespace BalancedEdu.Web.Processes.LargeClasses.Jobs;

/// <summary>
/// <c>large-class.look-back</c>: ninety days after the closing the class is counted again. Above the standard it gets a
/// new ticket that names its parent and counts one severity higher. Safe to repeat: the new ticket is found by its key.
/// </summary>
public sealed class LookBack(RosterCounts counts, ClassSizeStandards standards, IServiceProvider services) : IJobHandler
{
    /// <inheritdoc/>
    public string Job => "large-class.look-back";

    /// <inheritdoc/>
    public async Task<FeelContext> RunAsync(JobRequest request, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(request);
        var found = JobInputs.ClassOf(request);
        var today = JobInputs.Today(request);
        var standard = standards.On(today);
        var cohort = found.Term.Year - found.GradeNo;
        var latest = await counts.LatestAsync(found.SchoolCode, cohort, found.Stage, found.ClassNo, cancellation);
        var term = SchoolTerm.Of(latest?.TakenOn ?? today);
        var grade = term.Year - cohort;
        var rebound = latest is { Enrolled: > 0 } && standard.StageOf(grade) is not null
            && standard.SeverityOf(grade, latest.Enrolled) > Severity.S0;
        if (rebound)
        {
            var stage = standard.StageOf(grade)!;
            var again = found with
            {
                GradeNo = grade, IsStartGrade = grade == stage.FirstGrade, Stage = stage.Stage,
                StdSize = stage.Standard, Enrolled = latest!.Enrolled,
                Severity = standard.SeverityOf(grade, latest.Enrolled), Term = term, SnapshotDate = latest.TakenOn,
                ImportId = null, ParentTicket = request.CaseNumber,
            };
            // The runner runs handlers, so it is asked for when it is needed and not when the handler is made.
            var runner = services.GetRequiredService<ProcessRunner>();
            await TicketOpening.OpenAsync(runner, again, cancellation);
        }
        return new([new("rebound", FeelValue.Of(rebound))]);
    }
}
