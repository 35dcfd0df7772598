using BalancedEdu.Web.Data;
using BalancedEdu.Web.Data.Notifications;
using BalancedEdu.Web.Data.Organisation;
using BalancedEdu.Web.Runtime;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace BalancedEdu.Web.Mail.Bounces;

/// <summary>An address to which no mail goes, with whom it belongs to.</summary>
/// <param name="Row">The address.</param>
/// <param name="UserName">The account with it, or null: it was corrected.</param>
/// <param name="DisplayName">Whose, or null.</param>
public sealed record BouncedLine(UndeliverableAddress Row, string? UserName, string? DisplayName);

/// <summary>Addresses whose mails came back: writes them down, and lets an administrator clear them.</summary>
public sealed class BounceDesk(
    BalancedEduDb db, IOptions<BounceSettings> settings, TimeProvider time, ILogger<BounceDesk> log)
{
    private const string Page = "/Administration/Mail/Addresses";

    private const int Most = 200;

    /// <summary>Whether somebody looks for mails that came back.</summary>
    public bool Configured => settings.Value.Host.Length > 0;

    /// <summary>
    /// Addresses that are not cleared, those that came back last first; at most 200. None for who does not administer
    /// the city.
    /// </summary>
    public async Task<IReadOnlyList<BouncedLine>> ListAsync(AppUser person, CancellationToken cancellation)
    {
        var rows = await Addresses(person).AsNoTracking().Where(a => a.ClearedAt == null)
            .OrderByDescending(a => a.LastAt).Take(Most).ToListAsync(cancellation);
        var addresses = rows.ConvertAll(a => a.Address.ToUpperInvariant());
        var people = (await db.Users.Where(u => addresses.Contains(u.NormalizedEmail!))
            .Select(u => new { u.NormalizedEmail, u.UserName, u.DisplayName }).ToListAsync(cancellation))
            .ToLookup(u => u.NormalizedEmail, StringComparer.Ordinal);
        return rows.ConvertAll(a => people[a.Address.ToUpperInvariant()].FirstOrDefault() is { } person
            ? new BouncedLine(a, person.UserName, person.DisplayName)
            : new(a, null, null));
    }

    /// <summary>恢复发送: mails go to the address again.</summary>
    public async Task<ActionRefusal?> ClearAsync(long id, AppUser person, CancellationToken cancellation)
    {
        var now = time.GetStoredNow();
        var cleared = await Addresses(person).Where(a => a.Id == id && a.ClearedAt == null).ExecuteUpdateAsync(
            a => a.SetProperty(x => x.ClearedAt, now).SetProperty(x => x.ClearedBy, person.UserName), cancellation);
        if (cleared == 1)
        {
            log.LogInformation("{User} cleared undeliverable address {Id}", person.UserName, id);
            return null;
        }
        return await Addresses(person).SingleOrDefaultAsync(a => a.Id == id, cancellation) is { } known
            ? new(RefusalKind.Conflict, "address.cleared", $"{known.Address} 已由 {known.ClearedBy} 恢复发送，无须再处理。", [])
            : new(RefusalKind.NotFound, "address.unknown", "没有这个邮箱，或者您无权处理。", []);
    }

    private IQueryable<UndeliverableAddress> Addresses(AppUser person) =>
        db.UndeliverableAddresses.ForCityAdministrator(db, person);

    /// <summary>
    /// Writes a bounce down, if it is about a mail that was sent to that address. Safe to repeat: a bounce that is read
    /// twice counts once.
    /// </summary>
    /// <returns>Whether the address is flagged by it.</returns>
    public async Task<bool> RecordAsync(Bounce bounce, string bounceId, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(bounce);
        var mail = await db.OutboxMails.AsNoTracking().Where(m => m.Id == bounce.MailId)
            .Select(m => new { m.CreatedAt, m.ToUserName }).SingleOrDefaultAsync(cancellation);
        if (mail is null || MailMessage.StampOf(mail.CreatedAt) != bounce.Stamp)
        {
            log.LogInformation("A bounce names mail {Mail}, which is none of ours", bounce.MailId);
            return false;
        }
        var address = (await db.Users.Where(u => u.UserName == mail.ToUserName).Select(u => u.Email)
            .SingleOrDefaultAsync(cancellation))?.ToLowerInvariant();
        if (!bounce.AddressIsDead || address is null || (bounce.Address is { } named && named != address))
        {
            log.LogInformation("Mail {Mail} came back and its address stays: {Reason}", bounce.MailId, bounce.Reason);
            return false;
        }
        return await FlagAsync(address, bounce, bounceId, cancellation);
    }

    private async Task<bool> FlagAsync(string address, Bounce bounce, string bounceId, CancellationToken cancellation)
    {
        var now = time.GetStoredNow();
        var known = await db.UndeliverableAddresses.SingleOrDefaultAsync(a => a.Address == address, cancellation);
        if (known?.BounceId == bounceId)
            return false;
        var again = known is { ClearedAt: null };
        if (known is null)
            db.UndeliverableAddresses.Add(known = new() { Address = address, Reason = "", BounceId = "", Times = 0 });
        known.Times = again ? known.Times + 1 : 1;
        (known.Reason, known.MailId, known.BounceId, known.LastAt) = (bounce.Reason, bounce.MailId, bounceId, now);
        (known.ClearedAt, known.ClearedBy) = (null, null);
        if (!again)
            await TellAsync(address, bounce, now, cancellation);

        // Together with what is told of it. If we die before this the report is unseen and is read once more.
        await db.SaveChangesAsync(cancellation);
        db.ChangeTracker.Clear();
        log.LogWarning("No more mail goes to {Address}: {Reason}", address, bounce.Reason);
        return true;
    }

    private async Task TellAsync(string address, Bounce bounce, DateTimeOffset now, CancellationToken cancellation)
    {
        var administrators = await db.CityAdministrators().Select(u => u.UserName!).ToListAsync(cancellation);
        db.Notifications.AddRange(administrators.Select(a => new Notification
        {
            UserName = a,
            Event = NotificationEvent.System,
            Text = Runtime.Notifications.NotificationText.Cut($"邮箱 {address} 退信，已停止向它发邮件：{bounce.Reason}"),
            Link = Page,
            CreatedAt = now,
        }));
    }
}
