using BalancedEdu.Bpmn.Execution;
using BalancedEdu.Web.Data;
using BalancedEdu.Web.Data.Cases;
using BalancedEdu.Web.Runtime;
using BalancedEdu.Web.Runtime.Delegations;
using BalancedEdu.Web.Tests.App;
using BalancedEdu.Web.Tests.Runtime.CaseActions;
using BalancedEdu.Web.Tests.Runtime.Tasks;
using Microsoft.EntityFrameworkCore;

namespace BalancedEdu.Web.Tests.Runtime.Delegations;

/// <summary>What somebody does in another's place (代理) beside deciding.</summary>
public sealed class ActingInPlaceTests
{
    [Theory, Databases]
    public async Task Who_acts_for_somebody_sends_back_and_the_history_says_in_whose_place(DatabaseProvider provider)
    {
        await using var app = await Hands.StartAppAsync(provider);
        var task = await AtB2Async(app);
        await app.DelegateAsync("hezhiqiu", "宋谦", 2, 6);
        Assert.Null(await app.ReturnAsync("songqian", task, "A"));
        await app.OpenTaskAsync(task.CaseId, "A");
        await using var db = app.Open();
        var told = await db.CaseEvents.SingleAsync(e => e.CaseId == task.CaseId && e.Kind == "TaskDecidedFor");
        Assert.Equal("songqian", told.Actor);
        Assert.Contains("退回", told.Data, StringComparison.Ordinal);
        Assert.Equal(["hezhiqiu"], await Hands.MailedAsync(app, "delegate-decided"));
    }

    [Theory, Databases]
    public async Task Who_acts_for_somebody_asks_signers_and_the_task_stays_the_principals(DatabaseProvider provider)
    {
        await using var app = await Hands.StartAppAsync(provider);
        var task = await AtB2Async(app);
        await app.DelegateAsync("hezhiqiu", "宋谦", 2, 6);
        Assert.Null(await app.SignAsync("songqian", task, SignerPlace.Parallel, "tansiyuan"));
        Assert.Equal("hezhiqiu", (await app.NowAsync(task)).Assignee);
        await using var db = app.Open();
        Assert.Equal("songqian", (await db.Tasks.SingleAsync(t => t.Assignee == "tansiyuan")).AddedBy);
        var told = await db.CaseEvents.SingleAsync(e => e.CaseId == task.CaseId && e.Kind == "TaskDecidedFor");
        Assert.Contains("加签", told.Data, StringComparison.Ordinal);
    }

    [Theory, Databases]
    public async Task Who_acts_for_somebody_gives_the_task_to_nobody(DatabaseProvider provider)
    {
        await using var app = await Hands.StartAppAsync(provider);
        var task = await AtB2Async(app);
        await app.DelegateAsync("hezhiqiu", "宋谦", 2, 6);
        Assert.Equal("task.not-yours", (await app.TransferAsync("songqian", task, "zhouzhiwei"))?.Code);
        Assert.Equal("task.not-yours", (await Hands.DelegateAsync(app, "songqian", task, "zhouzhiwei"))?.Code);
    }

    private static async Task<WorkTask> AtB2Async(ProductApp app)
    {
        var first = await Hands.StartAsync(app);
        await app.CompleteAsync(first.CaseId, "A", "dingruoshui", "pass");
        return await app.OpenTaskAsync(first.CaseId, "B2");
    }
}
