using System.Diagnostics;
using System.Globalization;
using BalancedEdu.Feel.Values;
using BalancedEdu.Web.Data;
using BalancedEdu.Web.Runtime;
using BalancedEdu.Web.Runtime.CaseActions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace BalancedEdu.Benchmarks.Persisted;

/// <summary>
/// T19: a case is copied (抄送) to so many people at once; from the call to the commit, with their rights, unread items
/// and mails.
/// </summary>
internal static class Copies
{
    private const int Rounds = 20;

    public static async Task RunAsync(DatabaseProvider provider, int people)
    {
        await using var node = await Node.StartAsync(provider);
        await using var db = node.Open();
        var names = await db.Users.Where(u => u.UserName != "admin").OrderBy(u => u.UserName).Take(people)
            .Select(u => u.UserName!).ToListAsync();
        var admin = await db.Users.AsNoTracking().Include(u => u.Holdings).SingleAsync(u => u.UserName == "admin");
        var variables = new FeelContext([new("subject", FeelValue.Of("明德小学"))]);
        var times = new List<double>();
        for (var round = 0; round < Rounds; round++)
        {
            var started = await node.Runner.StartAsync(
                new("five", variables, "329901", "3299010001", "临澄市教育局", null), Actor.System, default);
            await using var scope = node.Services.CreateAsyncScope();
            var copying = scope.ServiceProvider.GetRequiredService<CaseCopying>();
            var watch = Stopwatch.StartNew();
            if (await copying.CopyAsync(new(started.Value!.CaseId, names, "请阅知"), admin, default) is { } refusal)
                throw new InvalidOperationException(refusal.Message);
            times.Add(watch.Elapsed.TotalMilliseconds);
        }
        var rows = await db.CaseCopies.CountAsync();
        if (rows != Rounds * names.Count)
            throw new InvalidOperationException($"{rows} copies were written of {Rounds * names.Count}.");
        var first = times[0];
        times.Sort();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"a copy to {names.Count} people, {provider}: first {first:F0} ms, median {times[Rounds / 2]:F0} ms, "
            + $"worst {times[^1]:F0} ms of {Rounds}"));
    }
}
