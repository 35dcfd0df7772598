namespace BalancedEdu.Web.Runtime.Transitions;

/// <summary>
/// Carries single questions out in groups: what is asked while a group is on its way waits, and goes with the others
/// when that one is back, or on a lane of its own as soon as enough wait. Who asks alone waits for nobody; the busier
/// the node, the larger the groups and the fewer the round trips. It promises no order.
/// </summary>
/// <typeparam name="TAsk">What is asked.</typeparam>
/// <typeparam name="TAnswer">What is answered.</typeparam>
/// <param name="lanes">How many groups are on their way at once; at least 1.</param>
/// <param name="fill">How many must wait for another lane to be opened; at least 1.</param>
/// <param name="together">How many go together at most; at least as many as <paramref name="fill"/>.</param>
/// <param name="run">Carries a group out; as many answers, in the same order.</param>
/// <param name="repeatable">
/// Whether it may be carried out again: then each of a group that throws is tried alone, so that what one of them can't
/// do is not refused to the others. Else what it throws all of them get.
/// </param>
internal sealed class Gathering<TAsk, TAnswer>(
    int lanes, int fill, int together, Func<IReadOnlyList<TAsk>, Task<IReadOnlyList<TAnswer>>> run,
    bool repeatable = false)
{
    private readonly Lock _lock = new();
    private readonly Queue<Turn> _waiting = [];
    private int _busy;

    /// <summary>Asks, alone or with others.</summary>
    /// <param name="ask">The question.</param>
    /// <param name="cancellation">Who cancels no longer waits; it may have been carried out all the same.</param>
    public async Task<TAnswer> AskAsync(TAsk ask, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        var turn = new Turn(ask);
        List<Turn> group = [];
        lock (_lock)
        {
            _waiting.Enqueue(turn);
            if (_busy == 0 || (_busy < lanes && _waiting.Count >= fill))
            {
                _busy++;
                group = Take();
            }
        }
        if (group.Count > 0)
            await CarryAsync(group);
        return await turn.Answer.Task.WaitAsync(cancellation);
    }

    private async Task CarryAsync(List<Turn> group)
    {
        try
        {
            var answers = await run([.. group.Select(t => t.Ask)]);
            for (var i = 0; i < group.Count; i++)
                group[i].Answer.SetResult(answers[i]);
        }
        catch (Exception) when (repeatable && group.Count > 1)
        {
            await Task.WhenAll(group.Select(AloneAsync));
        }
        catch (Exception e)
        {
            foreach (var turn in group)
                turn.Answer.TrySetException(e);
        }
        finally
        {
            GoOn();
        }
    }

    private async Task AloneAsync(Turn turn)
    {
        try
        {
            turn.Answer.TrySetResult((await run([turn.Ask]))[0]);
        }
        catch (Exception e)
        {
            turn.Answer.TrySetException(e);
        }
    }

    /// <summary>Those who wait go next, on a thread of the pool: whoever came first has its answer.</summary>
    private void GoOn()
    {
        List<Turn> next;
        lock (_lock)
        {
            next = Take();
            if (next.Count == 0)
            {
                _busy--;
                return;
            }
        }
        _ = Task.Run(() => CarryAsync(next));
    }

    private List<Turn> Take()
    {
        var group = new List<Turn>();
        while (group.Count < together && _waiting.TryDequeue(out var turn))
            group.Add(turn);
        return group;
    }

    private sealed class Turn(TAsk ask)
    {
        public TAsk Ask { get; } = ask;

        public TaskCompletionSource<TAnswer> Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
