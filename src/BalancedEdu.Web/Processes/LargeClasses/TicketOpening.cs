using BalancedEdu.Feel.Values;
using BalancedEdu.Web.Runtime;

namespace BalancedEdu.Web.Processes.LargeClasses;

/// <summary>Opens tickets: starts the process for a class, once by its key.</summary>
internal static class TicketOpening
{
    /// <summary>Opens a ticket, or gives the one that was opened before by the same key.</summary>
    /// <exception cref="JobFailedException">The runtime refuses; the message says why.</exception>
    public static async Task<StartedCase> OpenAsync(
        ProcessRunner runner, LargeClassCase found, Actor actor, CancellationToken cancellation)
    {
        var answer = await runner.StartAsync(
            new(
                LargeClassCase.ProcessId, FeelContext.Empty.With("class", found.ToFeel()), found.DistrictCode,
                found.SchoolCode, found.SchoolName, found.BusinessKey),
            actor, cancellation);
        return answer.Refused
            ? throw new JobFailedException($"{found.SchoolName}{found.GradeClass}没有立案：{answer.Refusal.Message}")
            : answer.Value;
    }
}
