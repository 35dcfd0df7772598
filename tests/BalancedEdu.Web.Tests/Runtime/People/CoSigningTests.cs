using BalancedEdu.Web.Data;
using BalancedEdu.Web.Data.Cases;
using BalancedEdu.Web.Runtime;
using BalancedEdu.Web.Runtime.Notifications;
using BalancedEdu.Web.Runtime.Tasks;
using BalancedEdu.Web.Tests.App;
using BalancedEdu.Web.Tests.Runtime.Tasks;
using Microsoft.EntityFrameworkCore;

namespace BalancedEdu.Web.Tests.Runtime.People;

/// <summary>What the law wants several people at is decided only when they have signed.</summary>
public sealed class CoSigningTests
{
    [Theory, Databases]
    public async Task A_check_is_decided_when_a_second_person_has_signed_what_is_decided(DatabaseProvider provider)
    {
        await using var app = await Site.StartAppAsync(provider);
        var task = await app.CheckAsync();
        var alone = await app.DecideAsync("dingruoshui", task, "pass", form: Site.Form);
        Assert.Equal((RefusalKind.Invalid, "task.people-missing"), (alone?.Kind, alone?.Code));
        Assert.Equal(
            "没有办理“现场检查”：须至少 2 人共同签署，现在只有 1 人。请先暂存填好的内容，再“请人共同签署”，由其本人登录签署。", alone!.Message);

        await app.DraftAsync(task, Site.Form);
        Assert.Null(await app.AskAsync(task, "guyongming"));
        Assert.Equal(["guyongming"], await app.MailedAsync("cosign-asked"));
        Assert.Equal((1, "现场检查（丁若水）"), await UnreadAsync(app, "guyongming"));
        (await app.DecideAsync("dingruoshui", task, "pass", form: Site.Form)).Says("task.people-missing");
        Assert.Null(await app.SignTaskAsync(task, "guyongming"));
        Assert.Equal(["dingruoshui"], await app.MailedAsync("cosigned"));
        Assert.Equal(task.Revision, (await app.NowAsync(task)).Revision);

        foreach (var (outcome, form) in new[] { ("fail", Site.Form), ("pass", """{"count":45,"finding":"一致"}""") })
            (await app.DecideAsync("dingruoshui", task, outcome, "人数不符", form)).Says("task.people-signed-other");
        Assert.Null(await app.DecideAsync("dingruoshui", task, "pass", form: """{"finding":"一致","count":44}"""));
        await using var db = app.Open();
        Assert.True(await db.TaskHolders.Where(h => h.UserName == "guyongming").Select(h => h.Answered).SingleAsync());
    }

    [Theory, Databases]
    public async Task Two_accounts_of_one_person_are_one_signature(DatabaseProvider provider)
    {
        await using var app = await Site.StartAppAsync(provider);
        var task = await app.CheckAsync();
        await app.DraftAsync(task, Site.Form);
        Assert.Null(await app.AskAsync(task, "guyongming", "xuweiran"));
        Assert.Null(await app.SignTaskAsync(task, "guyongming"));
        await using var db = app.Open();
        await db.Users.Where(u => u.UserName == "dingruoshui" || u.UserName == "guyongming")
            .ExecuteUpdateAsync(u => u.SetProperty(x => x.PersonId, "P-9"));
        (await app.DecideAsync("dingruoshui", task, "pass", form: Site.Form)).Says("task.people-missing");
        (await app.SignTaskAsync(task, "guyongming")).Says("task.cosign-same-person");
        (await app.AskAsync(task, "guyongming")).Says("task.receiver-same-person");
        Assert.Null(await app.SignTaskAsync(task, "xuweiran"));
        Assert.Null(await app.DecideAsync("dingruoshui", task, "pass", form: Site.Form));
    }

    [Theory]
    [Databases("guyongming", "pass", "", "")]
    [Databases("guyongming", "maybe", "", "task.outcome-unknown")]
    [Databases("guyongming", "pass", "00", "task.cosign-text-changed")]
    [Databases("panyuntao", "pass", "", "task.cosign-not-asked")]
    [Databases("luoyichen", "pass", "", "task.unknown")]
    [Databases("dingruoshui", "pass", "", "task.not-yours")]
    public async Task A_signature_that_may_not_be_is_refused(
        DatabaseProvider provider, string by, string outcome, string text, string code)
    {
        await using var app = await Site.StartAppAsync(provider);
        var task = await app.CheckAsync();
        Assert.Null(await app.AskAsync(task, "guyongming"));
        await using (var db = app.Open())
        {
            // As somebody who had the task before.
            db.TaskHolders.Add(new() { TaskId = task.Id, CaseId = task.CaseId, UserName = "panyuntao" });
            await db.SaveChangesAsync();
        }
        var empty = await app.SignTaskAsync(task, "guyongming");
        empty.Says("task.cosign-draft-missing");
        await app.DraftAsync(task, Site.Form);
        var seen = text.Length == 0 ? null : text;
        var refusal = await app.SignTaskAsync(task, by, outcome, seen);
        if (code.Length > 0)
            refusal.Says(code);
        else
            (await app.SignTaskAsync(task, by, outcome, seen)).Says("task.cosign-twice");
    }

    [Theory]
    [Databases("", "task.receiver-missing")]
    [Databases("dingruoshui", "task.receiver-self")]
    [Databases("peimingyuan", "task.receiver-applicant")]
    [Databases("nobody", "task.receiver-unavailable")]
    public async Task Who_can_not_sign_is_not_asked(DatabaseProvider provider, string to, string code)
    {
        await using var app = await Site.StartAppAsync(provider);
        var task = await app.CheckAsync();
        (await app.AskAsync(task, to)).Says(code);
        (await app.AskAsync(task, [.. Enumerable.Range(1, CoSigning.PeopleMax + 1).Select(i => $"p{i}")]))
            .Says("task.cosigners-too-many");
        (await app.AskAsync(new()
        {
            Id = task.Id, CaseId = task.CaseId, Revision = task.Revision - 1, Assignee = task.Assignee,
            ElementId = task.ElementId, Name = task.Name,
        }, "guyongming")).Says("task.stale");
    }

    [Theory, Databases]
    public async Task Where_one_is_enough_nobody_is_asked(DatabaseProvider provider)
    {
        await using var app = await Site.StartAppAsync(provider);
        var seat = (await app.LookAsync())[0];
        (await app.AskAsync(seat, "guyongming")).Says("task.not-offered");
    }

    private static async Task<(int Count, string Newest)> UnreadAsync(ProductApp app, string userName)
    {
        await using var db = app.Open();
        var unread = await db.UnreadNotifications().Where(n => n.UserName == userName).OrderBy(n => n.Id)
            .Select(n => n.Text).ToListAsync();
        return (unread.Count, unread.LastOrDefault() ?? "");
    }
}
