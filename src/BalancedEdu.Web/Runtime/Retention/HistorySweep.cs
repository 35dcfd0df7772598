using BalancedEdu.Web.Data;
using BalancedEdu.Web.Runtime.Sweeps;

namespace BalancedEdu.Web.Runtime.Retention;

/// <summary>
/// At a node's start, before its first request, and with each new year: the events' partitions of that year and the
/// next are there long before the first event needs them. Safe to repeat on any node; each knows what it has made.
/// </summary>
internal sealed class HistorySweep(Func<BalancedEduDb> open, TimeProvider time) : ISweep
{
    private int _year;

    public async Task<int> RunAsync(CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        if (HistoryYears.YearOf(now) == _year)
            return 0;
        await using var db = open();
        await HistoryYears.MakeAsync(db, now, cancellation);
        _year = HistoryYears.YearOf(now);
        return 0;
    }
}
