using BalancedEdu.Web.Data.Organisation;
using BalancedEdu.Web.Runtime.Bundles;

namespace BalancedEdu.Web.Runtime.Reading;

/// <summary>What a person may start by hand: <c>be:initiators</c> against the posts that they hold.</summary>
public sealed class StartableProcesses(BundleCatalog bundles)
{
    /// <summary>The newest versions of what the person may start, by name.</summary>
    public async Task<IReadOnlyList<PublishedBundle>> ListAsync(AppUser person, CancellationToken cancellation) =>
        [.. (await bundles.NewestAsync(cancellation)).Where(b => MayStart(person, b)).OrderBy(b => b.Definition.Name)];

    /// <summary>The newest version, or null when there is none or the person may not start it.</summary>
    public async Task<PublishedBundle?> FindAsync(
        AppUser person, string processId, CancellationToken cancellation) =>
        await bundles.FindNewestAsync(processId, cancellation) is { } bundle && MayStart(person, bundle)
            ? bundle
            : null;

    private static bool MayStart(AppUser person, PublishedBundle bundle) =>
        person.Holdings.Exists(h => bundle.Definition.Initiators.Contains(h.PositionId));
}
