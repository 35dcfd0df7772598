using BalancedEdu.Web.Data.Organisation;
using BalancedEdu.Web.Features.Shared;
using BalancedEdu.Web.Infrastructure;
using BalancedEdu.Web.Runtime.Bundles;
using BalancedEdu.Web.Runtime.Incidents;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace BalancedEdu.Web.Features.Incidents;

/// <summary>异常: what a person must look at before it goes on; for administrators.</summary>
public sealed class IndexModel(
    IncidentQuery incidents, IncidentBulk bulk, BundleCatalog bundles, CurrentUser current) : PageModel
{
    /// <summary>Which are listed.</summary>
    public IncidentFilter Filter { get; private set; } = new(false, null, null);

    /// <summary>How many wait.</summary>
    public IncidentCounts Counts { get; private set; } = null!;

    /// <summary>Those of this page.</summary>
    public IncidentPage Found { get; private set; } = null!;

    /// <summary>The names of processes, by id.</summary>
    public IReadOnlyDictionary<string, string> Processes { get; private set; } = null!;

    /// <summary>A retry of many that was refused, or null.</summary>
    public RefusedReason? Refused { get; private set; }

    /// <summary>Whether many of the kind can be tried again at once.</summary>
    public bool CanRetryAll => !Filter.Resolved && Filter.Code is { } code && Found.Lines.Count > 0
        && IncidentOffers.Of(Found.Lines[0].Row, null).Retry && Counts.ByCode.Any(c => c.Code == code);

    /// <summary>The list.</summary>
    public async Task<IActionResult> OnGetAsync(
        bool resolved, string? code, string? process, long? before, CancellationToken cancellation)
    {
        if (!(await current.GetAsync(cancellation)).AdministersCity() || !ModelState.IsValid)
            return NotFound();
        await ReadAsync(new(resolved, code, process), before, cancellation);
        return Page();
    }

    /// <summary>批量重试 of one kind.</summary>
    public async Task<IActionResult> OnPostRetryAsync(
        string? code, string? process, string? reason, CancellationToken cancellation)
    {
        if (!(await current.GetAsync(cancellation)).AdministersCity() || !ModelState.IsValid || code is null)
            return NotFound();
        var answer = await bulk.RetryAsync(
            code, process, reason, await current.GetAsync(cancellation), cancellation);
        if (answer.Refused)
        {
            Refused = new("Retry", reason, null, null, answer.Refusal);
            Response.StatusCode = RefusalStatus.Of(answer.Refusal.Kind);
            await ReadAsync(new(false, code, process), null, cancellation);
            return Page();
        }
        new Toast(BulkWords.Of(answer.Value, "重试")).Put(TempData);
        return Redirect(Href(new(false, answer.Value.Left > 0 ? code : null, process)));
    }

    /// <summary>The address of a list.</summary>
    public string Href(IncidentFilter filter, long? before = null)
    {
        ArgumentNullException.ThrowIfNull(filter);
        return Url.Page("/Incidents/Index", new
        {
            resolved = filter.Resolved ? "true" : null, code = filter.Code, process = filter.ProcessId, before,
        })!;
    }

    private async Task ReadAsync(IncidentFilter filter, long? before, CancellationToken cancellation)
    {
        var person = await current.GetAsync(cancellation);
        Filter = filter;
        Counts = await incidents.CountAsync(person, cancellation);
        Found = await incidents.ListAsync(filter, before, person, cancellation);
        Processes = (await bundles.NewestAsync(cancellation))
            .ToDictionary(b => b.Definition.Id, b => b.Definition.Name);
    }
}
