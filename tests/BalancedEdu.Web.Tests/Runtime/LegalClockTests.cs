using BalancedEdu.Web.Data;
using BalancedEdu.Web.Data.Cases;
using BalancedEdu.Web.Runtime.Clocks;
using BalancedEdu.Web.Tests.App;
using Microsoft.EntityFrameworkCore;
using static BalancedEdu.Web.Tests.Runtime.Clocks.Beijing;

namespace BalancedEdu.Web.Tests.Runtime;

/// <summary>What the market fails (approvals.md §6), as cases that run.</summary>
public sealed class LegalClockTests
{
    [Theory, Databases]
    public async Task T4_A_returned_tasks_reminders_fire_once_and_its_next_visit_has_a_ladder_of_its_own(
        DatabaseProvider provider)
    {
        await using var app = await ClockProcess.StartAppAsync(provider);
        var started = await app.StartAcceptedAsync();
        await app.UntilAsync("2026-11-03 10:00");
        await app.CompleteAsync(started.CaseId, "REVIEW", ClockProcess.Handler, "back", "材料不一致");
        await app.CompleteAsync(started.CaseId, "RECEIVE", ClockProcess.Handler, "accept", form: "{}");
        var second = await app.OpenTaskAsync(started.CaseId, "REVIEW");
        Assert.Equal(Time("2026-11-06 17:30"), second.DueAt);
        await app.UntilAsync("2026-11-06 12:00");

        await using var db = app.Open();
        var fired = await (
            from r in db.Rungs
            where r.FiredAt != null
            join c in db.Clocks on r.ClockRowId equals c.Id
            orderby r.DueAt
            select new { r.Key, c.TaskId, r.DueAt }).ToListAsync();
        Assert.Equal(
            [("-1WD", second.Id, Time("2026-11-05 09:00")), ("0", second.Id, Time("2026-11-06 09:00"))],
            fired.Select(r => (r.Key, r.TaskId!.Value, r.DueAt)));
        Assert.Equal(2, await db.CaseEvents.CountAsync(e => e.Kind == "RungFired"));
        var mails = await db.OutboxMails.Where(m => m.Template == "task-reminder").Select(m => m.Key).ToListAsync();
        Assert.Equal(mails.Distinct().Count(), mails.Count);
        Assert.Equal(4, mails.Count); // two rungs, two candidates
    }

    [Theory, Databases]
    public async Task T6_Twenty_working_days_from_a_working_Saturday_across_October_with_its_make_up_days(
        DatabaseProvider provider)
    {
        await using var app = await ClockProcess.StartAppAsync(provider, "2024-09-14 10:00");
        var started = await app.StartAsync();
        var total = await app.NamedClockAsync(started.CaseId, "total");
        Assert.Equal(Time("2024-10-18 17:30"), total.DueAt);
        Assert.False(total.Provisional);
    }

    [Theory, Databases]
    public async Task T7_Mending_papers_across_a_holiday_moves_the_end_by_the_working_days_paused_only(
        DatabaseProvider provider)
    {
        await using var app = await ClockProcess.StartAppAsync(provider, "2026-09-18 09:00");
        var started = await app.StartAsync();
        Assert.Equal(Time("2026-10-22 17:30"), (await app.NamedClockAsync(started.CaseId, "total")).DueAt);
        await app.UntilAsync("2026-09-18 10:00");
        await app.CompleteAsync(started.CaseId, "RECEIVE", ClockProcess.Handler, "ask", "缺材料", ClockProcess.Ask);
        await app.UntilAsync("2026-09-29 10:00");
        var paused = await app.NamedClockAsync(started.CaseId, "total");
        Assert.Equal("停表 补正第7/10日", Deadline.Of(app.Read(paused)).Text);

        await app.UntilAsync("2026-10-09 10:00");
        await app.CompleteAsync(started.CaseId, "MEND", "p3299010001", "done");
        var total = await app.NamedClockAsync(started.CaseId, "total");
        Assert.Equal((Time("2026-11-05 17:30"), 10), (total.DueAt, app.Read(total).PausedWorkingDays));
    }

    [Theory, Databases]
    public async Task T8_Overlapping_pauses_count_once(DatabaseProvider provider)
    {
        await using var app = await ClockProcess.StartAppAsync(provider);
        var started = await HearAsync(app);
        await app.UntilAsync("2026-11-05 10:00");
        await app.CompleteAsync(started.CaseId, "HEAR", "shenzhiyuan", "done");
        Assert.True((await app.NamedClockAsync(started.CaseId, "total")).Paused);
        await app.UntilAsync("2026-11-09 10:00");
        await app.CompleteAsync(started.CaseId, "TEST", "shenzhiyuan", "done");

        var total = await app.NamedClockAsync(started.CaseId, "total");
        Assert.Equal((false, 2), (total.Paused, total.ToClock().Pauses.Count));
        Assert.Equal((Time("2026-12-07 17:30"), 5), (total.DueAt, app.Read(total).PausedWorkingDays));
    }

    [Theory, Databases]
    public async Task T9_A_budget_that_changes_during_a_pause_keeps_the_ledger(DatabaseProvider provider)
    {
        await using var app = await ClockProcess.StartAppAsync(provider);
        var started = await HearAsync(app);
        await app.UntilAsync("2026-11-05 10:00");
        await app.CompleteAsync(started.CaseId, "HEAR", "shenzhiyuan", "joint");
        var during = await app.NamedClockAsync(started.CaseId, "total");
        Assert.Equal(("45WD", true, 2), (during.Budget, during.Paused, during.ToClock().Pauses.Count));

        await app.UntilAsync("2026-11-09 10:00");
        await app.CompleteAsync(started.CaseId, "TEST", "shenzhiyuan", "done");
        var after = await app.NamedClockAsync(started.CaseId, "total");
        Assert.Equal((Time("2026-11-02 09:00"), 5), (after.StartedAt, app.Read(after).PausedWorkingDays));
        Assert.Equal(
            WorkingDayCalendar.Shipped.AddWorkingDays(new(2026, 11, 2), 45 + 5).Date, OfficeTime.DateOf(after.DueAt));
        await using var db = app.Open();
        var changed = await db.CaseEvents.SingleAsync(e => e.Kind == "ClockBudgetChanged");
        Assert.Contains("45 个工作日", changed.Data, StringComparison.Ordinal);
    }

    [Theory, Databases]
    public async Task T10_The_third_mending_of_papers_is_not_overdue(DatabaseProvider provider)
    {
        await using var app = await ClockProcess.StartAppAsync(provider);
        var started = await app.StartAsync();
        await app.MendAsync(started, "2026-11-03 10:00", "2026-11-16 10:00");
        await app.MendAsync(started, "2026-11-17 10:00", "2026-11-30 10:00");
        await app.UntilAsync("2026-12-01 10:00");
        await app.CompleteAsync(started.CaseId, "RECEIVE", ClockProcess.Handler, "ask", "仍缺", ClockProcess.Ask);
        await app.UntilAsync("2026-12-14 10:00"); // six weeks after the start of 20 working days

        var total = await app.NamedClockAsync(started.CaseId, "total");
        Assert.Equal(("停表 补正第9/10日", ClockState.Paused), (Deadline.Of(app.Read(total)).Text, app.Read(total).State));
        await app.CompleteAsync(started.CaseId, "MEND", "p3299010001", "done");
        total = await app.NamedClockAsync(started.CaseId, "total");
        Assert.Equal((ClockState.Running, 3), (app.Read(total).State, app.Read(total).Used));
        await using var db = app.Open();
        Assert.False(await db.ClockCards.AnyAsync(c => c.ClockRowId == total.Id));
    }

    [Theory, Databases]
    public async Task T11_When_nobody_asks_for_papers_in_five_days_the_case_is_received_as_of_the_day_it_came(
        DatabaseProvider provider)
    {
        await using var app = await ClockProcess.StartAppAsync(provider);
        var started = await app.StartAsync();
        await app.UntilAsync("2026-11-10 09:00");

        var accepted = await app.NamedClockAsync(started.CaseId, "accepted");
        Assert.Equal((Time("2026-11-02 09:00"), Time("2026-11-16 17:30")), (accepted.StartedAt, accepted.DueAt));
        await using var db = app.Open();
        var task = await db.Tasks.SingleAsync(t => t.ElementId == "RECEIVE");
        Assert.Equal(("system", "视为受理"), (task.CompletedBy, task.OutcomeName));
        var decided = await db.CaseEvents.SingleAsync(e => e.Kind == "TimeoutDefault");
        Assert.Contains("行政许可法 第三十二条", decided.Data, StringComparison.Ordinal);
        Assert.True(await db.CaseEvents.AnyAsync(e => e.Kind == "ClockBackdated"));
    }

    [Theory, Databases]
    public async Task Who_accepts_in_time_starts_the_clock_of_the_stage_on_that_day(DatabaseProvider provider)
    {
        await using var app = await ClockProcess.StartAppAsync(provider);
        var started = await app.StartAsync();
        await app.UntilAsync("2026-11-04 10:00");
        await app.CompleteAsync(started.CaseId, "RECEIVE", ClockProcess.Handler, "accept", form: "{}");
        Assert.Equal(
            Time("2026-11-04 10:00"), (await app.NamedClockAsync(started.CaseId, "accepted")).StartedAt);
    }

    [Theory, Databases]
    public async Task A_stage_stands_still_with_the_case_goes_on_when_it_is_entered_again_and_ends_with_its_element(
        DatabaseProvider provider)
    {
        await using var app = await ClockProcess.StartAppAsync(provider);
        var started = await HearAsync(app);
        var stage = await app.NamedClockAsync(started.CaseId, "accepted");
        Assert.True(stage.Paused);
        await app.UntilAsync("2026-11-04 10:00");
        await app.CompleteAsync(started.CaseId, "HEAR", "shenzhiyuan", "done");
        await app.CompleteAsync(started.CaseId, "TEST", "shenzhiyuan", "done");
        await app.CompleteAsync(started.CaseId, "REVIEW", ClockProcess.Handler, "pass");
        var again = await app.NamedClockAsync(started.CaseId, "accepted");
        Assert.Equal((stage.Id, false, 2), (again.Id, again.Paused, app.Read(again).PausedWorkingDays));

        await app.CompleteAsync(started.CaseId, "DECIDE", "shenzhiyuan", "agree");
        Assert.NotNull((await app.NamedClockAsync(started.CaseId, "accepted")).EndedAt);
        Assert.Null((await app.NamedClockAsync(started.CaseId, "total")).EndedAt);
    }

    [Theory, Databases]
    public async Task A_clock_is_near_when_its_definition_says_so(DatabaseProvider provider)
    {
        await using var app = await ClockProcess.StartAppAsync(provider);
        var started = await app.StartAsync();
        var total = await app.NamedClockAsync(started.CaseId, "total"); // due 2026-11-30, warned of 5 days before
        Assert.Equal("5WD", total.Warn);
        await app.UntilAsync("2026-11-20 12:00");
        Assert.Equal(ClockState.Running, app.Read(total).State);
        await app.UntilAsync("2026-11-23 12:00");
        Assert.Equal(ClockState.Near, app.Read(total).State);
    }

    private static async Task<BalancedEdu.Web.Runtime.StartedCase> HearAsync(ProductApp app)
    {
        var started = await app.StartAcceptedAsync();
        await app.UntilAsync("2026-11-02 10:00");
        await app.CompleteAsync(started.CaseId, "REVIEW", ClockProcess.Handler, "hear");
        return started;
    }
}
