using System.Net;
using BalancedEdu.Web.Data;
using BalancedEdu.Web.Tests.App;
using BalancedEdu.Web.Tests.Runtime.Incidents;

namespace BalancedEdu.Web.Tests.Features.Incidents;

public sealed class IncidentPagesTests
{
    [Theory, Databases]
    public async Task An_administrator_reads_the_cause_the_values_and_what_can_be_done(DatabaseProvider provider)
    {
        await using var stuck = await StuckCases.StartAsync(provider);
        var row = await stuck.AtTheGatewayAsync();
        using var admin = await stuck.App.SignInAsync("admin");
        var list = await admin.GetStringAsync("/Incidents");
        Assert.Contains($"href=\"/Incidents/{row.Id}\"", list, StringComparison.Ordinal);
        Assert.Contains("待处理 1 条", Browsing.Read(list), StringComparison.Ordinal);
        var page = Browsing.Read(await admin.GetStringAsync($"/Incidents/{row.Id}"));
        Assert.Contains(row.Message, page, StringComparison.Ordinal);
        Assert.Contains("\"way\": \"nowhere\"", page, StringComparison.Ordinal);
        Assert.Contains("更正变量后重试", page, StringComparison.Ordinal);
        Assert.DoesNotContain("跳过这个环节", page, StringComparison.Ordinal);
    }

    [Theory, Databases]
    public async Task Wrong_JSON_comes_back_as_it_was_typed_with_the_reason(DatabaseProvider provider)
    {
        await using var stuck = await StuckCases.StartAsync(provider);
        var row = await stuck.AtTheGatewayAsync();
        using var admin = await stuck.App.SignInAsync("admin");
        var version = (await stuck.CaseAsync(row)).Version;
        var answer = await admin.SubmitAsync(
            $"/Incidents/{row.Id}", $"/Incidents/{row.Id}?handler=Mend", ("times", "1"), ("version", $"{version}"),
            ("json", "{ \"way\": <b>"), ("reason", "改道 <i>"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        var page = await answer.Content.ReadAsStringAsync();
        Assert.Contains("{ &quot;way&quot;: &lt;b&gt;</textarea>", page, StringComparison.Ordinal);
        Assert.Contains("改道 &lt;i&gt;</textarea>", page, StringComparison.Ordinal);
        Assert.Contains("第 1 行第 10 个字节处读不下去", page, StringComparison.Ordinal);
        Assert.Contains("id=\"Mend\" aria-labelledby=\"Mend-t\" data-dialog-shown", page, StringComparison.Ordinal);
    }

    [Theory, Databases]
    public async Task A_mended_case_goes_on_and_its_record_says_why(DatabaseProvider provider)
    {
        await using var stuck = await StuckCases.StartAsync(provider);
        var row = await stuck.AtTheGatewayAsync();
        using var admin = await stuck.App.SignInAsync("admin");
        var version = (await stuck.CaseAsync(row)).Version;
        var answer = await admin.SubmitAsync(
            $"/Incidents/{row.Id}", $"/Incidents/{row.Id}?handler=Mend", ("times", "1"), ("version", $"{version}"),
            ("json", "{ \"way\": \"review\" }"), ("reason", "改道"));
        Assert.Equal("/Incidents", answer.Headers.Location?.OriginalString);
        Assert.Contains("变量已更正并重试", await admin.GetStringAsync("/Incidents"), StringComparison.Ordinal);
        var record = Browsing.Read(await admin.GetStringAsync($"/Cases/{row.CaseId}"));
        Assert.Contains("管理员更正变量：改道", record, StringComparison.Ordinal);
        Assert.Contains("管理员重试异常：改道", record, StringComparison.Ordinal);
    }

    [Theory, Databases]
    public async Task A_retry_that_stops_again_leads_to_the_new_incident(DatabaseProvider provider)
    {
        await using var stuck = await StuckCases.StartAsync(provider);
        var row = await stuck.AtTheGatewayAsync();
        using var admin = await stuck.App.SignInAsync("admin");
        var answer = await admin.SubmitAsync(
            $"/Incidents/{row.Id}", $"/Incidents/{row.Id}?handler=Retry", ("times", "1"), ("reason", "再试"));
        var next = await stuck.OnlyOpenAsync(row.CaseId);
        Assert.Equal($"/Incidents/{next.Id}", answer.Headers.Location?.OriginalString);
        var over = await admin.GetStringAsync("/Incidents?resolved=true");
        Assert.Contains($"href=\"/Incidents/{row.Id}\"", over, StringComparison.Ordinal);
        Assert.DoesNotContain("handler=Retry", await admin.GetStringAsync($"/Incidents/{row.Id}"),
            StringComparison.Ordinal);
    }

    [Theory, Databases]
    public async Task Fifty_incidents_make_a_page_and_one_click(DatabaseProvider provider)
    {
        await using var stuck = await StuckCases.StartAsync(provider);
        for (var i = 0; i < 51; i++)
            await stuck.StartCaseAsync("nowhere");
        using var admin = await stuck.App.SignInAsync("admin");
        const string Kind = "/Incidents?code=bpmn.gateway.no-flow-selected&process=stuck";
        var first = await admin.GetStringAsync(Kind);
        Assert.Equal(50, first.Split("data-row").Length - 1);
        var at = first.IndexOf("before=", StringComparison.Ordinal);
        var before = first[(at + 7)..first.IndexOf('"', at)];
        Assert.Equal(1, (await admin.GetStringAsync($"{Kind}&before={before}")).Split("data-row").Length - 1);
        var refused = await admin.SubmitAsync(Kind, Kind + "&handler=Retry", ("reason", ""));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        var answer = await admin.SubmitAsync(Kind, Kind + "&handler=Retry", ("reason", "流程已改"));
        var page = await admin.GetStringAsync(answer.Headers.Location);
        Assert.Contains("已重试 50 条，还有 1 条，可再点一次", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nobody_else_sees_incidents_or_handles_them()
    {
        await using var stuck = await StuckCases.StartAsync(DatabaseProvider.Sqlite);
        var row = await stuck.AtTheGatewayAsync();
        using var clerk = await stuck.App.SignInAsync("peimingyuan");
        foreach (var path in (string[])["/Incidents", $"/Incidents/{row.Id}"])
            Assert.Equal(HttpStatusCode.NotFound, (await clerk.GetAsync(path)).StatusCode);
        foreach (var action in (string[])["Retry", "Mend", "Pass", "Assign", "Cancel"])
        {
            var answer = await clerk.SubmitAsync(
                "/Account/Me", $"/Incidents/{row.Id}?handler={action}", ("times", "1"), ("reason", "x"),
                ("json", "{}"));
            Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        }
        Assert.Null((await stuck.AgainAsync(row)).ResolvedAt);
        using var nobody = stuck.App.CreateClient(new() { AllowAutoRedirect = false });
        Assert.Equal(HttpStatusCode.Redirect, (await nobody.GetAsync("/Incidents")).StatusCode);
    }

    [Theory]
    [InlineData("/Incidents/4711")]
    [InlineData("/Incidents?before=x")]
    [InlineData("/Incidents?resolved=perhaps")]
    public async Task What_is_not_there_answers_404(string path)
    {
        await using var stuck = await StuckCases.StartAsync(DatabaseProvider.Sqlite);
        using var admin = await stuck.App.SignInAsync("admin");
        Assert.Equal(HttpStatusCode.NotFound, (await admin.GetAsync(path)).StatusCode);
    }
}
