using BalancedEdu.Web.Data;
using BalancedEdu.Web.Data.Cases;
using BalancedEdu.Web.Data.Organisation;
using BalancedEdu.Web.Runtime.Assignment;
using BalancedEdu.Web.Runtime.Bundles;
using BalancedEdu.Web.Runtime.CaseActions;
using BalancedEdu.Web.Runtime.Clocks;
using BalancedEdu.Web.Runtime.Reading;
using Microsoft.EntityFrameworkCore;

namespace BalancedEdu.Web.Runtime.Delegations;

/// <summary>休假委托: somebody shall act in one's place for some days.</summary>
/// <param name="Principal">Whose tasks they are: a name or user name; null: the person who asks.</param>
/// <param name="To">Who shall act: a name or user name.</param>
/// <param name="From">The first day, in Beijing.</param>
/// <param name="Until">The last day; it counts whole.</param>
/// <param name="ProcessIds">Only these processes; empty: all.</param>
/// <param name="Reason">Why, or null; up to <see cref="DelegationRules.ReasonLengthMax"/> characters.</param>
public sealed record MakeDelegation(
    string? Principal, string? To, DateOnly? From, DateOnly? Until, IReadOnlyList<string> ProcessIds, string? Reason);

/// <summary>
/// Makes and ends delegations, and tells both sides. People make them for themselves, administrators of the
/// whole city for anybody. Refused: <c>delegation.not-yours</c>, <c>people.unknown</c>, <c>people.ambiguous</c>,
/// <c>delegation.one-person</c>, <c>delegation.to-self</c>, <c>delegation.period-missing</c>,
/// <c>delegation.period-past</c>, <c>delegation.period-too-long</c>, <c>delegation.reason-too-long</c>,
/// <c>delegation.process-unknown</c>, <c>delegation.overlap</c>, <c>delegation.cycle</c>,
/// <c>delegation.chain-too-long</c>; and for the end <c>delegation.unknown</c>, <c>delegation.over</c>.
/// </summary>
public sealed class DelegationRules
{
    /// <summary>The longest period.</summary>
    public const int DaysMax = 366;

    /// <summary>The longest reason.</summary>
    public const int ReasonLengthMax = 200;

    private readonly BalancedEduDb _db;
    private readonly StaffList _staff;
    private readonly BundleCatalog _bundles;
    private readonly DelegationTidings _tidings;
    private readonly Waker _waker;
    private readonly TimeProvider _time;

    internal DelegationRules(
        BalancedEduDb db, StaffList staff, BundleCatalog bundles, DelegationTidings tidings, Waker waker,
        TimeProvider time) =>
        (_db, _staff, _bundles, _tidings, _waker, _time) = (db, staff, bundles, tidings, waker, time);

    /// <summary>Makes one.</summary>
    public async Task<Answer<Delegation>> MakeAsync(
        MakeDelegation input, AppUser person, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(person);
        var staff = await _staff.NowAsync(cancellation);
        var (principal, noPrincipal) = string.IsNullOrWhiteSpace(input.Principal)
            ? (new Person(person.UserName!, person.DisplayName), null)
            : One(input.Principal, "principal", staff);
        if (principal is null)
            return noPrincipal!;
        if (principal.UserName != person.UserName && !person.AdministersCity())
            return DelegationRefusals.NotYours;
        var (to, nobody) = One(input.To, "to", staff);
        if (to is null)
            return nobody!;
        if (staff.AccountsOf(principal.UserName).Contains(to.UserName))
            return DelegationRefusals.ToSelf;
        var now = _time.GetStoredNow();
        if (WhyNotThen(input, now) is { } when)
            return when;
        var processes = await ProcessesAsync(input, cancellation);
        if (processes.Refusal is not null)
            return processes.Refusal;
        var rule = new DelegationRule(
            principal.UserName, to.UserName, StartOf(input.From!.Value), StartOf(input.Until!.Value.AddDays(1)),
            processes.Ids);
        if (DelegationCheck.WhyNot(
            rule, staff.Delegations, name => staff.Find(name)?.DisplayName ?? name) is { } refusal)
            return refusal;
        return await SaveAsync(rule, input.Reason?.Trim() ?? "", person, now, cancellation);
    }

    /// <summary>撤销: ends one from now on.</summary>
    public async Task<ActionRefusal?> RevokeAsync(long id, AppUser person, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(person);
        var rights = _db.CityRightsOf(person);
        var row = await _db.Delegations.AsNoTracking().SingleOrDefaultAsync(
            d => d.Id == id && (d.Principal == person.UserName || rights.Any()), cancellation);
        if (row is null)
            return DelegationRefusals.Unknown(id);
        var now = _time.GetStoredNow();
        if (row.RevokedAt is not null || row.ToAt <= now)
            return DelegationRefusals.Over(row);
        await _tidings.AddAsync(_db, DelegationTidings.Ended, row, person.DisplayName, now, cancellation);
        await using var transaction = await _db.Database.BeginTransactionAsync(cancellation);
        var ended = await _db.Delegations.Where(d => d.Id == id && d.RevokedAt == null).ExecuteUpdateAsync(
            d => d.SetProperty(x => x.RevokedAt, now).SetProperty(x => x.RevokedBy, person.UserName)
                .SetProperty(x => x.RevokedVia, person.Via), cancellation);
        if (ended == 0)
            return DelegationRefusals.Over(
                await _db.Delegations.AsNoTracking().SingleAsync(d => d.Id == id, cancellation));
        await _db.SaveChangesAsync(cancellation);
        await transaction.CommitAsync(cancellation);
        _waker.Wake();
        return null;
    }

    private static (Person? Person, ActionRefusal? Refusal) One(string? text, string field, Staff staff)
    {
        var named = PeopleText.Read([text ?? ""], staff);
        return named.WhyNot("委托", field) is { } refusal ? (null, refusal)
            : named.People is [var only] ? (only, null)
            : (null, DelegationRefusals.OnePerson(field));
    }

    private static ActionRefusal? WhyNotThen(MakeDelegation input, DateTimeOffset now) =>
        input.From is not { } from || input.Until is not { } until || until < from ? DelegationRefusals.PeriodMissing
        : until < OfficeTime.DateOf(now) ? DelegationRefusals.PeriodPast
        : until.DayNumber - from.DayNumber >= DaysMax ? DelegationRefusals.PeriodTooLong
        : input.Reason?.Trim().Length > ReasonLengthMax ? DelegationRefusals.ReasonTooLong
        : null;

    private async Task<(IReadOnlyList<string>? Ids, ActionRefusal? Refusal)> ProcessesAsync(
        MakeDelegation input, CancellationToken cancellation)
    {
        if (input.ProcessIds.Count == 0)
            return (null, null);
        var known = (await _bundles.NewestAsync(cancellation)).Select(b => b.Definition.Id).ToHashSet();
        return input.ProcessIds.FirstOrDefault(id => !known.Contains(id)) is { } unknown
            ? (null, DelegationRefusals.ProcessUnknown(unknown))
            : ([.. input.ProcessIds.Distinct().Order(StringComparer.Ordinal)], null);
    }

    private static DateTimeOffset StartOf(DateOnly day) => OfficeTime.At(day, TimeOnly.MinValue);

    private async Task<Delegation> SaveAsync(
        DelegationRule rule, string reason, AppUser person, DateTimeOffset now, CancellationToken cancellation)
    {
        var row = new Delegation
        {
            Principal = rule.Principal, Delegate = rule.Delegate, FromAt = rule.From, ToAt = rule.To,
            ProcessIds = rule.ProcessIds is null ? null : string.Join(',', rule.ProcessIds), Reason = reason,
            CreatedBy = person.UserName!, CreatedVia = person.Via, CreatedAt = now,
        };
        _db.Delegations.Add(row);
        await _tidings.AddAsync(_db, DelegationTidings.Made, row, person.DisplayName, now, cancellation);
        await _db.SaveChangesAsync(cancellation);
        _waker.Wake();
        return row;
    }
}
