using System.Net;
using BalancedEdu.Web.Data;
using BalancedEdu.Web.Data.Cases;
using BalancedEdu.Web.Tests.App;
using BalancedEdu.Web.Tests.Runtime.Incidents;
using Microsoft.EntityFrameworkCore;

namespace BalancedEdu.Web.Tests.Features.Administration;

public sealed class JobPageTests
{
    [Theory, Databases]
    public async Task An_administrator_sees_what_was_given_up_and_has_it_tried_again(DatabaseProvider provider)
    {
        await using var stuck = await StuckCases.StartAsync(provider);
        var row = await stuck.AtTheRungAsync();
        using var admin = await stuck.App.SignInAsync("admin");
        var list = await admin.GetStringAsync("/Administration/Jobs");
        Assert.Contains("未完成 1 项", Browsing.Read(list), StringComparison.Ordinal);
        Assert.Contains("没有招生计划，请先导入。", list, StringComparison.Ordinal);
        var address = $"/Administration/Jobs/{row.SourceId}";
        Assert.Contains($"/Incidents/{row.Id}", await admin.GetStringAsync(address), StringComparison.Ordinal);

        var refused = await admin.SubmitAsync(address, $"{address}?handler=Retry", ("reason", ""));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        Assert.Contains("请填写处理理由", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);

        stuck.Jobs.CapFails = null;
        var answer = await admin.SubmitAsync(address, $"{address}?handler=Retry", ("reason", "计划已导入"));
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        await stuck.App.SweepAsync();
        Assert.Contains("已完成", Browsing.Read(await admin.GetStringAsync(address)), StringComparison.Ordinal);
        var record = Browsing.Read(await admin.GetStringAsync($"/Cases/{row.CaseId}"));
        Assert.Contains("管理员重试异常：计划已导入", record, StringComparison.Ordinal);
    }

    [Theory, Databases]
    public async Task A_job_that_a_token_waits_for_can_not_be_given_up(DatabaseProvider provider)
    {
        await using var stuck = await StuckCases.StartAsync(provider);
        await stuck.AtTheJobAsync();
        await using var db = stuck.App.Open();
        var address = $"/Administration/Jobs/{(await db.OutboxJobs.SingleAsync()).Id}";
        using var admin = await stuck.App.SignInAsync("admin");
        Assert.DoesNotContain("handler=Discard", await admin.GetStringAsync(address), StringComparison.Ordinal);
        var answer = await admin.SubmitAsync(address, $"{address}?handler=Discard", ("reason", "x"));
        Assert.Equal(HttpStatusCode.Conflict, answer.StatusCode);
        Assert.Contains("事项停在这里等这项作业的结果", await answer.Content.ReadAsStringAsync(),
            StringComparison.Ordinal);
    }

    [Theory, Databases]
    public async Task All_of_a_kind_are_decided_at_once_and_it_is_said_what_became_of_them(DatabaseProvider provider)
    {
        await using var stuck = await StuckCases.StartAsync(provider);
        await stuck.AtTheJobAsync();
        await stuck.AtTheRungAsync();
        using var admin = await stuck.App.SignInAsync("admin");
        var answer = await admin.SubmitAsync(
            "/Administration/Jobs", "/Administration/Jobs?handler=DiscardAll", ("reason", "不再需要"));
        var page = await admin.GetStringAsync(answer.Headers.Location);
        Assert.Contains("已放弃 1 条，1 条没有放弃（不能放弃：事项停在这里等这项作业的结果", page, StringComparison.Ordinal);
        await using var db = stuck.App.Open();
        Assert.Equal(
            [OutboxStatus.Dead, OutboxStatus.Discarded],
            await db.OutboxJobs.OrderBy(j => j.Id).Select(j => j.Status).ToListAsync());
    }

    [Fact]
    public async Task Nobody_else_sees_jobs_or_decides_about_them()
    {
        await using var stuck = await StuckCases.StartAsync(DatabaseProvider.Sqlite);
        var row = await stuck.AtTheRungAsync();
        using var clerk = await stuck.App.SignInAsync("peimingyuan");
        foreach (var path in (string[])["/Administration/Jobs", $"/Administration/Jobs/{row.SourceId}"])
            Assert.Equal(HttpStatusCode.NotFound, (await clerk.GetAsync(path)).StatusCode);
        foreach (var path in (string[])
            ["/Administration/Jobs?handler=RetryAll", $"/Administration/Jobs/{row.SourceId}?handler=Discard",
                "/Administration/Mail?handler=DiscardAll"])
        {
            var answer = await clerk.SubmitAsync("/Account/Me", path, ("reason", "x"));
            Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        }
    }
}
