using System.Net;
using System.Text.Json;
using BalancedEdu.Web.Data.Cases;
using BalancedEdu.Web.Tests.App;

namespace BalancedEdu.Web.Tests.Features.Tasks;

public sealed class DraftTests(TrialApp trial) : IClassFixture<TrialApp>
{
    private readonly ProductApp _app = trial.App;

    [Fact]
    public async Task A_script_saves_without_leaving_the_page_and_the_page_comes_back_with_it()
    {
        var browser = await _app.SignInAsync("peimingyuan");
        var task = await browser.ClaimAsync(_app, await _app.StartReviewAsync());
        browser.DefaultRequestHeaders.Accept.Add(new("application/json"));
        var answer = await SaveAsync(browser, task, """{"seats":33}""");

        using var read = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
        Assert.Matches(@"^\d\d:\d\d$", read.RootElement.GetProperty("savedAt").GetString());
        var html = WebUtility.HtmlDecode(await browser.GetStringAsync($"/Tasks/{task.Id}"));
        Assert.Contains("\"seats\":33", html, StringComparison.Ordinal);
        Assert.Contains("有暂存", html, StringComparison.Ordinal);

        // The open form can still be sent.
        Assert.Equal(task.Revision, (await _app.TaskAsync(task.Id)).Revision);
    }

    [Fact]
    public async Task The_button_saves_what_could_not_be_submitted_yet()
    {
        var browser = await _app.SignInAsync("peimingyuan");
        var task = await browser.ClaimAsync(_app, await _app.StartReviewAsync());
        var answer = await SaveAsync(browser, task, """{"seats":99}""");
        Assert.Equal($"/Tasks/{task.Id}", answer.Headers.Location!.OriginalString);
        Assert.Equal("""{"seats":99}""", (await _app.TaskAsync(task.Id)).Draft);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("\"text\"")]
    public async Task What_is_no_form_is_not_saved(string form)
    {
        var browser = await _app.SignInAsync("peimingyuan");
        var task = await browser.ClaimAsync(_app, await _app.StartReviewAsync());
        var answer = await SaveAsync(browser, task, form);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        Assert.Null((await _app.TaskAsync(task.Id)).Draft);
    }

    private static Task<HttpResponseMessage> SaveAsync(HttpClient browser, WorkTask task, string form) =>
        browser.SubmitAsync(
            $"/Tasks/{task.Id}", $"/Tasks/{task.Id}/Draft", ("revision", $"{task.Revision}"), ("formData", form));
}
