using BalancedEdu.Web.Data;
using BalancedEdu.Web.Data.Cases;
using BalancedEdu.Web.Data.Notifications;
using BalancedEdu.Web.Data.Organisation;
using BalancedEdu.Web.Runtime.Clocks.Calendars;
using BalancedEdu.Web.Runtime.Notifications;
using Microsoft.EntityFrameworkCore;

namespace BalancedEdu.Web.Runtime.Clocks.DaysOff;

/// <summary>
/// Days off of organisations (domain.md §6.2): an administrator adds one, another administrator or the leader of
/// education approves it, and then it holds; one that has not come yet can be given up. Open clocks of the organisation
/// are derived anew by the sweeps, as after an import of the calendar.
/// </summary>
public sealed class DayOffActions
{
    /// <summary>
    /// Working days that an organisation may have off in a year: the winter and summer holidays of a school are some
    /// twelve weeks. With more, periods in working days would hardly end.
    /// </summary>
    public const int DaysPerYearMax = 60;

    /// <summary>Characters of a reason.</summary>
    public const int ReasonLengthMax = 200;

    private readonly BalancedEduDb _db;
    private readonly Organisations _organisations;
    private readonly CalendarKeeper _keeper;
    private readonly Waker _waker;
    private readonly Refusals _refusals;
    private readonly TimeProvider _time;

    internal DayOffActions(
        BalancedEduDb db, Organisations organisations, CalendarKeeper keeper, Waker waker, Refusals refusals,
        TimeProvider time) =>
        (_db, _organisations, _keeper, _waker, _refusals, _time) = (db, organisations, keeper, waker, refusals, time);

    private DateOnly Today => OfficeTime.DateOf(_time.GetUtcNow());

    /// <summary>
    /// 添加: the organisation is closed on a working day, today or later, once that is approved. Who may approve it is
    /// told.
    /// </summary>
    public async Task<Answer<OrganisationDayOff>> AddAsync(
        string? organisation, DateOnly? day, string? reason, AppUser person, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(person);
        if (!person.AdministersCity())
            return DayOffRefusals.NotYours;
        var all = await _organisations.ListAsync(cancellation);
        if (all.FirstOrDefault(o => o.Code == organisation) is not { } known)
            return DayOffRefusals.OrganisationUnknown(organisation);
        if (day is not { } date)
            return DayOffRefusals.DayMissing;
        if (await DayRefusalAsync(known, date, cancellation) is { } refusal)
            return refusal;
        if (reason?.Trim() is not { Length: > 0 and <= ReasonLengthMax } why)
            return DayOffRefusals.ReasonMissing;
        var row = new OrganisationDayOff
        {
            Organisation = known.Code, Day = date, Reason = why, AddedBy = person.UserName!,
            AddedAt = _time.GetStoredNow(),
        };
        _db.OrganisationDaysOff.Add(row);
        await TellAsync(row, known.Name, person, cancellation);
        try
        {
            await _db.SaveChangesAsync(cancellation);
        }
        catch (DbUpdateException e) when (e.InnerException is System.Data.Common.DbException inner
            && TransitionStore.IsUniqueViolation(inner))
        {
            return DayOffRefusals.Twice(date, known.Name);
        }
        return row;
    }

    /// <summary>批准: the day holds from now on. Never by the natural person who added it.</summary>
    public async Task<ActionRefusal?> ApproveAsync(long id, AppUser person, CancellationToken cancellation)
    {
        var (row, refusal) = await FindAsync(id, person, cancellation);
        if (row is null)
            return refusal;
        if (await _db.AccountsOf(person).AnyAsync(u => u.UserName == row.AddedBy, cancellation))
            return DayOffRefusals.Own(row);
        if (row.Day < Today)
            return DayOffRefusals.PastUnapproved(row);
        var now = _time.GetStoredNow();
        var changed = await _db.OrganisationDaysOff
            .Where(d => d.Id == id && d.ApprovedAt == null && d.RemovedAt == null)
            .ExecuteUpdateAsync(set => set.SetProperty(d => d.ApprovedBy, person.UserName)
                .SetProperty(d => d.ApprovedAt, now), cancellation);
        if (changed == 0)
            return await RacedAsync("批准", id, cancellation);
        await TakeOverAsync(cancellation);
        return null;
    }

    /// <summary>The row to who may approve and remove days off.</summary>
    private async Task<(OrganisationDayOff? Row, ActionRefusal? Refusal)> FindAsync(
        long id, AppUser person, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(person);
        if (!person.AdministersCity() && !person.LeadsCity())
            return (null, DayOffRefusals.NotYours);
        var row = await _db.OrganisationDaysOff.AsNoTracking().SingleOrDefaultAsync(d => d.Id == id, cancellation);
        return (row, row is null ? DayOffRefusals.Unknown : null);
    }

    /// <summary>
    /// Somebody was quicker, or the same person sent it twice: by what is stored now, not by what was read before.
    /// </summary>
    private async Task<ActionRefusal> RacedAsync(string verb, long id, CancellationToken cancellation)
    {
        var now = await _db.OrganisationDaysOff.AsNoTracking().SingleAsync(d => d.Id == id, cancellation);
        return now.RemovedAt is { } removed
            ? DayOffRefusals.Removed(verb, now, await _refusals.NameOfAsync(now.RemovedBy!, cancellation), removed)
            : DayOffRefusals.Approved(
                verb, now, await _refusals.NameOfAsync(now.ApprovedBy!, cancellation), now.ApprovedAt!.Value);
    }

    /// <summary>
    /// 移除: a day that has not come is a working day again, and one that waits for approval gets none. Who added it
    /// stays written.
    /// </summary>
    public async Task<ActionRefusal?> RemoveAsync(long id, AppUser person, CancellationToken cancellation)
    {
        var (row, refusal) = await FindAsync(id, person, cancellation);
        if (row is null)
            return refusal;
        if (row.RemovedAt is not null)
            return await RacedAsync("移除", id, cancellation);
        if (row.ApprovedAt is not null && row.Day <= Today)
            return DayOffRefusals.Begun(row);
        var now = _time.GetStoredNow();
        var changed = await _db.OrganisationDaysOff
            .Where(d => d.Id == id && d.RemovedAt == null && d.ApprovedAt == row.ApprovedAt)
            .ExecuteUpdateAsync(set => set.SetProperty(d => d.RemovedBy, person.UserName)
                .SetProperty(d => d.RemovedAt, now), cancellation);
        if (changed == 0)
            return await RacedAsync("移除", id, cancellation);
        await TakeOverAsync(cancellation);
        return null;
    }

    /// <summary>
    /// Asked of the calendar that is stored, not of this node's, which may be older. Two who add at once may both find
    /// the last place of a year free; one day too many harms nobody.
    /// </summary>
    private async Task<ActionRefusal?> DayRefusalAsync(
        OrganisationName organisation, DateOnly day, CancellationToken cancellation)
    {
        if (day < Today)
            return DayOffRefusals.Past(day);
        if (day.Year > Today.Year + 1)
            return DayOffRefusals.TooFar(day, Today.Year + 1);
        var city = await CalendarKeeper.ReadAsync(_db, cancellation);
        if (!city.IsWorkingDay(day))
            return DayOffRefusals.OffAlready(day, WhyOff(city, day));
        var (first, last) = (new DateOnly(day.Year, 1, 1), new DateOnly(day.Year, 12, 31));
        var taken = await _db.OrganisationDaysOff
            .Where(d => d.Organisation == organisation.Code && d.RemovedAt == null && d.Day >= first && d.Day <= last)
            .Select(d => d.Day).ToListAsync(cancellation);
        return taken.Contains(day) ? DayOffRefusals.Twice(day, organisation.Name)
            : taken.Count >= DaysPerYearMax ? DayOffRefusals.TooMany(day.Year, organisation.Name)
            : null;
    }

    /// <summary>In the notification centre, with the page: whoever could approve it, but not who added it.</summary>
    private async Task TellAsync(
        OrganisationDayOff row, string organisation, AppUser by, CancellationToken cancellation)
    {
        var own = _db.AccountsOf(by).Select(u => u.UserName!);
        var to = await _db.CityAdministrators().Select(u => u.UserName!)
            .Union(_db.CityLeaders().Select(u => u.UserName!)).Except(own).ToListAsync(cancellation);
        foreach (var name in to)
            _db.Notifications.Add(new()
            {
                UserName = name, Event = NotificationEvent.System, Link = "/Administration/DaysOff",
                Text = NotificationText.Cut(
                    $"单位休息日待批准：{organisation} {DayOffRefusals.Text(row.Day)}，{row.Reason}"),
                CreatedAt = row.AddedAt,
            });
    }

    private static string WhyOff(WorkingDayCalendar city, DateOnly day) =>
        city.Years.SelectMany(y => y.Holidays).FirstOrDefault(h => h.Date == day) is { } holiday
            ? $"{holiday.Name}放假"
            : "是周末";

    /// <summary>If we die before, the day holds all the same: each node looks by itself.</summary>
    private async Task TakeOverAsync(CancellationToken cancellation)
    {
        await _keeper.AdoptAsync(cancellation);
        _waker.Wake();
    }
}
