namespace BalancedEdu.Web.Runtime.Clocks.Calendars;

/// <summary>Looks for a new calendar on nodes that sweep nothing and would not notice it.</summary>
internal sealed class CalendarWatch(CalendarKeeper keeper, TimeProvider time, ILogger<CalendarWatch> log)
    : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(15);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            await Task.Delay(Pause, time, stoppingToken);
            try
            {
                await keeper.AdoptAsync(stoppingToken);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                log.LogWarning(e, "Look for a new calendar: failed, it is looked again");
            }
        }
    }
}
