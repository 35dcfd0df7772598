using BalancedEdu.Web.Infrastructure;
using BalancedEdu.Web.Runtime.Bundles;
using BalancedEdu.Web.Runtime.Reading;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace BalancedEdu.Web.Features.Start;

/// <summary>The processes that the person may start.</summary>
public sealed class IndexModel(StartableProcesses startable, CurrentUser current) : PageModel
{
    /// <summary>Newest versions, by name.</summary>
    public IReadOnlyList<PublishedBundle> Bundles { get; private set; } = [];

    /// <summary>The list.</summary>
    public async Task OnGetAsync(CancellationToken cancellation) =>
        Bundles = await startable.ListAsync(await current.GetAsync(cancellation), cancellation);
}
