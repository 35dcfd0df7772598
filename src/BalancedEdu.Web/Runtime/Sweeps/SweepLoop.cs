namespace BalancedEdu.Web.Runtime.Sweeps;

/// <summary>
/// Runs each sweep on its own, when woken, until nothing is due: a slow mail server holds up no timer.
/// </summary>
internal sealed class SweepLoop(
    IEnumerable<ISweep> sweeps, Waker waker, SweepPulse pulse, ILogger<SweepLoop> log) : BackgroundService
{
    /// <inheritdoc/>
    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(sweeps.Select(sweep => RunAsync(sweep, stoppingToken)));

    private async Task RunAsync(ISweep sweep, CancellationToken cancellation)
    {
        var wakes = waker.Subscribe(sweep.FollowsSteps);
        var name = sweep.GetType().Name;
        pulse.Beat(name);
        while (!cancellation.IsCancellationRequested)
        {
            try
            {
                while (await sweep.RunAsync(cancellation) > 0)
                    pulse.Beat(name);
                pulse.Beat(name);
                await wakes.ReadAsync(cancellation);
            }
            catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)
            {
                // The database is away, perhaps: what is due stands in rows, the next wake finds it.
                log.LogError(e, "{Sweep} stopped, it goes on with the next wake", name);
                await wakes.ReadAsync(cancellation);
            }
        }
    }
}
