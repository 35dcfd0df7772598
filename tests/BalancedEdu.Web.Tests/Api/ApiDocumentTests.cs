using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using BalancedEdu.Web.Data;
using BalancedEdu.Web.Tests.App;
using BalancedEdu.Web.Tests.Architecture;
using BalancedEdu.Web.Tests.Runtime.Tasks;

namespace BalancedEdu.Web.Tests.Api;

/// <summary>The document is whole, and what it says is true of every operation in it.</summary>
public sealed partial class ApiDocumentTests
{
    /// <summary>The operations of approvals.md §1, in its order, and where they are.</summary>
    private static readonly (string Zh, string[] Paths)[] Contract =
    [
        ("同意 / 不同意 / any named outcome", ["post /tasks/{id}/complete"]),
        ("认领 / 释放", ["post /tasks/{id}/claim", "post /tasks/{id}/release"]),
        ("转办", ["post /tasks/{id}/transfer"]),
        ("委派", ["post /tasks/{id}/delegate", "post /tasks/{id}/answer", "post /tasks/{id}/recall"]),
        ("加签", ["post /tasks/{id}/signers"]),
        ("减签", ["post /tasks/{id}/remove-signer"]),
        ("退回", ["post /tasks/{id}/return", "get /tasks/{id}/return-targets"]),
        ("撤回", ["post /cases/{id}/withdraw", "post /cases/{id}/withdrawal-answer"]),
        ("取回", ["post /tasks/{id}/take-back"]),
        ("催办", ["post /tasks/{id}/urge"]),
        ("抄送", ["post /cases/{id}/copies", "post /cases/{id}/reading"]),
        ("暂存", ["post /tasks/{id}/draft"]),
        ("挂起 / 激活 / 终止",
            ["post /cases/{id}/suspend", "post /cases/{id}/resume", "post /cases/{id}/terminate"]),
        ("迁移", ["post /cases/{id}/migrate", "get /cases/{id}/migration"]),
        ("批量同意", ["post /tasks/bulk-agreement", "post /tasks/bulk-agreement/preview"]),
        ("代理", ["get /delegations", "post /delegations", "post /delegations/{id}/revoke"]),
        ("出具 / 作废", ["get /cases/{id}/documents", "post /cases/{id}/documents", "post /documents/{id}/void"]),
        ("关注", ["post /cases/{id}/follow", "post /cases/{id}/unfollow"]),
        ("发起", ["get /processes", "post /cases"]),
        ("reading", ["get /inbox", "get /tasks/{id}", "get /cases", "get /cases/{id}", "get /cases/{id}/events"]),
    ];

    [Fact]
    public async Task It_has_every_operation_of_the_contract()
    {
        await using var app = await Hands.StartAppAsync(DatabaseProvider.Sqlite);
        var known = (await OperationsAsync(app)).Select(o => $"{o.Method} {o.Path}").ToHashSet();
        Assert.Empty(Contract.SelectMany(c => c.Paths.Where(p => !known.Contains(p)).Select(p => $"{c.Zh}: {p}")));
    }

    [Fact]
    public async Task Each_operation_tells_its_purpose_its_types_its_scope_and_its_problems()
    {
        await using var app = await Hands.StartAppAsync(DatabaseProvider.Sqlite);
        var operations = await OperationsAsync(app);
        Assert.Empty(operations.SelectMany(o => Lacks(o).Select(what => $"{o.Method} {o.Path} lacks {what}")));
        Assert.Equal(
            operations.Count,
            operations.Select(o => o.Said.GetProperty("operationId").GetString()).Distinct().Count());
    }

    [Fact]
    public async Task What_it_refers_to_is_there_and_the_guide_names_every_operation()
    {
        await using var app = await Hands.StartAppAsync(DatabaseProvider.Sqlite);
        using var anybody = app.CreateClient();
        var text = await anybody.GetStringAsync("/api/v1/openapi.json");
        var schemas = JsonNode.Parse(text)!["components"]!["schemas"]!.AsObject();
        Assert.Empty(Reference().Matches(text).Select(m => m.Groups[1].Value).Distinct()
            .Where(name => !schemas.ContainsKey(name)));

        // A row of the guide may name several operations of one thing: `/tasks/{id}/claim`, `/release`.
        var guide = SourceTree.Read("docs/reference/api.md");
        Assert.Empty((await OperationsAsync(app)).Select(o => o.Path).Where(path =>
            !guide.Contains($"`{path}`", StringComparison.Ordinal)
            && !guide.Contains($"`/{path.Split('/')[^1]}`", StringComparison.Ordinal)
            && !guide.Contains($"`GET {path}", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Each_operation_answers_401_without_a_token_and_403_without_its_scope()
    {
        await using var app = await ManyRequestsAsync();
        using var nobody = app.CreateClient(new() { AllowAutoRedirect = false });
        var others = new Dictionary<string, HttpClient>();
        foreach (var scope in Programs.AllScopes)
            others[scope] = await app.ProgramAsync("admin", [.. Programs.AllScopes.Where(s => s != scope)]);
        var wrong = new List<string>();
        foreach (var operation in await OperationsAsync(app))
        {
            var unknown = await CallAsync(nobody, operation, 1);
            if ((unknown.Status, unknown.Code) != (HttpStatusCode.Unauthorized, "api.not-signed-in"))
                wrong.Add($"{operation.Method} {operation.Path} without a token: {unknown.Status} {unknown.Code}");
            var lacking = await CallAsync(others[ScopeOf(operation)], operation, 1);
            if ((lacking.Status, lacking.Code) != (HttpStatusCode.Forbidden, "api.scope-missing"))
                wrong.Add($"{operation.Method} {operation.Path} without its scope: {lacking.Status} {lacking.Code}");
        }
        Assert.Empty(wrong);
    }

    [Theory, Databases]
    public async Task Whatever_is_somebody_elses_is_not_there_at_all(DatabaseProvider provider)
    {
        await using var app = await Hands.StartAppAsync(provider);
        var task = await app.StartAsync();
        using var stranger = await app.ProgramAsync("luoyichen");
        var wrong = new List<string>();
        foreach (var operation in (await OperationsAsync(app)).Where(o => o.Path.Contains("{id}")))
        {
            var id = operation.Path.StartsWith("/tasks", StringComparison.Ordinal) ? task.Id : task.CaseId;
            var answer = await CallAsync(stranger, operation, id);
            if (answer.Status != HttpStatusCode.NotFound
                || answer.Code is not ("task.unknown" or "case.unknown" or "delegation.unknown" or "opinion.unknown"
                    or "clock.unknown" or "phrase.unknown" or "document.unknown"))
                wrong.Add($"{operation.Method} {operation.Path}: {answer.Status} {answer.Code}");
            else if (!operation.Codes(404).Contains(answer.Code))
                wrong.Add($"{operation.Method} {operation.Path} does not tell of {answer.Code}");
        }
        Assert.Empty(wrong);
        Assert.Equal(task.Revision, (await app.NowAsync(task)).Revision);
    }

    internal static async Task<List<Operation>> OperationsAsync(ProductApp app)
    {
        using var anybody = app.CreateClient();
        var document = await anybody.GetFromJsonAsync<JsonElement>("/api/v1/openapi.json");
        return
        [
            .. document.GetProperty("paths").EnumerateObject().SelectMany(p => p.Value.EnumerateObject().Select(
                o => new Operation(document, o.Name, p.Name["/api/v1".Length..], o.Value))),
        ];
    }

    [GeneratedRegex("#/components/schemas/(\\w+)")]
    private static partial Regex Reference();

    private static Task<ProductApp> ManyRequestsAsync() => ProductApp.StartAsync(
        DatabaseProvider.Sqlite, Hands.Folder,
        settings: new Dictionary<string, string?> { ["Api:RequestsPerMinute"] = "1000" });

    private static IEnumerable<string> Lacks(Operation operation)
    {
        var said = operation.Said;
        if (!said.TryGetProperty("summary", out var summary) || summary.GetString()!.Length < 10)
            yield return "a summary";
        var answers = said.GetProperty("responses");
        if (!answers.TryGetProperty("200", out var done)
            || !done.GetProperty("content").GetProperty("application/json").TryGetProperty("schema", out _))
            yield return "the schema of its answer";
        foreach (var status in new[] { 401, 403, 429, 500 }.Where(s => operation.Codes(s).Count == 0))
            yield return $"codes of {status}";
        foreach (var answer in answers.EnumerateObject().Where(a => a.Name != "200"))
            if (answer.Value.GetProperty("content").GetProperty("application/problem+json").GetProperty("schema")
                .GetProperty("$ref").GetString() != "#/components/schemas/ApiProblem")
                yield return $"the schema of {answer.Name}";
        if (operation.Method == "post" && !operation.Parameters.Contains("Idempotency-Key"))
            yield return "its key";
        if (ScopeOf(operation).Length == 0)
            yield return "its scope";
    }

    private static string ScopeOf(Operation operation) => operation.Said.GetProperty("security")[0]
        .GetProperty("token")[0].GetString()!;

    private static Task<Answered> CallAsync(HttpClient client, Operation operation, long id) => client.SendAsync(
        new HttpMethod(operation.Method.ToUpperInvariant()),
        operation.Path.Replace("{id}", $"{id}", StringComparison.Ordinal) + "?revision=1&for=transfer",
        operation.Body?.ToJsonString(), $"{Guid.NewGuid()}");
}

/// <summary>An operation as the document tells of it.</summary>
internal sealed record Operation(JsonElement Document, string Method, string Path, JsonElement Said)
{
    /// <summary>The names of its parameters.</summary>
    public IReadOnlyList<string> Parameters => Said.TryGetProperty("parameters", out var parameters)
        ? [.. parameters.EnumerateArray().Select(p => p.GetProperty("name").GetString()!)]
        : [];

    /// <summary>The codes that an answer can have.</summary>
    public IReadOnlyList<string> Codes(int status) =>
        Said.GetProperty("responses").TryGetProperty($"{status}", out var answer)
        && answer.TryGetProperty("x-problem-codes", out var codes)
            ? [.. codes.EnumerateArray().Select(c => c.GetString()!)]
            : [];

    /// <summary>Whether it tells of a refusal; a star stands for codes of the engine.</summary>
    public bool Tells(int status, string code) => Codes(status).Any(c =>
        c == code || (c.EndsWith('*') && code.StartsWith(c[..^1], StringComparison.Ordinal)));

    /// <summary>The smallest body that its schema takes; null without one.</summary>
    public JsonNode? Body => Said.TryGetProperty("requestBody", out var body)
        ? Smallest(body.GetProperty("content").GetProperty("application/json").GetProperty("schema"), "")
        : null;

    private JsonNode? Smallest(JsonElement schema, string name)
    {
        if (schema.TryGetProperty("$ref", out var reference))
            schema = Document.GetProperty("components").GetProperty("schemas")
                .GetProperty(reference.GetString()!.Split('/')[^1]);
        var type = !schema.TryGetProperty("type", out var t) ? "object"
            : t.ValueKind == JsonValueKind.Array ? t[0].GetString() : t.GetString();
        return type switch
        {
            "string" when schema.TryGetProperty("format", out var format) && format.GetString() == "date" =>
                "2026-11-03",
            "string" => name == "place" ? "before" : "某某",
            "integer" => 1,
            "boolean" => false,
            "array" => new JsonArray(),
            _ => Members(schema),
        };
    }

    /// <summary>Required members, and the revision that may also stand in a header.</summary>
    private JsonObject Members(JsonElement schema)
    {
        var members = new JsonObject();
        if (!schema.TryGetProperty("properties", out var properties))
            return members;
        var required = schema.TryGetProperty("required", out var names)
            ? names.EnumerateArray().Select(n => n.GetString()).ToHashSet()
            : [];
        foreach (var property in properties.EnumerateObject())
            if (property.Name == "revision")
                members[property.Name] = 1;
            else if (required.Contains(property.Name))
                members[property.Name] = Smallest(property.Value, property.Name);
        return members;
    }
}
