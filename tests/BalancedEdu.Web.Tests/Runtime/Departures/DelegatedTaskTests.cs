using BalancedEdu.Web.Data;
using BalancedEdu.Web.Data.Cases;
using BalancedEdu.Web.Runtime;
using BalancedEdu.Web.Runtime.Departures;
using BalancedEdu.Web.Tests.App;
using BalancedEdu.Web.Tests.Runtime.CaseActions;
using BalancedEdu.Web.Tests.Runtime.Tasks;
using Microsoft.EntityFrameworkCore;

namespace BalancedEdu.Web.Tests.Runtime.Departures;

/// <summary>丁若水 has asked somebody to answer (委派), and one of the two is disabled or leaves.</summary>
public sealed class DelegatedTaskTests
{
    [Theory, Databases]
    public async Task A_delegate_who_is_disabled_leaves_the_task_to_its_owner(DatabaseProvider provider)
    {
        await using var app = await Hands.StartAppAsync(provider);
        var task = await DelegatedAsync(app);
        await app.DisableAsync("hezhiqiu");
        await app.SweepAsync();
        var back = await app.NowAsync(task);
        Assert.Equal(
            ("dingruoshui", null, true, false), (back.Assignee, back.Owner, back.Claimed, back.Unassignable));
        Assert.Equal("dingruoshui", (await Hands.MailedAsync(app, "task-assigned"))[^1]);
        await using (var db = app.Open())
            Assert.Contains(
                "贺知秋的账号已停用",
                (await db.CaseEvents.SingleAsync(e => e.TaskId == task.Id && e.Kind == "DelegationRecalled")).Data,
                StringComparison.Ordinal);
        Assert.Null(await app.DecideAsync("dingruoshui", back, "pass"));
    }

    [Theory]
    [Databases("hezhiqiu", "dingruoshui")]
    [Databases("dingruoshui")]
    public async Task An_owner_who_is_disabled_leaves_the_task_to_the_candidates_whoever_was_asked(
        DatabaseProvider provider, params string[] disabled)
    {
        await using var app = await Hands.StartAppAsync(provider);
        var task = await DelegatedAsync(app);
        foreach (var name in disabled)
            await app.DisableAsync(name);
        await app.SweepAsync();
        var offered = await app.NowAsync(task);
        Assert.Equal((null, null, false), (offered.Assignee, offered.Owner, offered.Unassignable));
        Assert.Equal(["TaskOfferedAgain"], await app.KindsAsync(task.CaseId, "TaskOfferedAgain"));
        Assert.Equal(
            disabled.Contains("hezhiqiu") ? [] : ["hezhiqiu"], await Hands.MailedAsync(app, "delegation-recalled"));
        await using (var db = app.Open())
            Assert.Equal(
                ["dingruoshui", "hezhiqiu"],
                await db.TaskHolders.Where(h => h.TaskId == task.Id).Select(h => h.UserName).Order().ToListAsync());
        Assert.Null(await app.DecideAsync("guyongming", offered, "pass"));
    }

    /// <summary>Rows that were written before a sweep ended delegations.</summary>
    [Theory]
    [Databases("dingruoshui", "recall")]
    [Databases("admin", "recall")]
    [Databases("admin", "transfer")]
    public async Task A_delegated_task_that_nobody_has_can_be_taken_back_and_given_away(
        DatabaseProvider provider, string by, string what)
    {
        await using var app = await Hands.StartAppAsync(provider);
        var task = await DelegatedAsync(app);
        await using (var db = app.Open())
            await db.Tasks.Where(t => t.Id == task.Id).ExecuteUpdateAsync(t => t
                .SetProperty(x => x.Assignee, (string?)null).SetProperty(x => x.Unassignable, true));
        task = await app.NowAsync(task);
        Assert.Null(what == "recall"
            ? await app.RecallAsync(by, task, "无人答复")
            : await app.TransferAsync(by, task, "guyongming", "无人答复"));
        var now = await app.NowAsync(task);
        Assert.Equal(
            (what == "recall" ? "dingruoshui" : "guyongming", null, false),
            (now.Assignee, now.Owner, now.Unassignable));
    }

    [Theory, Databases]
    public async Task A_task_that_who_leaves_had_delegated_has_the_successor_as_its_owner(DatabaseProvider provider)
    {
        await using var app = await Hands.StartAppAsync(provider);
        var task = await DelegatedAsync(app);
        Assert.Equal(1, (await HandOverAsync(app, "dingruoshui", "guyongming")).Done);
        var asked = await app.NowAsync(task);
        Assert.Equal(("hezhiqiu", "guyongming"), (asked.Assignee, asked.Owner));
        Assert.Equal(["TaskHandedOver"], await app.KindsAsync(task.CaseId, "TaskHandedOver"));
        Assert.Equal("guyongming", (await Hands.MailedAsync(app, "task-assigned"))[^1]);

        // The rules hold for it too: who started the case doesn't come to own it.
        var left = Assert.Single((await HandOverAsync(app, "guyongming", Hands.Initiator, disable: false)).Left);
        Assert.Equal("incident.person-excluded", left.Refusal.Code);

        await app.SweepAsync();
        Assert.Null(await app.AnswerAsync("hezhiqiu", asked, "金额无误"));
        Assert.Null(await app.DecideAsync("guyongming", await app.NowAsync(task), "pass"));
        await using var db = app.Open();
        Assert.True(await db.TaskHolders.AnyAsync(h => h.TaskId == task.Id && h.UserName == "dingruoshui"));
    }

    [Theory]
    [Databases("hezhiqiu", "dingruoshui")]
    [Databases("dingruoshui", "hezhiqiu")]
    public async Task A_delegation_between_who_leaves_and_the_successor_is_over(
        DatabaseProvider provider, string from, string to)
    {
        await using var app = await Hands.StartAppAsync(provider);
        var task = await DelegatedAsync(app);
        Assert.Equal(1, (await HandOverAsync(app, from, to)).Done);
        var now = await app.NowAsync(task);
        Assert.Equal((to, null), (now.Assignee, now.Owner));
        Assert.Null(await app.DecideAsync(to, now, "pass"));
    }

    private static async Task<WorkTask> DelegatedAsync(ProductApp app)
    {
        var task = await Hands.StartAsync(app);
        Assert.Null(await Hands.DelegateAsync(app, "dingruoshui", task, "hezhiqiu"));
        await app.SweepAsync();
        return await app.NowAsync(task);
    }

    private static async Task<HandOverOutcome> HandOverAsync(
        ProductApp app, string from, string to, bool disable = true) =>
        (await app.ActAsync<Departure, Answer<HandOverOutcome>>(
            "admin", (v, p) => v.HandOverAsync(new(from, to, disable, "调离"), p, default))).Value!;
}
