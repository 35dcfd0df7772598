using BalancedEdu.Bpmn.Execution;
using BalancedEdu.Web.Data;
using BalancedEdu.Web.Runtime.Bundles;
using BalancedEdu.Web.Runtime.Transitions;

namespace BalancedEdu.Web.Runtime;

/// <summary>
/// Carries requests on one case out: load, compute, commit. Several are computed one after another on what the one
/// before has left and committed together, in one transaction; when that can't be, each goes alone.
/// </summary>
internal sealed class StepRuns(
    BundleCatalog bundles, TransitionStore store, StepBuilder steps, Refusals refusals, Waker waker,
    Checkpoints checkpoints, TimeProvider time, TurnGate turnGate, StepWatching watching)
{
    /// <summary>
    /// How often a step that lost its race is computed again; more losses than nodes need an explanation.
    /// </summary>
    private const int AttemptsMax = 20;

    /// <summary>Carries them out, in their order, and settles each.</summary>
    public async Task RunAsync(IReadOnlyList<CaseTurn> turns)
    {
        try
        {
            if (turns.Count > 1 && await TogetherAsync(turns))
                return;
            foreach (var turn in turns)
                await SettleAsync(turn);
        }
        catch (Exception e)
        {
            // The commit of all was begun: whether it is done is not known, and none may be begun again.
            foreach (var turn in turns)
                turn.Settle(e);
        }
    }

    private async Task SettleAsync(CaseTurn turn)
    {
        try
        {
            var command = StepWatching.NameOf(turn.Request);
            using var watch = watching.Begin(command);
            turn.Settle(watch.End(command, await AloneAsync(turn.Request, watch, turn.Cancellation)));
        }
        catch (Exception e)
        {
            turn.Settle(e);
        }
    }

    private async Task<ActionRefusal?> AloneAsync(
        StepRequest request, StepWatch watch, CancellationToken cancellation)
    {
        using var place = turnGate.NewPlace();
        for (var attempt = 1; attempt <= AttemptsMax; attempt++)
        {
            if (await store.LoadAsync(request.CaseId, request.DedupeKey, cancellation) is not { } snapshot)
                return Refusals.CaseUnknown(request.Verb, request.CaseId);
            watch.Loaded(snapshot.Case.Number);
            if (snapshot.Handled)
                return null;
            if (request.CaseVersion is { } seen && seen != snapshot.Case.Version)
                return Refusals.CaseMoved(await refusals.WhatAsync(request, cancellation));
            var bundle = await bundles.GetAsync(request.MovesTo ?? snapshot.Case.BundleVersionId, cancellation);
            var (transition, refusal) = await steps
                .ContinueAsync(bundle, snapshot, request, time.GetStoredNow(), cancellation);
            if (transition is null)
                return await refusals.OfLostRaceAsync(request, refusal!, cancellation);
            watch.Computed();

            // Checkpoint 1: computed, nothing written. If we die here nothing has happened: a person sees no answer and
            // tries again; a timer, job or rung still stands in its row and is found by the next sweep.
            checkpoints.Pass(1);
            var result = await store.CommitAsync([transition], cancellation);
            watch.Answered(result);
            switch (result)
            {
                case CommitResult.Committed:
                    Committed();
                    return null;
                case CommitResult.Duplicate:
                    return null;
                case CommitResult.TurnTaken:
                    await place.WaitAsync(cancellation);
                    break;
                case CommitResult.Taken:
                    return await refusals.OfLostRaceAsync(request, null, cancellation);
            }
        }
        return Refusals.Busy(await refusals.WhatAsync(request, cancellation));
    }

    /// <summary>False when each must go alone: nothing is written then, and nobody is settled.</summary>
    private async Task<bool> TogetherAsync(IReadOnlyList<CaseTurn> turns)
    {
        using var watch = watching.Begin("Together");
        for (var attempt = 1; attempt <= AttemptsMax; attempt++)
        {
            if (await TryComputeAsync(turns, watch) is not { } computed)
                return watch.GiveUp();
            checkpoints.Pass(1);
            var result = computed.Transitions.Count == 0
                ? CommitResult.Committed
                : await store.CommitAsync(computed.Transitions, default);
            watch.Answered(result);
            if (result == CommitResult.Stale)
                continue;
            if (result != CommitResult.Committed)
                return watch.GiveUp();
            Committed();
            foreach (var turn in turns)
                if (computed.Repeated.Contains(turn))
                    await SettleAsync(turn);
                else if (!computed.Refused.TryGetValue(turn, out var refusal))
                    turn.Settle(watch.End(StepWatching.NameOf(turn.Request), null));
                else if (turn.Request.DedupeKey is not null)
                    // It may be refused because it was carried out before: alone it is looked up by its key.
                    await SettleAsync(turn);
                else
                    turn.Settle(watch.End(
                        StepWatching.NameOf(turn.Request),
                        await refusals.OfLostRaceAsync(turn.Request, refusal, default)));
            return true;
        }
        return watch.GiveUp();
    }

    /// <summary>Null when one of them can't be computed, or there is no such case: alone it is told why.</summary>
    private async Task<Together?> TryComputeAsync(IReadOnlyList<CaseTurn> turns, StepWatch watch)
    {
        try
        {
            if (await store.LoadAsync(turns[0].Request.CaseId, null, default) is not { } snapshot)
                return null;
            watch.Loaded(snapshot.Case.Number);

            // What depends on all of the case goes alone: here others come before it.
            if (turns.Any(t => t.Request.CaseVersion is not null))
                return null;
            var bundle = await bundles.GetAsync(snapshot.Case.BundleVersionId, default);
            var computed = new Together([], [], []);
            var keys = new HashSet<string>(StringComparer.Ordinal);
            foreach (var turn in turns)
            {
                if (turn.Request.DedupeKey is { } key && !keys.Add(key))
                {
                    // What became of the one before isn't known yet: alone it is looked up by its key.
                    computed.Repeated.Add(turn);
                    continue;
                }
                var (transition, refusal) = await steps
                    .ContinueAsync(bundle, snapshot, turn.Request, time.GetStoredNow(), default);
                if (transition is null)
                {
                    computed.Refused.Add(turn, refusal!);
                    continue;
                }
                computed.Transitions.Add(transition);
                snapshot = snapshot.After(transition);
            }
            watch.Computed();
            return computed;
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            return null;
        }
    }

    private void Committed()
    {
        // Checkpoint 3: committed, nobody woken. If we die here the mails, jobs and timers stand in their rows and the
        // next sweep, of any node, carries them out; a repetition of the command finds its key and does nothing.
        checkpoints.Pass(3);
        waker.WakeAfterStep();
    }

    private sealed record Together(
        List<Transition> Transitions, Dictionary<CaseTurn, ActionRefusal> Refused, HashSet<CaseTurn> Repeated);
}
