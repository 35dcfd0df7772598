using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using BalancedEdu.Web.Data;
using BalancedEdu.Web.Data.Cases;
using BalancedEdu.Web.Data.Notifications;
using BalancedEdu.Web.Data.Organisation;
using BalancedEdu.Web.Mail;
using BalancedEdu.Web.Runtime.Notifications;
using BalancedEdu.Web.Runtime.Sweeps;
using BalancedEdu.Web.Tests.Mail;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace BalancedEdu.Benchmarks.Persisted;

/// <summary>
/// Digests of many people by a real SMTP server on this machine that stops half-way and comes back: each once.
/// </summary>
internal static partial class Digests
{
    public static async Task RunAsync(DatabaseProvider provider, int people)
    {
        await using var prepared = await Node.StartAsync(provider);
        await using var node = Node.Over(prepared.Settings, new Monday(), Path.GetTempPath());
        await GiveAsync(node, people);
        await using var server = new SmtpTestServer { StopsAfter = people / 2 };
        var settings = node.Services.GetRequiredService<IOptions<MailSettings>>().Value;
        (settings.Host, settings.Port, settings.Security) = ("127.0.0.1", server.Port, MailSecurity.None);
        var sweeps = node.Services.GetServices<ISweep>().Where(s => s is DigestSweep or MailSweep).ToList();
        var watch = Stopwatch.StartNew();
        await SweepAsync(sweeps);
        var half = watch.Elapsed;
        await using var back = new SmtpTestServer(port: server.Port);
        await using var db = node.Open();
        while (await db.OutboxMails.AnyAsync(m => m.Status == OutboxStatus.Pending))
        {
            await SweepAsync(sweeps);
            await Task.Delay(TimeSpan.FromSeconds(1)); // what failed, and the server that is left alone, wait a minute
        }
        watch.Stop();
        var ids = server.Taken.Concat(back.Taken).Select(m => MessageId().Match(m.Content).Value).ToList();
        var done = await db.OutboxMails.CountAsync(m => m.Status == OutboxStatus.Done);
        if (ids.Count != people || ids.Distinct().Count() != people || done != people)
            throw new InvalidOperationException(
                $"The server took {ids.Count} mails, {ids.Distinct().Count()} different, of {people}; {done} done.");
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{people} digests, {provider}: {watch.Elapsed.TotalSeconds:F0} s with the server stopped half-way, "
            + $"each once; "
            + $"the first half at {people / 2 / half.TotalSeconds:F0}/s"));
    }

    private static async Task SweepAsync(List<ISweep> sweeps)
    {
        foreach (var sweep in sweeps)
            while (await sweep.RunAsync(default) > 0)
            {
            }
    }

    private static async Task GiveAsync(Node node, int people)
    {
        await using var db = node.Open();
        for (var i = 0; i < people; i++)
        {
            var name = string.Create(CultureInfo.InvariantCulture, $"digest{i:d6}");
            db.Users.Add(new AppUser
            {
                UserName = name, NormalizedUserName = name.ToUpperInvariant(), DisplayName = name, UnitName = "学校",
                Email = $"{name}@lincheng.example",
            });
            for (var n = 0; n < 3; n++)
                db.Notifications.Add(new()
                {
                    UserName = name, Event = NotificationEvent.Decided, Text = "“方案审核”已由沈知远办理：同意",
                    InDigest = true, CreatedAt = DateTimeOffset.UnixEpoch,
                });
        }
        await db.SaveChangesAsync();
    }

    [GeneratedRegex("(?im)^Message-Id: .*$")]
    private static partial Regex MessageId();

    /// <summary>Monday 2026-11-02, 09:00 in Beijing, and on from there.</summary>
    private sealed class Monday : TimeProvider
    {
        private readonly Stopwatch _since = Stopwatch.StartNew();

        public override DateTimeOffset GetUtcNow() =>
            new DateTimeOffset(2026, 11, 2, 1, 0, 0, TimeSpan.Zero) + _since.Elapsed;
    }
}
