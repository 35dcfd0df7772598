using System.Net;
using System.Text.Json;
using BalancedEdu.Web.Data;
using BalancedEdu.Web.Runtime;
using BalancedEdu.Web.Runtime.Sweeps;
using BalancedEdu.Web.Tests.App;
using BalancedEdu.Web.Tests.Mail;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace BalancedEdu.Web.Tests.Infrastructure.Observability;

/// <summary>What a load balancer and an operator are told about a node.</summary>
public sealed class HealthTests
{
    [Theory, Databases]
    public async Task A_node_that_can_do_its_work_says_so_to_anybody(DatabaseProvider provider)
    {
        await using var app = await StartAsync(provider);
        using var nobody = app.CreateClient();
        Assert.Equal(HttpStatusCode.OK, (await nobody.GetAsync("/health/live")).StatusCode);
        var (status, checks) = await ReadyAsync(app);
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal(["database", "disk", "migrations", "sweeps"], checks.Keys.Order());
        Assert.All(checks.Values, Assert.Null);
    }

    [Theory, Databases]
    public async Task A_node_whose_tables_are_not_up_to_date_is_not_ready(DatabaseProvider provider)
    {
        await using var app = await StartAsync(provider);
        await using (var db = app.Open())
            Assert.Equal(1, await db.Database.ExecuteSqlRawAsync(
                "DELETE FROM \"__EFMigrationsHistory\" WHERE migration_id LIKE '%IncidentDetails'"));
        var (status, checks) = await ReadyAsync(app);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, status);
        Assert.Contains("还有 1 个数据库迁移没有执行", checks["migrations"], StringComparison.Ordinal);
        Assert.Null(checks["database"]);
    }

    [Theory, Databases]
    public async Task A_node_with_a_sweep_that_has_fallen_silent_is_not_ready_until_it_goes_round(
        DatabaseProvider provider)
    {
        await using var app = await StartAsync(
            provider, services => services.PostConfigure<RuntimeSettings>(s => s.Sweeping = true));
        var pulse = app.Services.GetRequiredService<SweepPulse>();
        pulse.Beat("TimerSweep");
        app.Clock.Advance(TimeSpan.FromSeconds(121));
        var (status, checks) = await ReadyAsync(app);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, status);
        Assert.Contains("TimerSweep 自 2026-11-02 09:00 起没有动静", checks["sweeps"], StringComparison.Ordinal);
        pulse.Beat("TimerSweep");
        Assert.Equal(HttpStatusCode.OK, (await ReadyAsync(app)).Status);
    }

    [Theory, Databases]
    public async Task A_node_whose_disk_is_nearly_full_is_not_ready(DatabaseProvider provider)
    {
        await using var app = await StartAsync(provider, settings: new Dictionary<string, string?>
        {
            ["Observability:DiskFreeMegabytesMin"] = "2000000000",
        });
        var (status, checks) = await ReadyAsync(app);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, status);
        Assert.Contains("磁盘只剩", checks["disk"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_node_without_its_database_lives_but_is_not_ready_and_tells_no_secrets()
    {
        await using var app = await StartAsync(DatabaseProvider.PostgreSql);
        var connection = new NpgsqlConnectionStringBuilder(app.SettingsOfAnotherProcess
            .Single(s => s.Key == "Database:ConnectionString").Value);
        await PostgresServer.ExecuteAsync($"DROP DATABASE {connection.Database} WITH (FORCE)");
        NpgsqlConnection.ClearAllPools();
        var (status, checks) = await ReadyAsync(app);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, status);
        Assert.Contains("数据库连不上", checks["database"], StringComparison.Ordinal);
        Assert.DoesNotContain(checks.Values, r => r?.Contains(connection.Database!, StringComparison.Ordinal) == true);
        using var nobody = app.CreateClient();
        Assert.Equal(HttpStatusCode.OK, (await nobody.GetAsync("/health/live")).StatusCode);
    }

    [Theory, Databases]
    public async Task Sweeps_that_run_are_heard(DatabaseProvider provider)
    {
        await using var app = await StartAsync(provider);
        await using var node = app.StartNode(sweeping: true);
        var pulse = node.Services.GetRequiredService<SweepPulse>();
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (pulse.SilentFor(TimeSpan.FromSeconds(-1)).Count < node.Services.GetServices<ISweep>().Count())
            await Task.Delay(20, limit.Token);
        Assert.Contains(pulse.SilentFor(TimeSpan.FromSeconds(-1)), s => s.Sweep == "JobSweep");
    }

    private static Task<ProductApp> StartAsync(
        DatabaseProvider provider, Action<IServiceCollection>? services = null,
        IReadOnlyDictionary<string, string?>? settings = null) =>
        ProductApp.StartAsync(provider, MailDispatcherTests.NoWorkflows, services, settings: settings);

    private static async Task<(HttpStatusCode Status, Dictionary<string, string?> Checks)> ReadyAsync(ProductApp app)
    {
        using var nobody = app.CreateClient();
        var answer = await nobody.GetAsync("/health/ready");
        using var json = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
        var checks = json.RootElement.GetProperty("checks").EnumerateArray().ToDictionary(
            c => c.GetProperty("name").GetString()!, c => c.GetProperty("reason").GetString());
        return (answer.StatusCode, checks);
    }
}
