using BalancedEdu.Bpmn.Execution;
using BalancedEdu.Web.Data;
using BalancedEdu.Web.Data.Cases;
using BalancedEdu.Web.Runtime;
using BalancedEdu.Web.Runtime.Sweeps;
using BalancedEdu.Web.Tests.App;
using Microsoft.EntityFrameworkCore;

namespace BalancedEdu.Web.Tests.Runtime;

public sealed class JobSweepTests
{
    private const string Form = """{ "seats": 45 }""";

    [Theory, Databases]
    public async Task A_job_sees_its_inputs_and_its_outputs_go_on_with_the_case(DatabaseProvider provider)
    {
        var jobs = new TrialJobs();
        await using var app = await TrialProcess.StartAppAsync(provider, jobs);
        await ReviewedAsync(app);
        var call = Assert.Single(jobs.Calls);
        Assert.True(call.Inputs.TryGet("subject", out var subject));
        Assert.Equal("明德小学", subject.AsString());
        Assert.Equal("SB-2026-0001", call.CaseNumber);
        await using var db = app.Open();
        Assert.Equal(OutboxStatus.Done, (await db.OutboxJobs.SingleAsync()).Status);
        var state = ProcessState.FromJson((await db.Cases.SingleAsync()).State);
        Assert.True(state.Variables.TryGet("score", out var score));
        Assert.Equal(42m, score.AsNumber());
    }

    [Theory, Databases]
    public async Task A_job_that_fails_is_tried_again_with_the_same_key_until_it_succeeds(DatabaseProvider provider)
    {
        var jobs = new TrialJobs { Fails = new TimeoutException("没有回应") };
        await using var app = await TrialProcess.StartAppAsync(provider, jobs);
        await ReviewedAsync(app);
        await using (var db = app.Open())
        {
            var row = await db.OutboxJobs.SingleAsync();
            Assert.Equal((OutboxStatus.Pending, 1, "没有回应"), (row.Status, row.Attempts, row.LastError));
        }
        jobs.Fails = null;
        await app.AdvanceAsync(TimeSpan.FromSeconds(15));
        await using var check = app.Open();
        Assert.Equal(OutboxStatus.Done, (await check.OutboxJobs.SingleAsync()).Status);
        Assert.Equal(2, jobs.Calls.Count);
        Assert.Single(jobs.Calls.Select(c => c.Key).Distinct());
    }

    [Theory, Databases]
    public async Task A_job_that_can_not_succeed_is_an_incident_and_goes_on_when_it_is_resolved(
        DatabaseProvider provider)
    {
        var jobs = new TrialJobs { Fails = new JobFailedException("缺少标准，请先维护标准后重试。") };
        await using var app = await TrialProcess.StartAppAsync(provider, jobs);
        var caseId = await ReviewedAsync(app);
        long at;
        await using (var db = app.Open())
        {
            var incident = await db.Incidents.SingleAsync();
            Assert.Equal("WORK", incident.ElementId);
            Assert.Contains("缺少标准", incident.Message, StringComparison.Ordinal);
            Assert.Equal(OutboxStatus.Dead, (await db.OutboxJobs.SingleAsync()).Status);
            at = incident.ElementInstanceId;
        }
        jobs.Fails = null;
        Assert.Null(await app.ExecuteAsync(caseId, new ResolveIncident(at)));
        await app.SweepAsync();
        await using var check = app.Open();
        Assert.NotNull((await check.Incidents.SingleAsync()).ResolvedAt);
        Assert.Equal(OutboxStatus.Done, (await check.OutboxJobs.SingleAsync()).Status);
        Assert.Equal(2, await check.OutboxMails.CountAsync(m => m.Template == "told"));
    }

    [Theory, Databases]
    public async Task A_job_that_keeps_failing_is_given_to_a_person(DatabaseProvider provider)
    {
        var jobs = new TrialJobs { Fails = new TimeoutException("没有回应") };
        await using var app = await TrialProcess.StartAppAsync(provider, jobs);
        await ReviewedAsync(app);
        for (var hour = 0; hour < 12; hour++)
            await app.AdvanceAsync(TimeSpan.FromHours(1));
        await using var db = app.Open();
        var row = await db.OutboxJobs.SingleAsync();
        Assert.Equal((OutboxStatus.Dead, 8), (row.Status, row.Attempts));
        Assert.Single(await db.Incidents.ToListAsync());
    }

    [Theory, Databases]
    public async Task A_job_that_fails_again_when_a_person_has_it_tried_again_is_an_incident_again(
        DatabaseProvider provider)
    {
        var jobs = new TrialJobs { Fails = new JobFailedException("缺少标准，请先维护标准后重试。") };
        await using var app = await TrialProcess.StartAppAsync(provider, jobs);
        var caseId = await ReviewedAsync(app);
        await using var db = app.Open();
        var at = (await db.Incidents.SingleAsync()).ElementInstanceId;
        Assert.Null(await app.ExecuteAsync(caseId, new ResolveIncident(at)));
        await app.AdvanceAsync(TimeSpan.FromSeconds(1));
        Assert.Single(await db.Incidents.AsNoTracking().Where(i => i.ResolvedAt == null).ToListAsync());
        Assert.Equal(OutboxStatus.Dead, (await db.OutboxJobs.AsNoTracking().SingleAsync()).Status);
    }

    [Theory, Databases]
    public async Task A_handler_that_is_deaf_to_its_time_limit_holds_up_nothing(DatabaseProvider provider)
    {
        var end = new TaskCompletionSource();
        var jobs = new TrialJobs { Hangs = end.Task };
        await using var app = await TrialProcess.StartAppAsync(provider, jobs);
        var started = await app.StartCaseAsync("trial", TrialProcess.Variables);
        await app.CompleteAsync(started.CaseId, "REVIEW", "peimingyuan", "pass", form: Form);
        var sweep = app.SweepAsync();
        await jobs.Hanging.Task;
        Assert.False(sweep.IsCompleted);
        app.Clock.Advance(TimeSpan.FromSeconds(60));
        await sweep;
        await using var db = app.Open();
        var row = await db.OutboxJobs.AsNoTracking().SingleAsync();
        Assert.Equal(
            (OutboxStatus.Pending, 1, "超过 60 秒没有完成。"), (row.Status, row.Attempts, row.LastError));

        // What it gives when it is too late is not taken; the next attempt is.
        jobs.Hangs = null;
        end.SetResult();
        await app.AdvanceAsync(TimeSpan.FromSeconds(15));
        Assert.Equal(OutboxStatus.Done, (await db.OutboxJobs.AsNoTracking().SingleAsync()).Status);
        Assert.Single(await db.CaseEvents.Where(e => e.Kind == "JobCompleted").ToListAsync());
    }

    [Theory, Databases]
    public async Task Jobs_of_a_kind_that_fails_for_different_cases_are_left_alone_and_others_are_not(
        DatabaseProvider provider)
    {
        var jobs = new TrialJobs { Fails = new TimeoutException("没有回应") };
        await using var app = await TrialProcess.StartAppAsync(provider, jobs);
        for (var i = 0; i < CircuitBreaker.FailuresMax; i++)
            await ReviewedAsync(app);
        var tried = jobs.Calls.Count;
        await ReviewedAsync(app);
        Assert.Equal(tried, jobs.Calls.Count);
        await using var db = app.Open();
        var waiting = await db.OutboxJobs.AsNoTracking().OrderByDescending(j => j.Id).FirstAsync();
        Assert.Equal((OutboxStatus.Pending, 0), (waiting.Status, waiting.Attempts));
        await PutRungJobAsync(app, waiting.CaseId, 1);
        await app.SweepAsync();
        Assert.Single(jobs.Calls, c => c.Key == "rung/1");

        jobs.Fails = null;
        await app.AdvanceAsync(CircuitBreaker.ShutFor);
        await app.AdvanceAsync(CircuitBreaker.ShutFor * 2);
        Assert.All(await db.OutboxJobs.AsNoTracking().ToListAsync(), j => Assert.Equal(OutboxStatus.Done, j.Status));
    }

    [Theory, Databases]
    public async Task A_deliberate_failure_shuts_no_kind(DatabaseProvider provider)
    {
        var jobs = new TrialJobs { Fails = new JobFailedException("缺少标准，请先维护标准后重试。") };
        await using var app = await TrialProcess.StartAppAsync(provider, jobs);
        for (var i = 0; i <= CircuitBreaker.FailuresMax; i++)
            await ReviewedAsync(app);
        Assert.Equal(CircuitBreaker.FailuresMax + 1, jobs.Calls.Count);
    }

    [Theory, Databases]
    public async Task A_later_job_of_a_case_that_nobody_waits_for_comes_after_the_earlier_ones(
        DatabaseProvider provider)
    {
        var jobs = new TrialJobs { CapFails = new TimeoutException("没有回应") };
        await using var app = await TrialProcess.StartAppAsync(provider, jobs);
        var first = (await app.StartCaseAsync("trial", TrialProcess.Variables)).CaseId;
        var second = (await app.StartCaseAsync("trial", TrialProcess.Variables)).CaseId;
        await PutRungJobAsync(app, first, 1);
        await PutRungJobAsync(app, first, 2);
        await PutRungJobAsync(app, second, 3);
        await app.SweepAsync();
        Assert.Equal(["rung/1", "rung/3"], jobs.Calls.Select(c => c.Key).Order());
        jobs.CapFails = null;
        await app.AdvanceAsync(TimeSpan.FromSeconds(15));
        Assert.Equal(
            ["rung/1", "rung/2"], jobs.Calls.Where(c => c.CaseId == first).Select(c => c.Key).Skip(1));
    }

    private static async Task PutRungJobAsync(ProductApp app, long caseId, int number)
    {
        await using var db = app.Open();
        db.OutboxJobs.Add(new()
        {
            Id = 700_000 + number, Key = $"rung/{number}", CaseId = caseId, Job = "trial.cap", Inputs = "{}",
            CreatedAt = app.Clock.GetUtcNow(), NextAttemptAt = app.Clock.GetUtcNow(),
        });
        await db.SaveChangesAsync();
    }

    private static async Task<long> ReviewedAsync(ProductApp app)
    {
        var started = await app.StartCaseAsync("trial", TrialProcess.Variables);
        await app.CompleteAsync(started.CaseId, "REVIEW", "peimingyuan", "pass", form: Form);
        await app.SweepAsync();
        return started.CaseId;
    }
}
