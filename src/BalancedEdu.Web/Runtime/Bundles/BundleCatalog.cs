using System.Collections.Concurrent;
using BalancedEdu.Feel;
using BalancedEdu.Web.Data;
using Microsoft.EntityFrameworkCore;

namespace BalancedEdu.Web.Runtime.Bundles;

/// <summary>
/// The published bundles: cases run on a version until they are moved to another, new ones start on the newest.
/// </summary>
public sealed class BundleCatalog(Func<BalancedEduDb> open, FeelEnvironment environment)
{
    // A version never changes, so what was compiled from it stays right for as long as the process lives.
    private readonly ConcurrentDictionary<long, Task<PublishedBundle>> _loaded = new();

    /// <summary>The newest version of each process, by process id.</summary>
    public async Task<IReadOnlyList<PublishedBundle>> NewestAsync(CancellationToken cancellation)
    {
        await using var db = open();
        var newest = await db.BundleVersions.GroupBy(b => b.ProcessId)
            .Select(g => g.OrderByDescending(b => b.Version).First().Id).ToListAsync(cancellation);
        var bundles = new List<PublishedBundle>();
        foreach (var id in newest)
            bundles.Add(await GetAsync(id, cancellation));
        return [.. bundles.OrderBy(b => b.Definition.Id, StringComparer.Ordinal)];
    }

    /// <summary>The newest version of a process, or null when none was published.</summary>
    public async Task<PublishedBundle?> FindNewestAsync(string processId, CancellationToken cancellation)
    {
        await using var db = open();
        var id = await db.BundleVersions.Where(b => b.ProcessId == processId).OrderByDescending(b => b.Version)
            .Select(b => b.Id).FirstOrDefaultAsync(cancellation);
        return id == 0 ? null : await GetAsync(id, cancellation);
    }

    /// <summary>The version of a process that another version calls, or null when none was bound.</summary>
    internal async Task<PublishedBundle?> FindBoundAsync(
        long callingVersionId, string processId, CancellationToken cancellation)
    {
        await using var db = open();
        var id = await db.BundleBindings
            .Where(b => b.BundleVersionId == callingVersionId && b.ProcessId == processId)
            .Select(b => b.CalledVersionId).FirstOrDefaultAsync(cancellation);
        return id == 0 ? null : await GetAsync(id, cancellation);
    }

    /// <summary>A version by its row (<c>Case.BundleVersionId</c>).</summary>
    public async ValueTask<PublishedBundle> GetAsync(long versionId, CancellationToken cancellation)
    {
        var loading = _loaded.GetOrAdd(versionId, LoadAsync);
        try
        {
            return await loading.WaitAsync(cancellation);
        }
        catch when (loading.IsFaulted)
        {
            // Failures aren't kept: the database may be back with the next call.
            _loaded.TryRemove(new(versionId, loading));
            throw;
        }
    }

    private async Task<PublishedBundle> LoadAsync(long versionId)
    {
        await using var db = open();
        var version = await db.BundleVersions.AsNoTracking().Include(b => b.Files).SingleAsync(b => b.Id == versionId);
        return BundleContent.Load(version, environment);
    }
}
