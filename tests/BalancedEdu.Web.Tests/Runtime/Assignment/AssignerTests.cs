using BalancedEdu.Feel.Values;
using BalancedEdu.Web.Data;
using BalancedEdu.Web.Data.Cases;
using BalancedEdu.Web.Tests.App;
using Microsoft.EntityFrameworkCore;

namespace BalancedEdu.Web.Tests.Runtime.Assignment;

/// <summary>Who gets a task that opens, by what the definition says.</summary>
public sealed class AssignerTests
{
    [Theory]
    [Databases("assignee=\"wenjingzhi\"", "peimingyuan", "wenjingzhi")]
    [Databases("assignee=\"=checker\"", "peimingyuan", "tansiyuan")]
    [Databases("candidateUsers=\"=[checker]\"", "peimingyuan", "tansiyuan")]
    [Databases("candidateGroups=\"edu.basic\"", "peimingyuan", "fangqiheng")]
    [Databases("candidateGroups=\"edu.leader\"", "peimingyuan", "jiangyuan")]
    [Databases("from=\"superior\"", "peimingyuan", "jiangyuan")]
    [Databases("from=\"superior\"", "p3299010001", "chengjiang-edu")]
    [Databases("candidateGroups=\"district-gov\" scope=\"applicant\"", "p3299010001", "")]
    [Databases("candidateGroups=\"district-gov\" scope=\"applicant\"", "chengjiang-edu", "chengjiang-gov")]
    [Databases("candidateGroups=\"edu.hr\" scope=\"applicant\"", "peimingyuan", "luoyichen")]
    [Databases("candidateGroups=\"district.edu\" scope=\"district\"", "peimingyuan", "chengjiang-edu")]
    [Databases("candidateGroups=\"school.principal\" scope=\"school\"", "peimingyuan", "p3299010001")]
    [Databases("assignee=\"=initiator\" allowSelf=\"true\"", "peimingyuan", "peimingyuan")]
    [Databases("assignee=\"peimingyuan\"", "peimingyuan", "")]
    [Databases("assignee=\"peimingyuan\" whenEmpty=\"superior\"", "peimingyuan", "jiangyuan")]
    [Databases("assignee=\"peimingyuan\" whenEmpty=\"person:wenjingzhi\"", "peimingyuan", "wenjingzhi")]
    [Databases("assignee=\"=nobody\" whenEmpty=\"superior\"", "peimingyuan", "jiangyuan")]
    [Databases("candidateUsers=\"=[initiator]\" whenEmpty=\"person:peimingyuan\"", "peimingyuan", "")]
    public async Task The_words_say_who_gets_it(DatabaseProvider provider, string words, string by, string expected)
    {
        using var duty = new Duty().Add("one", words);
        await using var app = await ProductApp.StartAsync(provider, duty.Folder);
        var task = await StartAsync(app, "one", by);
        Assert.Equal((expected, expected.Length == 0), (task.Assignee ?? "", task.Unassignable));
    }

    [Theory, Databases]
    public async Task Who_did_the_step_before_gets_the_next_only_where_it_says_so(DatabaseProvider provider)
    {
        using var duty = new Duty().Add("again", "candidateGroups=\"edu.finance\"", "from=\"previous\"")
            .Add("other", "candidateGroups=\"edu.finance\"", "assignee=\"=nobody\"");
        await using var app = await ProductApp.StartAsync(provider, duty.Folder);
        foreach (var (id, expected) in new[] { ("again", "xuweiran"), ("other", null) })
        {
            var first = await StartAsync(app, id);
            Assert.Null(await app.DecideAsync("xuweiran", first, "ok"));
            Assert.Equal(expected, (await app.OpenTaskAsync(first.CaseId, "DUTY")).Assignee);
        }
    }

    [Theory, Databases]
    public async Task A_live_list_follows_the_post_and_a_snapshot_does_not(DatabaseProvider provider)
    {
        using var duty = new Duty().Add("live", "candidateGroups=\"edu.leader\" candidates=\"live\"")
            .Add("fixed", "candidateGroups=\"edu.finance\" candidates=\"snapshot\"");
        await using var app = await ProductApp.StartAsync(provider, duty.Folder);
        var (live, snapshot) = (await StartAsync(app, "live"), await StartAsync(app, "fixed"));
        Assert.Null(live.Assignee);
        await using (var db = app.Open())
        {
            await db.Holdings.Where(h => h.PositionId == "edu.leader" || h.PositionId == "edu.finance")
                .ExecuteDeleteAsync();
            var newcomer = await db.Users.SingleAsync(u => u.UserName == "luoyichen");
            db.Holdings.Add(new() { UserId = newcomer.Id, PositionId = "edu.leader" });
            db.Holdings.Add(new() { UserId = newcomer.Id, PositionId = "edu.finance" });
            await db.SaveChangesAsync();
        }
        Assert.Equal("task.unknown", (await app.DecideAsync("jiangyuan", live, "ok"))?.Code);
        Assert.Null(await app.DecideAsync("luoyichen", live, "ok"));
        Assert.Equal("task.unknown", (await app.DecideAsync("luoyichen", snapshot, "ok"))?.Code);
        Assert.Null(await app.DecideAsync("xuweiran", snapshot, "ok"));
    }

    [Theory, Databases]
    public async Task T17_All_candidates_are_disabled_and_managers_are_told(DatabaseProvider provider)
    {
        using var duty = new Duty().Add("empty", "candidateGroups=\"edu.finance\"");
        await using var app = await ProductApp.StartAsync(provider, duty.Folder);
        await using var db = app.Open();
        await db.Users.Where(u => u.Holdings.Any(h => h.PositionId == "edu.finance"))
            .ExecuteUpdateAsync(u => u.SetProperty(x => x.Disabled, true));
        var task = await StartAsync(app, "empty");
        Assert.True(task.Unassignable);
        Assert.Equal("task-unassignable", (await db.OutboxMails.SingleAsync(m => m.ToUserName == "admin")).Template);
        Assert.Equal("task.unassignable", (await db.Incidents.SingleAsync()).Code);
        Assert.Equal(CaseStatus.Running, (await db.Cases.SingleAsync()).Status);
    }

    [Theory, Databases]
    public async Task Two_accounts_of_one_person_are_one_to_the_separation_of_duties(DatabaseProvider provider)
    {
        const string Second = "candidateGroups=\"edu.finance\" sod=\"FIRST\"";
        using var duty = new Duty().Add("apart", "candidateGroups=\"edu.finance\"", Second);
        await using var app = await ProductApp.StartAsync(provider, duty.Folder);
        await using var db = app.Open();
        await db.Users.Where(u => u.UserName == "xuweiran" || u.UserName == "panyuntao" || u.UserName == "luoyichen")
            .ExecuteUpdateAsync(u => u.SetProperty(x => x.PersonId, "P-17"));
        var first = await StartAsync(app, "apart", "luoyichen");
        Assert.Equal("task.unknown", (await app.DecideAsync("panyuntao", first, "ok"))?.Code);
        Assert.Null(await app.DecideAsync("guyongming", first, "ok"));
        var second = await app.OpenTaskAsync(first.CaseId, "DUTY");
        Assert.Equal("dingruoshui", second.Assignee);

        // Linked only when the task was theirs already: the check when it is decided still knows.
        await db.Users.Where(u => u.UserName == "dingruoshui" || u.UserName == "guyongming")
            .ExecuteUpdateAsync(u => u.SetProperty(x => x.PersonId, "P-18"));
        var refusal = await app.DecideAsync("dingruoshui", second, "ok");
        Assert.Equal("task.separation", refusal?.Code);
        Assert.Contains("职责分离", refusal!.Message, StringComparison.Ordinal);
    }

    [Theory, Databases]
    public async Task Whoever_started_it_can_not_decide_it_however_it_came_to_them(DatabaseProvider provider)
    {
        using var duty = new Duty().Add("own", "candidateGroups=\"edu.finance\"");
        await using var app = await ProductApp.StartAsync(provider, duty.Folder);
        var task = await StartAsync(app, "own");
        await using var db = app.Open();
        await db.Tasks.ExecuteUpdateAsync(t => t.SetProperty(x => x.Assignee, "peimingyuan"));
        var refusal = await app.DecideAsync("peimingyuan", task, "ok");
        Assert.Equal("task.self-approval", refusal?.Code);
        Assert.Contains("由您本人发起", refusal!.Message, StringComparison.Ordinal);
    }

    internal static async Task<WorkTask> StartAsync(ProductApp app, string process, string by = "peimingyuan")
    {
        var started = await app.StartCaseAsync(
            process, new FeelContext([new("checker", FeelValue.Of("tansiyuan"))]), by);
        return await app.OpenTaskAsync(started.CaseId, "FIRST");
    }
}
