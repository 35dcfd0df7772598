using BalancedEdu.Bpmn.Execution;
using BalancedEdu.Web.Data;
using BalancedEdu.Web.Data.Cases;
using BalancedEdu.Web.Runtime;
using BalancedEdu.Web.Tests.App;
using BalancedEdu.Web.Tests.Runtime.CaseActions;
using Microsoft.EntityFrameworkCore;

namespace BalancedEdu.Web.Tests.Runtime.Tasks;

public sealed class SignerTests
{
    [Theory, Databases]
    public async Task The_owner_waits_for_who_signs_before(DatabaseProvider provider)
    {
        await using var app = await Hands.StartAppAsync(provider);
        var task = await app.StartAsync();
        Assert.Null(await app.SignAsync("dingruoshui", task, SignerPlace.Before, "hezhiqiu", "zhouzhiwei"));
        Assert.Equal(["hezhiqiu", "zhouzhiwei"], await app.MailedAsync("signer-added"));
        var signers = await SignersAsync(app, task.CaseId);
        Assert.All(signers, s => Assert.Equal(("before", "dingruoshui"), (s.SignerPlace, s.AddedBy)));

        var early = await app.DecideAsync("dingruoshui", await app.NowAsync(task), "pass");
        Assert.Equal(
            ("bpmn.user-task.waits-for-signer", "不能提交：任务“受理”还有前加签没有办理。请等他们办理，或减签。"),
            (early?.Code, early?.Message));
        foreach (var signer in signers)
            Assert.Null(await app.DecideAsync(signer.Assignee!, signer, "pass"));
        Assert.Null(await app.DecideAsync("dingruoshui", await app.NowAsync(task), "pass"));
        await app.OpenTaskAsync(task.CaseId, "B1");
    }

    [Theory, Databases]
    public async Task A_signer_after_is_asked_when_the_owner_has_agreed_and_may_be_taken_out_until_then_and_after(
        DatabaseProvider provider)
    {
        await using var app = await Hands.StartAppAsync(provider);
        var task = await app.StartAsync();
        Assert.Null(await app.SignAsync("dingruoshui", task, SignerPlace.After, "hezhiqiu", "zhouzhiwei", "songqian"));
        Assert.Empty(await SignersAsync(app, task.CaseId));
        var now = await app.NowAsync(task);
        Assert.Equal("task.unknown", (await app.UnsignAsync("guyongming", now, "songqian"))?.Code);
        Assert.Equal("task.not-yours", (await app.UnsignAsync(Hands.Initiator, now, "songqian"))?.Code);
        Assert.Null(await app.UnsignAsync("dingruoshui", now, "songqian"));
        Assert.Null(await app.DecideAsync("dingruoshui", await app.NowAsync(task), "pass"));

        var first = Assert.Single(await SignersAsync(app, task.CaseId));
        Assert.Equal(("hezhiqiu", "after"), (first.Assignee, first.SignerPlace));
        var decided = await app.NowAsync(task);
        Assert.Null(await app.UnsignAsync("dingruoshui", decided, "zhouzhiwei"));
        var again = await app.UnsignAsync("dingruoshui", decided, "zhouzhiwei");
        Assert.Equal("task.signer-not-waiting", again?.Code);
        Assert.Null(await app.DecideAsync("hezhiqiu", first, "pass"));
        await app.OpenTaskAsync(task.CaseId, "B1");
    }

    [Theory, Databases]
    public async Task A_signer_at_the_same_time_makes_a_countersign_one_larger(DatabaseProvider provider)
    {
        await using var app = await Hands.StartAppAsync(provider);
        var id = await app.StartVotesAsync();
        var mine = await OfAsync(app, id, "peimingyuan");
        Assert.Null(await app.SignAsync("peimingyuan", mine, SignerPlace.Parallel, "tansiyuan"));
        var added = await OfAsync(app, id, "tansiyuan");
        Assert.Equal((4, "parallel", "peimingyuan"), (added.LoopCounter, added.SignerPlace, added.AddedBy));
        foreach (var name in Hands.Members)
            Assert.Null(await app.DecideAsync(name, await OfAsync(app, id, name), "pass"));
        Assert.DoesNotContain(await app.TasksAsync(id), t => t.ElementId == "C");
        Assert.Null(await app.UnsignAsync("peimingyuan", added));
        Assert.Equal(WorkTaskStatus.Cancelled, (await app.NowAsync(added)).Status);
        Assert.Equal(["tansiyuan"], await app.MailedAsync("signer-removed"));
        await app.OpenTaskAsync(id, "C");
    }

    [Theory]
    [Databases("dingruoshui", "hezhiqiu", "", "")]
    [Databases(
        "guyongming", "hezhiqiu", "task.not-yours",
        "不能加签“受理”（ZS-2026-0001）：它由丁若水办理。应由您办理的，请其转办，或联系管理员改派。")]
    [Databases("dingruoshui", "", "task.receiver-missing", "没有加签：没有选择加签给谁。请从列表中选择一位同事。")]
    [Databases("dingruoshui", Hands.Initiator, "task.receiver-applicant", "不能加签给潘云涛：事项由其本人发起，本人不能办理。请另选一人。")]
    [Databases("dingruoshui", "dingruoshui", "task.receiver-self", "不能加签给自己。请选择另一位同事。")]
    [Databases("dingruoshui", "nobody", "task.receiver-unavailable", "不能加签给“nobody”：没有这个账号，或账号已停用。请另选一人。")]
    public async Task A_signer_that_may_not_be_is_refused(
        DatabaseProvider provider, string by, string to, string code, string message)
    {
        await using var app = await Hands.StartAppAsync(provider);
        var task = await app.StartAsync();
        var refusal = await app.SignAsync(by, task, SignerPlace.Before, to);
        Assert.Equal((code, Hands.Told(message, task)), (refusal?.Code ?? "", refusal?.Message ?? ""));
        Assert.Equal(code.Length == 0 ? 1 : 0, (await SignersAsync(app, task.CaseId)).Count);
    }

    [Theory, Databases]
    public async Task What_signers_may_not_do_and_who_may_not_take_them_out(DatabaseProvider provider)
    {
        await using var app = await Hands.StartAppAsync(provider);
        var task = await app.StartAsync();
        Assert.Null(await app.SignAsync("dingruoshui", task, SignerPlace.Parallel, "hezhiqiu"));
        var again = await app.SignAsync("dingruoshui", await app.NowAsync(task), SignerPlace.Before, "hezhiqiu");
        Assert.Equal("不能加签：任务“受理”已经请了 贺知秋，他们还没有办理。请选择别人。", again?.Message);
        var signer = Assert.Single(await SignersAsync(app, task.CaseId));
        (await app.TransferAsync("hezhiqiu", signer, "zhouzhiwei")).Is(
            RefusalKind.Forbidden, "task.signer-only", "不能转办“受理”：这一份是加签给您的。请填写意见，或请加签人减签。");
        (await app.SignAsync("dingruoshui", await app.NowAsync(task), SignerPlace.Before, [.. Enumerable.Range(1, 11)
            .Select(i => $"p{i}")])).Is(
            RefusalKind.Invalid, "task.signers-too-many", "没有加签：一次最多加签 10 人，现在选了 11 人。请减少后再提交。");
        Assert.Equal("task.signer-only", (await app.DelegateAsync("hezhiqiu", signer, "zhouzhiwei"))?.Code);
        Assert.Equal(
            "task.signer-only", (await app.SignAsync("hezhiqiu", signer, SignerPlace.Before, "songqian"))?.Code);
        Assert.Equal("task.signer-only", (await app.ReturnAsync("hezhiqiu", signer, "START"))?.Code);
        Assert.Equal("task.not-yours", (await app.UnsignAsync("hezhiqiu", signer))?.Code);
        Assert.Equal("task.unknown", (await app.UnsignAsync("luoyichen", signer))?.Code);
        Assert.Equal("task.not-a-signer", (await app.UnsignAsync("admin", await app.NowAsync(task)))?.Code);

        Assert.Null(await app.DecideAsync("hezhiqiu", signer, "no", "金额不对"));
        var acted = await app.UnsignAsync("dingruoshui", signer);
        Assert.Equal(
            ("task.stale", "不能减签“受理”（ZS-2026-0001）：它已由贺知秋于 11-02 09:00 办理（不同意）。"
                + "请打开事项查看；需要更正的，请联系现在的承办人。"),
            (acted?.Code, acted?.Message));
    }

    [Theory, Databases]
    public async Task A_manager_takes_a_signer_out_and_says_why(DatabaseProvider provider)
    {
        await using var app = await Hands.StartAppAsync(provider);
        var task = await app.StartAsync();
        Assert.Null(await app.SignAsync("dingruoshui", task, SignerPlace.Before, "hezhiqiu"));
        var signer = Assert.Single(await SignersAsync(app, task.CaseId));
        var silent = await app.UnsignAsync("admin", signer, reason: " ");
        Assert.Equal(("task.reason-missing", "没有减签：请写明原因后再提交。"), (silent?.Code, silent?.Message));
        Assert.Null(await app.UnsignAsync("admin", signer, reason: "已调离"));
        Assert.Null(await app.SignAsync("dingruoshui", await app.NowAsync(task), SignerPlace.After, "hezhiqiu"));
        var waiting = await app.NowAsync(task);
        Assert.Equal("task.reason-missing", (await app.UnsignAsync("admin", waiting, "hezhiqiu"))?.Code);
        Assert.Null(await app.UnsignAsync("admin", waiting, "hezhiqiu", "已调离"));
        Assert.Null(await app.DecideAsync("dingruoshui", await app.NowAsync(task), "pass"));
        await using var db = app.Open();
        Assert.Equal(2, await db.CaseEvents.CountAsync(e => e.Kind == "SignerExcused" && e.Actor == "admin"));
    }

    [Theory, Databases]
    public async Task Nobody_takes_out_a_seat_of_a_countersign_that_was_not_added(DatabaseProvider provider)
    {
        await using var app = await Hands.StartAppAsync(provider);
        var id = await app.StartVotesAsync();
        var seat = await OfAsync(app, id, "peimingyuan");
        var refusal = await app.UnsignAsync("admin", seat, reason: "意见已明");
        Assert.Equal(
            ("task.not-a-signer", $"不能减签：“{seat.Name}”的这一份不是加签的，不能减去。办理人不能办理的，请转办。"),
            (refusal?.Code, refusal?.Message));
        Assert.Equal(WorkTaskStatus.Open, (await app.NowAsync(seat)).Status);
        Assert.Equal("task.not-yours", (await app.UnsignAsync("fangqiheng", seat))?.Code);
    }

    private static async Task<List<WorkTask>> SignersAsync(ProductApp app, long caseId) =>
        [.. (await app.TasksAsync(caseId)).Where(t => t is { Status: WorkTaskStatus.Open, SignerPlace: not null })];

    private static async Task<WorkTask> OfAsync(ProductApp app, long caseId, string userName) =>
        (await app.TasksAsync(caseId)).Single(t => t.Status == WorkTaskStatus.Open && t.Assignee == userName);
}
