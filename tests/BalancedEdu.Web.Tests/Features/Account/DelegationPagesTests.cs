using System.Net;
using BalancedEdu.Web.Tests.App;
using BalancedEdu.Web.Tests.Runtime.CaseActions;

namespace BalancedEdu.Web.Tests.Features.Account;

/// <summary>休假委托 and 离职移交 in a browser without scripts.</summary>
public sealed class DelegationPagesTests(TrialApp trial) : IClassFixture<TrialApp>
{
    private const string Page = "/Account/Delegations";
    private readonly ProductApp _app = trial.App;

    [Fact]
    public async Task A_delegation_is_made_seen_by_both_used_and_ended_by_forms()
    {
        var ding = await _app.SignInAsync("dingruoshui");
        var wrong = await ding.SubmitAsync(
            Page, Page, ("to", "张三"), ("from", "2026-11-02"), ("until", "2026-11-06"), ("processes", "seats"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, wrong.StatusCode);
        var back = WebUtility.HtmlDecode(await wrong.Content.ReadAsStringAsync());
        Assert.Contains("没有可用的账号叫“张三”", back, StringComparison.Ordinal);
        Assert.Contains("value=\"张三\"", back, StringComparison.Ordinal);
        Assert.Contains("value=\"2026-11-06\"", back, StringComparison.Ordinal);
        Assert.Contains("value=\"seats\" checked", back, StringComparison.Ordinal);
        var made = await ding.SubmitAsync(Page, Page, ("to", "顾永明"), ("from", "2026-11-02"), ("until", "2026-11-06"));
        Assert.Equal(HttpStatusCode.Redirect, made.StatusCode);

        var seats = await _app.SeatsOfLuoAsync("dingruoshui", "fangqiheng");
        var gu = await _app.SignInAsync("guyongming");
        Assert.Contains("丁若水 委托给 顾永明", Browsing.Read(await gu.GetStringAsync(Page)), StringComparison.Ordinal);
        var inbox = await gu.GetStringAsync("/Inbox?view=delegated");
        Assert.Equal([seats[0].Id], Browsing.TasksIn(inbox));
        Assert.Contains("代 丁若水", inbox, StringComparison.Ordinal);
        var task = Browsing.Read(await gu.GetStringAsync($"/Tasks/{seats[0].Id}"));
        Assert.Contains("您代丁若水办理。", task, StringComparison.Ordinal);
        var decided = await gu.SubmitAsync(
            $"/Tasks/{seats[0].Id}", $"/Tasks/{seats[0].Id}/Completion", ("revision", "1"), ("outcome", "agree"));
        Assert.Equal(HttpStatusCode.Redirect, decided.StatusCode);
        Assert.Contains(
            "顾永明 代 丁若水", Browsing.Read(await gu.GetStringAsync($"/Cases/{seats[0].CaseId}")),
            StringComparison.Ordinal);

        await using var db = _app.Open();
        var id = db.Delegations.Single(d => d.Principal == "dingruoshui").Id;
        var ended = await ding.SubmitAsync(Page, $"{Page}?handler=Revoke", ("id", $"{id}"));
        Assert.Equal(HttpStatusCode.Redirect, ended.StatusCode);
        Assert.Contains("已撤销", await ding.GetStringAsync(Page), StringComparison.Ordinal);
        Assert.DoesNotContain("代理给我的", await gu.GetStringAsync("/Inbox"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Only_administrators_hand_over()
    {
        const string Departures = "/Administration/Departures";
        var pei = await _app.SignInAsync("peimingyuan");
        Assert.Equal(HttpStatusCode.NotFound, (await pei.GetAsync(Departures)).StatusCode);
        var seats = await _app.SeatsOfLuoAsync("panyuntao");
        var admin = await _app.SignInAsync("admin");
        var wrong = await admin.SubmitAsync(Departures, Departures, ("from", "潘云涛"), ("to", "许蔚然"), ("reason", ""));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, wrong.StatusCode);
        Assert.Contains("没有填写理由", await wrong.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        var done = await admin.SubmitAsync(
            Departures, Departures, ("from", "潘云涛"), ("to", "许蔚然"), ("reason", "调离"), ("disable", "true"));
        Assert.Equal(HttpStatusCode.Redirect, done.StatusCode);
        Assert.Contains("已移交 1 件", await admin.GetStringAsync(Departures), StringComparison.Ordinal);
        Assert.Equal("xuweiran", (await _app.TaskAsync(seats[0].Id)).Assignee);
        Assert.Contains(
            "潘云涛离岗，移交给许蔚然：调离",
            Browsing.Read(await admin.GetStringAsync($"/Cases/{seats[0].CaseId}")), StringComparison.Ordinal);
    }
}
