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
        if (args is ["worker", .. var rest])
            return await Kills.WorkAsync(rest);
        if (args is ["node", .. var share])
            return await Nodes.WorkAsync(share);
        if (args is ["upgrade", var old, .. var asked])
            return await Upgrades.RunAsync(old, asked);
        var what = args is [var first, ..] ? first : "all";
        if (what is "all" or "nodes")
            await Nodes.RunAsync(Of(args, 4_000));
        foreach (var provider in new[] { DatabaseProvider.PostgreSql, DatabaseProvider.Sqlite })
        {
            if (what is "all" or "approvals")
                await Approvals.RunAsync(provider, workers: 8, Of(args, 4_000));
            if (what is "all" or "kills")
                await Kills.RunAsync(provider, Of(args, 200));
            if (what is "all" or "http")
                await OverHttp.PacedAsync(provider, Of(args, 1_000));
            if (what is "all" or "countersign")
                foreach (var seats in new[] { 2, 3, 5, 50 })
                    await OverHttp.CountersignAsync(provider, seats, Of(args, 60));
            if (what is "all" or "inbox")
                await LargeInbox.RunAsync(provider, finished: Of(args, 1_000_000), open: Of(args, 1_000_000) / 10);
            if (what is "all" or "timers")
                await DueTimers.RunAsync(provider, Of(args, 100_000));
            if (what is "all" or "calendar")
                await OpenClocks.RunAsync(provider, Of(args, 400_000));
            if (what is "soak")
                await Soak.RunAsync(provider, Of(args, 60));
            if (what is "all" or "outages")
                await Kills.OutagesAsync(provider, Of(args, 10));
            if (what is "all" or "copies")
                await Copies.RunAsync(provider, Of(args, 200));
            if (what is "all" or "digests")
                await Digests.RunAsync(provider, Of(args, 5_000));
            if (what is "all" or "calls")
                await BetweenCases.CallsAsync(provider, Of(args, 5_000));
            if (what is "all" or "signal")
                await BetweenCases.SignalAsync(provider, Of(args, 10_000));
        }
        return 0;
    }

    private static int Of(string[] args, int otherwise) =>
        args is [_, var asked, ..] ? int.Parse(asked, CultureInfo.InvariantCulture) : otherwise;
}
