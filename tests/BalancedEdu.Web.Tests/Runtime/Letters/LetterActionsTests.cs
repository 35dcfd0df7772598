using BalancedEdu.Web.Data;
using BalancedEdu.Web.Data.Cases;
using BalancedEdu.Web.Runtime;
using BalancedEdu.Web.Runtime.Incidents;
using BalancedEdu.Web.Runtime.Letters;
using BalancedEdu.Web.Runtime.Transitions;
using BalancedEdu.Web.Tests.App;
using BalancedEdu.Web.Tests.Mail;
using BalancedEdu.Web.Tests.Runtime.Incidents;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace BalancedEdu.Web.Tests.Runtime.Letters;

/// <summary>What an administrator decides about jobs and mails that were given up.</summary>
public sealed class LetterActionsTests
{
    [Theory, Databases]
    public async Task A_job_that_a_token_waits_for_is_tried_again_with_its_incident(DatabaseProvider provider)
    {
        await using var stuck = await StuckCases.StartAsync(provider);
        var row = await stuck.AtTheJobAsync();
        stuck.Jobs.Fails = null;
        Assert.Null(await ActAsync(stuck, async a => await a.RetryAsync(
            Outbox.Jobs, await OnlyJobAsync(stuck), StuckCases.Reason, stuck.Admin, default)));
        Assert.NotNull((await stuck.AgainAsync(row)).ResolvedAt);
        await stuck.App.SweepAsync();
        Assert.NotNull(await stuck.App.OpenTaskAsync(row.CaseId!.Value, "APPROVE"));
        await stuck.AssertRecordedAsync(row, "IncidentRetried");
    }

    [Theory, Databases]
    public async Task A_job_of_a_reminder_is_discarded_with_its_incident(DatabaseProvider provider)
    {
        await using var stuck = await StuckCases.StartAsync(provider);
        var row = await stuck.AtTheRungAsync();
        Assert.Null(await ActAsync(stuck, a => a.DiscardAsync(
            Outbox.Jobs, row.SourceId!.Value, StuckCases.Reason, stuck.Admin, default)));
        Assert.NotNull((await stuck.AgainAsync(row)).ResolvedAt);
        await using var db = stuck.App.Open();
        Assert.Equal(OutboxStatus.Discarded, (await db.OutboxJobs.SingleAsync()).Status);
        Assert.Null(EventChain.FindBreak(await db.CaseEvents.OrderBy(e => e.Sequence).ToListAsync()));
        var recorded = await db.CaseEvents.SingleAsync(e => e.Kind == "LetterDiscarded");
        Assert.Contains(StuckCases.Reason, recorded.Data, StringComparison.Ordinal);
        Assert.Equal("admin", recorded.Actor);
    }

    [Theory, Databases]
    public async Task A_waiting_job_is_tried_at_once_with_all_its_attempts(DatabaseProvider provider)
    {
        await using var stuck = await StuckCases.StartAsync(provider);
        stuck.Jobs.Fails = new TimeoutException("没有回应");
        var caseId = await stuck.StartCaseAsync("work");
        await stuck.App.SweepAsync();
        stuck.Jobs.Fails = null;
        Assert.Null(await ActAsync(stuck, async a => await a.RetryAsync(
            Outbox.Jobs, await OnlyJobAsync(stuck), StuckCases.Reason, stuck.Admin, default)));
        await stuck.App.SweepAsync();
        Assert.NotNull(await stuck.App.OpenTaskAsync(caseId, "APPROVE"));
    }

    [Theory]
    [Databases("by somebody else", "letter.unknown", RefusalKind.NotFound)]
    [Databases("that there is not", "letter.unknown", RefusalKind.NotFound)]
    [Databases("without a reason", "letter.reason-missing", RefusalKind.Invalid)]
    [Databases("that is done", "letter.over", RefusalKind.Conflict)]
    [Databases("that a token waits for", "letter.awaited", RefusalKind.Conflict)]
    [Databases("of a case whose state can't be read", "incident.still-failing", RefusalKind.Conflict)]
    [Databases("of many without a reason", "letter.reason-missing", RefusalKind.Invalid)]
    [Databases("of many where there are none", "letter.unknown", RefusalKind.NotFound)]
    public async Task A_decision_is_refused(DatabaseProvider provider, string how, string code, RefusalKind kind)
    {
        await using var stuck = await StuckCases.StartAsync(provider);
        await stuck.AtTheJobAsync();
        var (id, admin) = (await OnlyJobAsync(stuck), stuck.Admin);
        var clerk = await stuck.App.PersonAsync("peimingyuan");
        if (how == "that is done")
            await using (var db = stuck.App.Open())
                await db.OutboxJobs.ExecuteUpdateAsync(j => j.SetProperty(x => x.Status, OutboxStatus.Done));
        if (how == "of a case whose state can't be read")
            await using (var db = stuck.App.Open())
                await db.Cases.ExecuteUpdateAsync(c => c.SetProperty(x => x.State, "{}"u8.ToArray()));
        var refusal = await ActAsync(stuck, async a => how switch
        {
            "by somebody else" => await a.RetryAsync(Outbox.Jobs, id, "x", clerk, default),
            "that there is not" => await a.RetryAsync(Outbox.Mails, id, "x", admin, default),
            "without a reason" => await a.RetryAsync(Outbox.Jobs, id, " ", admin, default),
            "of a case whose state can't be read" or "that is done" =>
                await a.RetryAsync(Outbox.Jobs, id, "x", admin, default),
            "that a token waits for" => await a.DiscardAsync(Outbox.Jobs, id, "x", admin, default),
            "of many without a reason" => (await a.DecideManyAsync(
                Outbox.Jobs, OutboxStatus.Pending, null, null, admin, default)).Refusal,
            _ => (await a.DecideManyAsync(
                Outbox.Jobs, OutboxStatus.Pending, "no.such", "x", admin, default)).Refusal,
        });
        Assert.Equal((code, kind), (refusal?.Code, refusal?.Kind));
        Assert.EndsWith("。", refusal!.Message, StringComparison.Ordinal);
    }

    [Theory, Databases]
    public async Task Many_mails_are_sent_again_in_turns_of_fifty(DatabaseProvider provider)
    {
        await using var stuck = await StuckCases.StartAsync(provider);
        var caseId = await stuck.StartCaseAsync("review");
        await stuck.App.SweepAsync();
        for (var i = 0; i < IncidentBulk.Most + 2; i++)
            await MailDispatcherTests.PutAsync(stuck.App, m =>
                (m.Status, m.CaseId) = (OutboxStatus.Dead, i % 2 == 0 ? caseId : null));
        var answer = await ActAsync(stuck, a => a.DecideManyAsync(
            Outbox.Mails, OutboxStatus.Pending, null, StuckCases.Reason, stuck.Admin, default));
        Assert.Equal((IncidentBulk.Most, 0, 2), (answer.Value!.Done, answer.Value.Refused.Count, answer.Value.Left));
        await stuck.App.SweepAsync();
        await using var db = stuck.App.Open();
        Assert.Equal(2, await db.OutboxMails.CountAsync(m => m.Status == OutboxStatus.Dead));
        Assert.Equal(IncidentBulk.Most / 2, await db.CaseEvents.CountAsync(e => e.Kind == "LetterRetried"));
    }

    [Theory, Databases]
    public async Task Many_jobs_are_discarded_but_for_those_that_tokens_wait_for(DatabaseProvider provider)
    {
        await using var stuck = await StuckCases.StartAsync(provider);
        await stuck.AtTheJobAsync();
        await stuck.AtTheRungAsync();
        var answer = await ActAsync(stuck, a => a.DecideManyAsync(
            Outbox.Jobs, OutboxStatus.Discarded, null, StuckCases.Reason, stuck.Admin, default));
        Assert.Equal(1, answer.Value!.Done);
        Assert.Equal("letter.awaited", Assert.Single(answer.Value.Refused).Code);
    }

    private static async Task<T> ActAsync<T>(StuckCases stuck, Func<LetterActions, Task<T>> act)
    {
        await using var scope = stuck.App.Services.CreateAsyncScope();
        return await act(scope.ServiceProvider.GetRequiredService<LetterActions>());
    }

    private static async Task<long> OnlyJobAsync(StuckCases stuck)
    {
        await using var db = stuck.App.Open();
        return (await db.OutboxJobs.SingleAsync()).Id;
    }
}
