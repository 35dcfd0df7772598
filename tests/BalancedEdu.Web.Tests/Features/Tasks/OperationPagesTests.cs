using System.Net;
using BalancedEdu.Web.Data;
using BalancedEdu.Web.Data.Cases;
using BalancedEdu.Web.Tests.App;
using BalancedEdu.Web.Tests.Runtime.Tasks;
using Microsoft.EntityFrameworkCore;

namespace BalancedEdu.Web.Tests.Features.Tasks;

/// <summary>The pages of operations as they work without scripts.</summary>
public sealed class OperationPagesTests : IAsyncLifetime
{
    private ProductApp _app = null!;

    public async Task InitializeAsync() => _app = await Hands.StartAppAsync(DatabaseProvider.Sqlite);

    public async Task DisposeAsync() => await _app.DisposeAsync();

    [Fact]
    public async Task A_task_is_transferred_by_a_page_that_finds_colleagues_and_says_who_cannot_be_chosen()
    {
        var task = await _app.StartAsync();
        var browser = await _app.SignInAsync("dingruoshui");
        var html = await browser.GetStringAsync($"/Tasks/{task.Id}");
        Assert.Contains($"href=\"/Tasks/{task.Id}/Transfer\"", html, StringComparison.Ordinal);
        var page = Browsing.Read(await browser.GetStringAsync($"/Tasks/{task.Id}/Transfer"));
        Assert.Contains("顾永明", page, StringComparison.Ordinal);
        Assert.Contains("发起人，不能办理", page, StringComparison.Ordinal);
        Assert.DoesNotContain("贺知秋", page, StringComparison.Ordinal);
        var found = Browsing.Read(await browser.GetStringAsync($"/Tasks/{task.Id}/Transfer?q=许蔚"));
        Assert.Contains("许蔚然", found, StringComparison.Ordinal);
        Assert.DoesNotContain("顾永明", found, StringComparison.Ordinal);

        var address = $"/Tasks/{task.Id}/Transfer";
        var refused = await browser.SubmitAsync(
            address, address, ("revision", $"{task.Revision}"), ("reason", "本周外出"));
        var text = await refused.Content.ReadAsStringAsync();
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        Assert.Contains("没有选择转办给谁", text, StringComparison.Ordinal);
        Assert.Contains("本周外出</textarea>", text, StringComparison.Ordinal);

        var done = await browser.SubmitAsync(
            address, address, ("revision", $"{task.Revision}"), ("to", "guyongming"));
        Assert.Equal(HttpStatusCode.Redirect, done.StatusCode);
        Assert.Equal("guyongming", (await _app.NowAsync(task)).Assignee);
        var history = Browsing.Read(await browser.GetStringAsync($"/Tasks/{task.Id}"));
        Assert.Contains("转办给顾永明", history, StringComparison.Ordinal);
        var late = await browser.SubmitAsync(
            "/Account/Phrases", address, ("revision", $"{task.Revision}"), ("to", "xuweiran"));
        Assert.Equal(HttpStatusCode.Conflict, late.StatusCode);
        Assert.Contains("转办给顾永明", await late.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Delegation")]
    [InlineData("Signers")]
    public async Task The_list_of_people_begins_with_ones_own_unit_and_the_rest_is_searched_for(string operation)
    {
        var task = await _app.StartAsync();
        var browser = await _app.SignInAsync("dingruoshui");
        var address = $"/Tasks/{task.Id}/{operation}";
        var page = Browsing.Read(await browser.GetStringAsync(address));
        Assert.Contains("顾永明", page, StringComparison.Ordinal);
        Assert.DoesNotContain("贺知秋", page, StringComparison.Ordinal);
        Assert.DoesNotContain("市财政局", page, StringComparison.Ordinal);
        Assert.Contains("以上是本单位人员。找其他单位的人员，请输入姓名、单位或岗位。", page, StringComparison.Ordinal);
        Assert.Contains(
            "贺知秋", Browsing.Read(await browser.GetStringAsync($"{address}?q=贺知")), StringComparison.Ordinal);
        var kept = await browser.GetStringAsync($"{address}?q=顾永&to=hezhiqiu");
        Assert.Matches("value=\"hezhiqiu\" checked", kept);
        Assert.DoesNotContain(
            "顾永明", Browsing.Read(await browser.GetStringAsync($"{address}?q=查无此人")), StringComparison.Ordinal);

        // What was chosen comes back with what is missing.
        var refused = await browser.SubmitAsync(
            address, address, ("revision", $"{task.Revision}"), ("to", "hezhiqiu"), ("place", "Before"),
            ("reason", operation == "Delegation" ? " " : new string('长', 2001)));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        Assert.Matches("value=\"hezhiqiu\" checked", await refused.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task An_outside_company_sees_its_own_people_until_it_searches()
    {
        var task = await _app.StartAsync();
        await using (var db = _app.Open())
            await db.Users.Where(u => u.UserName == "dingruoshui" || u.UserName == "luoyichen")
                .ExecuteUpdateAsync(u => u.SetProperty(x => x.UnitName, "澄远置业有限公司"));
        var browser = await _app.SignInAsync("dingruoshui");
        var page = Browsing.Read(await browser.GetStringAsync($"/Tasks/{task.Id}/Delegation"));
        Assert.Contains("骆一辰", page, StringComparison.Ordinal);
        Assert.DoesNotContain("顾永明", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_delegate_sees_a_field_for_the_answer_and_no_outcomes()
    {
        var task = await _app.StartAsync();
        var owner = await _app.SignInAsync("dingruoshui");
        var address = $"/Tasks/{task.Id}/Delegation";
        var asked = await owner.SubmitAsync(
            address, address, ("revision", $"{task.Revision}"), ("to", "hezhiqiu"), ("reason", "请核对金额"));
        Assert.Equal(HttpStatusCode.Redirect, asked.StatusCode);

        var browser = await _app.SignInAsync("hezhiqiu");
        var html = await browser.GetStringAsync($"/Tasks/{task.Id}");
        Assert.DoesNotContain("outcome-pass", html, StringComparison.Ordinal);
        Assert.Contains("丁若水委派您答复", Browsing.Read(html), StringComparison.Ordinal);
        Assert.Contains("请核对金额", html, StringComparison.Ordinal);
        var now = await _app.NowAsync(task);
        var empty = await browser.SubmitAsync(address, $"{address}?handler=Answer", ("revision", $"{now.Revision}"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, empty.StatusCode);
        Assert.Contains("没有答复委派：没有填写答复意见。", await empty.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        var answered = await browser.SubmitAsync(
            address, $"{address}?handler=Answer", ("revision", $"{now.Revision}"), ("opinion", "金额无误"));
        Assert.Equal(HttpStatusCode.Redirect, answered.StatusCode);
        Assert.Contains("金额无误", await owner.GetStringAsync($"/Tasks/{task.Id}"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Signers_are_added_shown_and_taken_out()
    {
        var task = await _app.StartAsync();
        var browser = await _app.SignInAsync("dingruoshui");
        var address = $"/Tasks/{task.Id}/Signers";
        var added = await browser.SubmitAsync(
            address, address, ("revision", $"{task.Revision}"), ("place", "Before"), ("to", "hezhiqiu"),
            ("to", "zhouzhiwei"));
        Assert.Equal(HttpStatusCode.Redirect, added.StatusCode);
        var html = await browser.GetStringAsync($"/Tasks/{task.Id}");
        Assert.Contains("等贺知秋、周知微前加签", html, StringComparison.Ordinal);
        Assert.DoesNotContain("data-dialog-open=\"outcome-pass\"", html, StringComparison.Ordinal);
        foreach (var signer in (await _app.TasksAsync(task.CaseId)).FindAll(t => t.SignerPlace is not null))
        {
            var removed = await browser.SubmitAsync(
                $"/Tasks/{task.Id}", $"{address}?handler=Remove", ("signer", $"{signer.Id}"),
                ("revision", $"{signer.Revision}"));
            Assert.Equal(HttpStatusCode.Redirect, removed.StatusCode);
        }
        Assert.Contains(
            "data-dialog-open=\"outcome-pass\"", await browser.GetStringAsync($"/Tasks/{task.Id}"),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_return_shows_what_it_takes_back_before_it_happens_and_marks_it_after()
    {
        var task = await TransferTests.AtApprovalAsync(_app);
        var browser = await _app.SignInAsync("guyongming");
        var address = $"/Tasks/{task.Id}/Return";
        var html = await browser.GetStringAsync(address);
        var page = Browsing.Read(html);
        Assert.Contains("已办的 4 条意见", page, StringComparison.Ordinal);
        Assert.Contains("规划意见 沈知远 通过", page, StringComparison.Ordinal);
        Assert.Contains("办完直达我这里", page, StringComparison.Ordinal);
        Assert.Contains("value=\"A/steps\"", html, StringComparison.Ordinal);

        var short1 = await browser.SubmitAsync(
            address, address, ("revision", $"{task.Revision}"), ("choice", "A/steps"), ("reasonCode", "opinion"),
            ("reason", "太短"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, short1.StatusCode);
        var done = await browser.SubmitAsync(
            address, address, ("revision", $"{task.Revision}"), ("choice", "A/steps"), ("reasonCode", "opinion"),
            ("reason", Hands.Reason));
        Assert.Equal(HttpStatusCode.Redirect, done.StatusCode);
        var again = await _app.OpenTaskAsync(task.CaseId, "A");
        Assert.True(again.Returned);
        var file = Browsing.Read(await browser.GetStringAsync($"/Cases/{task.CaseId}"));
        Assert.Contains("退回到“受理”", file, StringComparison.Ordinal);
        Assert.Contains("已失效（退回）", file, StringComparison.Ordinal);
        Assert.Contains(Hands.Reason, file, StringComparison.Ordinal);
        Assert.Equal(WorkTaskStatus.Cancelled, (await _app.NowAsync(task)).Status);
    }

    [Theory]
    [InlineData("Transfer")]
    [InlineData("Delegation")]
    [InlineData("Signers")]
    [InlineData("Return")]
    [InlineData("Recusal")]
    [InlineData("CoSigners")]
    public async Task What_the_definition_keeps_has_no_button_and_no_page(string page)
    {
        var first = await _app.StartAsync();
        await _app.CompleteAsync(first.CaseId, "A", "dingruoshui", "pass");
        var task = await _app.ClaimAsync(first.CaseId, "B3", "wenjingzhi");
        var browser = await _app.SignInAsync("wenjingzhi");
        var html = await browser.GetStringAsync($"/Tasks/{task.Id}");
        Assert.DoesNotContain($"/{page}\"", html, StringComparison.Ordinal);
        var answer = await browser.GetAsync($"/Tasks/{task.Id}/{page}");
        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.Contains("流程定义没有为这个环节开放", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        var stranger = await _app.SignInAsync("luoyichen");
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.GetAsync($"/Tasks/{task.Id}/{page}")).StatusCode);
    }

    [Fact]
    public async Task Own_sentences_are_kept_sorted_and_offered_in_the_dialog()
    {
        var task = await _app.StartAsync();
        var browser = await _app.SignInAsync("dingruoshui");
        foreach (var text in new[] { "请补盖章", "同意拟办意见" })
            Assert.Equal(HttpStatusCode.Redirect, (await Phrase(browser, "", ("text", text))).StatusCode);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await Phrase(browser, "", ("text", "请补盖章"))).StatusCode);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await Phrase(browser, "", ("text", " "))).StatusCode);
        await using var db = _app.Open();
        var mine = db.OpinionPhrases.OrderBy(p => p.Id).ToList();
        var moved = await Phrase(browser, "?handler=Up", ("id", $"{mine[1].Id}"));
        Assert.Equal(HttpStatusCode.Redirect, moved.StatusCode);
        var html = await browser.GetStringAsync($"/Tasks/{task.Id}");
        Assert.True(html.IndexOf("同意拟办意见", StringComparison.Ordinal)
            < html.IndexOf("请补盖章", StringComparison.Ordinal));
        var other = await _app.SignInAsync("guyongming");
        var foreign = await Phrase(other, "?handler=Remove", ("id", $"{mine[0].Id}"));
        Assert.Equal(HttpStatusCode.NotFound, foreign.StatusCode);
        await Phrase(browser, "?handler=Change", ("id", $"{mine[0].Id}"), ("text", "请补盖公章"));
        await Phrase(browser, "?handler=Remove", ("id", $"{mine[1].Id}"));
        var kept = Assert.Single(_app.Open().OpinionPhrases.ToList());
        Assert.Equal("请补盖公章", kept.Text);
    }

    [Fact]
    public async Task Ticked_rows_of_the_inbox_are_agreed_to_with_an_answer_each()
    {
        var items = new List<(string, string)>();
        for (var i = 0; i < 2; i++)
        {
            var first = await _app.StartAsync();
            await _app.CompleteAsync(first.CaseId, "A", "dingruoshui", "pass");
            var task = await _app.ClaimAsync(first.CaseId, "B1", "liangshuyi");
            items.Add(("item", $"{task.Id}-{task.Revision}"));
        }
        var browser = await _app.SignInAsync("liangshuyi");
        var inbox = await browser.GetStringAsync("/Inbox");
        Assert.Contains($"value=\"{items[0].Item2}\"", inbox, StringComparison.Ordinal);
        var query = "/Inbox/Agreement?" + string.Join("&", items.Select(i => $"item={i.Item2}"));
        Assert.Contains("将通过", await browser.GetStringAsync(query), StringComparison.Ordinal);
        var done = await browser.SubmitAsync(query, "/Inbox/Agreement", [.. items, ("comment", "同意")]);
        Assert.Contains("已提交“通过” 2 件", Browsing.Read(await done.Content.ReadAsStringAsync()), StringComparison.Ordinal);
    }

    private static Task<HttpResponseMessage> Phrase(
        HttpClient browser, string handler, params (string, string)[] fields) =>
        browser.SubmitAsync("/Account/Phrases", $"/Account/Phrases{handler}", fields);
}
