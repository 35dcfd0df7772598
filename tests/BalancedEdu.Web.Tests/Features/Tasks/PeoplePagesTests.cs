using System.Net;
using BalancedEdu.Web.Data;
using BalancedEdu.Web.Tests.App;
using BalancedEdu.Web.Tests.Runtime.People;
using BalancedEdu.Web.Tests.Runtime.Tasks;

namespace BalancedEdu.Web.Tests.Features.Tasks;

/// <summary>The pages of 共同签署 and 声明回避 as they work without scripts.</summary>
public sealed class PeoplePagesTests : IAsyncLifetime
{
    private ProductApp _app = null!;

    public async Task InitializeAsync() => _app = await Site.StartAppAsync(DatabaseProvider.Sqlite);

    public async Task DisposeAsync() => await _app.DisposeAsync();

    [Fact]
    public async Task A_second_person_is_asked_reads_what_was_saved_and_signs()
    {
        var task = await _app.CheckAsync();
        await _app.DraftAsync(task, Site.Form);
        var owner = await _app.SignInAsync("dingruoshui");
        var page = Browsing.Read(await owner.GetStringAsync($"/Tasks/{task.Id}"));
        Assert.Contains("人，办理人算一人", page, StringComparison.Ordinal);
        Assert.Contains("还没有请人签署", page, StringComparison.Ordinal);
        var ask = $"/Tasks/{task.Id}/CoSigners";
        var nobody = await owner.SubmitAsync(ask, ask, ("revision", $"{task.Revision}"), ("reason", "同去"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, nobody.StatusCode);
        Assert.Contains("同去</textarea>", await nobody.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        var asked = await owner.SubmitAsync(ask, ask, ("revision", $"{task.Revision}"), ("to", "guyongming"));
        Assert.Equal(HttpStatusCode.Redirect, asked.StatusCode);

        var signer = await _app.SignInAsync("guyongming");
        var address = $"/Tasks/{task.Id}/Signature";
        Assert.Contains($"href=\"{address}\"", await signer.GetStringAsync($"/Tasks/{task.Id}"), StringComparison.Ordinal);
        var html = await signer.GetStringAsync(address);
        Assert.Contains("44", Browsing.Read(html), StringComparison.Ordinal);
        var at = html.IndexOf("name=\"text\" value=\"", StringComparison.Ordinal) + "name=\"text\" value=\"".Length;
        var text = html[at..html.IndexOf('"', at)];
        var stale = await signer.SubmitAsync(
            address, address, ("revision", $"{task.Revision}"), ("outcome", "pass"), ("text", "0"));
        Assert.Equal(HttpStatusCode.Conflict, stale.StatusCode);
        var signed = await signer.SubmitAsync(
            address, address, ("revision", $"{task.Revision}"), ("outcome", "pass"), ("text", text));
        Assert.Equal(HttpStatusCode.Redirect, signed.StatusCode);
        var after = Browsing.Read(await owner.GetStringAsync($"/Tasks/{task.Id}"));
        Assert.Contains("签署“合格”", after, StringComparison.Ordinal);
        Assert.Contains("共同签署（合格）", after, StringComparison.Ordinal);
        Assert.Equal(
            HttpStatusCode.NotFound, (await (await _app.SignInAsync("luoyichen")).GetAsync(address)).StatusCode);
    }

    [Fact]
    public async Task Who_was_drawn_says_why_they_must_stay_away()
    {
        var seats = await _app.LookAsync();
        var browser = await _app.SignInAsync(seats[0].Assignee!);
        var address = $"/Tasks/{seats[0].Id}/Recusal";
        Assert.Contains($"href=\"{address}\"", await browser.GetStringAsync($"/Tasks/{seats[0].Id}"), StringComparison.Ordinal);
        var empty = await browser.SubmitAsync(address, address, ("revision", $"{seats[0].Revision}"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, empty.StatusCode);
        var done = await browser.SubmitAsync(
            address, address, ("revision", $"{seats[0].Revision}"), ("reason", "校长是本人近亲属"));
        Assert.Equal(HttpStatusCode.Redirect, done.StatusCode);
        var now = await _app.NowAsync(seats[0]);
        var history = Browsing.Read(await (await _app.SignInAsync("admin")).GetStringAsync($"/Cases/{now.CaseId}"));
        Assert.Contains("声明回避", history, StringComparison.Ordinal);
        Assert.Contains("校长是本人近亲属", history, StringComparison.Ordinal);
        Assert.Contains("人中抽取", history, StringComparison.Ordinal);
    }
}
