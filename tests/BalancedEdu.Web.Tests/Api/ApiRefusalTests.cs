using System.Net;
using System.Text.Json;
using BalancedEdu.Web.Api;
using BalancedEdu.Web.Data;
using BalancedEdu.Web.Data.Cases;
using BalancedEdu.Web.Tests.App;
using BalancedEdu.Web.Tests.Runtime;
using BalancedEdu.Web.Tests.Runtime.Tasks;

namespace BalancedEdu.Web.Tests.Api;

/// <summary>What is not done, with its status and its code; each is one that the document tells of.</summary>
public sealed class ApiRefusalTests
{
    private sealed record Row(
        string Why, HttpClient Who, string Method, string Address, string? Body, int Status, string Code)
    {
        public string? Key { get; init; } = $"{Guid.NewGuid()}";

        public string Type { get; init; } = "application/json";

        public string? Match { get; init; }

        /// <summary>The field that the problem names, or null.</summary>
        public string? Field { get; init; }
    }

    [Theory, Databases]
    public async Task What_can_not_be_read_is_refused_before_anything_is_done(DatabaseProvider provider) =>
        await AllAsync(provider, (task, ding, _) =>
        {
            var claim = $"/tasks/{task.Id}/claim";
            var complete = $"/tasks/{task.Id}/complete";
            Row Post(string why, string address, string? body, int status, string code) =>
                new(why, ding, "POST", address, body, status, code);
            return
            [
                Post("no key", claim, "{\"revision\":1}", 400, "api.idempotency-key-missing") with { Key = null },
                Post("long key", claim, "{\"revision\":1}", 400, "api.idempotency-key-missing")
                    with { Key = new('k', 101) },
                Post("no body", claim, null, 400, "api.body-wrong"),
                Post("empty body", claim, "", 400, "api.body-wrong"),
                Post("broken", claim, "{", 400, "api.body-wrong"),
                Post("a list", claim, "[]", 400, "api.body-wrong"),
                Post("null", claim, "null", 400, "api.body-wrong"),
                Post("unknown field", claim, "{\"revision\":1,\"force\":true}", 400, "api.body-wrong")
                    with { Field = "force" },
                Post("doubled field", claim, "{\"revision\":1,\"revision\":2}", 400, "api.body-wrong"),
                Post("text for a number", claim, "{\"revision\":\"1\"}", 400, "api.body-wrong")
                    with { Field = "revision" },
                Post("fraction", claim, "{\"revision\":1.5}", 400, "api.body-wrong") with { Field = "revision" },
                Post("too large a number", claim, "{\"revision\":99999999999}", 400, "api.body-wrong")
                    with { Field = "revision" },
                Post("no outcome", complete, "{\"revision\":1}", 400, "api.body-wrong"),
                Post("null outcome", complete, "{\"revision\":1,\"outcome\":null}", 400, "api.body-wrong"),
                Post("a list for a text", complete, "{\"revision\":1,\"outcome\":[]}", 400, "api.body-wrong"),
                Post("too deep", complete, $"{{\"outcome\":\"pass\",\"form\":{Deep(40)}}}", 400, "api.body-wrong"),
                Post("not JSON", claim, "revision=1", 415, "api.media-type-wrong")
                    with { Type = "application/x-www-form-urlencoded" },
                Post("too large", complete, $"{{\"outcome\":\"{new string('x', 1_000_000)}\"}}", 413,
                    "api.body-too-large"),
            ];
        });

    [Theory, Databases]
    public async Task Lists_are_refused_when_too_much_or_nonsense_is_asked_for(DatabaseProvider provider) =>
        await AllAsync(provider, (task, ding, _) =>
        [
            new("huge page", ding, "GET", "/inbox?limit=100000", null, 422, "api.limit-wrong") { Field = "limit" },
            new("empty page", ding, "GET", "/inbox?limit=0", null, 422, "api.limit-wrong"),
            new("huge page", ding, "GET", "/cases?limit=101", null, 422, "api.limit-wrong"),
            new("huge page", ding, "GET", $"/cases/{task.CaseId}/events?limit=-1", null, 422, "api.limit-wrong"),
            new("not a number", ding, "GET", "/inbox?limit=many", null, 400, "api.query-wrong"),
            new("not a number", ding, "GET", "/cases?after=x", null, 400, "api.query-wrong"),
            new("no revision", ding, "GET", $"/tasks/{task.Id}/return-targets", null, 400, "api.query-wrong"),
            new("unknown view", ding, "GET", "/inbox?view=all", null, 422, "api.view-unknown"),
            new("no place", ding, "GET", "/inbox?after=1", null, 422, "api.after-wrong"),
            new("no purpose", ding, "GET", $"/tasks/{task.Id}/colleagues?revision=1&for=x", null, 422,
                "api.purpose-unknown"),
        ]);

    [Theory, Databases]
    public async Task What_the_rules_forbid_is_refused_by_the_codes_of_the_pages(DatabaseProvider provider) =>
        await AllAsync(provider, (task, ding, starter) =>
        {
            var (at, seen) = ($"/tasks/{task.Id}", task.Revision);
            Row Act(string verb, object body, int status, string code) =>
                new(verb, ding, "POST", $"{at}/{verb}", JsonSerializer.Serialize(body), status, code);
            Row Case(string verb, object body, int status, string code) => new(
                verb, ding, "POST", $"/cases/{task.CaseId}/{verb}", JsonSerializer.Serialize(body), status, code);
            return
            [
                Act("claim", new { }, 422, "api.revision-missing"),
                Act("claim", new { }, 422, "api.revision-missing") with { Match = "W/x" },
                Act("claim", new { revision = seen }, 422, "api.revision-contradicts") with { Match = "\"99\"" },
                Act("claim", new { }, 409, "task.stale") with { Match = "\"99\"" },
                Act("complete", new { revision = 99, outcome = "pass" }, 409, "task.stale"),
                Act("complete", new { revision = seen, outcome = "maybe" }, 422, "task.outcome-unknown"),
                Act("complete", new { revision = seen, outcome = "no", comment = "不行" }, 422, "task.decision-invalid")
                    with { Field = "comment" },
                Act("draft", new { revision = seen, form = 1 }, 422, "task.draft-invalid"),
                Act("transfer", new { revision = seen, to = "dingruoshui" }, 422, "task.receiver-self")
                    with { Field = "to" },
                Act("transfer", new { revision = seen, to = "nobody" }, 422, "task.receiver-unavailable"),
                Act("transfer", new { revision = seen, to = "hezhiqiu" }, 422, "task.receiver-other-group"),
                Act("delegate", new { revision = seen, to = "hezhiqiu", question = " " }, 422, "task.text-missing"),
                Act("answer", new { revision = seen, opinion = "可以" }, 409, "task.not-delegated"),
                Act("signers", new { revision = seen, place = "beside", to = new[] { "hezhiqiu" } }, 422,
                    "task.signer-place-unknown"),
                Act("remove-signer", new { revision = seen, user = "hezhiqiu" }, 409, "task.signer-not-waiting"),
                Act("return", new { revision = seen, target = "C", reasonCode = "other", reason = Hands.Reason }, 422,
                    "bpmn.return.not-passed") with { Field = "target" },
                Act("return", new { revision = seen, target = "START", reason = Hands.Reason }, 422,
                    "task.return-code-missing") with { Field = "reasonCode" },
                Act("return", new { revision = seen, target = "START", reasonCode = "other", reason = "重报" }, 422,
                    "task.reason-missing"),
                Act("take-back", new { }, 403, "task.not-last-handler") with { Body = null },
                Act("urge", new { }, 403, "task.urge-not-yours"),
                Case("withdraw", new { reason = "报错" }, 403, "case.not-initiator"),
                Case("withdrawal-answer", new { requestId = 1, agrees = true }, 404, "case.unknown"),
                Case("copies", new { to = new[] { "没有这个人" } }, 422, "people.unknown"),
                Case("suspend", new { reason = "等批复" }, 403, "case.not-manager"),
                Case("resume", new { reason = "批复到" }, 403, "case.not-manager"),
                Case("terminate", new { reason = "取消" }, 403, "case.not-manager"),
                new("no items", ding, "POST", "/tasks/bulk-agreement", "{\"items\":[]}", 422, "bulk.nothing"),
                new("not offered", ding, "POST", "/tasks/bulk-agreement",
                    $"{{\"items\":[{{\"taskId\":{task.Id},\"revision\":{seen}}}]}}", 422, "bulk.not-offered"),
                new("not to be started", ding, "POST", "/cases", "{\"processId\":\"hands\",\"form\":{}}", 404,
                    "case.process-unknown"),
                new("to oneself", ding, "POST", "/delegations",
                    "{\"to\":\"dingruoshui\",\"from\":\"2026-11-03\",\"until\":\"2026-11-04\"}", 422,
                    "delegation.to-self"),
                new("for others", ding, "POST", "/delegations",
                    "{\"principal\":\"guyongming\",\"to\":\"xuweiran\",\"from\":\"2026-11-03\",\"until\":\"2026-11-04\"}", 403,
                    "delegation.not-yours"),
                new("nothing to end", ding, "POST", "/delegations/99/revoke", null, 404, "delegation.unknown"),
                new("own case", starter, "POST", $"{at}/complete", $"{{\"revision\":{seen},\"outcome\":\"pass\"}}",
                    403, "task.not-yours"),
                new("no address", ding, "GET", "/nothing", null, 404, "api.unknown-address"),
                new("not a number", ding, "GET", "/tasks/x", null, 404, "api.unknown-address"),
                new("other method", ding, "GET", $"{at}/claim", null, 404, "api.unknown-address"),
            ];
        });

    private static string Deep(int levels) => new string('[', levels) + new string(']', levels);

    private static async Task AllAsync(
        DatabaseProvider provider, Func<WorkTask, HttpClient, HttpClient, Row[]> rows)
    {
        await using var app = await Hands.StartAppAsync(provider);
        var task = await Hands.StartAsync(app);
        using var ding = await app.ProgramAsync("dingruoshui");
        using var starter = await app.ProgramAsync(Hands.Initiator);
        var operations = await ApiDocumentTests.OperationsAsync(app);
        var wrong = new List<string>();
        foreach (var row in rows(task, ding, starter))
        {
            var answer = await row.Who.SendAsync(
                new HttpMethod(row.Method), row.Address, row.Body, row.Key, row.Type, row.Match);
            var said = $"{row.Why} {row.Address[..Math.Min(60, row.Address.Length)]}";
            if (((int)answer.Status, answer.Code) != (row.Status, row.Code))
                wrong.Add($"{said}: {(int)answer.Status} {answer.Code} and not {row.Status} {row.Code}");
            else if (row.Code != "api.unknown-address" && !Find(operations, row).Tells(row.Status, row.Code))
                wrong.Add($"{said}: the document doesn't tell of {row.Code}");
            else if (row.Field is { } field && !answer["errors"].EnumerateArray()
                .Any(e => e.GetProperty("field").GetString() == field))
                wrong.Add($"{said}: {field} is not named in {answer["errors"]}");
            else if (RefusalSentences.Mismatch(row.Code, answer.Detail) is { } other)
                wrong.Add($"{said}: {other}");
            else if (!answer.Detail.EndsWith('。') || answer["status"].GetInt32() != row.Status)
                wrong.Add($"{said}: {answer.Body}");
        }
        Assert.Empty(wrong);
        Assert.Equal(task.Revision, (await app.NowAsync(task)).Revision);
    }

    private static Operation Find(List<Operation> operations, Row row)
    {
        var path = System.Text.RegularExpressions.Regex.Replace(row.Address.Split('?')[0], @"/\d+", "/{id}");
        return operations.Single(
            o => o.Path == path && string.Equals(o.Method, row.Method, StringComparison.OrdinalIgnoreCase));
    }
}
