using System.Net;
using BalancedEdu.Web.Data.Cases;
using BalancedEdu.Web.Tests.App;

namespace BalancedEdu.Web.Tests.Features.Tasks;

public sealed class CompletionTests(TrialApp trial) : IClassFixture<TrialApp>
{
    private const string Form = """{"seats":45}""";
    private readonly ProductApp _app = trial.App;

    [Fact]
    public async Task After_a_decision_the_next_item_opens_and_says_what_was_done()
    {
        var browser = await _app.SignInAsync("fangqiheng");
        var first = await browser.ClaimAsync(_app, await _app.StartReviewAsync());
        var second = await browser.ClaimAsync(_app, await _app.StartReviewAsync());

        var answer = await DecideAsync(browser, first, "pass", "", Form);
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        Assert.Equal($"/Tasks/{second.Id}", answer.Headers.Location!.OriginalString);
        var next = Browsing.Read(await browser.GetStringAsync(answer.Headers.Location));
        Assert.Contains("已提交“通过”", next, StringComparison.Ordinal);
        Assert.Contains("已打开下一件", next, StringComparison.Ordinal);

        var last = await DecideAsync(browser, second, "pass", "", Form);
        Assert.Equal("/Inbox", last.Headers.Location!.OriginalString);
        var done = await _app.TaskAsync(first.Id);
        Assert.Equal(WorkTaskStatus.Completed, done.Status);
        Assert.Equal(("fangqiheng", "通过"), (done.CompletedBy, done.OutcomeName));
    }

    [Theory]
    [InlineData("back", "", Form, "说明至少 10 个字，现在 0 个字")]
    [InlineData("back", "太短", Form, "说明至少 10 个字，现在 2 个字")]
    [InlineData("", "没有选", Form, "没有选择办理结果")]
    [InlineData("shred", "没有的结果", Form, "没有选择办理结果")]
    [InlineData("pass", "座位数不对", """{"seats":99}""", "处需要更正")]
    [InlineData("pass", "没有座位数", "{}", "处需要更正")]
    [InlineData("pass", "不是表单", "[1]", "表单内容不完整")]
    public async Task What_is_not_right_answers_422_and_comes_back_as_it_was_typed(
        string outcome, string comment, string form, string reason)
    {
        var browser = await _app.SignInAsync("peimingyuan");
        var task = await browser.ClaimAsync(_app, await _app.StartReviewAsync());
        var answer = await DecideAsync(browser, task, outcome, comment, form);
        var html = WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync());

        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        Assert.Contains(reason, html.Replace('\u00a0', ' '), StringComparison.Ordinal);
        if (outcome is "back" or "pass")
            Assert.Contains($">{comment}</textarea>", html, StringComparison.Ordinal);
        if (form.StartsWith('{') && form.Length > 2)
            Assert.Contains(form[1..^1], html, StringComparison.Ordinal);
        Assert.Equal(WorkTaskStatus.Open, (await _app.TaskAsync(task.Id)).Status);
    }

    [Fact]
    public async Task Who_comes_second_is_told_who_was_first_and_keeps_the_text()
    {
        var task = await _app.StartReviewAsync();
        var browser = await _app.SignInAsync("fangqiheng");
        await _app.CompleteAsync(task.CaseId, "REVIEW", "peimingyuan", "pass", form: Form);

        var answer = await browser.SubmitAsync(
            "/Inbox", $"/Tasks/{task.Id}/Completion", ("revision", $"{task.Revision}"), ("outcome", "pass"),
            ("comment-pass", "我的意见还在"), ("formData", Form));

        var page = Browsing.Read(await answer.Content.ReadAsStringAsync());
        Assert.Equal(HttpStatusCode.Conflict, answer.StatusCode);
        Assert.Contains("它已由裴明远于 11-02 09:00 办理（通过）", page, StringComparison.Ordinal);
        Assert.Contains("我的意见还在", page, StringComparison.Ordinal);
        Assert.DoesNotContain("明德小学", page, StringComparison.Ordinal); // only a candidate: the case is not his to read
    }

    [Fact]
    public async Task A_page_that_is_no_longer_true_answers_409_and_keeps_the_text_in_its_place()
    {
        var browser = await _app.SignInAsync("peimingyuan");
        var seen = await _app.StartReviewAsync();
        var task = await browser.ClaimAsync(_app, seen);
        Assert.NotEqual(seen.Revision, task.Revision);

        var answer = await browser.SubmitAsync(
            $"/Tasks/{task.Id}", $"/Tasks/{task.Id}/Completion", ("revision", $"{seen.Revision}"), ("outcome", "pass"),
            ("comment-pass", "我的意见还在"), ("formData", """{"seats":31}"""));
        var html = WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync());
        Assert.Equal(HttpStatusCode.Conflict, answer.StatusCode);
        Assert.Contains("不能办理“审核”", html, StringComparison.Ordinal);
        Assert.Contains(">我的意见还在</textarea>", html, StringComparison.Ordinal);
        Assert.Contains("\"seats\":31", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_the_token_of_a_page_nothing_is_decided()
    {
        var browser = await _app.SignInAsync("peimingyuan");
        var task = await browser.ClaimAsync(_app, await _app.StartReviewAsync());
        using var form = new FormUrlEncodedContent(
            [new("revision", $"{task.Revision}"), new("outcome", "pass"), new("formData", Form)]);
        var answer = await browser.PostAsync($"/Tasks/{task.Id}/Completion", form);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal(WorkTaskStatus.Open, (await _app.TaskAsync(task.Id)).Status);
    }

    private static Task<HttpResponseMessage> DecideAsync(
        HttpClient browser, WorkTask task, string outcome, string comment, string form) =>
        browser.SubmitAsync(
            $"/Tasks/{task.Id}", $"/Tasks/{task.Id}/Completion", ("revision", $"{task.Revision}"), ("outcome", outcome),
            ($"comment-{outcome}", comment), ("formData", form));
}
