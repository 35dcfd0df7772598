using BalancedEdu.Web.Data;
using BalancedEdu.Web.Tests.App;
using BalancedEdu.Web.Tests.Runtime;
using Microsoft.EntityFrameworkCore;

namespace BalancedEdu.Web.Tests.Api;

public sealed class ApiClockTests
{
    [Theory, Databases]
    public async Task More_time_is_asked_for_and_granted(DatabaseProvider provider)
    {
        await using var app = await ClockProcess.StartAppAsync(provider);
        var started = await app.StartAcceptedAsync();
        await app.ClaimAsync(started.CaseId, "REVIEW", ClockProcess.Handler);
        using var handler = await app.ProgramAsync(ClockProcess.Handler);
        using var approver = await app.ProgramAsync(ClockProcess.Approver);
        var clocks = await handler.ReadAsync($"/cases/{started.CaseId}/clocks");
        var row = await app.TaskClockAsync(started.CaseId, "REVIEW");
        var clock = clocks.Body.EnumerateArray().Single(c => c.GetProperty("id").GetInt64() == row.Id);
        Assert.Equal(row.TaskId, clock.GetProperty("taskId").GetInt64());
        var address = $"/clocks/{row.Id}";
        var unsaid = await handler.PostAsync($"{address}/extension", new { reason = "" });
        Assert.Equal("clock.extension.reason", unsaid.Code);
        var asked = await handler.DoAsync($"{address}/extension", new { reason = "案情复杂" });
        Assert.Equal("asked", asked["extension"].GetProperty("status").GetString());
        var again = await handler.PostAsync($"{address}/extension", new { reason = "再问" });
        Assert.Equal("clock.extension.asked", again.Code);
        Assert.Equal(
            "clock.extension.not-approver",
            (await handler.PostAsync($"{address}/extension-decision", new { grants = true })).Code);
        var waiting = Assert.Single((await approver.ReadAsync("/extensions")).Body.EnumerateArray());
        Assert.Equal("案情复杂", waiting.GetProperty("extension").GetProperty("reason").GetString());
        Assert.Equal(
            "clock.extension.opinion",
            (await approver.PostAsync($"{address}/extension-decision", new { grants = false })).Code);
        var granted = await approver.DoAsync($"{address}/extension-decision", new { grants = true });
        Assert.Equal("granted", granted["extension"].GetProperty("status").GetString());
        Assert.True(granted["dueAt"].GetDateTimeOffset() > clock.GetProperty("dueAt").GetDateTimeOffset());
        await using var db = app.Open();
        Assert.Equal(2, await db.CaseEvents.CountAsync(e => e.Kind == "DoneByProgram"));
    }

    [Theory, Databases]
    public async Task The_silent_department_files_its_opinion_once(DatabaseProvider provider)
    {
        await using var app = await ClockProcess.StartAppAsync(provider);
        var started = await app.StartAcceptedAsync();
        await app.CompleteAsync(started.CaseId, "REVIEW", ClockProcess.Handler, "pass");
        var task = await app.OpenTaskAsync(started.CaseId, "DECIDE");
        await app.UntilAsync("2026-11-04 17:31");
        using var silent = await app.ProgramAsync("shenzhiyuan");
        var address = $"/tasks/{task.Id}/opinion";
        Assert.Equal("opinion.empty", (await silent.PostAsync(address, new { opinion = " " })).Code);
        Assert.Equal("completed", (await silent.DoAsync(address, new { opinion = "附条件" }))["status"].GetString());
        Assert.Equal("opinion.twice", (await silent.PostAsync(address, new { opinion = "附条件" })).Code);
        using var other = await app.ProgramAsync(ClockProcess.Handler);
        Assert.Equal("opinion.unknown", (await other.PostAsync(address, new { opinion = "不同意" })).Code);
    }
}
