using BalancedEdu.Web.Infrastructure;
using BalancedEdu.Web.Runtime.Clocks.Extensions;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace BalancedEdu.Web.Features.Clocks;

/// <summary>延期审批: requests for more time that wait for the reader.</summary>
public sealed class ExtensionsModel(ExtensionReading reading, CurrentUser current) : PageModel
{
    /// <summary>The requests, the longest waiting first.</summary>
    public IReadOnlyList<WaitingExtension> Waiting { get; private set; } = [];

    /// <summary>The list.</summary>
    public async Task OnGetAsync(CancellationToken cancellation) =>
        Waiting = await reading.ListAsync(await current.GetAsync(cancellation), cancellation);
}
