using BalancedEdu.Bpmn.Execution;
using BalancedEdu.Web.Data;
using BalancedEdu.Web.Data.Cases;
using BalancedEdu.Web.Runtime.Incidents;
using BalancedEdu.Web.Tests.App;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace BalancedEdu.Web.Tests.Runtime.Incidents;

/// <summary>What an administrator does about incidents, and that each leaves its reason in the case's chain.</summary>
public sealed class IncidentActionsTests
{
    [Theory, Databases]
    public async Task A_job_is_tried_again_and_the_case_goes_on(DatabaseProvider provider)
    {
        await using var stuck = await StuckCases.StartAsync(provider);
        var row = await stuck.AtTheJobAsync();
        stuck.Jobs.Fails = null;
        Assert.Null(await stuck.RetryAsync(row));
        await stuck.App.SweepAsync();
        Assert.NotNull(await stuck.App.OpenTaskAsync(row.CaseId!.Value, "APPROVE"));
        Assert.NotNull((await stuck.AgainAsync(row)).ResolvedAt);
        await stuck.AssertRecordedAsync(row, "IncidentRetried");
    }

    [Theory, Databases]
    public async Task What_stops_again_when_it_is_tried_is_another_incident_that_waits(DatabaseProvider provider)
    {
        await using var stuck = await StuckCases.StartAsync(provider);
        var row = await stuck.AtTheGatewayAsync();
        Assert.Null(await stuck.RetryAsync(row));
        Assert.NotNull((await stuck.AgainAsync(row)).ResolvedAt);
        Assert.NotEqual(row.Id, (await stuck.OnlyOpenAsync(row.CaseId)).Id);
    }

    [Theory, Databases]
    public async Task Mended_variables_let_a_case_go_on_and_others_stay(DatabaseProvider provider)
    {
        await using var stuck = await StuckCases.StartAsync(provider);
        var row = await stuck.AtTheGatewayAsync();
        Assert.Null(await stuck.MendAsync(row, """{ "way": "review", "note": "改道" }"""));
        Assert.NotNull(await stuck.App.OpenTaskAsync(row.CaseId!.Value, "REVIEW"));
        var variables = ProcessState.FromJson((await stuck.CaseAsync(row)).State).Variables;
        Assert.Equal(["initiator", "note", "way"], variables.Select(v => v.Key).Order());
        await stuck.AssertRecordedAsync(row, "IncidentMended");
        await stuck.AssertRecordedAsync(row, "IncidentRetried");
    }

    [Theory, Databases]
    public async Task A_job_is_passed_with_an_answer_by_hand_and_its_row_is_given_up(DatabaseProvider provider)
    {
        await using var stuck = await StuckCases.StartAsync(provider);
        var row = await stuck.AtTheJobAsync();
        Assert.Null(await stuck.PassAsync(row, """{ "score": 7 }"""));
        Assert.NotNull(await stuck.App.OpenTaskAsync(row.CaseId!.Value, "APPROVE"));
        Assert.True(ProcessState.FromJson((await stuck.CaseAsync(row)).State).Variables.TryGet("score", out var score));
        Assert.Equal(7m, score.AsNumber());
        await using var db = stuck.App.Open();
        Assert.Equal(OutboxStatus.Discarded, (await db.OutboxJobs.SingleAsync()).Status);
        Assert.NotNull((await stuck.AgainAsync(row)).ResolvedAt);
        await stuck.AssertRecordedAsync(row, "IncidentPassed");
    }

    [Theory]
    [Databases("job")]
    [Databases("rung")]
    [Databases("task")]
    public async Task A_case_that_is_cancelled_leaves_no_incident_and_no_dead_job(
        DatabaseProvider provider, string where)
    {
        await using var stuck = await StuckCases.StartAsync(provider);
        var row = where switch
        {
            "job" => await stuck.AtTheJobAsync(),
            "rung" => await stuck.AtTheRungAsync(),
            _ => await stuck.WithoutAnybodyAsync(),
        };
        Assert.Null(await stuck.CancelAsync(row));
        Assert.Equal(CaseStatus.Cancelled, (await stuck.CaseAsync(row)).Status);
        await using var db = stuck.App.Open();
        Assert.DoesNotContain(await db.OutboxJobs.ToListAsync(), j => j.Status == OutboxStatus.Dead);
        Assert.DoesNotContain(await db.Incidents.ToListAsync(), i => i.ResolvedAt == null);
        await stuck.AssertRecordedAsync(row, "IncidentAbandoned");
    }

    [Theory, Databases]
    public async Task A_task_without_anybody_is_given_to_a_person_who_is_told(DatabaseProvider provider)
    {
        await using var stuck = await StuckCases.StartAsync(provider);
        var row = await stuck.WithoutAnybodyAsync();
        Assert.Null(await stuck.AssignAsync(row, "jiangyuan"));
        var task = await stuck.App.OpenTaskAsync(row.CaseId!.Value, "REVIEW");
        Assert.Equal(("jiangyuan", false), (task.Assignee, task.Unassignable));
        Assert.NotNull((await stuck.AgainAsync(row)).ResolvedAt);
        await stuck.AssertRecordedAsync(row, "TaskAssigned");
        await using var db = stuck.App.Open();
        Assert.Single(await db.OutboxMails.Where(m => m.ToUserName == "jiangyuan").ToListAsync());
        Assert.Null(await stuck.App.DecideAsync("jiangyuan", task, "pass"));
    }

    [Theory, Databases]
    public async Task A_task_without_anybody_waits_for_whoever_has_the_post_now(DatabaseProvider provider)
    {
        await using var stuck = await StuckCases.StartAsync(provider);
        var row = await stuck.WithoutAnybodyAsync();
        Assert.Equal("incident.still-unassignable", (await stuck.RetryAsync(row))?.Code);
        var person = await stuck.App.PersonAsync("jiangyuan");
        await using (var db = stuck.App.Open())
        {
            db.Holdings.Add(new() { UserId = person.Id, PositionId = "edu.basic" });
            await db.SaveChangesAsync();
        }
        Assert.Null(await stuck.RetryAsync(row));
        var task = await stuck.App.OpenTaskAsync(row.CaseId!.Value, "REVIEW");
        Assert.Equal((null, false), (task.Assignee, task.Unassignable));
        Assert.NotNull((await stuck.AgainAsync(row)).ResolvedAt);
    }

    [Theory]
    [Databases(true)]
    [Databases(false)]
    public async Task The_job_of_a_reminder_is_tried_again_and_is_an_incident_again_when_it_fails(
        DatabaseProvider provider, bool mended)
    {
        await using var stuck = await StuckCases.StartAsync(provider);
        var row = await stuck.AtTheRungAsync();
        Assert.Equal((IncidentCodes.JobFailed, "trial.cap"), (row.Code, row.ElementId));
        if (mended)
            stuck.Jobs.CapFails = null;
        Assert.Null(await stuck.RetryAsync(row));
        await stuck.App.SweepAsync();
        var after = await stuck.AgainAsync(row);
        Assert.Equal((mended, mended ? 1 : 2), (after.ResolvedAt is not null, after.Times));
        await stuck.AssertRecordedAsync(row, "IncidentRetried");
    }

    [Theory, Databases]
    public async Task An_incident_about_a_job_goes_when_the_job_is_no_longer_given_up(DatabaseProvider provider)
    {
        await using var stuck = await StuckCases.StartAsync(provider);
        var row = await stuck.AtTheRungAsync();
        await using (var db = stuck.App.Open())
            await db.OutboxJobs.ExecuteUpdateAsync(j => j.SetProperty(x => x.Status, OutboxStatus.Discarded));
        await stuck.App.AdvanceAsync(TimeSpan.FromSeconds(15));
        Assert.NotNull((await stuck.AgainAsync(row)).ResolvedAt);
    }

    [Theory, Databases]
    public async Task Of_two_administrators_at_once_one_is_told_that_it_is_done(DatabaseProvider provider)
    {
        await using var stuck = await StuckCases.StartAsync(provider);
        var row = await stuck.AtTheRungAsync();
        var answers = await Task.WhenAll(stuck.RetryAsync(row), stuck.RetryAsync(row));
        Assert.Equal("incident.resolved", Assert.Single(answers, a => a is not null)!.Code);
        await stuck.AssertRecordedAsync(row, "IncidentRetried");
    }

    [Theory, Databases]
    public async Task Many_of_a_kind_are_tried_again_in_turns_of_fifty(DatabaseProvider provider)
    {
        await using var stuck = await StuckCases.StartAsync(provider);
        for (var i = 0; i < IncidentBulk.Most + 2; i++)
            await stuck.StartCaseAsync("nowhere");
        var outcome = await BulkAsync(stuck, null);
        Assert.Equal((IncidentBulk.Most, 0, 2), (outcome.Done, outcome.Refused.Count, outcome.Left));
        Assert.Equal(0, (await BulkAsync(stuck, "no-such-process")).Done);
    }

    private static async Task<BulkOutcome> BulkAsync(StuckCases stuck, string? process)
    {
        await using var scope = stuck.App.Services.CreateAsyncScope();
        var answer = await scope.ServiceProvider.GetRequiredService<IncidentBulk>().RetryAsync(
            "bpmn.gateway.no-flow-selected", process, StuckCases.Reason, stuck.Admin, default);
        return answer.Refused ? new(0, [answer.Refusal], 0) : answer.Value;
    }
}
