using BalancedEdu.Bpmn.Execution;
using BalancedEdu.Web.Data;
using BalancedEdu.Web.Data.Cases;
using BalancedEdu.Web.Runtime;
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

    private static async Task<long> ReviewedAsync(ProductApp app)
    {
        var started = await app.StartCaseAsync("trial", TrialProcess.Variables);
        await app.CompleteAsync(started.CaseId, "REVIEW", "peimingyuan", "pass", form: Form);
        await app.SweepAsync();
        return started.CaseId;
    }
}
