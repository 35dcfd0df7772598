namespace BalancedEdu.Web.Runtime;

/// <summary>
/// Steps of this node that choose one of several people (<c>pick</c>) and lost a race over it go one after another from
/// then on: so each loses at most as often as there are other nodes, however many ask at once.
/// </summary>
internal sealed class TurnGate : IDisposable
{
    private readonly SemaphoreSlim _one = new(1, 1);

    /// <summary>A place in the queue that is not taken yet.</summary>
    public Place NewPlace() => new(_one);

    public void Dispose() => _one.Dispose();

    /// <summary>Left when it is disposed.</summary>
    internal sealed class Place(SemaphoreSlim one) : IDisposable
    {
        private bool _taken;

        /// <summary>Waits for the others; at once when it is this one's turn already.</summary>
        public async Task WaitAsync(CancellationToken cancellation)
        {
            if (_taken)
                return;
            await one.WaitAsync(cancellation);
            _taken = true;
        }

        public void Dispose()
        {
            if (_taken)
                one.Release();
        }
    }
}
