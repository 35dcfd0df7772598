using BalancedEdu.Feel.Values;
using BalancedEdu.Web.Runtime;

namespace BalancedEdu.Web.Processes.LargeClasses;

/// <summary>
/// Opens tickets: starts the process for a class, once by its key. The system opens them, as DB01 says: who uploaded
/// the roster is no applicant, and may decide on the tickets as any other of the office.
/// </summary>
internal static class TicketOpening
{
    /// <summary>Opens a ticket, or gives the one that was opened before by the same key.</summary>
    /// <exception cref="JobFailedException">The runtime refuses; the message says why.</exception>
    public static async Task<StartedCase> OpenAsync(
        ProcessRunner runner, LargeClassCase found, CancellationToken cancellation)
    {
        var answer = await runner.StartAsync(
            new(
                LargeClassCase.ProcessId, FeelContext.Empty.With("class", found.ToFeel()), found.DistrictCode,
                found.SchoolCode, found.SchoolName, found.BusinessKey),
            Actor.System, cancellation);
        return answer.Refused
            ? throw new JobFailedException($"{found.SchoolName}{found.GradeClass}没有立案：{answer.Refusal.Message}")
            : answer.Value;
    }
}
