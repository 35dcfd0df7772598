namespace BalancedEdu.Web.Runtime.Sweeps;

/// <summary>
/// Runs each sweep on its own, when woken, until nothing is due: a slow mail server holds up no timer. Each node looks
/// by itself from time to time: of many on one database, Hangfire wakes only the one that takes its job.
/// </summary>
internal sealed class SweepLoop(
    IEnumerable<ISweep> sweeps, Waker waker, SweepPulse pulse, TimeProvider time,
    ILogger<SweepLoop> log) : BackgroundService
{
    /// <summary>How long a node waits at most before it looks whether anything is due.</summary>
    public static readonly TimeSpan Every = TimeSpan.FromSeconds(15);

    /// <inheritdoc/>
    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(sweeps.Select(sweep => RunAsync(sweep, stoppingToken)).Append(WakeAsync(stoppingToken)));

    private async Task WakeAsync(CancellationToken cancellation)
    {
        using var timer = new PeriodicTimer(Every, time);
        try
        {
            while (await timer.WaitForNextTickAsync(cancellation))
                waker.Wake();
        }
        catch (OperationCanceledException)
        {
            // The node stops.
        }
    }

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
