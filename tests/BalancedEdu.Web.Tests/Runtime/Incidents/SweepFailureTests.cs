using BalancedEdu.Bpmn.Execution;
using BalancedEdu.Web.Data;
using BalancedEdu.Web.Data.Cases;
using BalancedEdu.Web.Runtime;
using BalancedEdu.Web.Runtime.Incidents;
using BalancedEdu.Web.Tests.App;
using Microsoft.EntityFrameworkCore;

namespace BalancedEdu.Web.Tests.Runtime.Incidents;

/// <summary>What a person must look at becomes a row, once, and goes when its cause has gone.</summary>
public sealed class SweepFailureTests
{
    private const string Form = """{ "seats": 45 }""";

    [Theory, Databases]
    public async Task A_task_that_nobody_can_do_is_an_incident_until_it_is_withdrawn(DatabaseProvider provider)
    {
        await using var app = await TrialProcess.StartAppAsync(provider);
        await using (var db = app.Open())
            await db.Holdings.Where(h => h.PositionId == "edu.basic").ExecuteDeleteAsync();
        var started = await app.StartCaseAsync("trial", TrialProcess.Variables);
        var task = await app.OpenTaskAsync(started.CaseId, "REVIEW");
        await app.SweepAsync();
        var incident = await OnlyAsync(app);
        Assert.Equal(
            (IncidentCodes.Unassignable, task.Id, started.CaseId, null),
            (incident.Code, incident.SourceId, incident.CaseId, incident.ResolvedAt));
        Assert.Contains("“审核”没有人可以办理", incident.Message, StringComparison.Ordinal);

        Assert.Null(await app.ExecuteAsync(started.CaseId, new CancelInstance("撤件")));
        await app.AdvanceAsync(TimeSpan.FromSeconds(15));
        Assert.NotNull((await OnlyAsync(app)).ResolvedAt);
    }

    [Theory, Databases]
    public async Task A_timer_whose_step_throws_is_one_incident_with_its_stack_and_ends_when_it_fires(
        DatabaseProvider provider)
    {
        await using var app = await TrialProcess.StartAppAsync(provider);
        var started = await app.StartCaseAsync("trial", TrialProcess.Variables);
        await app.CompleteAsync(started.CaseId, "REVIEW", "peimingyuan", "pass", form: Form);
        await app.SweepAsync();
        var state = await ChangeStateAsync(app, started.CaseId, "{}"u8.ToArray());
        await app.AdvanceAsync(TimeSpan.FromHours(1));
        await app.AdvanceAsync(TimeSpan.FromMinutes(2));
        var incident = await OnlyAsync(app);
        Assert.Equal((IncidentCodes.TimerFailed, "WAIT", 2), (incident.Code, incident.ElementId, incident.Times));
        Assert.Contains("定时到期后没能执行", incident.Message, StringComparison.Ordinal);
        Assert.Contains("   at BalancedEdu.Bpmn.", incident.Detail, StringComparison.Ordinal);

        await ChangeStateAsync(app, started.CaseId, state);
        await app.AdvanceAsync(TimeSpan.FromMinutes(2));
        await app.AdvanceAsync(TimeSpan.FromSeconds(15));
        Assert.NotNull((await OnlyAsync(app)).ResolvedAt);
        Assert.NotNull(await app.OpenTaskAsync(started.CaseId, "APPROVE"));
    }

    [Theory, Databases]
    public async Task A_reminder_whose_step_throws_is_one_incident_and_goes_out_when_it_can(DatabaseProvider provider)
    {
        await using var app = await TrialProcess.StartAppAsync(provider);
        var started = await app.StartCaseAsync("trial", TrialProcess.Variables);
        await app.SweepAsync();
        var state = await ChangeStateAsync(app, started.CaseId, "{"u8.ToArray());
        await app.AdvanceAsync(TimeSpan.FromDays(3));
        await app.SweepAsync();
        await using (var db = app.Open())
        {
            var incidents = await db.Incidents.AsNoTracking().ToListAsync();
            Assert.All(incidents, i => Assert.Equal((IncidentCodes.RungFailed, "REVIEW"), (i.Code, i.ElementId)));
            Assert.Equal(incidents.Count, await db.Rungs.CountAsync(r => r.DueAt <= app.Clock.GetUtcNow()));
        }
        await ChangeStateAsync(app, started.CaseId, state);
        await app.AdvanceAsync(TimeSpan.FromSeconds(15));
        await app.AdvanceAsync(TimeSpan.FromSeconds(15));
        await using var check = app.Open();
        Assert.DoesNotContain(await check.Incidents.ToListAsync(), i => i.ResolvedAt == null);
        Assert.True(await check.OutboxMails.AnyAsync(m => m.Template == "task-reminder"));
    }

    [Theory]
    [Databases(true)]
    [Databases(false)]
    public async Task A_job_out_of_retries_keeps_its_stack_where_the_fault_is_in_our_code(
        DatabaseProvider provider, bool ours)
    {
        var jobs = new TrialJobs
        {
            Fails = ours ? new InvalidOperationException("下标越界") : new JobFailedException("缺少标准，请先维护。"),
        };
        await using var app = await TrialProcess.StartAppAsync(provider, jobs);
        var started = await app.StartCaseAsync("trial", TrialProcess.Variables);
        await app.CompleteAsync(started.CaseId, "REVIEW", "peimingyuan", "pass", form: Form);
        for (var hour = 0; hour < 12; hour++)
            await app.AdvanceAsync(TimeSpan.FromHours(1));
        var incident = await OnlyAsync(app);
        Assert.Equal(("bpmn.job.failed", "WORK"), (incident.Code, incident.ElementId));
        Assert.Equal(ours, incident.Detail?.Contains("TrialProcess", StringComparison.Ordinal) ?? false);
    }

    private static async Task<IncidentRow> OnlyAsync(ProductApp app)
    {
        await using var db = app.Open();
        return await db.Incidents.AsNoTracking().SingleAsync();
    }

    private static async Task<byte[]> ChangeStateAsync(ProductApp app, long caseId, byte[] state)
    {
        await using var db = app.Open();
        var row = await db.Cases.SingleAsync(c => c.Id == caseId);
        var before = row.State;
        row.State = state;
        await db.SaveChangesAsync();
        return before;
    }
}
