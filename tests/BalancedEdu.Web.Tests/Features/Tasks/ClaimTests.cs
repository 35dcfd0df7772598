using System.Net;
using BalancedEdu.Web.Tests.App;

namespace BalancedEdu.Web.Tests.Features.Tasks;

public sealed class ClaimTests(TrialApp trial) : IClassFixture<TrialApp>
{
    private readonly ProductApp _app = trial.App;

    [Fact]
    public async Task A_claimed_task_is_mine_and_a_released_one_anybodys_again()
    {
        var browser = await _app.SignInAsync("peimingyuan");
        var task = await browser.ClaimAsync(_app, await _app.StartReviewAsync());
        Assert.Equal("peimingyuan", task.Assignee);

        var released = await browser.SubmitAsync(
            $"/Tasks/{task.Id}", $"/Tasks/{task.Id}/Claim?handler=Release", ("revision", $"{task.Revision}"));
        Assert.Equal("/Inbox?view=claimable", released.Headers.Location!.OriginalString);
        Assert.Null((await _app.TaskAsync(task.Id)).Assignee);
        Assert.Contains("已释放", Browsing.Read(await browser.GetStringAsync("/Inbox")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task DELETE_releases_too()
    {
        var browser = await _app.SignInAsync("peimingyuan");
        var task = await browser.ClaimAsync(_app, await _app.StartReviewAsync());
        using var request = new HttpRequestMessage(
            HttpMethod.Delete, $"/Tasks/{task.Id}/Claim?revision={task.Revision}");
        request.Headers.Add(
            "RequestVerificationToken", ProductApp.AntiforgeryToken(await browser.GetStringAsync($"/Tasks/{task.Id}")));
        Assert.Equal(HttpStatusCode.Redirect, (await browser.SendAsync(request)).StatusCode);
        Assert.Null((await _app.TaskAsync(task.Id)).Assignee);
    }

    [Fact]
    public async Task The_second_to_claim_is_told_who_was_first()
    {
        var task = await _app.StartReviewAsync();
        var second = await _app.SignInAsync("fangqiheng");
        await (await _app.SignInAsync("peimingyuan")).ClaimAsync(_app, task);
        var answer = await second.SubmitAsync("/Inbox", $"/Tasks/{task.Id}/Claim", ("revision", $"{task.Revision}"));
        Assert.Equal(HttpStatusCode.Conflict, answer.StatusCode);
        Assert.Contains(
            "它已由裴明远认领", Browsing.Read(await answer.Content.ReadAsStringAsync()), StringComparison.Ordinal);
        Assert.Equal("peimingyuan", (await _app.TaskAsync(task.Id)).Assignee);
    }
}
