using System.Net;
using BalancedEdu.Web.Data;
using BalancedEdu.Web.Tests.App;
using BalancedEdu.Web.Tests.Runtime;

namespace BalancedEdu.Web.Tests.Features.Clocks;

public sealed class ExtensionPageTests
{
    [Theory, Databases]
    public async Task The_handler_asks_on_the_page_of_the_clock_and_the_leader_grants_it(
        DatabaseProvider provider)
    {
        await using var app = await ClockProcess.StartAppAsync(provider);
        var started = await app.StartAcceptedAsync();
        await app.ClaimAsync(started.CaseId, "REVIEW", ClockProcess.Handler);
        var clock = await app.TaskClockAsync(started.CaseId, "REVIEW");
        var page = $"/Clocks/{clock.Id}/Extension";
        using var handler = await app.SignInAsync(ClockProcess.Handler);
        var task = await handler.GetStringAsync($"/Tasks/{clock.TaskId}");
        Assert.Contains(page, task, StringComparison.Ordinal);
        Assert.Contains("行政许可法 第四十二条第一款", await handler.GetStringAsync(page), StringComparison.Ordinal);

        var empty = await handler.SubmitAsync(page, page, ("reason", ""));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, empty.StatusCode);
        Assert.Contains("没有填写理由", await empty.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        var asked = await handler.SubmitAsync(page, page, ("reason", "案情复杂"));
        Assert.Equal(HttpStatusCode.Redirect, asked.StatusCode);

        using var leader = await app.SignInAsync(ClockProcess.Approver);
        var list = Browsing.Read(await leader.GetStringAsync("/Clocks/Extensions"));
        Assert.Contains("案情复杂", list, StringComparison.Ordinal);
        Assert.Contains("待批 1 项", list, StringComparison.Ordinal);
        var granted = await leader.SubmitAsync(page, page + "?handler=Grant", ("reason", ""));
        Assert.Equal(HttpStatusCode.Redirect, granted.StatusCode);
        var after = Browsing.Read(await handler.GetStringAsync($"/Tasks/{clock.TaskId}"));
        Assert.Contains("批准延长 10 个工作日：案情复杂", after, StringComparison.Ordinal);
        Assert.Contains("没有待批的延期", await leader.GetStringAsync("/Clocks/Extensions"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_has_nothing_to_do_with_a_clock_finds_no_page()
    {
        await using var app = await ClockProcess.StartAppAsync(DatabaseProvider.Sqlite);
        var started = await app.StartAcceptedAsync();
        var clock = await app.NamedClockAsync(started.CaseId, "total");
        using var stranger = await app.SignInAsync("p3299010001");
        Assert.Equal(
            HttpStatusCode.NotFound, (await stranger.GetAsync($"/Clocks/{clock.Id}/Extension")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.GetAsync("/Clocks/999999/Extension")).StatusCode);
    }
}
