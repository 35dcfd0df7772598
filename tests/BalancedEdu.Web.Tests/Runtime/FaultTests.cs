using System.Data.Common;
using System.Security.Cryptography;
using BalancedEdu.Bpmn.Execution;
using BalancedEdu.Feel.Values;
using BalancedEdu.Web.Data;
using BalancedEdu.Web.Data.Cases;
using BalancedEdu.Web.Runtime;
using BalancedEdu.Web.Runtime.Sweeps;
using BalancedEdu.Web.Tests.App;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Npgsql;

namespace BalancedEdu.Web.Tests.Runtime;

/// <summary>Faults of docs/concepts/reliability.md that belong to no single part.</summary>
public sealed class FaultTests
{
    private const string Form = """{ "seats": 45 }""";

    [Fact]
    public async Task A_step_that_finds_the_disk_full_leaves_nothing_and_goes_through_when_there_is_space()
    {
        await using var app = await TrialProcess.StartAppAsync(DatabaseProvider.Sqlite);
        var caseId = (await app.StartCaseAsync("trial", TrialProcess.Variables)).CaseId;
        var before = await CaseAsync(app, caseId);
        var large = Convert.ToBase64String(RandomNumberGenerator.GetBytes(4_000_000));
        var command = new SetVariables(new([new("large", FeelValue.Of(large))]));

        await LimitAsync(app, "(SELECT page_count FROM pragma_page_count)");
        var full = await Assert.ThrowsAsync<SqliteException>(() => app.ExecuteAsync(caseId, command, "once"));
        Assert.Equal(13, full.SqliteErrorCode);
        Assert.Equal(before.Version, (await CaseAsync(app, caseId)).Version);
        await using var db = app.Open();
        Assert.Equal(before.LastSequence, await db.CaseEvents.CountAsync());

        await LimitAsync(app, "1073741823");
        Assert.Null(await app.ExecuteAsync(caseId, command, "once"));
        Assert.Equal(before.Version + 1, (await CaseAsync(app, caseId)).Version);
        Assert.Null(EventChain.FindBreak(await db.CaseEvents.OrderBy(e => e.Sequence).ToListAsync()));
    }

    [Fact]
    public async Task A_node_whose_database_goes_away_carries_on_when_it_is_back()
    {
        var jobs = new TrialJobs();
        await using var app = await TrialProcess.StartAppAsync(DatabaseProvider.PostgreSql, jobs);
        var caseId = (await app.StartCaseAsync("trial", TrialProcess.Variables)).CaseId;
        await app.CompleteAsync(caseId, "REVIEW", "peimingyuan", "pass", form: Form);

        await AllowAsync(app, false);
        await Assert.ThrowsAnyAsync<Exception>(app.SweepAsync);
        await Assert.ThrowsAnyAsync<Exception>(() => app.ExecuteAsync(caseId, new CancelInstance("撤件")));
        Assert.Empty(jobs.Calls);

        await AllowAsync(app, true);
        await UntilAsync(app.SweepAsync);
        await app.AdvanceAsync(TimeSpan.FromMinutes(10));
        await using var db = app.Open();
        Assert.Equal(CaseStatus.Running, (await db.Cases.SingleAsync()).Status);
        Assert.Equal(OutboxStatus.Done, (await db.OutboxJobs.SingleAsync()).Status);
        var events = await db.CaseEvents.OrderBy(e => e.Sequence).ToListAsync();
        Assert.Single(events, e => e.Kind == "JobCompleted");
        Assert.Null(EventChain.FindBreak(events));
    }

    [Fact]
    public async Task A_sweep_that_throws_goes_round_again_with_the_next_wake()
    {
        var (waker, sweep) = (new Waker(), new Stumbling());
        using var loop = new SweepLoop(
            [sweep], waker, new SweepPulse(TimeProvider.System), new FakeTimeProvider(),
            NullLogger<SweepLoop>.Instance);
        await loop.StartAsync(default);
        await sweep.Stumbled.Task.WaitAsync(TimeSpan.FromSeconds(30));
        waker.Wake();
        await sweep.WentOn.Task.WaitAsync(TimeSpan.FromSeconds(30));
        await loop.StopAsync(default);
    }

    [Fact]
    public async Task A_node_that_nobody_wakes_looks_by_itself()
    {
        var (clock, sweep) = (new FakeTimeProvider(), new Stumbling());
        using var loop = new SweepLoop(
            [sweep], new Waker(), new SweepPulse(clock), clock, NullLogger<SweepLoop>.Instance);
        await loop.StartAsync(default);
        await sweep.Stumbled.Task.WaitAsync(TimeSpan.FromSeconds(30));
        clock.Advance(SweepLoop.Every);
        await sweep.WentOn.Task.WaitAsync(TimeSpan.FromSeconds(30));
        await loop.StopAsync(default);
    }

    [Theory, Databases]
    public async Task A_clock_that_is_set_back_fires_nothing_early_and_nothing_twice(DatabaseProvider provider)
    {
        await using var app = await TrialProcess.StartAppAsync(provider);
        var caseId = (await app.StartCaseAsync("trial", TrialProcess.Variables)).CaseId;
        await app.CompleteAsync(caseId, "REVIEW", "peimingyuan", "pass", form: Form);
        await app.SweepAsync();
        await using var db = app.Open();
        var due = (await db.Timers.AsNoTracking().SingleAsync()).DueAt;

        app.Clock.AdjustTime(due - TimeSpan.FromHours(3));
        await app.SweepAsync();
        app.Clock.AdjustTime(due - TimeSpan.FromSeconds(1));
        await app.SweepAsync();
        Assert.Equal(1, await db.Timers.CountAsync());
        app.Clock.AdjustTime(due);
        await app.SweepAsync();
        app.Clock.AdjustTime(due - TimeSpan.FromHours(1));
        await app.SweepAsync();
        app.Clock.AdjustTime(due + TimeSpan.FromHours(1));
        await app.SweepAsync();
        Assert.NotNull(await app.OpenTaskAsync(caseId, "APPROVE"));
        var events = await db.CaseEvents.OrderBy(e => e.Sequence).ToListAsync();
        Assert.Single(events, e => e.Kind == "TimerFired");
        Assert.Null(EventChain.FindBreak(events));
    }

    [Theory, Databases]
    public async Task A_timer_that_is_refused_since_it_is_not_due_stays_and_fires_when_it_is(
        DatabaseProvider provider)
    {
        await using var app = await TrialProcess.StartAppAsync(provider);
        var caseId = (await app.StartCaseAsync("trial", TrialProcess.Variables)).CaseId;
        await app.CompleteAsync(caseId, "REVIEW", "peimingyuan", "pass", form: Form);
        await app.SweepAsync();
        await using var db = app.Open();
        var due = (await db.Timers.AsNoTracking().SingleAsync()).DueAt;

        // As if it had been taken when it was due, and the clock set back before its step.
        await db.Timers.ExecuteUpdateAsync(t => t.SetProperty(x => x.DueAt, app.Clock.GetUtcNow()));
        await app.SweepAsync();
        Assert.Equal(1, await db.Timers.CountAsync());
        await db.Timers.ExecuteUpdateAsync(t => t.SetProperty(x => x.DueAt, due));
        app.Clock.AdjustTime(due);
        await app.SweepAsync();
        Assert.NotNull(await app.OpenTaskAsync(caseId, "APPROVE"));
    }

    [Theory, Databases]
    public async Task A_case_that_can_not_go_on_holds_up_no_other(DatabaseProvider provider)
    {
        await using var app = await TrialProcess.StartAppAsync(provider);
        var cases = new List<long>();
        for (var i = 0; i < 3; i++)
        {
            cases.Add((await app.StartCaseAsync("trial", TrialProcess.Variables)).CaseId);
            await app.CompleteAsync(cases[i], "REVIEW", "peimingyuan", "pass", form: Form);
        }
        await app.SweepAsync();
        await using var db = app.Open();
        await db.Cases.Where(c => c.Id == cases[0])
            .ExecuteUpdateAsync(c => c.SetProperty(x => x.State, "{"u8.ToArray()));
        await app.AdvanceAsync(TimeSpan.FromHours(1));
        Assert.NotNull(await app.OpenTaskAsync(cases[1], "APPROVE"));
        Assert.NotNull(await app.OpenTaskAsync(cases[2], "APPROVE"));
        Assert.Equal(cases[0], (await db.Incidents.SingleAsync()).CaseId);
    }

    private static async Task<Case> CaseAsync(ProductApp app, long caseId)
    {
        await using var db = app.Open();
        return await db.Cases.AsNoTracking().SingleAsync(c => c.Id == caseId);
    }

    /// <summary>The file may not grow beyond so many pages; the one connection that writes keeps to it.</summary>
    private static async Task LimitAsync(ProductApp app, string pages)
    {
        await using var lease = await app.Services.GetRequiredService<RawConnections>().OpenForWritingAsync(default);
        await using var command = lease.Connection.CreateCommand();
        command.CommandText = $"SELECT {pages}";
        var limit = (long)(await command.ExecuteScalarAsync())!;
        command.CommandText = $"PRAGMA max_page_count = {limit}";
        Assert.Equal(limit, (long)(await command.ExecuteScalarAsync())!);
    }

    private static async Task AllowAsync(ProductApp app, bool allowed)
    {
        var name = new NpgsqlConnectionStringBuilder(app.SettingsOfAnotherProcess
            .Single(s => s.Key == "Database:ConnectionString").Value).Database;
        await PostgresServer.ExecuteAsync($"ALTER DATABASE {name} ALLOW_CONNECTIONS {allowed}");
        if (!allowed)
            await PostgresServer.ExecuteAsync(
                $"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'");
    }

    /// <summary>Connections that broke are found one by one.</summary>
    private static async Task UntilAsync(Func<Task> sweep)
    {
        for (var attempt = 1; ; attempt++)
            try
            {
                await sweep();
                return;
            }
            catch (Exception e) when (attempt < 20 && e is DbException or InvalidOperationException)
            {
                Assert.NotNull(e);
            }
    }

    private sealed class Stumbling : ISweep
    {
        public TaskCompletionSource Stumbled { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public TaskCompletionSource WentOn { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task<int> RunAsync(CancellationToken cancellation)
        {
            if (Stumbled.TrySetResult())
                throw new TimeoutException("The database is away.");
            WentOn.TrySetResult();
            return Task.FromResult(0);
        }
    }
}
