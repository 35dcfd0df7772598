using BalancedEdu.Web.Data;
using BalancedEdu.Web.Data.Cases;
using BalancedEdu.Web.Data.Organisation;
using Microsoft.EntityFrameworkCore;

namespace BalancedEdu.Web.Runtime.Clocks.Cards;

/// <summary>What narrows the register.</summary>
/// <param name="Colour">Only this colour, or null.</param>
/// <param name="Unit">Only this unit, or null.</param>
/// <param name="ProcessId">Only cases of this process, or null.</param>
/// <param name="Month">Only cards of this month, by its first day in Beijing, or null.</param>
public sealed record CardFilter(
    CardColour? Colour = null, string? Unit = null, string? ProcessId = null, DateOnly? Month = null);

/// <summary>A card as it is listed.</summary>
/// <param name="Card">The card.</param>
/// <param name="CaseNumber">The number of the case.</param>
/// <param name="CaseTitle">Its title.</param>
/// <param name="PersonName">Who had the task, as shown; empty while nobody had.</param>
public sealed record CardLine(ClockCard Card, string CaseNumber, string CaseTitle, string PersonName);

/// <summary>A page of the register, newest first.</summary>
/// <param name="Lines">The cards.</param>
/// <param name="After">The place where the next page begins, or null on the last.</param>
public sealed record CardPage(IReadOnlyList<CardLine> Lines, string? After);

/// <summary>How many cards a unit has.</summary>
/// <param name="Unit">The unit.</param>
/// <param name="Yellow">Yellow ones.</param>
/// <param name="Red">Red ones.</param>
public sealed record UnitCards(string Unit, int Yellow, int Red);

/// <summary>Reads the register of cards; the right to see is part of the query.</summary>
public sealed class CardRegister(BalancedEduDb db)
{
    /// <summary>Cards a page.</summary>
    public const int PageSize = 50;

    /// <summary>A page of the register.</summary>
    /// <param name="person">Who reads.</param>
    /// <param name="filter">What narrows it.</param>
    /// <param name="after">Where it begins, as the page before said; what makes no sense begins at the top.</param>
    /// <param name="cancellation">Stops it.</param>
    public async Task<CardPage> PageAsync(
        AppUser person, CardFilter filter, string? after, CancellationToken cancellation)
    {
        var cards = Filtered(person, filter);
        if (PlaceOf(after) is var (at, id))
            cards = cards.Where(c => c.At < at || (c.At == at && c.Id < id));
        var lines = await Lines(cards.OrderByDescending(c => c.At).ThenByDescending(c => c.Id).Take(PageSize + 1))
            .ToListAsync(cancellation);
        var more = lines.Count > PageSize;
        if (more)
            lines.RemoveAt(PageSize);
        return new(lines, more ? $"{lines[^1].Card.At.UtcTicks}-{lines[^1].Card.Id}" : null);
    }

    /// <summary>All cards of a filter, newest first, for a download.</summary>
    public IAsyncEnumerable<CardLine> AllAsync(AppUser person, CardFilter filter) =>
        Lines(Filtered(person, filter).OrderByDescending(c => c.At).ThenByDescending(c => c.Id)).AsAsyncEnumerable();

    /// <summary>Cards by unit, those with most red ones first; the unit of the filter is left out of account.</summary>
    public async Task<IReadOnlyList<UnitCards>> UnitsAsync(
        AppUser person, CardFilter filter, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(filter);
        var counts = await Filtered(person, filter with { Unit = null, Colour = null })
            .GroupBy(c => new { c.Unit, c.Colour })
            .Select(g => new { g.Key.Unit, g.Key.Colour, Count = g.Count() }).ToListAsync(cancellation);
        return [.. counts.GroupBy(c => c.Unit)
            .Select(g => new UnitCards(
                g.Key, g.Where(c => c.Colour == CardColour.Yellow).Sum(c => c.Count),
                g.Where(c => c.Colour == CardColour.Red).Sum(c => c.Count)))
            .OrderByDescending(u => u.Red).ThenByDescending(u => u.Yellow).ThenBy(u => u.Unit, StringComparer.Ordinal)];
    }

    /// <summary>The processes that have cards, by their id.</summary>
    public async Task<IReadOnlyList<(string Id, string Name)>> ProcessesAsync(
        AppUser person, CancellationToken cancellation)
    {
        var ids = await Filtered(person, new()).Select(c => c.ProcessId).Distinct().ToListAsync(cancellation);
        var names = await db.BundleVersions.Where(b => ids.Contains(b.ProcessId)).OrderBy(b => b.Version)
            .Select(b => new { b.ProcessId, b.ShortName }).ToListAsync(cancellation);
        return [.. ids.Order(StringComparer.Ordinal)
            .Select(id => (id, names.LastOrDefault(n => n.ProcessId == id)?.ShortName ?? id))];
    }

    private IQueryable<ClockCard> Filtered(AppUser person, CardFilter filter)
    {
        ArgumentNullException.ThrowIfNull(filter);
        var cases = db.SupervisedBy(person);
        var cards = db.ClockCards.AsNoTracking().Where(c => cases.Any(k => k.Id == c.CaseId));
        if (filter.Colour is { } colour)
            cards = cards.Where(c => c.Colour == colour);
        if (filter.Unit is { } unit)
            cards = cards.Where(c => c.Unit == unit);
        if (filter.ProcessId is { } process)
            cards = cards.Where(c => c.ProcessId == process);
        if (filter.Month is not { } month)
            return cards;
        var (from, to) = (
            OfficeTime.At(month, TimeOnly.MinValue), OfficeTime.At(month.AddMonths(1), TimeOnly.MinValue));
        return cards.Where(c => c.At >= from && c.At < to);
    }

    private IQueryable<CardLine> Lines(IQueryable<ClockCard> cards) =>
        from c in cards
        join k in db.Cases on c.CaseId equals k.Id
        select new CardLine(
            c, k.Number, k.Title,
            db.Users.Where(u => u.UserName == c.Person).Select(u => u.DisplayName).FirstOrDefault() ?? "");

    private static (DateTimeOffset At, long Id)? PlaceOf(string? after) =>
        after?.Split('-') is [var ticks, var id] && long.TryParse(ticks, out var t) && long.TryParse(id, out var i)
        && t > 0 && t < DateTime.MaxValue.Ticks
            ? (new(t, TimeSpan.Zero), i) : null;
}
