using BalancedEdu.Web.Data.LargeClasses;
using BalancedEdu.Web.Features.Ledgers.LargeClasses;
using BalancedEdu.Web.Features.Shared;
using BalancedEdu.Web.Infrastructure;
using BalancedEdu.Web.Processes.LargeClasses.Ledger;
using BalancedEdu.Web.Runtime.Clocks;
using BalancedEdu.Web.Runtime.Reading;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace BalancedEdu.Web.Features.Ledgers;

/// <summary>The ledger of large classes. Filters and the place in the list stand in the address.</summary>
public sealed class LargeClassesModel(LedgerQuery ledger, Deadlines deadlines, CurrentUser current) : PageModel
{
    private const int SearchLengthMax = 60;

    /// <summary>What narrows it.</summary>
    public LedgerFilter Filter { get; private set; } = new();

    /// <summary>The page.</summary>
    public LedgerPage List { get; private set; } = null!;

    /// <summary>Sums a district.</summary>
    public IReadOnlyList<DistrictLine> Districts { get; private set; } = [];

    /// <summary>The school years that have tickets.</summary>
    public IReadOnlyList<int> Years { get; private set; } = [];

    /// <summary>The day of the newest snapshot.</summary>
    public DateOnly? SnapshotDay { get; private set; }

    /// <summary>Deadlines by task.</summary>
    public IReadOnlyDictionary<long, Deadline> Due { get; private set; } = new Dictionary<long, Deadline>();

    /// <summary>One page.</summary>
    public async Task<IActionResult> OnGetAsync(LedgerInput input, CancellationToken cancellation)
    {
        var person = await current.GetAsync(cancellation);
        Filter = input.ToFilter();
        List = await ledger.PageAsync(
            person, Filter, LedgerCursor.Parse(input.After), LedgerCursor.Parse(input.Before), cancellation);
        Districts = await ledger.DistrictsAsync(person, Filter, cancellation);
        Years = await ledger.YearsAsync(person, cancellation);
        SnapshotDay = await ledger.SnapshotDayAsync(cancellation);
        Due = await deadlines.OfTasksAsync([.. List.Rows.Select(r => r.TaskId).OfType<long>()], cancellation);
        return Page();
    }

    /// <summary>All rows of the filter as a workbook.</summary>
    public async Task<IActionResult> OnGetExportAsync(LedgerInput input, CancellationToken cancellation)
    {
        var person = await current.GetAsync(cancellation);
        var filter = input.ToFilter();
        var names = (await ledger.DistrictsAsync(person, filter, cancellation)).ToDictionary(d => d.Code, d => d.Name);
        var file = await LedgerWorkbook.WriteAsync(ledger.AllAsync(person, filter), names, cancellation);
        return File(file, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "大班额台账.xlsx");
    }

    /// <summary>The address of this list with one choice changed; the place is left.</summary>
    public string Href(
        LedgerFilter filter, LedgerCursor? after = null, LedgerCursor? before = null, string? handler = null)
    {
        ArgumentNullException.ThrowIfNull(filter);
        return Url.Page("/Ledgers/LargeClasses", handler, new
        {
            year = filter.Year,
            district = filter.District,
            q = filter.Search,
            stage = filter.Stage,
            severity = filter.Severity,
            step = filter.Step,
            status = filter.Status,
            overdue = filter.Overdue ? "true" : null,
            start = filter.StartGrade ? "true" : null,
            after,
            before,
        })!;
    }

    /// <summary>The deadline of a row's most urgent task.</summary>
    public DueView? DueOf(LedgerRow row)
    {
        ArgumentNullException.ThrowIfNull(row);
        return row.TaskId is { } id ? Due.GetValueOrDefault(id).ToView() : null;
    }

    /// <summary>What the filters say, for the empty list.</summary>
    public IEnumerable<string> Narrowings()
    {
        if (Filter.District is { } district)
            yield return Districts.FirstOrDefault(d => d.Code == district)?.Name ?? district;
        if (Filter.Severity is { } severity) yield return $"S{severity}";
        if (Filter.Stage is { } stage) yield return stage;
        if (Filter.Step is { } step) yield return TicketWords.NameOf(step);
        if (Filter.Search is { } search) yield return $"“{search}”";
        if (Filter.Overdue) yield return "只看超期";
        if (Filter.StartGrade) yield return "只看起始年级";
    }

    /// <summary>The address as it comes.</summary>
    /// <param name="Year">The school year.</param>
    /// <param name="District">The district's code.</param>
    /// <param name="Q">The search.</param>
    /// <param name="Stage">小学 or 初中.</param>
    /// <param name="Severity">1–3.</param>
    /// <param name="Step">The step.</param>
    /// <param name="Status">Which tickets besides the open ones.</param>
    /// <param name="Overdue">Only overdue ones.</param>
    /// <param name="Start">Only start grades.</param>
    /// <param name="After">The place that the page begins behind.</param>
    /// <param name="Before">The place that the page ends before.</param>
    public sealed record LedgerInput(
        int? Year, string? District, string? Q, string? Stage, int? Severity, TicketStep? Step, string? Status,
        bool Overdue, bool Start, string? After, string? Before)
    {
        /// <summary>What narrows the ledger; what makes no sense is left out.</summary>
        public LedgerFilter ToFilter() => new()
        {
            Year = Year,
            District = string.IsNullOrWhiteSpace(District) ? null : District,
            Search = Q?.Trim() is { Length: > 0 } search ? search[..Math.Min(search.Length, SearchLengthMax)] : null,
            Stage = Stage is "小学" or "初中" ? Stage : null,
            Severity = Severity is >= 1 and <= 3 ? Severity : null,
            Step = Step is { } step && Enum.IsDefined(step) ? step : null,
            Status = Status is "all" or "closed" ? Status : null,
            Overdue = Overdue,
            StartGrade = Start,
        };
    }
}
