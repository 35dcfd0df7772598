using BalancedEdu.Web.Data;
using BalancedEdu.Web.Runtime;
using BalancedEdu.Web.Runtime.Reading;
using BalancedEdu.Web.Runtime.Sweeps;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace BalancedEdu.Web.Infrastructure.Observability;

/// <summary>One thing that must be so before a node is given requests.</summary>
/// <param name="Name">database, migrations, sweeps, disk.</param>
/// <param name="Ok">Whether it is so.</param>
/// <param name="Reason">Why not, or null.</param>
public sealed record ReadinessCheck(string Name, bool Ok, string? Reason);

/// <summary>Whether the node can do its work, and if not why. What would tell an outsider anything is logged.</summary>
public sealed class Readiness(
    Func<BalancedEduDb> open, SweepPulse pulse, TimeProvider time, IOptions<DatabaseSettings> database,
    IOptions<RuntimeSettings> runtime, IOptions<ObservabilitySettings> settings, IHostEnvironment environment,
    ILogger<Readiness> log)
{
    private static readonly TimeSpan DatabaseLimit = TimeSpan.FromSeconds(3);

    private bool _migrated;

    /// <summary>All checks; those of the database end after three seconds.</summary>
    public async Task<IReadOnlyList<ReadinessCheck>> CheckAsync(CancellationToken cancellation) =>
        [.. await DatabaseAsync(cancellation), Sweeps(), Disk()];

    private async Task<ReadinessCheck[]> DatabaseAsync(CancellationToken cancellation)
    {
        try
        {
            var pending = await PendingAsync(cancellation).WaitAsync(DatabaseLimit, time, cancellation);
            _migrated = pending == 0;
            return
            [
                new("database", true, null),
                new("migrations", _migrated, _migrated ? null : $"还有 {pending} 个数据库迁移没有执行。请重新启动一个新版本的节点。"),
            ];
        }
        catch (Exception e) when (e is not OperationCanceledException || !cancellation.IsCancellationRequested)
        {
            log.LogWarning(e, "Not ready: the database can't be reached");
            return
            [
                new("database", false, "数据库连不上或三秒内没有应答。请检查数据库服务和连接设置。"),
                new("migrations", _migrated, _migrated ? null : "数据库连不上，不知道迁移是否已执行。"),
            ];
        }
    }

    private async Task<int> PendingAsync(CancellationToken cancellation)
    {
        await using var db = open();

        // Asked first: of a database that isn't there all migrations are said to be pending.
        await db.Database.ExecuteSqlRawAsync("SELECT 1", cancellation);
        return _migrated ? 0 : (await db.Database.GetPendingMigrationsAsync(cancellation)).Count();
    }

    private ReadinessCheck Sweeps()
    {
        var limit = TimeSpan.FromSeconds(settings.Value.SweepSilenceSecondsMax);
        if (!runtime.Value.Sweeping || pulse.SilentFor(limit) is not [var (sweep, last), ..])
            return new("sweeps", true, null);
        return new("sweeps", false, $"后台作业 {sweep} 自 {Texts.Instant(last)} 起没有动静。请查看日志，必要时重启节点。");
    }

    private ReadinessCheck Disk()
    {
        var folder = database.Value.Folder ?? environment.ContentRootPath;
        var free = new DriveInfo(folder).AvailableFreeSpace / (1024 * 1024);
        var least = settings.Value.DiskFreeMegabytesMin;
        return free >= least
            ? new("disk", true, null)
            : new("disk", false, $"磁盘只剩 {free} MB，少于 {least} MB。请清理磁盘。");
    }
}
