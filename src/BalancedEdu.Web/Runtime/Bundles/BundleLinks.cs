using BalancedEdu.Bpmn.Model;
using BalancedEdu.Web.Data;
using BalancedEdu.Web.Data.Bundles;
using Microsoft.EntityFrameworkCore;

namespace BalancedEdu.Web.Runtime.Bundles;

/// <summary>What a new version has to do with others: which versions it calls.</summary>
internal static class BundleLinks
{
    /// <summary>
    /// Binds calls to what is newest now. A process that isn't there yet is not bound: its newest is called.
    /// </summary>
    public static async Task BindAsync(
        BalancedEduDb db, BundleVersion version, ProcessDefinition definition, CancellationToken cancellation)
    {
        foreach (var called in definition.Nodes.OfType<CallActivity>().Select(c => c.CalledElement).Distinct())
        {
            var newest = called == version.ProcessId
                ? version.Id
                : await db.BundleVersions.Where(b => b.ProcessId == called).OrderByDescending(b => b.Version)
                    .Select(b => b.Id).FirstOrDefaultAsync(cancellation);
            if (newest != 0)
                db.BundleBindings.Add(new()
                {
                    BundleVersionId = version.Id, ProcessId = called, CalledVersionId = newest,
                });
        }
    }
}
