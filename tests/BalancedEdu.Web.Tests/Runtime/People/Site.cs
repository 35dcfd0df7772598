using System.Globalization;
using System.Text.Json;
using BalancedEdu.Bpmn.Execution;
using BalancedEdu.Feel.Values;
using BalancedEdu.Web.Data;
using BalancedEdu.Web.Data.Cases;
using BalancedEdu.Web.Runtime;
using BalancedEdu.Web.Runtime.Incidents;
using BalancedEdu.Web.Runtime.Tasks;
using BalancedEdu.Web.Tests.App;
using BalancedEdu.Web.Tests.Runtime.Tasks;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace BalancedEdu.Web.Tests.Runtime.People;

/// <summary>
/// A small process with a check by at least two people, a look by three inspectors who are drawn, and a decision.
/// </summary>
internal static class Site
{
    public const string Form = """{"count":44,"finding":"一致"}""";

    /// <summary>The post from which inspectors are drawn.</summary>
    public const string InspectorsPost = "edu.inspector";

    public static Task<ProductApp> StartAppAsync(DatabaseProvider provider) =>
        ProductApp.StartAsync(provider, "Runtime/People/Workflows");

    /// <summary>Starts a case; 丁若水 claims the check.</summary>
    public static async Task<WorkTask> CheckAsync(this ProductApp app, string by = "peimingyuan")
    {
        var started = await app.StartCaseAsync("site", FeelContext.Empty, by);
        return await Hands.ClaimAsync(app, started.CaseId, "CHECK", "dingruoshui");
    }

    /// <summary>Starts a case and has the check signed by two: the inspectors are drawn.</summary>
    public static async Task<List<WorkTask>> LookAsync(this ProductApp app)
    {
        var task = await app.CheckAsync();
        await app.DraftAsync(task, Form);
        Assert.Null(await app.AskAsync(task, "guyongming"));
        Assert.Null(await app.SignTaskAsync(task, "guyongming"));
        Assert.Null(await app.DecideAsync("dingruoshui", task, "pass", form: Form));
        return await app.SeatsAsync(task.CaseId);
    }

    public static async Task<List<WorkTask>> SeatsAsync(this ProductApp app, long caseId)
    {
        await using var db = app.Open();
        return await db.Tasks.AsNoTracking().Where(t => t.CaseId == caseId && t.ElementId == "LOOK")
            .OrderBy(t => t.LoopCounter).ToListAsync();
    }

    public static async Task DraftAsync(this ProductApp app, WorkTask task, string form)
    {
        using var data = JsonDocument.Parse(form);
        var element = data.RootElement;
        Assert.Null(await app.ActAsync<TaskActions>(
            task.Assignee!, (a, p) => a.SaveDraftAsync(task.Id, task.Revision, element, p, default)));
    }

    public static Task<ActionRefusal?> AskAsync(this ProductApp app, WorkTask task, params string[] to) =>
        app.ActAsync<CoSigning>(
            task.Assignee!, (c, p) => c.AskAsync(new(task.Id, task.Revision, to, null), p, default));

    /// <summary>Reads what there is to sign, and signs it.</summary>
    public static Task<ActionRefusal?> SignTaskAsync(
        this ProductApp app, WorkTask task, string by, string? outcome = "pass", string? text = null) =>
        app.ActAsync<SignatureDesk>(by, async (desk, p) =>
        {
            var sheet = await desk.ReadAsync(task.Id, task.Revision, p, default);
            return sheet.Refusal ?? await desk.SignAsync(
                new(task.Id, task.Revision, outcome, text ?? sheet.Value!.Text), p, default);
        });

    public static Task<ActionRefusal?> RecuseAsync(
        this ProductApp app, WorkTask task, string by, string? reason = "校长是本人近亲属") =>
        app.ActAsync<TaskRecusals>(
            by, (r, p) => r.DeclareAsync(new(task.Id, task.Revision, reason), p, default));

    /// <summary>Somebody comes to a post, for the whole city.</summary>
    public static async Task GivePostAsync(this ProductApp app, string userName, string post)
    {
        await using var db = app.Open();
        var person = await db.Users.SingleAsync(u => u.UserName == userName);
        db.Holdings.Add(new() { UserId = person.Id, PositionId = post });
        await db.SaveChangesAsync();
    }

    /// <summary>重试 of the incident of a task that nobody can do.</summary>
    public static async Task<ActionRefusal?> RetryAsync(this ProductApp app, WorkTask task)
    {
        await using var db = app.Open();
        var row = await db.Incidents.AsNoTracking().SingleAsync(i => i.SourceId == task.Id && i.ResolvedAt == null);
        return await app.ActAsync<IncidentActions>(
            "admin", (a, p) => a.RetryAsync(new(row.Id, row.Times, "已补充人员"), p, default));
    }

    /// <summary>Names somebody for a task that waits for it.</summary>
    public static async Task<ActionRefusal?> AssignAsync(this ProductApp app, WorkTask task, string to)
    {
        await using var db = app.Open();
        var row = await db.Incidents.AsNoTracking().SingleAsync(i => i.SourceId == task.Id && i.ResolvedAt == null);
        return await app.ActAsync<IncidentActions>(
            "admin", (a, p) => a.AssignAsync(new(row.Id, row.Times, "已无人可抽"), to, p, default));
    }

    /// <summary>The draws of a task, repeated from what their events say.</summary>
    public static async Task<List<(string Drawn, string Again, string[] Pool)>> DrawsAsync(
        this ProductApp app, long taskId)
    {
        await using var db = app.Open();
        var events = await db.CaseEvents.AsNoTracking().Where(e => e.TaskId == taskId && e.Kind == "AssigneeDrawn")
            .OrderBy(e => e.Sequence).Select(e => e.Data).ToListAsync();
        return [.. events.Select(Repeat)];
    }

    private static (string Drawn, string Again, string[] Pool) Repeat(string data)
    {
        using var json = JsonDocument.Parse(data);
        var root = json.RootElement;
        var seed = ulong.Parse(
            root.GetProperty("seed").GetString()!, NumberStyles.HexNumber, CultureInfo.InvariantCulture);
        string[] pool = [.. root.GetProperty("pool").EnumerateArray().Select(p => p.GetString()!)];
        return (root.GetProperty("to").GetString()!, Draw.Members(pool, seed, 1)[0], pool);
    }
}
