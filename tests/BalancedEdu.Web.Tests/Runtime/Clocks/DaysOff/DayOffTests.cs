using BalancedEdu.Web.Data;
using BalancedEdu.Web.Data.Cases;
using BalancedEdu.Web.Runtime;
using BalancedEdu.Web.Runtime.Clocks;
using BalancedEdu.Web.Runtime.Clocks.DaysOff;
using BalancedEdu.Web.Tests.App;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using static BalancedEdu.Web.Tests.Runtime.Clocks.Beijing;

namespace BalancedEdu.Web.Tests.Runtime.Clocks.DaysOff;

/// <summary>From Monday 2026-11-02 on: the bureau's task has five working days, until Monday the 9th.</summary>
public sealed class DayOffTests
{
    private const string Bureau = "edu-bureau";
    private const string School = "3299010001";

    [Theory, Databases]
    public async Task A_day_off_moves_the_clocks_of_its_organisation_with_their_tasks_and_ladders(
        DatabaseProvider provider)
    {
        await using var app = await ClockProcess.StartAppAsync(provider);
        var started = await app.StartAsync();
        var total = await app.NamedClockAsync(started.CaseId, "total");
        Assert.Equal(Time("2026-11-09 17:30"), (await app.TaskClockAsync(started.CaseId, "RECEIVE")).DueAt);

        Assert.Null((await app.AddDayOffAsync(Bureau, "2026-11-05")).Refusal);
        Assert.Null((await app.AddDayOffAsync(School, "2026-11-06")).Refusal);
        await app.SweepAsync();

        var clock = await app.TaskClockAsync(started.CaseId, "RECEIVE");
        Assert.Equal((Bureau, Time("2026-11-10 17:30")), (clock.Organisation, clock.DueAt));
        Assert.Equal(clock.DueAt, (await app.OpenTaskAsync(started.CaseId, "RECEIVE")).DueAt);
        Assert.Equal(total.DueAt, (await app.NamedClockAsync(started.CaseId, "total")).DueAt);
        Assert.Equal("剩 5 个工作日", Deadline.Of(clock.Read(
            app.Services.GetRequiredService<OfficeTime>(), app.Clock.GetUtcNow())).Text);
        await using var db = app.Open();
        Assert.Equal(
            Time("2026-11-10 09:00"),
            (await db.Rungs.SingleAsync(r => r.ClockRowId == clock.Id && r.Key == "0")).DueAt);
        Assert.Equal(1, await db.CaseEvents.CountAsync(e => e.CaseId == started.CaseId && e.Kind == "ClockMoved"));

        // What starts afterwards counts the same.
        var later = await app.StartAsync();
        Assert.Equal(clock.DueAt, (await app.TaskClockAsync(later.CaseId, "RECEIVE")).DueAt);
    }

    [Theory, Databases]
    public async Task A_schools_days_off_count_for_its_own_tasks_only(DatabaseProvider provider)
    {
        await using var app = await ClockProcess.StartAppAsync(provider);
        var started = await app.StartAsync();
        await app.CompleteAsync(started.CaseId, "RECEIVE", ClockProcess.Handler, "ask", "缺材料", ClockProcess.Ask);
        Assert.Equal(Time("2026-11-16 17:30"), (await app.TaskClockAsync(started.CaseId, "MEND")).DueAt);
        Assert.Null((await app.AddDayOffAsync(Bureau, "2026-11-05")).Refusal);
        Assert.Null((await app.AddDayOffAsync("3299010002", "2026-11-06")).Refusal);
        Assert.Null((await app.AddDayOffAsync(School, "2026-11-09")).Refusal);
        await app.SweepAsync();
        var clock = await app.TaskClockAsync(started.CaseId, "MEND");
        Assert.Equal((School, Time("2026-11-17 17:30")), (clock.Organisation, clock.DueAt));
    }

    [Theory, Databases]
    public async Task A_day_that_is_given_up_is_a_working_day_again_and_who_has_less_time_is_told_each_time(
        DatabaseProvider provider)
    {
        await using var app = await ClockProcess.StartAppAsync(provider);
        var started = await app.StartAsync();
        for (var times = 1; times <= 2; times++)
        {
            var added = await app.AddDayOffAsync(Bureau, "2026-11-05");
            await app.SweepAsync();
            Assert.Null(await app.RemoveDayOffAsync(added.Value!.Id));
            await app.SweepAsync();
            Assert.Equal(Time("2026-11-09 17:30"), (await app.TaskClockAsync(started.CaseId, "RECEIVE")).DueAt);
            await using var db = app.Open();
            var told = await db.OutboxMails.Where(m => m.Template == "clock-earlier").Select(m => m.ToUserName)
                .ToListAsync();
            Assert.Equal(2 * times, told.Count);
            Assert.Equal(["fangqiheng", "peimingyuan"], told.Distinct().Order());
            var row = await db.OrganisationDaysOff.SingleAsync(d => d.Id == added.Value.Id);
            Assert.Equal(("admin", "校庆", "admin"), (row.AddedBy, row.Reason, row.RemovedBy));
        }
    }

    [Theory, Databases]
    public async Task Another_node_takes_a_day_off_over_with_its_next_sweep(DatabaseProvider provider)
    {
        await using var app = await ClockProcess.StartAppAsync(provider);
        await using var other = app.StartNode();
        Assert.Null((await app.AddDayOffAsync(Bureau, "2026-11-05")).Refusal);
        await other.SweepAsync();
        var office = other.Services.GetRequiredService<OfficeTime>();
        Assert.False(office.Of(Bureau).Calendar.IsWorkingDay(Day("2026-11-05")));
        Assert.True(office.Calendar.IsWorkingDay(Day("2026-11-05")));
        await using var fresh = app.StartNode();
        Assert.Equal(
            office.Calendars.Version, fresh.Services.GetRequiredService<OfficeTime>().Calendars.Version);
    }

    [Theory, Databases]
    public async Task Of_two_who_add_the_same_day_at_once_one_is_told(DatabaseProvider provider)
    {
        await using var app = await ClockProcess.StartAppAsync(provider);
        var both = await Task.WhenAll(
            Task.Run(() => app.AddDayOffAsync(Bureau, "2026-11-05")),
            Task.Run(() => app.AddDayOffAsync(Bureau, "2026-11-05")));
        Assert.Equal("day-off.twice", Assert.Single(both, a => a.Refused).Refusal!.Code);
        await using var db = app.Open();
        Assert.Equal(1, await db.OrganisationDaysOff.CountAsync());
    }
}

internal static class DayOffVerbs
{
    public const string Leader = "jiangyuan";

    /// <summary>Adds it, and somebody else approves it.</summary>
    public static async Task<Answer<OrganisationDayOff>> AddDayOffAsync(
        this ProductApp app, string? organisation, string? day, string? reason = "校庆", string by = "admin",
        string? approvedBy = Leader)
    {
        await using var scope = app.Services.CreateAsyncScope();
        var added = await scope.ServiceProvider.GetRequiredService<DayOffActions>().AddAsync(
            organisation, day is null ? null : Day(day), reason, await app.PersonAsync(by), default);
        if (added.Value is { } row && approvedBy is not null)
            Assert.Null(await app.ApproveDayOffAsync(row.Id, approvedBy));
        return added;
    }

    public static async Task<ActionRefusal?> ApproveDayOffAsync(this ProductApp app, long id, string by)
    {
        await using var scope = app.Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<DayOffActions>()
            .ApproveAsync(id, await app.PersonAsync(by), default);
    }

    public static async Task<ActionRefusal?> RemoveDayOffAsync(this ProductApp app, long id, string by = "admin")
    {
        await using var scope = app.Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<DayOffActions>()
            .RemoveAsync(id, await app.PersonAsync(by), default);
    }
}
