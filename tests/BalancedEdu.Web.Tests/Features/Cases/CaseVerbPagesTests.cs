using System.Net;
using System.Text.RegularExpressions;
using BalancedEdu.Web.Tests.App;
using BalancedEdu.Web.Tests.Runtime.CaseActions;

namespace BalancedEdu.Web.Tests.Features.Cases;

/// <summary>What is done with a case as a whole, in a browser without scripts.</summary>
public sealed class CaseVerbPagesTests(TrialApp trial) : IClassFixture<TrialApp>
{
    private readonly ProductApp _app = trial.App;

    [Fact]
    public async Task The_case_offers_to_each_what_they_may_do()
    {
        var (review, mend) = await _app.MendOfLuoAsync();
        (string User, string[] Verbs)[] table =
        [
            ("luoyichen", ["Copies", "Urging", "Withdrawal"]),
            ("peimingyuan", ["Copies", "TakingBack"]),
            (mend.Assignee!, ["Copies"]),
            ("wenjingzhi", ["Copies", "Urging"]),
            ("admin", ["Copies", "Urging", "Suspension", "Termination"]),
        ];
        string[] all =
        [
            "Copies", "Urging", "TakingBack", "Withdrawal", "WithdrawalRefusal", "WithdrawalAgreement", "Suspension",
            "Resumption", "Termination",
        ];
        foreach (var (user, verbs) in table)
        {
            var browser = await _app.SignInAsync(user);
            var page = await browser.GetStringAsync($"/Cases/{review.CaseId}");
            Assert.Equal(verbs, all.Where(v => page.Contains($"<dialog class=\"be-dialog\" id=\"{v}\"")));
            foreach (var verb in all)
                Assert.Equal(
                    verbs.Contains(verb) ? HttpStatusCode.OK : HttpStatusCode.NotFound,
                    (await browser.GetAsync($"/Cases/{review.CaseId}/{verb}")).StatusCode);
        }
        var stranger = await _app.SignInAsync("hezhiqiu");
        foreach (var verb in all)
            Assert.Equal(
                HttpStatusCode.NotFound, (await stranger.GetAsync($"/Cases/{review.CaseId}/{verb}")).StatusCode);
    }

    [Fact]
    public async Task Withdrawing_is_asked_answered_and_done_by_forms()
    {
        var (review, mend) = await _app.MendOfLuoAsync();
        var id = review.CaseId;
        var luo = await _app.SignInAsync("luoyichen");
        var empty = await luo.SubmitAsync($"/Cases/{id}/Withdrawal", $"/Cases/{id}/Withdrawal", ("reason", " "));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, empty.StatusCode);
        Assert.Contains("没有填写理由", Browsing.Read(await empty.Content.ReadAsStringAsync()), StringComparison.Ordinal);
        var asked = await luo.SubmitAsync($"/Cases/{id}/Withdrawal", $"/Cases/{id}/Withdrawal", ("reason", "数据报错"));
        Assert.Equal($"/Cases/{id}", asked.Headers.Location?.ToString());
        Assert.Contains("撤回申请已发给承办人", await luo.GetStringAsync($"/Cases/{id}"), StringComparison.Ordinal);

        var principal = await _app.SignInAsync(mend.Assignee!);
        var page = await principal.GetStringAsync($"/Tasks/{mend.Id}");
        Assert.Contains("骆一辰申请撤回： 数据报错", Browsing.Read(page), StringComparison.Ordinal);
        var form = await principal.GetStringAsync($"/Cases/{id}/WithdrawalAgreement");
        var request = Regex.Match(form, "name=\"request\" value=\"(\\d+)\"").Groups[1].Value;
        var agreed = await principal.SubmitAsync(
            $"/Cases/{id}/WithdrawalAgreement", $"/Cases/{id}/WithdrawalAgreement", ("request", request));
        Assert.Equal(HttpStatusCode.Redirect, agreed.StatusCode);
        var after = Browsing.Read(await luo.GetStringAsync($"/Cases/{id}"));
        Assert.Contains("申请撤回：数据报错", after, StringComparison.Ordinal);
        Assert.Contains("撤回：数据报错", after, StringComparison.Ordinal);
        Assert.DoesNotContain("CaseWithdrawn", after, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_copy_is_unread_in_the_inbox_until_its_case_is_opened()
    {
        var review = await _app.ReviewOfLuoAsync();
        var id = review.CaseId;
        var luo = await _app.SignInAsync("luoyichen");
        var wrong = await luo.SubmitAsync($"/Cases/{id}/Copies", $"/Cases/{id}/Copies", ("to", "张三"), ("note", "请阅"));
        var back = WebUtility.HtmlDecode(await wrong.Content.ReadAsStringAsync());
        Assert.Equal(HttpStatusCode.UnprocessableEntity, wrong.StatusCode);
        Assert.Contains("没有可用的账号叫“张三”", back, StringComparison.Ordinal);
        Assert.Contains(">张三</textarea>", back, StringComparison.Ordinal);
        await luo.SubmitAsync($"/Cases/{id}/Copies", $"/Cases/{id}/Copies", ("to", "宋谦"), ("note", "请阅"));

        var song = await _app.SignInAsync("songqian");
        var inbox = await song.GetStringAsync("/Inbox?view=copied");
        Assert.Contains("骆一辰 抄送", inbox, StringComparison.Ordinal);
        Assert.Contains("请阅", inbox, StringComparison.Ordinal);
        Assert.Contains($"/Cases/{id}", inbox, StringComparison.Ordinal);
        await song.GetStringAsync($"/Cases/{id}");
        Assert.Contains("没有待阅的抄送", await song.GetStringAsync("/Inbox?view=copied"), StringComparison.Ordinal);
        Assert.Contains("已阅 1", Browsing.Read(await luo.GetStringAsync($"/Cases/{id}")), StringComparison.Ordinal);

        await song.SubmitAsync($"/Cases/{id}/Copies", $"/Cases/{id}/Following");
        Assert.Contains($"/Cases/{id}", await song.GetStringAsync("/Inbox?view=followed"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_case_that_stands_still_says_so_and_a_task_that_was_urged_is_marked()
    {
        var review = await _app.ReviewOfLuoAsync();
        var luo = await _app.SignInAsync("luoyichen");
        var urged = await luo.SubmitAsync(
            $"/Cases/{review.CaseId}/Urging", $"/Cases/{review.CaseId}/Urging", ("tasks", $"{review.Id}"));
        Assert.True(
            urged.StatusCode == HttpStatusCode.Redirect, Browsing.Read(await urged.Content.ReadAsStringAsync()));
        var pei = await _app.SignInAsync("peimingyuan");
        Assert.Contains(
            ">催办</span>", await pei.GetStringAsync("/Inbox?view=claimable"), StringComparison.Ordinal);
        var again = await luo.SubmitAsync(
            $"/Cases/{review.CaseId}/Urging", $"/Cases/{review.CaseId}/Urging", ("tasks", $"{review.Id}"));
        Assert.Equal(HttpStatusCode.Conflict, again.StatusCode);

        var admin = await _app.SignInAsync("admin");
        await admin.SubmitAsync(
            $"/Cases/{review.CaseId}/Suspension", $"/Cases/{review.CaseId}/Suspension", ("reason", "等批复"));
        Assert.Contains(
            "事项已挂起，激活之前不能办理。", await pei.GetStringAsync($"/Tasks/{review.Id}"), StringComparison.Ordinal);
        await admin.SubmitAsync(
            $"/Cases/{review.CaseId}/Resumption", $"/Cases/{review.CaseId}/Resumption", ("reason", "批复已到"));
        var page = Browsing.Read(await pei.GetStringAsync($"/Cases/{review.CaseId}"));
        Assert.DoesNotContain("事项已挂起", page, StringComparison.Ordinal);
        Assert.Contains("激活：批复已到", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Opening_the_page_of_a_task_ends_the_chance_to_take_back()
    {
        var (review, mend) = await _app.MendOfLuoAsync();
        await (await _app.SignInAsync("luoyichen")).GetStringAsync($"/Tasks/{mend.Id}");
        await (await _app.SignInAsync(mend.Assignee!)).GetStringAsync($"/Inbox/Preview/{mend.Id}");
        Assert.Null((await _app.TaskAsync(mend.Id)).OpenedAt);
        await (await _app.SignInAsync(mend.Assignee!)).GetStringAsync($"/Tasks/{mend.Id}");
        Assert.NotNull((await _app.TaskAsync(mend.Id)).OpenedAt);
        Assert.Equal("task.next-opened", (await _app.TakeBackAsync("peimingyuan", review.Id))?.Code);
    }
}
