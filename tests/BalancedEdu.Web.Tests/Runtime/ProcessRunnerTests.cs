using BalancedEdu.Bpmn.Execution;
using BalancedEdu.Feel.Values;
using BalancedEdu.Web.Data;
using BalancedEdu.Web.Data.Cases;
using BalancedEdu.Web.Runtime;
using BalancedEdu.Web.Runtime.Transitions;
using BalancedEdu.Web.Tests.App;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace BalancedEdu.Web.Tests.Runtime;

public sealed class ProcessRunnerTests
{
    private const string Form = """{ "seats": 45 }""";

    [Theory, Databases]
    public async Task A_case_runs_from_start_through_tasks_job_mail_and_timer_to_its_end(DatabaseProvider provider)
    {
        await using var app = await TrialProcess.StartAppAsync(provider);
        var started = await app.StartCaseAsync("trial", TrialProcess.Variables);
        Assert.Equal("SB-2026-0001", started.Number);

        await app.CompleteAsync(started.CaseId, "REVIEW", "peimingyuan", "pass", form: Form);
        await app.SweepAsync();
        await app.AdvanceAsync(TimeSpan.FromHours(1));
        await app.CompleteAsync(started.CaseId, "APPROVE", "fangqiheng", "agree");

        await using var db = app.Open();
        var @case = await db.Cases.SingleAsync();
        Assert.Equal("明德小学的试办", @case.Title);
        Assert.Equal(CaseStatus.Completed, @case.Status);
        Assert.Equal(ProductApp.Start.AddHours(1), @case.EndedAt);
        var mails = await db.OutboxMails.Where(m => m.Template == "told").Select(m => m.ToUserName).ToListAsync();
        Assert.Equal(["chengjiang-edu", "p3299010001"], mails.Order());
        Assert.Equal(2, await db.OutboxMails.CountAsync(m => m.Template == "told" && m.Status == OutboxStatus.Done));
        Assert.Empty(await db.Timers.ToListAsync());
        Assert.Empty(await db.Incidents.ToListAsync());
        Assert.All(await db.Clocks.ToListAsync(), c => Assert.NotNull(c.EndedAt));
    }

    [Theory, Databases]
    public async Task The_events_of_a_case_are_chained_and_a_changed_one_breaks_the_chain(DatabaseProvider provider)
    {
        await using var app = await TrialProcess.StartAppAsync(provider);
        var started = await app.StartCaseAsync("trial", TrialProcess.Variables);
        await app.CompleteAsync(started.CaseId, "REVIEW", "peimingyuan", "pass", form: Form);

        await using var db = app.Open();
        var events = await db.CaseEvents.AsNoTracking().OrderBy(e => e.Sequence).ToListAsync();
        Assert.Null(EventChain.FindBreak(events));
        var completed = events.Single(e => e.Kind == "UserTaskCompleted");
        Assert.Equal("peimingyuan", completed.Actor);
        Assert.NotNull(completed.TaskId);
        completed.Actor = "fangqiheng";
        Assert.Equal(completed.Sequence, EventChain.FindBreak(events));
    }

    [Theory, Databases]
    public async Task A_second_case_with_the_same_business_key_is_the_first_one(DatabaseProvider provider)
    {
        await using var app = await TrialProcess.StartAppAsync(provider);
        var first = await app.StartCaseAsync("trial", TrialProcess.Variables, businessKey: "class:1");
        var second = await app.StartCaseAsync("trial", TrialProcess.Variables, businessKey: "class:1");
        var other = await app.StartCaseAsync("trial", TrialProcess.Variables, businessKey: "class:2");
        Assert.Equal((first.CaseId, true), (second.CaseId, second.Already));
        Assert.Equal("SB-2026-0002", other.Number);
    }

    [Theory, Databases]
    public async Task Two_starts_with_one_business_key_at_once_make_one_case(DatabaseProvider provider)
    {
        await using var app = await TrialProcess.StartAppAsync(provider);
        var started = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ =>
            Task.Run(() => app.StartCaseAsync("trial", TrialProcess.Variables, businessKey: "class:1"))));
        Assert.Single(started.Select(s => s.CaseId).Distinct());
        await using var db = app.Open();
        Assert.Equal(1, await db.Cases.CountAsync());
        Assert.Equal(1, await db.Tasks.CountAsync());
    }

    [Theory, Databases]
    public async Task A_command_with_a_key_is_carried_out_once(DatabaseProvider provider)
    {
        await using var app = await TrialProcess.StartAppAsync(provider);
        var started = await app.StartCaseAsync("trial", TrialProcess.Variables);
        var command = new SetVariables(new([new("note", FeelValue.Of("一"))]));
        Assert.Null(await app.ExecuteAsync(started.CaseId, command, "note:1"));
        Assert.Null(await app.ExecuteAsync(started.CaseId, command, "note:1"));
        await using var db = app.Open();
        Assert.Equal(2, (await db.Cases.SingleAsync()).Version);
    }

    [Theory, Databases]
    public async Task A_cancelled_case_leaves_nothing_open(DatabaseProvider provider)
    {
        await using var app = await TrialProcess.StartAppAsync(provider);
        var started = await app.StartCaseAsync("trial", TrialProcess.Variables);
        Assert.Null(await app.ExecuteAsync(started.CaseId, new CancelInstance("误报")));
        await using var db = app.Open();
        Assert.Equal(CaseStatus.Cancelled, (await db.Cases.SingleAsync()).Status);
        Assert.Equal(WorkTaskStatus.Cancelled, (await db.Tasks.SingleAsync()).Status);
        Assert.All(await db.Clocks.ToListAsync(), c => Assert.NotNull(c.EndedAt));
        Assert.Empty(await db.Rungs.ToListAsync());
    }

    [Theory, Databases]
    public async Task An_unknown_process_and_an_unknown_case_are_refused(DatabaseProvider provider)
    {
        await using var app = await TrialProcess.StartAppAsync(provider);
        var answer = await app.Services.GetRequiredService<ProcessRunner>().StartAsync(
            new("nothing", FeelContext.Empty, null, null, "", null), Actor.System, default);
        Assert.Equal("case.process-unknown", answer.Refusal?.Code);
        Assert.Equal("case.unknown", (await app.ExecuteAsync(404, new CancelInstance("无")))?.Code);
    }

    [Theory, Databases]
    public async Task What_depends_on_all_of_a_case_is_not_done_when_the_case_has_gone_on(DatabaseProvider provider)
    {
        await using var app = await TrialProcess.StartAppAsync(provider);
        var started = await app.StartCaseAsync("trial", TrialProcess.Variables);
        await using var db = app.Open();
        var version = (await db.Cases.AsNoTracking().SingleAsync()).Version;
        var runner = app.Services.GetRequiredService<ProcessRunner>();
        var request = new StepRequest(started.CaseId, new SetVariables(TrialProcess.Variables), Actor.System)
        {
            CaseVersion = version,
            Verb = "终止",
        };
        Assert.Null(await runner.RunAsync(request, default));
        var refusal = await runner.RunAsync(request, default);
        refusal.Says("case.moved");
        Assert.StartsWith($"没有终止 {started.Number}：", refusal!.Message, StringComparison.Ordinal);
        Assert.Equal(version + 1, (await db.Cases.AsNoTracking().SingleAsync()).Version);
    }

    [Theory, Databases]
    public async Task Who_comes_second_reads_what_they_wanted_to_do_with_which_case(DatabaseProvider provider)
    {
        await using var app = await TrialProcess.StartAppAsync(provider);
        var started = await app.StartCaseAsync("trial", TrialProcess.Variables);
        var request = new StepRequest(started.CaseId, null, Actor.System)
        {
            Verb = "作废文书",
            Host = (step, _) =>
            {
                step.Transition.Correspondence.Add(
                    new("UPDATE cases SET version = version WHERE id = -1", [], CommitResult.Taken));
                return Task.CompletedTask;
            },
        };
        var refusal = await app.Services.GetRequiredService<ProcessRunner>().RunAsync(request, default);
        refusal.Says("case.busy");
        Assert.StartsWith($"没有作废文书 {started.Number}：", refusal!.Message, StringComparison.Ordinal);
    }
}
