using BalancedEdu.Web.Data;
using BalancedEdu.Web.Runtime.Effects;
using BalancedEdu.Web.Runtime.Tasks;

namespace BalancedEdu.Web.Runtime.Assignment;

/// <summary>
/// The separation of duties inside of a step. It was asked for before, but two separated tasks of a case may be sent by
/// one natural person at the same instant: the second is judged on what the first has left.
/// </summary>
internal sealed class Separation(Func<BalancedEduDb> open)
{
    /// <summary>What the person who acts on a task did that it is separated from: “受理”; null: nothing.</summary>
    public Task<string?> FindAsync(StepContext step, TaskInHand hand, CancellationToken cancellation) =>
        FindAsync(step, hand.Task.Id, hand.Person.UserName!, hand.Case.Version, cancellation);

    /// <summary>The same of any person.</summary>
    /// <param name="step">The step.</param>
    /// <param name="taskId">The task.</param>
    /// <param name="userName">Who wants to work on it, by whichever account.</param>
    /// <param name="seen">The version of the case at which it was asked for before: nothing is read again
    /// then.</param>
    /// <param name="cancellation">Stops it.</param>
    public async Task<string?> FindAsync(
        StepContext step, long taskId, string userName, long seen, CancellationToken cancellation)
    {
        if (step.Before.Case.Version == seen && step.Before.EventsSince.Count == 0)
            return null;

        // What is no longer open, or was taken out of the definition, is refused by the engine or the commit.
        if (step.Before.OpenTasks.FirstOrDefault(t => t.Id == taskId) is not { } task
            || step.Bundle.Definition.FindUserTask(task.ElementId) is not { Assignment.SeparatedFrom: var separated }
            || separated.Count == 0)
            return null;
        var accounts = step.Staff.AccountsOf(userName).ToList();
        var did = await DecidedAsync(step, separated, accounts, cancellation)
            ?? Worked(step, separated, accounts)
            ?? await AnsweredAsync(step, separated, accounts, cancellation);
        return did is null ? null : $"“{step.Bundle.Definition.NameOf(did)}”";
    }

    private async Task<string?> DecidedAsync(
        StepContext step, IReadOnlyList<string> separated, List<string> accounts, CancellationToken cancellation) =>
        (await CasePast.LoadAsync(open, step, cancellation)).Decisions.FirstOrDefault(d =>
            separated.Contains(d.ElementId)
            && (accounts.Contains(d.By) || (d.OnBehalfOf is { } principal && accounts.Contains(principal))))?.ElementId;

    /// <summary>An answer as a delegate, or a signature, that is committed together with this step.</summary>
    private static string? Worked(StepContext step, IReadOnlyList<string> separated, List<string> accounts) =>
        step.Before.EventsSince.FirstOrDefault(e =>
            e.Kind is TaskDelegations.Answered or CoSignatures.Signed && e.ElementId is { } element
            && separated.Contains(element) && accounts.Contains(e.Actor))?.ElementId;

    private async Task<string?> AnsweredAsync(
        StepContext step, IReadOnlyList<string> separated, List<string> accounts, CancellationToken cancellation)
    {
        await using var db = open();
        return await db.FindSeparatedAnswerAsync(step.Case.Id, separated, accounts, cancellation);
    }
}
