using BalancedEdu.Feel.Values;
using BalancedEdu.Web.Data;
using BalancedEdu.Web.Tests.App;
using BalancedEdu.Web.Tests.Runtime.CaseActions;
using BalancedEdu.Web.Tests.Runtime.Tasks;
using Microsoft.EntityFrameworkCore;

namespace BalancedEdu.Web.Tests.Runtime.Clocks.Defaults;

/// <summary>Whose silence a decision by time-out is recorded as, and who is told of it.</summary>
public sealed class SilentUnitTests : IDisposable
{
    private static readonly Edit ByName = new(
        "move.bpmn", "candidateGroups=\"edu.basic\" />\n        <be:outcome id=\"pass\"",
        "assignee=\"peimingyuan\" />\n        <be:outcome id=\"pass\"");

    private readonly MovingProcess _process = new();

    public void Dispose() => _process.Dispose();

    [Theory, Databases]
    public async Task T12_Of_a_task_that_was_given_by_name_the_unit_of_the_person_was_silent(DatabaseProvider provider)
    {
        await using var app = await MovingProcess.StartAppAsync(provider);
        await _process.PublishAsync(app, [.. MovingProcess.DecidedByTime, ByName]);
        await SilentAsync(app);
        var unit = (await app.PersonAsync("peimingyuan")).UnitName;
        Assert.NotEmpty(unit);
        await using var db = app.Open();
        Assert.Equal(unit, (await db.TimeoutDefaults.SingleAsync()).SilentUnit);
        var told = await db.CaseEvents.SingleAsync(e => e.Kind == "TimeoutDefault");
        Assert.Contains(unit, told.Data, StringComparison.Ordinal);
        Assert.Equal(["peimingyuan"], await app.MailedAsync("task-timeout"));
    }

    [Theory, Databases]
    public async Task The_department_that_was_silent_and_its_leader_are_told_also_when_nobody_had_claimed(
        DatabaseProvider provider)
    {
        await using var app = await MovingProcess.StartAppAsync(provider);
        await _process.PublishAsync(app, MovingProcess.DecidedByTime);
        await SilentAsync(app);
        var told = await app.MailedAsync("task-timeout");
        await using var db = app.Open();
        foreach (var post in (string[])["edu.basic", "edu.leader"])
        {
            var holders = await db.Holdings.Where(h => h.PositionId == post)
                .Select(h => db.Users.Single(u => u.Id == h.UserId).UserName!).ToListAsync();
            Assert.NotEmpty(holders);
            Assert.Empty(holders.Except(told));
        }
    }

    private static async Task SilentAsync(ProductApp app)
    {
        var started = await app.StartCaseAsync("move", FeelContext.Empty, by: "luoyichen");
        await app.CompleteAsync(started.CaseId, "DRAFT", "peimingyuan", "done", form: """{ "cause": "扩班" }""");
        await app.AdvanceAsync(TimeSpan.FromDays(9));
        await app.SweepAsync();
    }
}
