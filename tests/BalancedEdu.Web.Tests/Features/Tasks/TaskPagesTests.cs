using System.Net;
using BalancedEdu.Web.Data.Cases;
using BalancedEdu.Web.Tests.App;

namespace BalancedEdu.Web.Tests.Features.Tasks;

public sealed class TaskPagesTests(TrialApp trial) : IClassFixture<TrialApp>
{
    private readonly ProductApp _app = trial.App;

    [Fact]
    public async Task The_page_says_what_is_asked_by_when_and_by_which_rule()
    {
        var browser = await _app.SignInAsync("peimingyuan");
        var task = await browser.ClaimAsync(_app, await _app.StartReviewAsync());
        var html = await browser.GetStringAsync($"/Tasks/{task.Id}");
        var page = Browsing.Read(html);
        Assert.Contains("明德小学的试办", page, StringComparison.Ordinal);
        Assert.Contains("本环节 3 个工作日", page, StringComparison.Ordinal);
        Assert.Contains("总时限 20 个工作日", page, StringComparison.Ordinal);
        Assert.Contains("试办规则 第二条", page, StringComparison.Ordinal);
        Assert.Contains("退到“补正”重新办理", page, StringComparison.Ordinal);
        Assert.Contains("data-form-viewer", html, StringComparison.Ordinal);
        Assert.Contains("data-diagram", html, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("dingruoshui")] // another bureau
    [InlineData("p3299010002")] // another school
    public async Task Somebody_elses_task_is_not_found_by_any_verb(string userName)
    {
        var task = await _app.StartReviewAsync();
        var browser = await _app.SignInAsync(userName);
        Assert.Equal(HttpStatusCode.NotFound, (await browser.GetAsync($"/Tasks/{task.Id}")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await browser.GetAsync($"/Inbox/Preview/{task.Id}")).StatusCode);
        foreach (var verb in new[] { "Completion", "Claim", "Draft" })
        {
            var answer = await browser.SubmitAsync(
                "/Inbox", $"/Tasks/{task.Id}/{verb}", ("revision", "1"), ("outcome", "pass"), ("formData", "{}"));
            Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        }
        Assert.Equal(WorkTaskStatus.Open, (await _app.TaskAsync(task.Id)).Status);
    }

    [Fact]
    public async Task A_school_sees_its_own_task_and_no_other_schools()
    {
        var review = await _app.StartReviewAsync();
        await _app.CompleteAsync(review.CaseId, "REVIEW", "peimingyuan", "back", "座位数与现场不符，请核对", """{"seats":45}""");
        var mend = await _app.OpenTaskAsync(review.CaseId, "MEND");

        var own = await _app.SignInAsync("p3299010001");
        var page = Browsing.Read(await own.GetStringAsync($"/Tasks/{mend.Id}"));
        Assert.Contains("座位数与现场不符，请核对", page, StringComparison.Ordinal);
        Assert.Contains("裴明远 退回", page, StringComparison.Ordinal);
        var other = await _app.SignInAsync("p3299010002");
        Assert.Equal(HttpStatusCode.NotFound, (await other.GetAsync($"/Tasks/{mend.Id}")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await other.GetAsync($"/Cases/{mend.CaseId}")).StatusCode);
    }

    [Fact]
    public async Task The_outcome_that_the_system_gives_when_the_time_is_up_is_no_button()
    {
        var review = await _app.StartReviewAsync();
        await _app.CompleteAsync(review.CaseId, "REVIEW", "peimingyuan", "pass", form: """{"seats":45}""");
        await _app.SweepAsync();
        await _app.AdvanceAsync(TimeSpan.FromHours(1));
        var approve = await _app.OpenTaskAsync(review.CaseId, "APPROVE");
        var browser = await _app.SignInAsync("fangqiheng");
        if (approve.Assignee is null)
            approve = await browser.ClaimAsync(_app, approve);

        var html = await browser.GetStringAsync($"/Tasks/{approve.Id}");
        Assert.Contains("data-dialog-open=\"outcome-agree\"", html, StringComparison.Ordinal);
        Assert.DoesNotContain("outcome-deemed", html, StringComparison.Ordinal);
        var answer = await browser.SubmitAsync(
            $"/Tasks/{approve.Id}", $"/Tasks/{approve.Id}/Completion", ("revision", $"{approve.Revision}"),
            ("outcome", "deemed"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
    }

    [Fact]
    public async Task A_link_can_open_the_dialog_of_one_outcome()
    {
        var browser = await _app.SignInAsync("peimingyuan");
        var task = await browser.ClaimAsync(_app, await _app.StartReviewAsync());
        var html = await browser.GetStringAsync($"/Tasks/{task.Id}?dialog=pass");
        Assert.Contains("aria-labelledby=\"outcome-pass-title\" data-dialog-shown", html, StringComparison.Ordinal);
        Assert.Equal(2, html.Split("data-dialog-shown").Length);
    }
}
