using System.Globalization;
using BalancedEdu.Web.Data.Cases;
using BalancedEdu.Web.Features.Ledgers.Cards;
using BalancedEdu.Web.Infrastructure;
using BalancedEdu.Web.Runtime.Clocks;
using BalancedEdu.Web.Runtime.Clocks.Cards;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace BalancedEdu.Web.Features.Ledgers;

/// <summary>黄红牌: the register of yellow and red cards. Filters and the place stand in the address.</summary>
public sealed class CardsModel(CardRegister register, CurrentUser current, TimeProvider time) : PageModel
{
    private const int MonthsShown = 12;

    /// <summary>What narrows it.</summary>
    public CardFilter Filter { get; private set; } = new();

    /// <summary>The page.</summary>
    public CardPage List { get; private set; } = null!;

    /// <summary>Cards by unit.</summary>
    public IReadOnlyList<UnitCards> Units { get; private set; } = [];

    /// <summary>Processes that have cards.</summary>
    public IReadOnlyList<(string Id, string Name)> Processes { get; private set; } = [];

    /// <summary>The months that can be chosen, this one first.</summary>
    public IReadOnlyList<DateOnly> Months { get; private set; } = [];

    /// <summary>One page.</summary>
    public async Task<IActionResult> OnGetAsync(
        CardColour? colour, string? unit, string? process, string? month, string? after,
        CancellationToken cancellation)
    {
        if (!await current.HoldsAsync(ClockRights.Supervision))
            return NotFound();
        var person = await current.GetAsync(cancellation);
        Filter = FilterOf(colour, unit, process, month);
        List = await register.PageAsync(person, Filter, after, cancellation);
        Units = await register.UnitsAsync(person, Filter, cancellation);
        Processes = await register.ProcessesAsync(person, cancellation);
        var today = OfficeTime.DateOf(time.GetUtcNow());
        var first = new DateOnly(today.Year, today.Month, 1);
        Months = [.. Enumerable.Range(0, MonthsShown).Select(n => first.AddMonths(-n))];
        return Page();
    }

    /// <summary>All cards of the filter as a workbook.</summary>
    public async Task<IActionResult> OnGetExportAsync(
        CardColour? colour, string? unit, string? process, string? month, CancellationToken cancellation)
    {
        if (!await current.HoldsAsync(ClockRights.Supervision))
            return NotFound();
        var person = await current.GetAsync(cancellation);
        var file = await CardWorkbook.WriteAsync(
            register.AllAsync(person, FilterOf(colour, unit, process, month)), cancellation);
        return File(file, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "黄红牌登记.xlsx");
    }

    /// <summary>The address of the list with another filter.</summary>
    public string Href(CardFilter filter, string? after = null, string? handler = null)
    {
        ArgumentNullException.ThrowIfNull(filter);
        return Url.Page("/Ledgers/Cards", handler, new
        {
            colour = filter.Colour,
            unit = filter.Unit,
            process = filter.ProcessId,
            month = filter.Month?.ToString("yyyy-MM", CultureInfo.InvariantCulture),
            after,
        })!;
    }

    private static CardFilter FilterOf(CardColour? colour, string? unit, string? process, string? month) => new(
        colour is { } c && Enum.IsDefined(c) ? c : null, string.IsNullOrEmpty(unit) ? null : unit,
        string.IsNullOrEmpty(process) ? null : process,
        DateOnly.TryParseExact(
            month, "yyyy-MM", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null);
}
