namespace BalancedEdu.Web.Runtime;

/// <summary>
/// Lets the requests on one case wait for one another inside of this node: while one is carried out the others gather,
/// and then go together. Nothing is right because of it: the version of the case is checked in the commit, whichever
/// node it comes from.
/// </summary>
/// <param name="run">Carries requests on one case out and settles each of them, whatever happens.</param>
internal sealed class CaseQueue(Func<IReadOnlyList<CaseTurn>, Task> run)
{
    /// <summary>How many go together: a commit stays short, and who came last waits for few.</summary>
    public const int TogetherMax = 64;

    private readonly Lock _lock = new();
    private readonly Dictionary<long, List<CaseTurn>> _gathering = [];

    /// <summary>Carries it out, now or after those that came before.</summary>
    /// <param name="request">What is to be done.</param>
    /// <param name="cancellation">Who cancels no longer waits; it may have been done all the same.</param>
    public async Task<ActionRefusal?> RunAsync(StepRequest request, CancellationToken cancellation)
    {
        var turn = new CaseTurn(request, cancellation);
        var first = false;
        lock (_lock)
            if (_gathering.TryGetValue(request.CaseId, out var gathering))
                gathering.Add(turn);
            else
            {
                _gathering.Add(request.CaseId, []);
                first = true;
            }
        if (first)
            await WorkAsync(request.CaseId, [turn]);
        return await turn.Answer.WaitAsync(cancellation);
    }

    private async Task WorkAsync(long caseId, List<CaseTurn> turns)
    {
        try
        {
            await run(turns);
        }
        finally
        {
            GoOn(caseId);
        }
    }

    /// <summary>Those who have gathered go next, on a thread of the pool: whoever came first has its answer.</summary>
    private void GoOn(long caseId)
    {
        List<CaseTurn> next;
        lock (_lock)
        {
            var gathered = _gathering[caseId];
            if (gathered.Count == 0)
            {
                _gathering.Remove(caseId);
                return;
            }
            next = gathered[..Math.Min(gathered.Count, TogetherMax)];
            gathered.RemoveRange(0, next.Count);
        }
        _ = Task.Run(() => WorkAsync(caseId, next));
    }
}

/// <summary>A request that waits for its answer.</summary>
/// <param name="request">The request.</param>
/// <param name="cancellation">Whether anybody still waits.</param>
internal sealed class CaseTurn(StepRequest request, CancellationToken cancellation)
{
    private readonly TaskCompletionSource<ActionRefusal?> _answer =
        new(TaskCreationOptions.RunContinuationsAsynchronously);

    public StepRequest Request { get; } = request;

    public CancellationToken Cancellation { get; } = cancellation;

    /// <summary>Null when it was done, or why not.</summary>
    public Task<ActionRefusal?> Answer => _answer.Task;

    /// <summary>Settles it; what is settled stays.</summary>
    public void Settle(ActionRefusal? refusal) => _answer.TrySetResult(refusal);

    /// <summary>Settles it with what went wrong.</summary>
    public void Settle(Exception fault) => _answer.TrySetException(fault);
}
