namespace BalancedEdu.Web.Runtime;

/// <summary>
/// Lets the steps of one case wait for one another inside of this node, instead of losing races and trying again.
/// Nothing is right because of it: the version of the case is checked in the commit, whichever node it comes from.
/// </summary>
public sealed class CaseLocks : IDisposable
{
    private const int Stripes = 256;

    private readonly SemaphoreSlim[] _stripes = [.. Enumerable.Range(0, Stripes).Select(_ => new SemaphoreSlim(1, 1))];

    /// <summary>Waits for the turn of a case; cases of one stripe share it.</summary>
    public async Task<IDisposable> EnterAsync(long caseId, CancellationToken cancellation)
    {
        var stripe = _stripes[caseId % Stripes];
        await stripe.WaitAsync(cancellation);
        return new Turn(stripe);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var stripe in _stripes)
            stripe.Dispose();
    }

    private sealed class Turn(SemaphoreSlim stripe) : IDisposable
    {
        public void Dispose() => stripe.Release();
    }
}
