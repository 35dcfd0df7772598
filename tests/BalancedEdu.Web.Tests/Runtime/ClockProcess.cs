using BalancedEdu.Feel.Values;
using BalancedEdu.Web.Data;
using BalancedEdu.Web.Data.Cases;
using BalancedEdu.Web.Runtime;
using BalancedEdu.Web.Runtime.Clocks;
using BalancedEdu.Web.Tests.App;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace BalancedEdu.Web.Tests.Runtime;

/// <summary>A process with all that clocks do: stages, pauses side by side, extensions, demands, time-outs.</summary>
internal static class ClockProcess
{
    public const string Handler = "peimingyuan";

    public const string Approver = "jiangyuan";

    public const string Ask = """{ "items": ["DOC-APPLY", "DOC-PARCEL"] }""";

    public static Task<ProductApp> StartAppAsync(DatabaseProvider provider, string? now = null) =>
        ProductApp.StartAsync(
            provider, "Runtime/ClockWorkflows", now: now is null ? null : Clocks.Beijing.Time(now));

    public static Task<StartedCase> StartAsync(this ProductApp app) => app.StartCaseAsync("clocks", FeelContext.Empty);

    /// <summary>Starts a case and accepts it: its review is open.</summary>
    public static async Task<StartedCase> StartAcceptedAsync(this ProductApp app)
    {
        var started = await app.StartAsync();
        await app.CompleteAsync(started.CaseId, "RECEIVE", Handler, "accept", form: "{}");
        return started;
    }

    /// <summary>Demands papers once; the applicant mends them at a time.</summary>
    public static async Task MendAsync(this ProductApp app, StartedCase started, string asked, string mended)
    {
        await app.UntilAsync(asked);
        await app.CompleteAsync(started.CaseId, "RECEIVE", Handler, "ask", "缺材料", Ask);
        await app.UntilAsync(mended);
        await app.CompleteAsync(started.CaseId, "MEND", "p3299010001", "done");
    }

    /// <summary>Lets the time come, sweeping each morning as a server that runs does.</summary>
    public static async Task UntilAsync(this ProductApp app, string time)
    {
        var until = Clocks.Beijing.Time(time);
        while (until - app.Clock.GetUtcNow() > TimeSpan.FromDays(1))
            await app.AdvanceAsync(TimeSpan.FromDays(1));
        await app.AdvanceAsync(until - app.Clock.GetUtcNow());
    }

    /// <summary>The newest clock of a name, as a clock of the case.</summary>
    public static async Task<ClockRow> NamedClockAsync(this ProductApp app, long caseId, string clockId)
    {
        await using var db = app.Open();
        return await db.Clocks.AsNoTracking().Where(c => c.CaseId == caseId && c.ClockId == clockId)
            .OrderByDescending(c => c.Id).FirstAsync();
    }

    /// <summary>The clock of an open task.</summary>
    public static async Task<ClockRow> TaskClockAsync(this ProductApp app, long caseId, string elementId)
    {
        var task = await app.OpenTaskAsync(caseId, elementId);
        await using var db = app.Open();
        return await db.Clocks.AsNoTracking().SingleAsync(c => c.TaskId == task.Id);
    }

    /// <summary>How a clock stands now.</summary>
    public static ClockReading Read(this ProductApp app, ClockRow row) =>
        row.ToClock().Read(app.Services.GetRequiredService<OfficeTime>(), app.Clock.GetUtcNow());

    /// <summary>Claims an open task.</summary>
    public static async Task ClaimAsync(this ProductApp app, long caseId, string elementId, string userName)
    {
        var task = await app.OpenTaskAsync(caseId, elementId);
        await using var scope = app.Services.CreateAsyncScope();
        Assert.Null(await scope.ServiceProvider.GetRequiredService<TaskActions>()
            .ClaimAsync(task.Id, task.Revision, await app.PersonAsync(userName), default));
    }
}
