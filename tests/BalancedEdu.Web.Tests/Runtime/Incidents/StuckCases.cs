using BalancedEdu.Feel.Values;
using BalancedEdu.Web.Data;
using BalancedEdu.Web.Data.Cases;
using BalancedEdu.Web.Data.Organisation;
using BalancedEdu.Web.Runtime;
using BalancedEdu.Web.Runtime.Incidents;
using BalancedEdu.Web.Tests.App;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace BalancedEdu.Web.Tests.Runtime.Incidents;

/// <summary>The application with a process that stops in each way, and its administrator.</summary>
internal sealed class StuckCases : IAsyncDisposable
{
    public const string Reason = "按 11 月 2 日例会意见处理";

    private StuckCases(ProductApp app, TrialJobs jobs, AppUser admin) => (App, Jobs, Admin) = (app, jobs, admin);

    public ProductApp App { get; }

    public TrialJobs Jobs { get; }

    public AppUser Admin { get; }

    public static async Task<StuckCases> StartAsync(DatabaseProvider provider)
    {
        var jobs = new TrialJobs();
        var app = await ProductApp.StartAsync(provider, "Runtime/IncidentWorkflows", services =>
        {
            services.AddSingleton(jobs);
            TrialProcess.AddJobs(services);
        });
        return new(app, jobs, await app.PersonAsync("admin"));
    }

    public async ValueTask DisposeAsync() => await App.DisposeAsync();

    /// <summary>A case that stands at the gateway: no flow fits.</summary>
    public async Task<IncidentRow> AtTheGatewayAsync()
    {
        var started = await StartCaseAsync("nowhere");
        return await OnlyOpenAsync(started);
    }

    /// <summary>A case whose job can't succeed.</summary>
    public async Task<IncidentRow> AtTheJobAsync()
    {
        Jobs.Fails = new JobFailedException("缺少标准，请先维护。");
        var started = await StartCaseAsync("work");
        await App.SweepAsync();
        return await OnlyOpenAsync(started);
    }

    /// <summary>A case with a task for which there is nobody.</summary>
    public async Task<IncidentRow> WithoutAnybodyAsync()
    {
        await using (var db = App.Open())
            await db.Holdings.Where(h => h.PositionId == "edu.basic").ExecuteDeleteAsync();
        return await OnlyOpenAsync(await StartCaseAsync("review"));
    }

    /// <summary>A case whose escalation wants a job that can't succeed.</summary>
    public async Task<IncidentRow> AtTheRungAsync()
    {
        Jobs.CapFails = new JobFailedException("没有招生计划，请先导入。");
        var started = await StartCaseAsync("review");
        await App.SweepAsync();
        await App.AdvanceAsync(TimeSpan.FromDays(4));
        return await OnlyOpenAsync(started);
    }

    public async Task<long> StartCaseAsync(string way) =>
        (await App.StartCaseAsync("stuck", new([new("way", FeelValue.Of(way))]))).CaseId;

    public async Task<T> ActAsync<T>(Func<IncidentActions, Task<T>> act)
    {
        await using var scope = App.Services.CreateAsyncScope();
        return await act(scope.ServiceProvider.GetRequiredService<IncidentActions>());
    }

    public Task<ActionRefusal?> RetryAsync(IncidentRow row, AppUser? by = null, string? reason = Reason) =>
        ActAsync(a => a.RetryAsync(new(row.Id, row.Times, reason), by ?? Admin, default));

    public Task<ActionRefusal?> MendAsync(IncidentRow row, string json, long? version = null) =>
        ActAsync(async a => await a.MendAsync(
            new(row.Id, row.Times, Reason), json, version ?? (await CaseAsync(row)).Version, Admin, default));

    public Task<ActionRefusal?> PassAsync(IncidentRow row, string? json) =>
        ActAsync(a => a.PassAsync(new(row.Id, row.Times, Reason), json, Admin, default));

    public Task<ActionRefusal?> AssignAsync(IncidentRow row, string to) =>
        ActAsync(a => a.AssignAsync(new(row.Id, row.Times, Reason), to, Admin, default));

    public Task<ActionRefusal?> CancelAsync(IncidentRow row) =>
        ActAsync(a => a.CancelAsync(new(row.Id, row.Times, Reason), Admin, default));

    public async Task<Case> CaseAsync(IncidentRow row)
    {
        await using var db = App.Open();
        return await db.Cases.AsNoTracking().SingleAsync(c => c.Id == row.CaseId);
    }

    public async Task<IncidentRow> AgainAsync(IncidentRow row)
    {
        await using var db = App.Open();
        return await db.Incidents.AsNoTracking().SingleAsync(i => i.Id == row.Id);
    }

    public async Task<IncidentRow> OnlyOpenAsync(long? caseId)
    {
        await using var db = App.Open();
        return await db.Incidents.AsNoTracking().SingleAsync(i => i.CaseId == caseId && i.ResolvedAt == null);
    }

    /// <summary>Expects the chain to hold, and to tell once who did what and why.</summary>
    public async Task AssertRecordedAsync(IncidentRow row, string kind)
    {
        await using var db = App.Open();
        var events = await db.CaseEvents.AsNoTracking().Where(e => e.CaseId == row.CaseId).OrderBy(e => e.Sequence)
            .ToListAsync();
        Assert.Null(EventChain.FindBreak(events));
        var recorded = Assert.Single(events, e => e.Kind == kind);
        Assert.Equal("admin", recorded.Actor);
        Assert.Contains($"\"incident\":{row.Id},", recorded.Data, StringComparison.Ordinal);
        Assert.Contains(Reason, recorded.Data, StringComparison.Ordinal);
    }
}
