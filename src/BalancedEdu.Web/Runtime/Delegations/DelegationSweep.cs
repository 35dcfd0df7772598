using BalancedEdu.Web.Data;
using BalancedEdu.Web.Data.Organisation;
using BalancedEdu.Web.Runtime.Sweeps;
using Microsoft.EntityFrameworkCore;

namespace BalancedEdu.Web.Runtime.Delegations;

/// <summary>
/// Tells both sides of a delegation when it begins and when it is over. Up to which instant all is told stands in a row
/// that is moved in the transaction of the notifications: nodes that look at once tell once, and what came while none
/// ran is told when one is back. Whoever made it for today, or ended it early, has told of that already.
/// </summary>
internal sealed class DelegationSweep(
    Func<BalancedEduDb> open, DelegationTidings tidings, TimeProvider time, ILogger<DelegationSweep> log) : ISweep
{
    /// <summary>The row of how far all is told: seconds since 1970.</summary>
    public const string UpToKey = "#delegations-told";

    private static readonly TimeSpan Every = TimeSpan.FromMinutes(1);

    private DateTimeOffset _next;

    public async Task<int> RunAsync(CancellationToken cancellation)
    {
        var now = time.GetStoredNow();
        if (now < _next && _next <= now + Every)
            return 0;
        _next = now + Every;
        await using var db = open();
        var upTo = now.ToUnixTimeSeconds();
        if (await db.NumberSeries.Where(n => n.Key == UpToKey).Select(n => (long?)n.Next)
            .SingleOrDefaultAsync(cancellation) is not { } told)
        {
            // The first node that ever looks: what lies behind it is nobody's news.
            await db.Database.ExecuteSqlAsync(
                $"INSERT INTO number_series (key, next) VALUES ({UpToKey}, {upTo}) ON CONFLICT (key) DO NOTHING",
                cancellation);
            return 0;
        }
        return await TellAsync(db, told, upTo, now, cancellation);
    }

    private async Task<int> TellAsync(
        BalancedEduDb db, long told, long upTo, DateTimeOffset now, CancellationToken cancellation)
    {
        var (after, last) = (DateTimeOffset.FromUnixTimeSeconds(told), DateTimeOffset.FromUnixTimeSeconds(upTo));
        var turned = await db.Delegations.AsNoTracking()
            .Where(d => d.RevokedAt == null
                && ((d.FromAt > after && d.FromAt <= last && d.CreatedAt < d.FromAt)
                    || (d.ToAt > after && d.ToAt <= last)))
            .OrderBy(d => d.Id).ToListAsync(cancellation);
        if (turned.Count == 0)
            return 0;
        foreach (var row in turned)
            await tidings.AddAsync(db, TemplateOf(row, last), row, "", now, cancellation);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        if (await db.NumberSeries.Where(n => n.Key == UpToKey && n.Next == told)
            .ExecuteUpdateAsync(n => n.SetProperty(x => x.Next, upTo), cancellation) == 0)
            return 0; // another node has told it meanwhile
        await db.SaveChangesAsync(cancellation);

        // If we die before this nobody was told, and the next look finds the same; after it, it finds none of them.
        await transaction.CommitAsync(cancellation);
        log.LogInformation("{Count} delegations began or were over", turned.Count);
        return turned.Count;
    }

    /// <summary>What began and was over while no node ran is over.</summary>
    private static string TemplateOf(Delegation row, DateTimeOffset last) =>
        row.ToAt <= last ? DelegationTidings.Over : DelegationTidings.Begun;
}
