using BalancedEdu.Bpmn.Execution;

namespace BalancedEdu.Web.Runtime;

/// <summary>The one door through which cases start and go on: load, step, commit; one transaction a step.</summary>
public sealed class ProcessRunner
{
    /// <summary>
    /// Starts a case on the newest version of its bundle. When one with the same business key exists, that one is returned.
    /// Refused: an unknown process (<c>case.process-unknown</c>), what the engine refuses.
    /// </summary>
    public Task<Answer<StartedCase>> StartAsync(StartCase start, Actor actor, CancellationToken cancellation) =>
        throw new NotImplementedException();

    /// <summary>Carries a command out on a case. With a key that was handled before nothing happens.</summary>
    /// <param name="caseId">The case.</param>
    /// <param name="command">What is asked of the engine.</param>
    /// <param name="actor">Who asks.</param>
    /// <param name="dedupeKey">What makes a repetition recognisable: <c>job:17</c>; null when it can't be repeated.</param>
    /// <param name="cancellation">Stops before the commit; then nothing has happened.</param>
    /// <returns>Null when it was done, now or before.</returns>
    public Task<ActionRefusal?> ExecuteAsync(
        long caseId, Command command, Actor actor, string? dedupeKey, CancellationToken cancellation) =>
        throw new NotImplementedException();
}
