using System.Globalization;
using BalancedEdu.Web.Infrastructure;
using BalancedEdu.Web.Runtime;
using BalancedEdu.Web.Runtime.Tasks;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace BalancedEdu.Web.Features.Inbox;

/// <summary>批量同意: shows what was ticked in the list, agrees to all of it, and tells how it went with each.</summary>
public sealed class AgreementModel(BulkAgreement bulk, CurrentUser current) : PageModel
{
    /// <summary>What was ticked, as <c>task-revision</c>.</summary>
    public IReadOnlyList<string> Items { get; private set; } = [];

    /// <summary>The tasks; null when nothing can be done.</summary>
    public BulkPlan? Plan { get; private set; }

    /// <summary>Whether it was done.</summary>
    public bool Done { get; private set; }

    /// <summary>Why nothing can be done, or null.</summary>
    public ActionRefusal? Refusal { get; private set; }

    /// <summary>What is about to be agreed to.</summary>
    public async Task<IActionResult> OnGetAsync(string[] item, CancellationToken cancellation) => Show(
        item, await bulk.PlanAsync(Read(item), await current.GetAsync(cancellation), cancellation));

    /// <summary>Agrees.</summary>
    public async Task<IActionResult> OnPostAsync(string[] item, string? comment, CancellationToken cancellation)
    {
        var answer = await bulk.AgreeAsync(Read(item), comment, await current.GetAsync(cancellation), cancellation);
        Done = !answer.Refused;
        return Show(item, answer);
    }

    private IActionResult Show(string[] item, Answer<BulkPlan> answer)
    {
        (Items, Plan, Refusal) = (item, answer.Value, answer.Refusal);
        if (answer.Refusal is { } refusal)
            Response.StatusCode = RefusalStatus.Of(refusal.Kind);
        return Page();
    }

    private static List<BulkItem> Read(string[] items) =>
        [.. items.Select(i => i.Split('-')).Where(p => p.Length == 2)
            .Select(p => long.TryParse(p[0], CultureInfo.InvariantCulture, out var id)
                && int.TryParse(p[1], CultureInfo.InvariantCulture, out var revision)
                    ? new BulkItem(id, revision)
                    : null)
            .OfType<BulkItem>()];
}
