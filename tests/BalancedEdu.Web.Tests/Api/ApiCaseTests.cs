using System.Net;
using System.Text.Json;
using BalancedEdu.Web.Api;
using BalancedEdu.Web.Data;
using BalancedEdu.Web.Tests.App;
using BalancedEdu.Web.Tests.Runtime.CaseActions;
using BalancedEdu.Web.Tests.Runtime.Tasks;
using Microsoft.EntityFrameworkCore;

namespace BalancedEdu.Web.Tests.Api;

public sealed class ApiCaseTests
{
    private const string Application = """
        {"processId":"land-joint-approval","form":{"requestType":"SUPPORT_SCHOOL_SCHEME","projectName":"枫桥里片区新建小学",
         "applicantUscc":"91320100MA1NBC0Y15","applicantName":"云浦城建集团","districtCode":"329902","contact":"郝一凡",
         "phone":"13800000000","email":"hao@lincheng.example","parcelNo":"329902-YP-2026-014","landArea":24300,
         "landUse":"0804","supplyMode":"transfer","residentialGfa":186400,"serviceRadius":500,"stage":"primary",
         "plannedClasses":24,"classSize":45,"boarders":0,"oldTown":false,"inContaminatedList":"no","soilUseChange":"no",
         "geoZone":"none","eiaType":"register","eiaNo":"HP-1","planConform":"yes","setbacks":[],"idleNearby":"no",
         "docs":["DOC-APPLY"]}}
        """;

    [Theory, Databases]
    public async Task A_case_is_read_followed_passed_on_and_urged(DatabaseProvider provider)
    {
        await using var app = await Hands.StartAppAsync(provider);
        var task = await app.StartAsync();
        using var starter = await app.ProgramAsync(Hands.Initiator);
        using var reader = await app.ProgramAsync("luoyichen");
        var at = $"/cases/{task.CaseId}";
        var read = await starter.ReadAsync(at);
        Assert.Equal("running", read["status"].GetString());
        Assert.Equal([task.Id], read["standing"].GetProperty("urgeable").EnumerateArray().Select(t => t.GetInt64()));
        Assert.Equal("校舍", read["forms"][0].GetProperty("groups")[0].GetProperty("facts")[0].GetProperty("value")
            .GetString());

        await starter.DoAsync($"{at}/follow");
        Assert.Single((await starter.ReadAsync("/inbox?view=followed"))["rows"].EnumerateArray());
        await starter.DoAsync($"{at}/unfollow");
        await starter.DoAsync($"{at}/copies", new { to = new[] { "骆一辰" }, note = "供参考" });
        var copied = (await reader.ReadAsync("/inbox?view=copied"))["rows"][0];
        Assert.Equal("供参考", copied.GetProperty("note").GetString());
        Assert.Equal(JsonValueKind.Null, copied.GetProperty("taskId").ValueKind);
        Assert.True((await reader.ReadAsync(at))["standing"].GetProperty("unread").GetBoolean());
        await reader.DoAsync($"{at}/reading");
        Assert.False((await reader.ReadAsync(at))["standing"].GetProperty("unread").GetBoolean());

        await starter.DoAsync($"/tasks/{task.Id}/urge", new { note = "请尽快" });
        var again = await starter.PostAsync($"/tasks/{task.Id}/urge", new { });
        Assert.Equal((HttpStatusCode.Conflict, "task.urge-too-soon"), (again.Status, again.Code));
        Assert.Equal(
            ["DoneByProgram", "DoneByProgram", "DoneByProgram", "DoneByProgram"],
            await app.KindsAsync(task.CaseId, "DoneByProgram"));
    }

    [Theory, Databases]
    public async Task A_case_is_withdrawn_when_its_handlers_agree(DatabaseProvider provider)
    {
        await using var app = await Hands.StartAppAsync(provider);
        using var starter = await app.ProgramAsync(Hands.Initiator);
        var fresh = await app.StartAsync();
        var gone = await starter.DoAsync($"/cases/{fresh.CaseId}/withdraw", new { reason = "数据报错" });
        Assert.Equal("cancelled", gone["status"].GetString());

        var votes = await app.StartVotesAsync("peimingyuan");
        var asked = await starter.DoAsync($"/cases/{votes}/withdraw", new { reason = "数据报错" });
        Assert.Equal("running", asked["status"].GetString());
        var requestId = asked["withdrawalRequestId"].GetInt64();
        using var pei = await app.ProgramAsync("peimingyuan");
        Assert.True((await pei.ReadAsync($"/cases/{votes}"))["standing"].GetProperty("answersWithdrawal").GetBoolean());
        var unsaid = await pei.PostAsync($"/cases/{votes}/withdrawal-answer", new { requestId, agrees = false });
        Assert.Equal("case.reason-missing", unsaid.Code);
        var agreed = await pei.DoAsync($"/cases/{votes}/withdrawal-answer", new { requestId, agrees = true });
        Assert.Equal("cancelled", agreed["status"].GetString());
    }

    [Theory, Databases]
    public async Task A_decision_is_taken_back_before_anybody_went_on(DatabaseProvider provider)
    {
        await using var app = await Hands.StartAppAsync(provider);
        var started = await app.StartCaseAsync(
            "votes", new([new("members", Feel.Values.FeelValue.Of([Feel.Values.FeelValue.Of("peimingyuan")]))]),
            by: Hands.Initiator);
        var draft = await app.ClaimAsync(started.CaseId, "A", "shenzhiyuan");
        using var shen = await app.ProgramAsync("shenzhiyuan");
        await shen.DoAsync($"/tasks/{draft.Id}/complete", new { revision = draft.Revision, outcome = "pass" });
        Assert.Equal(
            [draft.Id],
            (await shen.ReadAsync($"/cases/{started.CaseId}"))["standing"].GetProperty("takeBacks").EnumerateArray()
                .Select(t => t.GetInt64()));
        var back = await shen.DoAsync($"/tasks/{draft.Id}/take-back");
        Assert.Equal(
            [(await app.OpenTaskAsync(started.CaseId, "A")).Id],
            back["waiting"].EnumerateArray().Select(t => t.GetInt64()));
    }

    [Theory, Databases]
    public async Task Administrators_let_a_case_stand_still_go_on_and_end(DatabaseProvider provider)
    {
        await using var app = await Hands.StartAppAsync(provider);
        var task = await app.StartAsync();
        using var admin = await app.ProgramAsync("admin", ApiScopes.Administer);
        using var ding = await app.ProgramAsync("dingruoshui");
        var at = $"/cases/{task.CaseId}";
        Assert.True((await admin.DoAsync($"{at}/suspend", new { reason = "等批复" }))["suspended"].GetBoolean());
        var held = await ding.PostAsync(
            $"/tasks/{task.Id}/complete", new { revision = task.Revision, outcome = "pass" });
        Assert.Equal((HttpStatusCode.Conflict, "bpmn.instance.suspended"), (held.Status, held.Code));
        Assert.Equal("case.suspended-already", (await admin.PostAsync($"{at}/suspend", new { reason = "等" })).Code);
        Assert.False((await admin.DoAsync($"{at}/resume", new { reason = "批复到" }))["suspended"].GetBoolean());
        var ended = await admin.DoAsync($"{at}/terminate", new { reason = "取消" });
        Assert.Equal("cancelled", ended["status"].GetString());
        Assert.Equal("case.ended", (await admin.PostAsync($"{at}/terminate", new { reason = "取消" })).Code);
    }

    [Theory, Databases]
    public async Task Administrators_see_what_another_version_would_do_and_move_a_case_to_it_once(
        DatabaseProvider provider)
    {
        using var process = new MovingProcess();
        await using var app = await MovingProcess.StartAppAsync(provider);
        var review = await MovingProcess.ReviewAsync(app);
        var third = await process.PublishAsync(app, MovingProcess.Third);
        using var admin = await app.ProgramAsync("admin", ApiScopes.Read, ApiScopes.Administer);
        var at = $"/cases/{review.CaseId}";
        Assert.Equal(third, (await admin.ReadAsync($"{at}/migration"))["versions"][0].GetProperty("id").GetInt64());
        var plan = (await admin.ReadAsync($"{at}/migration?versionId={third}"))["plan"];
        Assert.Equal("审核（REVIEW）在新版本里没有", plan.GetProperty("obstacles")[0].GetString());
        var version = plan.GetProperty("version").GetInt64();
        var body = new { versionId = third, version, reason = "新规施行" };
        Assert.Equal("case.migration-impossible", (await admin.PostAsync($"{at}/migrate", body)).Code);
        var unnamed = new Dictionary<string, string?> { ["REVIEW"] = null };
        Assert.Equal(
            "case.migration-impossible",
            (await admin.PostAsync(
                $"{at}/migrate", new { body.versionId, body.version, body.reason, elements = unnamed })).Code);
        var moved = await admin.DoAsync($"{at}/migrate", new
        {
            body.versionId, body.version, body.reason,
            elements = new Dictionary<string, string> { ["REVIEW"] = "VET", ["LATE"] = "OVERDUE" },
        });
        Assert.Equal(version + 1, moved["version"].GetInt64());
        Assert.Equal("case.moved", (await admin.PostAsync($"{at}/migrate", body)).Code);
    }

    [Theory, Databases]
    public async Task Somebody_acts_in_anothers_place_for_some_days(DatabaseProvider provider)
    {
        await using var app = await Hands.StartAppAsync(provider);
        var task = await app.StartAsync();
        using var ding = await app.ProgramAsync("dingruoshui");
        using var gu = await app.ProgramAsync("guyongming");
        var made = await ding.DoAsync(
            "/delegations", new { to = "顾永明", from = "2026-11-02", until = "2026-11-03", reason = "出差" });
        Assert.Equal("2026-11-03", made["until"].GetString());
        Assert.Equal(
            task.Id, (await gu.ReadAsync("/inbox?view=delegated"))["rows"][0].GetProperty("taskId").GetInt64());
        await gu.DoAsync($"/tasks/{task.Id}/complete", new { revision = task.Revision, outcome = "pass" });
        Assert.Equal(
            ("guyongming", "dingruoshui"),
            ((await app.NowAsync(task)).CompletedBy, (await app.NowAsync(task)).OnBehalfOf));
        await ding.DoAsync($"/delegations/{made["id"]}/revoke");
        Assert.Equal("delegation.over", (await ding.PostAsync($"/delegations/{made["id"]}/revoke")).Code);
        var line = (await ding.ReadAsync("/delegations"))["mine"][0];
        Assert.Equal("已撤销", line.GetProperty("standing").GetString());
        Assert.Equal(
            "丁若水 11-02 09:00 由程序用个人令牌“数据交换”设置，丁若水 11-02 09:00 由程序用个人令牌“数据交换”撤销",
            line.GetProperty("record").GetString());
        await using var db = app.Open();
        var row = await db.Delegations.SingleAsync();
        Assert.Equal(("数据交换", "数据交换"), (row.CreatedVia, row.RevokedVia));
    }

    /// <summary>
    /// The node dies when all is done and nothing says so in the record of the key; the program sends it once more.
    /// </summary>
    [Theory]
    [Databases("copies")]
    [Databases("urge")]
    public async Task What_was_told_is_not_told_again_when_the_answer_was_lost(DatabaseProvider provider, string verb)
    {
        await using var app = await Hands.StartAppAsync(provider);
        var task = await app.StartAsync();
        using var starter = await app.ProgramAsync(Hands.Initiator);
        var (address, body, another) = verb == "urge"
            ? ($"/tasks/{task.Id}/urge", """{"note":"请尽快"}""", """{"note":"再请尽快"}""")
            : ($"/cases/{task.CaseId}/copies", """{"to":["骆一辰"],"note":"供参考"}""", """{"to":["贺知秋"]}""");
        var done = await starter.SendAsync(HttpMethod.Post, address, body, "lost");
        Assert.Equal(HttpStatusCode.OK, done.Status);
        await using var db = app.Open();
        var told = (await db.OutboxMails.CountAsync(), await db.Notifications.CountAsync());
        await db.ApiReplies.Where(r => r.Key == "lost")
            .ExecuteUpdateAsync(r => r.SetProperty(x => x.Status, 0).SetProperty(x => x.Body, ""));
        app.Clock.Advance(TimeSpan.FromMinutes(2));
        var again = await starter.SendAsync(HttpMethod.Post, address, body, "lost");
        Assert.Equal((HttpStatusCode.OK, false), (again.Status, again.Replayed));
        Assert.Equal(task.CaseId, again["caseId"].GetInt64());
        Assert.Single(await app.KindsAsync(task.CaseId, verb == "urge" ? "TaskUrged" : "CaseCopied"));
        Assert.Equal(told, (await db.OutboxMails.CountAsync(), await db.Notifications.CountAsync()));

        // The same key with other words is another request.
        var other = await starter.SendAsync(HttpMethod.Post, address, another, "lost");
        Assert.Equal("api.idempotency-key-reused", other.Code);
    }

    [Theory, Databases]
    public async Task A_case_is_started_once_by_its_form(DatabaseProvider provider)
    {
        await using var app = await ProductApp.StartAsync(provider);
        using var shen = await app.ProgramAsync("shenzhiyuan", ApiScopes.Read, ApiScopes.Start);
        var processes = (await shen.ReadAsync("/processes")).Body.EnumerateArray()
            .Select(p => p.GetProperty("processId").GetString()).ToList();
        Assert.Contains("land-joint-approval", processes);
        var wrong = await shen.PostAsync(
            "/cases", new { processId = "land-joint-approval", form = new { projectName = "枫桥" } });
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "case.form-invalid"), (wrong.Status, wrong.Code));
        Assert.Contains("landArea", wrong["errors"].EnumerateArray().Select(e => e.GetProperty("field").GetString()));

        var started = await shen.SendAsync(HttpMethod.Post, "/cases", Application, "start-1");
        Assert.True(started.Status == HttpStatusCode.OK, started.Body.ToString());
        await using var db = app.Open();

        // As if the process had died after the start and before its answer was kept.
        await db.ApiReplies.ExecuteDeleteAsync();
        var again = await shen.SendAsync(HttpMethod.Post, "/cases", Application, "start-1");
        Assert.Equal(started.Body.ToString(), again.Body.ToString());
        Assert.Equal("shenzhiyuan", (await db.Cases.SingleAsync()).StartedBy);
    }
}
