using System.Globalization;
using BalancedEdu.Feel.Values;
using BalancedEdu.Web.Processes.LargeClasses.Ledger;
using BalancedEdu.Web.Runtime;

namespace BalancedEdu.Web.Processes.LargeClasses.Jobs;

/// <summary>
/// <c>large-class.roster-count</c>: the pupils of the class by the newest snapshot of the roster. The number is never
/// typed in (domain rule of the evidence).
/// </summary>
public sealed class RosterCount(RosterCounts counts) : IJobHandler
{
    /// <inheritdoc/>
    public string Job => "large-class.roster-count";

    /// <inheritdoc/>
    public async Task<FeelContext> RunAsync(JobRequest request, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(request);
        var found = JobInputs.ClassOf(request);
        var latest = await counts.LatestAsync(
            found.SchoolCode, found.Term.Year - found.GradeNo, found.Stage, found.ClassNo, cancellation);
        var (count, date) = latest is { } l ? (l.Enrolled, l.TakenOn) : (found.Enrolled, found.SnapshotDate);
        return new(
        [
            new("rosterCount", FeelValue.Of((decimal)count)),
            new("rosterDate", FeelValue.Of(date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture))),
        ]);
    }
}
