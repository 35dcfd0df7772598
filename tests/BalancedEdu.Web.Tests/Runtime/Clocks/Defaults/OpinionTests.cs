using BalancedEdu.Web.Data;
using BalancedEdu.Web.Runtime;
using BalancedEdu.Web.Runtime.Clocks.Defaults;
using BalancedEdu.Web.Tests.App;
using BalancedEdu.Web.Tests.Features;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using static BalancedEdu.Web.Tests.Runtime.Clocks.Beijing;

namespace BalancedEdu.Web.Tests.Runtime.Clocks.Defaults;

/// <summary>DECIDE is silent from 2026-11-02 on: the system decides on Wednesday, 11-04 at 17:30.</summary>
public sealed class OpinionTests
{
    [Theory, Databases]
    public async Task T12_A_time_out_default_shows_the_system_the_rule_and_the_silent_department(
        DatabaseProvider provider)
    {
        await using var app = await ClockProcess.StartAppAsync(provider);
        var (caseId, task) = await SilentAsync(app);
        await using var db = app.Open();
        var row = await db.TimeoutDefaults.AsNoTracking().SingleAsync(d => d.TaskId == task);
        Assert.Equal(
            ("视为同意", "市教育局", "时限试办规则 第三条", Time("2026-11-05 17:30")),
            (row.OutcomeName, row.SilentUnit, row.Law, row.OpinionUntil));
        var decided = await db.CaseEvents.SingleAsync(e => e.Kind == "TimeoutDefault");
        Assert.Equal("system", decided.Actor);
        Assert.Contains("timeout-default", decided.Data, StringComparison.Ordinal);
        Assert.Contains("市教育局", decided.Data, StringComparison.Ordinal);

        Assert.Null(await FileAsync(app, task, "应附条件：先完成土壤评审"));
        using var reader = await app.SignInAsync("wenjingzhi");
        var page = Browsing.Read(await reader.GetStringAsync($"/Cases/{caseId}"));
        Assert.Contains("逾期未反馈，按“视为同意”处理", page, StringComparison.Ordinal);
        Assert.Contains("市教育局未表态，由系统记录，不是该单位意见", page, StringComparison.Ordinal);
        Assert.Contains("应附条件：先完成土壤评审", page, StringComparison.Ordinal);
        Assert.Contains("默认处理后补交，不改变默认处理", page, StringComparison.Ordinal);
        Assert.Equal("system", (await db.Tasks.SingleAsync(t => t.Id == task)).CompletedBy);
        Assert.Equal("shenzhiyuan", (await db.CaseEvents.SingleAsync(e => e.Kind == "LateOpinionFiled")).Actor);
    }

    public static TheoryData<DatabaseProvider, string, string, string?, string> Refusals
    {
        get
        {
            var rows = new TheoryData<DatabaseProvider, string, string, string?, string>();
            foreach (var provider in Enum.GetValues<DatabaseProvider>())
            {
                rows.Add(provider, "", ClockProcess.Handler, "不同意", "opinion.unknown");
                rows.Add(provider, "", "wenjingzhi", "不同意", "opinion.unknown");
                rows.Add(provider, "", "shenzhiyuan", " ", "opinion.empty");
                rows.Add(provider, "", "shenzhiyuan", new string('长', 2001), "opinion.empty");
                rows.Add(provider, "filed", "liangshuyi", "不同意", "opinion.twice");
                rows.Add(provider, "late", "shenzhiyuan", "不同意", "opinion.late");
                rows.Add(provider, "ended", "shenzhiyuan", "不同意", "opinion.case-ended");
            }
            return rows;
        }
    }

    [Theory, MemberData(nameof(Refusals))]
    public async Task An_opinion_is_refused(
        DatabaseProvider provider, string situation, string by, string? opinion, string code)
    {
        await using var app = await ClockProcess.StartAppAsync(provider);
        var (caseId, task) = await SilentAsync(app);
        if (situation == "filed")
            Assert.Null(await FileAsync(app, task, "附条件"));
        if (situation == "late")
            await app.UntilAsync("2026-11-05 17:31");
        if (situation == "ended")
            await app.CompleteAsync(caseId, "DELIVER", ClockProcess.Handler, "done");
        (await FileAsync(app, task, opinion, by)).Says(code);
    }

    [Theory, Databases]
    public async Task The_silent_department_files_on_a_page_of_its_own_and_others_find_none(
        DatabaseProvider provider)
    {
        await using var app = await ClockProcess.StartAppAsync(provider);
        var (_, task) = await SilentAsync(app);
        var page = $"/Tasks/{task}/Opinion";
        using var silent = await app.SignInAsync("shenzhiyuan");
        Assert.Contains("由系统作出", await silent.GetStringAsync(page), StringComparison.Ordinal);
        var empty = await silent.SubmitAsync(page, page, ("opinion", ""));
        Assert.Equal(System.Net.HttpStatusCode.UnprocessableEntity, empty.StatusCode);
        var filed = await silent.SubmitAsync(page, page, ("opinion", "附条件同意"));
        Assert.Equal(System.Net.HttpStatusCode.Redirect, filed.StatusCode);
        Assert.Contains("附条件同意", await silent.GetStringAsync(page), StringComparison.Ordinal);
        using var stranger = await app.SignInAsync("p3299010001");
        Assert.Equal(System.Net.HttpStatusCode.NotFound, (await stranger.GetAsync(page)).StatusCode);
    }

    private static async Task<(long CaseId, long TaskId)> SilentAsync(ProductApp app)
    {
        var started = await app.StartAcceptedAsync();
        await app.CompleteAsync(started.CaseId, "REVIEW", ClockProcess.Handler, "pass");
        var task = await app.OpenTaskAsync(started.CaseId, "DECIDE");
        await app.UntilAsync("2026-11-04 17:31");
        return (started.CaseId, task.Id);
    }

    private static async Task<ActionRefusal?> FileAsync(
        ProductApp app, long task, string? opinion, string by = "shenzhiyuan")
    {
        await using var scope = app.Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<OpinionActions>()
            .FileAsync(task, opinion, await app.PersonAsync(by), default);
    }
}
