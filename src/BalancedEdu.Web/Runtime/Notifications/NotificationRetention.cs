using BalancedEdu.Web.Data;
using BalancedEdu.Web.Data.Notifications;
using BalancedEdu.Web.Runtime.Sweeps;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace BalancedEdu.Web.Runtime.Notifications;

/// <summary>
/// Once an hour: what no longer matters counts as read, and what is old goes. In small statements, from the oldest row
/// up to the first that is young enough. Safe to repeat on any node; who dies here has done a part.
/// </summary>
internal sealed class NotificationRetention(
    Func<BalancedEduDb> open, TimeProvider time, IOptions<NotificationSettings> settings) : ISweep
{
    private const int Batch = 500;

    private static readonly TimeSpan Every = TimeSpan.FromHours(1);

    private DateTimeOffset _next;

    public async Task<int> RunAsync(CancellationToken cancellation)
    {
        var now = time.GetStoredNow();
        if (now < _next && _next <= now + Every)
            return 0;
        _next = now + Every;
        await using var db = open();
        await SettleAsync(db, now, cancellation);
        await RemoveAsync(db, now, cancellation);
        return 0;
    }

    private static async Task SettleAsync(BalancedEduDb db, DateTimeOffset now, CancellationToken cancellation)
    {
        List<long> ids;
        do
        {
            ids = await db.SettledNotifications().OrderBy(n => n.Id).Select(n => n.Id).Take(Batch)
                .ToListAsync(cancellation);
            if (ids.Count > 0)
                await db.Notifications.Where(n => ids.Contains(n.Id)).ExecuteUpdateAsync(
                    n => n.SetProperty(x => x.ReadAt, now), cancellation);
        }
        while (ids.Count == Batch);
    }

    private async Task RemoveAsync(BalancedEduDb db, DateTimeOffset now, CancellationToken cancellation)
    {
        var (readBefore, anyBefore) = (
            now.AddDays(-settings.Value.KeepReadDays), now.AddDays(-settings.Value.KeepDays));
        var young = readBefore > anyBefore ? readBefore : anyBefore;
        for (var after = 0L; ;)
        {
            // Rows stand in the order of their age: no index by time is needed to find where the old ones end.
            var page = await db.Notifications.AsNoTracking().Where(n => n.Id > after).OrderBy(n => n.Id).Take(Batch)
                .Select(n => new { n.Id, n.CreatedAt, n.ReadAt, n.InDigest }).ToListAsync(cancellation);
            List<long> old =
            [
                .. page.Where(n => n.CreatedAt < anyBefore || (n.ReadAt < readBefore && !n.InDigest)).Select(n => n.Id),
            ];
            if (old.Count > 0)
                await db.Notifications.Where(n => old.Contains(n.Id)).ExecuteDeleteAsync(cancellation);
            if (page.Count < Batch || page[^1].CreatedAt >= young)
                return;
            after = page[^1].Id;
        }
    }
}
