using BalancedEdu.Bpmn.Execution;
using BalancedEdu.Web.Data;
using BalancedEdu.Web.Data.Cases;
using BalancedEdu.Web.Runtime.Bundles;
using BalancedEdu.Web.Runtime.Starts;
using BalancedEdu.Web.Runtime.Transitions;
using Microsoft.EntityFrameworkCore;

namespace BalancedEdu.Web.Runtime;

/// <summary>The one door through which cases start and go on: load, step, commit; one transaction a step.</summary>
public sealed class ProcessRunner
{
    private const int TurnsMax = 20;

    private readonly Func<BalancedEduDb> _open;
    private readonly BundleCatalog _bundles;
    private readonly TransitionStore _store;
    private readonly StepBuilder _steps;
    private readonly CaseQueue _queue;
    private readonly RowIds _ids;
    private readonly Waker _waker;
    private readonly Checkpoints _checkpoints;
    private readonly TimeProvider _time;
    private readonly TurnGate _turns;
    private readonly StepWatching _watching;
    private readonly Refusals _refusals;
    private readonly ILogger<ProcessRunner> _log;

    internal ProcessRunner(
        Func<BalancedEduDb> open, BundleCatalog bundles, TransitionStore store, StepBuilder steps, StepRuns runs,
        RowIds ids, Waker waker, Checkpoints checkpoints, TimeProvider time, TurnGate turns, StepWatching watching,
        Refusals refusals, ILogger<ProcessRunner> log) =>
        (_open, _bundles, _store, _steps, _queue, _ids, _waker, _checkpoints, _time, _turns, _watching, _refusals,
                _log) =
            (open, bundles, store, steps, new(runs.RunAsync), ids, waker, checkpoints, time, turns, watching, refusals,
                log);

    /// <summary>
    /// Starts a case on the newest version of its bundle. When one with the same business key exists, that one is
    /// returned. Refused: an unknown process (<c>case.process-unknown</c>), what the engine refuses.
    /// </summary>
    public async Task<Answer<StartedCase>> StartAsync(StartCase start, Actor actor, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(start);
        ArgumentNullException.ThrowIfNull(actor);
        if (await _bundles.FindNewestAsync(start.ProcessId, cancellation) is not { } bundle)
            return Refusals.ProcessUnknown(start.ProcessId);
        return await BeginAsync(new(bundle, start, actor), cancellation);
    }

    /// <summary>Begins a case in whichever way. Nothing begins twice by the same business key or row.</summary>
    internal async Task<Answer<StartedCase>> BeginAsync(CaseBeginning beginning, CancellationToken cancellation)
    {
        var start = beginning.Start;
        if (await FindAsync(start, cancellation) is { } existing)
            return existing;
        using var place = _turns.NewPlace();
        try
        {
            for (var attempt = 1; attempt <= TurnsMax; attempt++)
            {
                if (await TryBeginAsync(beginning, cancellation) is { } begun)
                    return begun;
                await place.WaitAsync(cancellation);
            }
            return Refusals.Busy($"发起“{beginning.Bundle.Definition.Name}”");
        }
        catch (CommitUnknownException e) when (IsAtAPage(beginning.Actor))
        {
            _log.LogError(e, "Begin {Process} for {User}: no answer", start.ProcessId, beginning.Actor.UserName);
            return Refusals.StartUnknown(beginning.Bundle.Definition.Name);
        }
    }

    /// <summary>Null when another step has chosen of the same people meanwhile: nothing is written.</summary>
    private async Task<Answer<StartedCase>?> TryBeginAsync(CaseBeginning beginning, CancellationToken cancellation)
    {
        var start = beginning.Start;
        var @case = beginning.CaseOf(await _ids.NextAsync(cancellation), _time.GetStoredNow());
        using var watch = _watching.Begin(nameof(StartInstance));
        var (transition, refusal) = await _steps.StartAsync(beginning, @case, cancellation);
        if (transition is null)
            return watch.End(nameof(StartInstance), Refusals.OfEngine(refusal!))!;
        watch.Computed();

        // Checkpoint 1: computed, nothing written. If we die here there is no case; whoever wanted it asks again.
        _checkpoints.Pass(1);
        var result = await _store.CommitAsync([transition], cancellation);
        watch.Of(@case.Number);
        watch.Answered(result);
        watch.End(nameof(StartInstance), null);
        if (result == CommitResult.TurnTaken)
            return null;
        if (result == CommitResult.BusinessKeyTaken)
            return (await FindAsync(start, cancellation))!;
        if (result == CommitResult.Duplicate)
            return new StartedCase(@case.Id, "", Already: true);
        if (result != CommitResult.Committed)
            throw new InvalidOperationException($"Case for {start.ProcessId} could not be started: {result}.");

        // Checkpoint 3: committed, nobody woken. If we die here the next sweep finds what is to be done.
        _checkpoints.Pass(3);
        _waker.WakeAfterStep();
        return new StartedCase(@case.Id, @case.Number, Already: false);
    }

    /// <summary>Carries a command out on a case. With a key that was handled before nothing happens.</summary>
    /// <param name="caseId">The case.</param>
    /// <param name="command">What is asked of the engine.</param>
    /// <param name="actor">Who asks.</param>
    /// <param name="dedupeKey">What makes a repetition recognisable: <c>job:17</c>; null when it can't be
    /// repeated.</param>
    /// <param name="cancellation">Who cancels no longer waits for the answer; it may have been done all the
    /// same.</param>
    /// <returns>Null when it was done, now or before.</returns>
    public Task<ActionRefusal?> ExecuteAsync(
        long caseId, Command command, Actor actor, string? dedupeKey, CancellationToken cancellation) =>
        RunAsync(new(caseId, command, actor) { DedupeKey = dedupeKey }, cancellation);

    /// <summary>Carries it out, with what others ask of the case at the same time.</summary>
    /// <remarks>
    /// When the database doesn't answer, a person is told to look; sweeps and programs, who send the same again by its
    /// key, get the exception.
    /// </remarks>
    internal async Task<ActionRefusal?> RunAsync(StepRequest request, CancellationToken cancellation)
    {
        try
        {
            return await _queue.RunAsync(request, cancellation);
        }
        catch (CommitUnknownException e) when (IsAtAPage(request.Actor))
        {
            _log.LogError(e, "A step of {User} on case {Case}: no answer", request.Actor.UserName, request.CaseId);
            return await _refusals.OutcomeUnknownAsync(request);
        }
    }

    private static bool IsAtAPage(Actor actor) => actor != Actor.System && actor.Via is null;

    private async Task<StartedCase?> FindAsync(StartCase start, CancellationToken cancellation)
    {
        if (start.BusinessKey is null)
            return null;
        await using var db = _open();
        return await db.Cases.Where(c => c.ProcessId == start.ProcessId && c.BusinessKey == start.BusinessKey)
            .Select(c => new StartedCase(c.Id, c.Number, true)).SingleOrDefaultAsync(cancellation);
    }
}
