using System.Net;
using BalancedEdu.Web.Data;
using BalancedEdu.Web.Tests.App;
using BalancedEdu.Web.Tests.Runtime;
using BalancedEdu.Web.Tests.Runtime.CaseActions;
using Microsoft.EntityFrameworkCore;

namespace BalancedEdu.Web.Tests.Features.Tasks;

/// <summary>暂存 is for who has the task: a candidate is offered the claim, and nothing typed is lost.</summary>
public sealed class DraftBeforeClaimTests
{
    [Theory, Databases]
    public async Task What_a_candidate_typed_comes_back_and_is_kept_by_the_claim(DatabaseProvider provider)
    {
        await using var app = await TrialProcess.StartAppAsync(provider);
        var review = await app.ReviewOfLuoAsync();
        using var browser = await app.SignInAsync("peimingyuan");
        var page = $"/Tasks/{review.Id}";
        using var refused = await browser.SubmitAsync(
            page, $"{page}/Draft", ("revision", $"{review.Revision}"), ("formData", """{"seats":31}"""));
        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
        var html = WebUtility.HtmlDecode(await refused.Content.ReadAsStringAsync());
        Assert.Contains("请先认领，再暂存一次", html, StringComparison.Ordinal);
        Assert.Contains("name=\"formData\" value=\"{\"seats\":31}\"", html, StringComparison.Ordinal);

        using var claimed = await browser.SubmitAsync(
            page, $"{page}/Claim", ("revision", $"{review.Revision}"), ("formData", """{"seats":31}"""));
        Assert.Equal(HttpStatusCode.Redirect, claimed.StatusCode);
        await using var db = app.Open();
        var now = await db.Tasks.AsNoTracking().SingleAsync(t => t.Id == review.Id);
        Assert.Equal(("peimingyuan", """{"seats":31}"""), (now.Assignee, now.Draft));
    }
}
