using BalancedEdu.Web.Data.Organisation;
using BalancedEdu.Web.Infrastructure;
using BalancedEdu.Web.Runtime.Bundles;
using BalancedEdu.Web.Runtime.Clocks;
using BalancedEdu.Web.Runtime.Reading;
using BalancedEdu.Web.Runtime.Tasks;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace BalancedEdu.Web.Features.Inbox;

/// <summary>The inbox. View, filters, search and the place in the list stand in the address.</summary>
public sealed class IndexModel(
    InboxQuery inbox, InboxFacetQuery facets, Deadlines deadlines, BundleCatalog bundles, CurrentUser current,
    TimeProvider time) : PageModel
{
    private const int SearchLengthMax = 60;

    private AppUser _reader = null!;

    /// <summary>The view.</summary>
    public ViewName Name { get; private set; } = InboxViews.All[0];

    /// <summary>What narrows it.</summary>
    public InboxFilter Filter { get; private set; } = new(InboxView.Mine);

    /// <summary>The counts beside the views.</summary>
    public InboxCounts Counts { get; private set; } = null!;

    /// <summary>What the filters can choose from.</summary>
    public InboxFacets Facets { get; private set; } = null!;

    /// <summary>The page.</summary>
    public InboxPage List { get; private set; } = null!;

    /// <summary>The deadline of each row, by the task or, in 我发起, the case.</summary>
    public IReadOnlyDictionary<long, Deadline> Due { get; private set; } = null!;

    /// <summary>Tasks of the page that can be agreed to in bulk, as <c>task-revision</c>.</summary>
    public IReadOnlyDictionary<long, string> Bulk { get; private set; } = new Dictionary<long, string>();

    /// <summary>Now, for dates without their year.</summary>
    public DateTimeOffset Now { get; } = time.GetUtcNow();

    /// <summary>Whether rows are cases and not tasks.</summary>
    public bool OfCases => Name.View.OfCases();

    /// <summary>One page of a view.</summary>
    public async Task<IActionResult> OnGetAsync(
        string? view, string? type, string? step, string? district, string? q, bool returned, string? after,
        string? before, CancellationToken cancellation)
    {
        if (InboxViews.Find(view) is not { } name)
            return NotFound();
        Name = name;
        Filter = new(name.View, Given(type), Given(step), Given(district), Given(q), returned);
        var person = _reader = await current.GetAsync(cancellation);
        Counts = await inbox.CountAsync(person, cancellation);
        Facets = await facets.ReadAsync(person, name.View, cancellation);
        List = await inbox.PageAsync(
            person, Filter, InboxCursor.Parse(after), InboxCursor.Parse(before), cancellation);
        Due = OfCases
            ? await deadlines.OfCasesAsync([.. List.Rows.Select(r => r.CaseId)], cancellation)
            : await deadlines.OfTasksAsync([.. List.Rows.Select(r => r.TaskId!.Value)], cancellation);
        if (!OfCases && name.View is not (InboxView.Done or InboxView.Unclaimed))
            Bulk = await OfferBulkAsync(cancellation);
        return Page();
    }

    /// <summary>The definitions are kept in memory: nothing is asked of the database.</summary>
    private async Task<Dictionary<long, string>> OfferBulkAsync(CancellationToken cancellation)
    {
        var offered = new Dictionary<long, string>();
        foreach (var row in List.Rows)
            if (BulkAgreement.IsOffered(await bundles.GetAsync(row.BundleVersionId, cancellation), row.ElementId))
                offered[row.TaskId!.Value] = $"{row.TaskId}-{row.Revision}";
        return offered;
    }

    /// <summary>The address of this list with one choice changed; the place is left.</summary>
    public string Href(InboxFilter filter, string? after = null, string? before = null)
    {
        ArgumentNullException.ThrowIfNull(filter);
        return Url.Page("/Inbox/Index", new
        {
            view = InboxViews.All.First(v => v.View == filter.View).Slug,
            type = filter.ProcessId,
            step = filter.Step,
            district = filter.DistrictCode,
            q = filter.Search,
            returned = filter.ReturnedOnly ? "true" : null,
            after,
            before,
        })!;
    }

    /// <summary>The deadline of a row.</summary>
    public Deadline? DueOf(InboxRow row)
    {
        ArgumentNullException.ThrowIfNull(row);
        return Due.GetValueOrDefault(row.TaskId ?? row.CaseId);
    }

    /// <summary>In whose place the reader would act on a row of 代理给我的; else null.</summary>
    public string? PrincipalOf(InboxRow row)
    {
        ArgumentNullException.ThrowIfNull(row);
        return Name.View != InboxView.Delegated ? null
            : _reader.ActsFor.FirstOrDefault(p => p.UserName == row.Assignee)?.DisplayName;
    }

    /// <summary>Where a row leads: a task to its own page, what is done or started to the case.</summary>
    public string Target(InboxRow row)
    {
        ArgumentNullException.ThrowIfNull(row);
        return OfCases || Name.View == InboxView.Done ? $"/Cases/{row.CaseId}" : $"/Tasks/{row.TaskId}";
    }

    /// <summary>What the filters say, for the empty list.</summary>
    public IEnumerable<string> Narrowings()
    {
        if (Filter.ProcessId is { } process)
            yield return $"类型 {NameIn(Facets.Types, process)}";
        if (Filter.Step is { } step)
            yield return $"环节 {step}";
        if (Filter.DistrictCode is { } district)
            yield return $"辖区 {NameIn(Facets.Districts, district)}";
        if (Filter.Search is { } search)
            yield return $"搜索 “{search}”";
        if (Filter.ReturnedOnly)
            yield return "只看退回";
    }

    /// <summary>The name of a choice, or its value where the view does not have it.</summary>
    public static string NameIn(IReadOnlyList<Facet> choices, string value) =>
        choices.FirstOrDefault(c => c.Value == value)?.Name ?? value;

    private static string? Given(string? text)
    {
        var trimmed = text?.Trim();
        return string.IsNullOrEmpty(trimmed) ? null : trimmed[..Math.Min(trimmed.Length, SearchLengthMax)];
    }
}
