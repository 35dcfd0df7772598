using System.Collections.Frozen;
using BalancedEdu.Web.Data;
using BalancedEdu.Web.Runtime.Webhooks;
using Microsoft.EntityFrameworkCore;

namespace BalancedEdu.Web.Runtime.Assignment;

/// <summary>
/// Keeps the staff in memory for as long as its stamp stands. The database raises the stamp with every change, whoever
/// makes it, and a step reads it with its case: no node works with an older staff than the one that step could read.
/// </summary>
public sealed class StaffList(Func<BalancedEduDb> open) : IDisposable
{
    /// <summary>The counter that the triggers of the staff's tables raise.</summary>
    public const string StampKey = "#organisation";

    private readonly SemaphoreSlim _one = new(1, 1);
    private Staff? _staff;

    /// <summary>The staff as it stands at a stamp or, if it has changed since, later.</summary>
    public async ValueTask<Staff> AtAsync(long stamp, CancellationToken cancellation)
    {
        if (_staff is { } staff && staff.Stamp >= stamp)
            return staff;
        await _one.WaitAsync(cancellation);
        try
        {
            return _staff is { } meanwhile && meanwhile.Stamp >= stamp
                ? meanwhile
                : _staff = await ReadAsync(cancellation);
        }
        finally
        {
            _one.Release();
        }
    }

    /// <summary>The staff as it stands now.</summary>
    public async Task<Staff> NowAsync(CancellationToken cancellation)
    {
        await using var db = open();
        return await AtAsync(await StampAsync(db, cancellation), cancellation);
    }

    /// <summary>
    /// The stamp is read first: what changes while the rest is read makes this staff newer than its stamp, and the next
    /// step reads it again.
    /// </summary>
    private async Task<Staff> ReadAsync(CancellationToken cancellation)
    {
        await using var db = open();
        var stamp = await StampAsync(db, cancellation);
        var people = await db.Users.Where(u => !u.Disabled)
            .Select(u => new { u.Id, u.UserName, u.DisplayName }).ToListAsync(cancellation);
        var accounts = await db.Users.Where(u => u.PersonId != null)
            .Select(u => new { u.PersonId, u.UserName }).ToListAsync(cancellation);
        var holdings = await db.Holdings
            .Select(h => new { h.UserId, h.PositionId, h.DistrictCode, h.SchoolCode }).ToListAsync(cancellation);
        var posts = await db.Positions.Select(p => new { p.Id, p.Bureau, p.BureauName, p.Superior })
            .ToListAsync(cancellation);
        var robots = await db.WebhookTargets.AsNoTracking().Where(t => t.Enabled).OrderBy(t => t.Id)
            .ToListAsync(cancellation);
        var choices = await db.NotificationChoices.AsNoTracking().ToListAsync(cancellation);
        var delegations = await db.Delegations.AsNoTracking().Where(d => d.RevokedAt == null).OrderBy(d => d.Id)
            .ToListAsync(cancellation);
        var enabled = people.Select(p => p.UserName!).ToHashSet(StringComparer.Ordinal);
        var byId = people.ToDictionary(p => p.Id, p => new Person(p.UserName!, p.DisplayName));
        return new(
            stamp, byId.Values,
            [.. holdings.Where(h => byId.ContainsKey(h.UserId))
                .Select(h => (h.PositionId, new StaffHolding(byId[h.UserId], h.DistrictCode, h.SchoolCode)))],
            [.. posts.Select(p => (p.Id, p.BureauName, p.Superior))],
            accounts.Select(a => (a.PersonId!, a.UserName!)),
            [
                .. delegations.Where(d => enabled.Contains(d.Principal) && enabled.Contains(d.Delegate))
                    .Select(d => new DelegationRule(
                        d.Principal, d.Delegate, d.FromAt, d.ToAt, d.ProcessIds?.Split(','))),
            ])
        {
            Bureaus = posts.ToFrozenDictionary(p => p.Id, p => p.Bureau, StringComparer.Ordinal),
            Robots = [.. robots.Select(t => (t.Id, WebhookTargets.EventsOf(t)))],
            Choices = choices.ToFrozenDictionary(c => (c.UserName, c.Event), c => c.Mode),
        };
    }

    private static Task<long> StampAsync(BalancedEduDb db, CancellationToken cancellation) =>
        db.NumberSeries.Where(n => n.Key == StampKey).Select(n => n.Next).SingleAsync(cancellation);

    /// <inheritdoc/>
    public void Dispose() => _one.Dispose();
}
