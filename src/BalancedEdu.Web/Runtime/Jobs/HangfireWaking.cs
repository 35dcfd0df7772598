using BalancedEdu.Web.Data;
using Hangfire;
using Hangfire.InMemory;
using Hangfire.PostgreSql;
using Hangfire.PostgreSql.Factories;

namespace BalancedEdu.Web.Runtime.Jobs;

/// <summary>
/// Has Hangfire wake the sweeps every fifteen seconds: in memory on SQLite, over its own tables on PostgreSQL, where
/// the job goes to one node of many. That each of them looks is <see cref="Sweeps.SweepLoop"/>'s.
/// </summary>
internal static class HangfireWaking
{
    private const string EveryFifteenSeconds = "*/15 * * * * *";

    /// <summary>Registers the server and its one recurring job; nothing of it is shown on a page.</summary>
    public static void AddSweepJob(this IServiceCollection services, DatabaseSettings database)
    {
        // The service's own, not Hangfire's static one: of two hosts in a process, each wakes itself.
        services.AddSingleton(_ => Storage(database));
        services.AddHangfire(hangfire =>
            hangfire.UseSimpleAssemblyNameTypeSerializer().UseRecommendedSerializerSettings());
        services.AddHangfireServer(server =>
        {
            server.WorkerCount = 1;
            server.SchedulePollingInterval = TimeSpan.FromSeconds(5);
        });
        services.AddHostedService<Schedule>();
    }

    private static JobStorage Storage(DatabaseSettings database)
    {
        if (database.Provider != DatabaseProvider.PostgreSql)
            return new InMemoryStorage();
        var options = new PostgreSqlStorageOptions();
        return new PostgreSqlStorage(new NpgsqlConnectionFactory(database.ConnectionString, options), options);
    }

    private sealed class Schedule(IRecurringJobManager jobs) : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken)
        {
            jobs.AddOrUpdate<SweepJob>("sweep", job => job.Run(), EveryFifteenSeconds);
            return Task.CompletedTask;
        }

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
