using System.Net;
using System.Text.Json;
using BalancedEdu.Web.Api;
using BalancedEdu.Web.Data;
using BalancedEdu.Web.Runtime;
using BalancedEdu.Web.Tests.App;
using BalancedEdu.Web.Tests.Runtime.CaseActions;
using BalancedEdu.Web.Tests.Runtime.Tasks;
using Microsoft.EntityFrameworkCore;

namespace BalancedEdu.Web.Tests.Api;

public sealed class ApiTaskTests
{
    [Theory, Databases]
    public async Task A_program_reads_and_decides_as_its_owner_and_the_case_says_so(DatabaseProvider provider)
    {
        await using var app = await Hands.StartAppAsync(provider);
        var task = await app.StartAsync();
        using var program = await app.ProgramAsync("dingruoshui");
        var inbox = await program.ReadAsync("/inbox");
        Assert.Equal(task.Id, inbox["rows"][0].GetProperty("taskId").GetInt64());
        Assert.Equal(1, (await program.ReadAsync("/inbox/counts"))["mine"].GetInt32());
        var read = await program.ReadAsync($"/tasks/{task.Id}");
        Assert.Equal(
            ["transfer", "delegate", "add-signer", "return"],
            read["allow"].EnumerateArray().Select(a => a.GetString()));
        Assert.Equal($"\"{read.Revision}\"", read.Tag);

        var answer = await program.SendAsync(
            HttpMethod.Post, $"/tasks/{task.Id}/complete", """{"outcome":"pass","comment":"同意"}""", "k1",
            match: read.Tag);
        Assert.Equal((HttpStatusCode.OK, "completed"), (answer.Status, answer["status"].GetString()));
        await app.OpenTaskAsync(task.CaseId, "B1");
        await using var db = app.Open();
        var events = await db.CaseEvents.Where(e => e.CaseId == task.CaseId).OrderBy(e => e.Sequence).ToListAsync();
        var told = Assert.Single(events, e => e.Kind == "DoneByProgram");
        Assert.Equal(("dingruoshui", """{"token":"数据交换"}"""), (told.Actor, told.Data));
        Assert.Null(EventChain.FindBreak(events));
        var history = await program.ReadAsync($"/cases/{task.CaseId}/events?limit=100");
        Assert.Contains(
            history["events"].EnumerateArray(),
            e => e.GetProperty("what").GetString() == "以上由程序用个人令牌“数据交换”办理");
    }

    [Theory, Databases]
    public async Task The_same_key_gives_the_same_answer_and_nothing_happens_twice(DatabaseProvider provider)
    {
        await using var app = await Hands.StartAppAsync(provider);
        var task = await app.StartAsync();
        using var program = await app.ProgramAsync("dingruoshui");
        var address = $"/tasks/{task.Id}/transfer";
        var body = JsonSerializer.Serialize(new { revision = task.Revision, to = "guyongming" });
        var first = await program.SendAsync(HttpMethod.Post, address, body, "once");
        var again = await program.SendAsync(HttpMethod.Post, address, body, "once");
        Assert.Equal((HttpStatusCode.OK, false), (first.Status, first.Replayed));
        Assert.Equal((HttpStatusCode.OK, true), (again.Status, again.Replayed));
        Assert.Equal(first.Body.ToString(), again.Body.ToString());
        Assert.Single(await Hands.MailedAsync(app, "task-transferred"));

        var other = await program.SendAsync(
            HttpMethod.Post, address, """{"revision":1,"to":"xuweiran"}""", "once");
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "api.idempotency-key-reused"), (other.Status, other.Code));
        var stale = await program.SendAsync(HttpMethod.Post, address, body, "twice");
        Assert.Equal((HttpStatusCode.Conflict, "task.stale"), (stale.Status, stale.Code));
        Assert.Contains("丁若水于 11-02 09:00 转办给顾永明", stale.Detail, StringComparison.Ordinal);

        app.Clock.Advance(TimeSpan.FromHours(25));
        Assert.Equal("task.stale", (await program.SendAsync(HttpMethod.Post, address, body, "once")).Code);
        await using var db = app.Open();
        Assert.Empty(await db.ApiReplies.ToListAsync());
    }

    [Theory, Databases]
    public async Task The_same_request_sent_many_times_at_once_is_carried_out_once(DatabaseProvider provider)
    {
        await using var app = await Hands.StartAppAsync(provider);
        var task = await app.StartAsync();
        using var program = await app.ProgramAsync("dingruoshui");
        var body = JsonSerializer.Serialize(new { revision = task.Revision, outcome = "pass" });
        var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(
            _ => program.SendAsync(HttpMethod.Post, $"/tasks/{task.Id}/complete", body, "once")));
        Assert.Single(answers, a => a is { Status: HttpStatusCode.OK, Replayed: false });
        Assert.All(answers, a => Assert.True(
            a.Status == HttpStatusCode.OK || a.Code == "api.in-progress", $"{a.Status} {a.Code}"));
        Assert.Equal(["DoneByProgram"], await app.KindsAsync(task.CaseId, "DoneByProgram"));
    }

    [Theory, Databases]
    public async Task Tasks_go_from_hand_to_hand(DatabaseProvider provider)
    {
        await using var app = await Hands.StartAppAsync(provider);
        var task = await app.StartAsync();
        using var ding = await app.ProgramAsync("dingruoshui");
        using var gu = await app.ProgramAsync("guyongming");
        var at = $"/tasks/{task.Id}";
        var found = await ding.ReadAsync($"{at}/colleagues?revision={task.Revision}&for=transfer&q=顾");
        Assert.Equal("guyongming", found.Body[0].GetProperty("userName").GetString());

        var kept = await ding.DoAsync($"{at}/draft", new { revision = task.Revision, form = new { opinion = "草稿" } });
        var delegated = await ding.DoAsync(
            $"{at}/delegate", new { revision = kept.Revision, to = "guyongming", question = "请核对金额" });
        Assert.Equal("dingruoshui", delegated["owner"].GetString());
        var answered = await gu.DoAsync($"{at}/answer", new { revision = delegated.Revision, opinion = "金额无误" });
        Assert.Equal("dingruoshui", answered["assignee"].GetString());
        delegated = await ding.DoAsync(
            $"{at}/delegate", new { revision = answered.Revision, to = "guyongming", question = "再核对一次" });
        var recalled = await ding.DoAsync($"{at}/recall", new { revision = delegated.Revision });
        var signed = await ding.DoAsync(
            $"{at}/signers", new { revision = recalled.Revision, place = "after", to = new[] { "hezhiqiu" } });
        var unsigned = await ding.DoAsync(
            $"{at}/remove-signer", new { revision = signed.Revision, user = "hezhiqiu" });
        var released = await ding.DoAsync($"{at}/release", new { revision = unsigned.Revision });
        Assert.Equal(JsonValueKind.Null, released["assignee"].ValueKind);
        var claimed = await gu.DoAsync($"{at}/claim", new { revision = released.Revision });
        await gu.DoAsync($"{at}/transfer", new { revision = claimed.Revision, to = "dingruoshui" });
        Assert.Equal("dingruoshui", (await app.NowAsync(task)).Assignee);
    }

    [Theory, Databases]
    public async Task A_return_is_previewed_and_done_on_what_was_seen(DatabaseProvider provider)
    {
        await using var app = await Hands.StartAppAsync(provider);
        var first = await app.StartAsync();
        Assert.Null(await app.DecideAsync("dingruoshui", first, "pass"));
        var opinion = await app.ClaimAsync(first.CaseId, "B1", "shenzhiyuan");
        using var shen = await app.ProgramAsync("shenzhiyuan");
        var plan = await shen.ReadAsync($"/tasks/{opinion.Id}/return-targets?revision={opinion.Revision}");
        var target = plan["targets"].EnumerateArray().Single(t => t.GetProperty("elementId").GetString() == "A");
        Assert.Equal(2, target.GetProperty("stepByStep").GetProperty("withdrawn").GetArrayLength());
        var seen = plan["caseVersion"].GetInt64();
        var body = new
        {
            revision = opinion.Revision, target = "A", reasonCode = "content", reason = Hands.Reason,
            caseVersion = seen - 1,
        };
        Assert.Equal("case.moved", (await shen.PostAsync($"/tasks/{opinion.Id}/return", body)).Code);
        await shen.DoAsync($"/tasks/{opinion.Id}/return", body with { caseVersion = seen });
        await app.OpenTaskAsync(first.CaseId, "A");
    }

    [Theory, Databases]
    public async Task Several_are_agreed_to_at_once_with_an_answer_each(DatabaseProvider provider)
    {
        await using var app = await Hands.StartAppAsync(provider);
        var items = new List<object>();
        foreach (var _ in new[] { 1, 2 })
        {
            var first = await app.StartAsync();
            Assert.Null(await app.DecideAsync("dingruoshui", first, "pass"));
            var opinion = await app.ClaimAsync(first.CaseId, "B1", "shenzhiyuan");
            items.Add(new { taskId = opinion.Id, revision = opinion.Revision - (items.Count == 0 ? 1 : 0) });
        }
        using var shen = await app.ProgramAsync("shenzhiyuan");
        var plan = await shen.DoAsync("/tasks/bulk-agreement/preview", new { items });
        Assert.Equal("通过", plan["outcomeName"].GetString());
        var done = await shen.DoAsync("/tasks/bulk-agreement", new { items, comment = "同意" });
        var problems = done["rows"].EnumerateArray().Select(r => r.GetProperty("problem")).ToList();
        Assert.Equal("task.stale", problems[0].GetProperty("code").GetString());
        Assert.Equal(JsonValueKind.Null, problems[1].ValueKind);
    }

    [Theory, Databases]
    public async Task Pages_are_full_while_there_are_more_and_hold_only_what_may_be_seen(DatabaseProvider provider)
    {
        await using var app = await Hands.StartAppAsync(provider);
        for (var i = 0; i < 5; i++)
            await app.StartAsync();
        using var ding = await app.ProgramAsync("dingruoshui", ApiScopes.Read);
        Assert.Equal([2, 2, 1], await SizesAsync(ding, "/inbox?limit=2"));
        Assert.Equal([2, 2, 1], await SizesAsync(ding, "/cases?limit=2"));
        using var stranger = await app.ProgramAsync("luoyichen", ApiScopes.Read);
        Assert.Equal([0], await SizesAsync(stranger, "/inbox?limit=2"));
        Assert.Equal([0], await SizesAsync(stranger, "/cases?limit=2"));
    }

    private static async Task<List<int>> SizesAsync(HttpClient program, string address)
    {
        var (sizes, after) = (new List<int>(), "");
        do
        {
            var page = await program.ReadAsync(address + after);
            sizes.Add(page["rows"].GetArrayLength());
            after = page["next"].ValueKind == JsonValueKind.Null ? "" : $"&after={page["next"]}";
        }
        while (after.Length > 0);
        return sizes;
    }
}
