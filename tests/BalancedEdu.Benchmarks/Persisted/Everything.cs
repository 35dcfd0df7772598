using System.Globalization;
using BalancedEdu.Web.Data;
using BalancedEdu.Web.Tests.App;

namespace BalancedEdu.Benchmarks.Persisted;

/// <summary>What runs on real databases: <c>-- persisted [what]</c>.</summary>
internal static class Everything
{
    public static async Task<int> RunAsync(string[] args)
    {
        // As an administrator would run it, with all that makes a commit survive a power failure.
        PostgresServer.Options = "-c shared_buffers=512MB -c max_wal_size=4GB -c max_connections=300";
        var what = args is [var first, ..] ? first : "all";
        var cases = args is [_, var asked, ..] ? int.Parse(asked, CultureInfo.InvariantCulture) : 4_000;
        foreach (var provider in new[] { DatabaseProvider.PostgreSql, DatabaseProvider.Sqlite })
        {
            if (what is "all" or "approvals")
                await Approvals.RunAsync(provider, workers: 8, cases);
        }
        return 0;
    }
}
