using BalancedEdu.Web.Data;
using BalancedEdu.Web.Data.Cases;
using BalancedEdu.Web.Runtime.Clocks;
using BalancedEdu.Web.Tests.App;
using Microsoft.EntityFrameworkCore;
using static BalancedEdu.Web.Tests.Runtime.Clocks.Beijing;

namespace BalancedEdu.Web.Tests.Runtime.Sweeps;

public sealed class CardSweepTests
{
    [Theory, Databases]
    public async Task A_clock_comes_by_each_card_once_with_time_unit_and_person(DatabaseProvider provider)
    {
        await using var app = await ClockProcess.StartAppAsync(provider);
        var started = await app.StartAcceptedAsync();
        await app.ClaimAsync(started.CaseId, "REVIEW", ClockProcess.Handler);
        var clock = await app.TaskClockAsync(started.CaseId, "REVIEW"); // due 2026-11-05
        await app.UntilAsync("2026-11-09 12:00");
        await app.SweepAsync();
        Assert.Equal(
            [
                (CardColour.Yellow, Time("2026-11-03 00:00"), "市教育局", ClockProcess.Handler),
                (CardColour.Red, Time("2026-11-05 17:30"), "市教育局", ClockProcess.Handler),
            ],
            (await CardsAsync(app, clock.Id)).Select(c => (c.Colour, c.At, c.Unit, c.Person!)));
    }

    [Theory, Databases]
    public async Task What_fell_due_while_no_node_ran_is_registered_also_of_clocks_that_ended_meanwhile(
        DatabaseProvider provider)
    {
        await using var app = await ClockProcess.StartAppAsync(provider);
        var started = await app.StartAcceptedAsync();
        var clock = await app.TaskClockAsync(started.CaseId, "REVIEW");
        app.Clock.Advance(TimeSpan.FromDays(7));
        await app.CompleteAsync(started.CaseId, "REVIEW", ClockProcess.Handler, "pass");
        await using var other = app.StartNode();
        await Task.WhenAll(Task.Run(app.SweepAsync), Task.Run(other.SweepAsync));
        Assert.Equal(
            [(CardColour.Yellow, Time("2026-11-03 00:00")), (CardColour.Red, Time("2026-11-05 17:30"))],
            (await CardsAsync(app, clock.Id)).Select(c => (c.Colour, c.At)));
    }

    [Theory, Databases]
    public async Task Work_that_arrives_with_little_time_gets_no_yellow_card_and_work_done_in_time_none(
        DatabaseProvider provider)
    {
        await using var app = await ClockProcess.StartAppAsync(provider);
        var started = await app.StartAcceptedAsync();
        await app.CompleteAsync(started.CaseId, "REVIEW", ClockProcess.Handler, "pass");
        var clock = await app.TaskClockAsync(started.CaseId, "DECIDE"); // two working days
        await app.UntilAsync("2026-11-04 12:00");
        Assert.Empty(await CardsAsync(app, clock.Id));
        await app.CompleteAsync(started.CaseId, "DECIDE", "shenzhiyuan", "agree");
        await app.UntilAsync("2026-11-06 12:00");
        Assert.Empty(await CardsAsync(app, clock.Id));
    }

    [Theory, Databases]
    public async Task A_clock_that_stands_still_comes_by_no_card_until_it_goes_on(DatabaseProvider provider)
    {
        await using var app = await ClockProcess.StartAppAsync(provider);
        var started = await app.StartAcceptedAsync();
        await app.CompleteAsync(started.CaseId, "REVIEW", ClockProcess.Handler, "hear");
        var stage = await app.NamedClockAsync(started.CaseId, "accepted"); // due 2026-11-16
        await app.UntilAsync("2026-11-20 12:00");
        Assert.Empty(await CardsAsync(app, stage.Id));
        await app.CompleteAsync(started.CaseId, "HEAR", "shenzhiyuan", "done");
        await app.CompleteAsync(started.CaseId, "TEST", "shenzhiyuan", "done");
        await app.UntilAsync("2026-12-03 12:00"); // due 2026-12-04
        Assert.Equal(
            [(CardColour.Yellow, Time("2026-12-02 00:00"))],
            (await CardsAsync(app, stage.Id)).Select(c => (c.Colour, c.At)));
    }

    [Theory, Databases]
    public async Task An_overdue_task_is_put_under_supervision_once_by_the_third_level(DatabaseProvider provider)
    {
        await using var app = await ClockProcess.StartAppAsync(provider);
        var started = await app.StartAcceptedAsync();
        await app.ClaimAsync(started.CaseId, "REVIEW", ClockProcess.Handler);
        await app.UntilAsync("2026-11-20 12:00");
        await using var db = app.Open();
        var order = await db.SupervisionOrders.AsNoTracking().SingleAsync();
        Assert.Equal(
            ("L3", "审查", "市教育局", ClockProcess.Handler, Time("2026-11-05 17:30"), Time("2026-11-10 09:00")),
            (order.Level, order.TaskName, order.Unit, order.Person, order.DueAt, order.IssuedAt));
    }

    private static async Task<List<ClockCard>> CardsAsync(ProductApp app, long clockId)
    {
        await using var db = app.Open();
        return await db.ClockCards.AsNoTracking().Where(c => c.ClockRowId == clockId).OrderBy(c => c.At)
            .ToListAsync();
    }
}
