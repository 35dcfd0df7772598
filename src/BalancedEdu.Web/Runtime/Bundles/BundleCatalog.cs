namespace BalancedEdu.Web.Runtime.Bundles;

/// <summary>The published bundles: cases run on a version for life, new ones start on the newest.</summary>
public sealed class BundleCatalog
{
    /// <summary>The newest version of each process, by process id.</summary>
    public Task<IReadOnlyList<PublishedBundle>> NewestAsync(CancellationToken cancellation) =>
        throw new NotImplementedException();

    /// <summary>The newest version of a process, or null when none was published.</summary>
    public Task<PublishedBundle?> FindNewestAsync(string processId, CancellationToken cancellation) =>
        throw new NotImplementedException();

    /// <summary>A version by its row (<c>Case.BundleVersionId</c>).</summary>
    public ValueTask<PublishedBundle> GetAsync(long versionId, CancellationToken cancellation) =>
        throw new NotImplementedException();
}
