using BalancedEdu.Bpmn.Execution;
using BalancedEdu.Web.Data;
using BalancedEdu.Web.Data.Cases;
using BalancedEdu.Web.Runtime.Clocks;
using BalancedEdu.Web.Runtime.Sweeps;
using BalancedEdu.Web.Tests.App;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace BalancedEdu.Web.Tests.Runtime;

/// <summary>A new arrangement of the year: 2026-11-04, a Wednesday, becomes a day off.</summary>
public sealed class CalendarSweepTests
{
    [Theory, Databases]
    public async Task Open_clocks_their_tasks_and_their_ladders_move_with_the_calendar(DatabaseProvider provider)
    {
        await using var app = await TrialProcess.StartAppAsync(provider);
        var started = await app.StartCaseAsync("trial", TrialProcess.Variables);
        Assert.Equal(Closing(5), (await app.OpenTaskAsync(started.CaseId, "REVIEW")).DueAt);

        Rearrange(app);
        var sweep = SweepOf(app);
        Assert.Equal(2, await sweep.RunAsync(default));
        Assert.Equal(0, await sweep.RunAsync(default));

        Assert.Equal(Closing(6), (await app.OpenTaskAsync(started.CaseId, "REVIEW")).DueAt);
        await using var db = app.Open();
        var clock = await db.Clocks.AsNoTracking().SingleAsync(c => c.TaskId != null);
        Assert.Equal((Closing(6), WithWednesdayOff().Version), (clock.DueAt, clock.CalendarVersion));
        var rungs = await db.Rungs.AsNoTracking().OrderBy(r => r.DueAt).ToListAsync();
        Assert.Equal(
            [("-1WD", Morning(5)), ("0", Morning(6)), ("+1WD", Morning(9)), ("+3WD", Morning(11))],
            rungs.Select(r => (r.Key, r.DueAt)));
        var moved = await db.CaseEvents.Where(e => e.Kind == "ClockMoved").OrderBy(e => e.Sequence)
            .Select(e => e.Data).ToListAsync();
        Assert.Equal(2, moved.Count);
        Assert.Contains("2026-11-05（周四）", moved[0] + moved[1], StringComparison.Ordinal);
        Assert.Contains("2026-11-06（周五）", moved[0] + moved[1], StringComparison.Ordinal);
        Assert.False(await db.OutboxMails.AnyAsync(m => m.Template == "clock-earlier"));
    }

    [Theory, Databases]
    public async Task Who_is_left_less_time_is_told_once_with_all_clocks_of_the_case(DatabaseProvider provider)
    {
        await using var app = await TrialProcess.StartAppAsync(provider);
        Rearrange(app);
        var started = await app.StartCaseAsync("trial", TrialProcess.Variables);
        Assert.Equal(Closing(6), (await app.OpenTaskAsync(started.CaseId, "REVIEW")).DueAt);
        app.Services.GetRequiredService<OfficeTime>().Adopt(WorkingDayCalendar.Shipped);
        await app.SweepAsync();
        await app.SweepAsync();
        await using var db = app.Open();
        var mails = await db.OutboxMails.Where(m => m.Template == "clock-earlier").OrderBy(m => m.ToUserName)
            .ToListAsync();
        Assert.Equal(["fangqiheng", "peimingyuan"], mails.Select(m => m.ToUserName));
        Assert.All(mails, m => Assert.Contains("“审核”改为截至 2026-11-05（周四）", m.Data, StringComparison.Ordinal));
        Assert.All(mails, m => Assert.Contains("“总时限”", m.Data, StringComparison.Ordinal));
    }

    [Theory, Databases]
    public async Task Two_nodes_that_sweep_at_once_write_each_move_once(DatabaseProvider provider)
    {
        await using var app = await TrialProcess.StartAppAsync(provider);
        await app.StartCaseAsync("trial", TrialProcess.Variables);
        await using var other = app.StartNode();
        Rearrange(app);
        Rearrange(other);
        await Task.WhenAll(Task.Run(app.SweepAsync), Task.Run(other.SweepAsync));
        await using var db = app.Open();
        Assert.Equal(2, await db.CaseEvents.CountAsync(e => e.Kind == "ClockMoved"));
    }

    [Theory, Databases]
    public async Task What_has_ended_and_what_has_fired_stays_as_it_was(DatabaseProvider provider)
    {
        await using var app = await TrialProcess.StartAppAsync(provider);
        var ended = await app.StartCaseAsync("trial", TrialProcess.Variables);
        await app.ExecuteAsync(ended.CaseId, new CancelInstance("误报"));
        await app.StartCaseAsync("trial", TrialProcess.Variables);
        await app.AdvanceAsync(TimeSpan.FromDays(2) + TimeSpan.FromHours(1));
        await using var db = app.Open();
        var fired = await db.Rungs.AsNoTracking().SingleAsync(r => r.FiredAt != null);
        var over = await db.Clocks.AsNoTracking().Where(c => c.CaseId == ended.CaseId).ToListAsync();

        Rearrange(app);
        await SweepOf(app).RunAsync(default);

        Assert.Equal(fired.DueAt, (await db.Rungs.AsNoTracking().SingleAsync(r => r.Id == fired.Id)).DueAt);
        var later = await db.Clocks.AsNoTracking().Where(c => c.CaseId == ended.CaseId).ToListAsync();
        Assert.Equal(over.Select(c => (c.Id, c.CalendarVersion)), later.Select(c => (c.Id, c.CalendarVersion)));
    }

    [Theory, Databases]
    public async Task A_clock_that_stands_still_is_derived_anew_and_nothing_of_it_becomes_due(DatabaseProvider provider)
    {
        await using var app = await TrialProcess.StartAppAsync(provider);
        var started = await app.StartCaseAsync("trial", TrialProcess.Variables);
        await using (var db = app.Open())
        {
            // As a task that pauses would leave it.
            var row = await db.Clocks.SingleAsync(c => c.TaskId != null);
            row.ToClock().PausedBy("task:1", app.Clock.GetUtcNow(), "补正", null)
                .WriteTo(row, app.Services.GetRequiredService<OfficeTime>(), app.Clock.GetUtcNow());
            await db.SaveChangesAsync();
            await db.Rungs.ExecuteUpdateAsync(r => r.SetProperty(x => x.DueAt, Instants.Never));
            await db.Tasks.ExecuteUpdateAsync(t => t.SetProperty(x => x.DueAt, Instants.Never));
        }
        Rearrange(app);
        Assert.Equal(2, await SweepOf(app).RunAsync(default));
        await using var after = app.Open();
        Assert.All(await after.Rungs.ToListAsync(), r => Assert.Equal(Instants.Never, r.DueAt));
        Assert.Equal(Instants.Never, (await app.OpenTaskAsync(started.CaseId, "REVIEW")).DueAt);
    }

    private static CalendarSweep SweepOf(ProductApp app) =>
        app.Services.GetServices<ISweep>().OfType<CalendarSweep>().Single();

    private static void Rearrange(ProductApp app) =>
        app.Services.GetRequiredService<OfficeTime>().Adopt(WithWednesdayOff());

    private static WorkingDayCalendar WithWednesdayOff()
    {
        var year = WorkingDayCalendar.Shipped.Years.Single(y => y.Year == 2026);
        return WorkingDayCalendar.Shipped.With(
            [year with { Holidays = [.. year.Holidays, new NamedDay(new(2026, 11, 4), "试验")] }]);
    }

    private static DateTimeOffset Closing(int day) => new(2026, 11, day, 17, 30, 0, TimeSpan.FromHours(8));

    private static DateTimeOffset Morning(int day) => new(2026, 11, day, 9, 0, 0, TimeSpan.FromHours(8));
}
