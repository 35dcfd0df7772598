using System.Net;
using BalancedEdu.Web.Data;
using BalancedEdu.Web.Data.Documents;
using BalancedEdu.Web.Tests.App;
using BalancedEdu.Web.Tests.Runtime;
using Microsoft.EntityFrameworkCore;

namespace BalancedEdu.Web.Tests.Api;

/// <summary>Programs issue documents of a case and make them void, by the posts that the template names.</summary>
public sealed class ApiIssuedDocumentTests
{
    private const string Kind = "supervision-order";

    [Theory, Databases]
    public async Task A_document_is_issued_once_replaced_and_made_void(DatabaseProvider provider)
    {
        await using var app = await TrialProcess.StartAppAsync(provider);
        var started = await app.StartCaseAsync("trial", TrialProcess.Variables);
        using var program = await app.ProgramAsync("wenjingzhi");
        var address = $"/cases/{started.CaseId}/documents";
        var before = await program.ReadAsync(address);
        Assert.Empty(before["documents"].EnumerateArray());
        var offered = before["offered"].EnumerateArray().Single(k => k.GetProperty("kind").GetString() == Kind);
        Assert.Contains(
            offered.GetProperty("fields").EnumerateArray(), f => f.GetProperty("name").GetString() == "requirement");

        const string body = """{"kind":"supervision-order","fields":{"requirement":"三日内报送方案"}}""";
        var first = await program.SendAsync(HttpMethod.Post, address, body, "once");
        Assert.Equal(HttpStatusCode.OK, first.Status);
        Assert.True((await program.SendAsync(HttpMethod.Post, address, body, "once")).Replayed);
        Assert.Equal(("督办〔2026〕1号", "valid"), (first["number"].GetString(), first["status"].GetString()));
        var id = first["id"].GetInt64();

        var second = await program.DoAsync(
            address, new { kind = Kind, fields = new { requirement = "立即报送" }, replaces = id, reason = "写错了" });
        Assert.Equal(
            "document.not-valid", (await program.PostAsync($"/documents/{id}/void", new { reason = "错" })).Code);
        var ended = await program.DoAsync(
            $"/documents/{second["id"].GetInt64()}/void", new { reason = "不再需要" });
        Assert.Equal(("void", "不再需要"), (ended["status"].GetString(), ended["endReason"].GetString()));
        await using var db = app.Open();
        Assert.Equal(
            [DocumentStatus.Superseded, DocumentStatus.Void],
            await db.IssuedDocuments.OrderBy(d => d.Sequence).Select(d => d.Status).ToListAsync());
        Assert.Equal(3, await db.CaseEvents.CountAsync(e => e.Kind == "DoneByProgram"));
        Assert.Equal(2, (await program.ReadAsync(address))["documents"].GetArrayLength());
    }

    [Theory, Databases]
    public async Task What_may_not_be_is_refused_with_its_sentence_and_takes_no_number(DatabaseProvider provider)
    {
        await using var app = await TrialProcess.StartAppAsync(provider);
        var started = await app.StartCaseAsync("trial", TrialProcess.Variables);
        await app.CompleteAsync(started.CaseId, "REVIEW", "peimingyuan", "pass", null, """{"seats": 45}""");
        using var inspector = await app.ProgramAsync("wenjingzhi");
        using var reviewer = await app.ProgramAsync("peimingyuan");
        using var stranger = await app.ProgramAsync("dingruoshui");
        using var reader = await app.ProgramAsync("wenjingzhi", "read", "act");
        var address = $"/cases/{started.CaseId}/documents";
        var issued = await inspector.DoAsync(address, new { kind = Kind });
        var end = $"/documents/{issued["id"].GetInt64()}/void";
        var all = new { kind = Kind };
        (HttpClient Who, string Address, object Body, HttpStatusCode Status, string Code)[] table =
        [
            (stranger, address, all, HttpStatusCode.NotFound, "case.unknown"),
            (stranger, end, new { reason = "错" }, HttpStatusCode.NotFound, "document.unknown"),
            (reader, address, all, HttpStatusCode.Forbidden, "api.scope-missing"),
            (reviewer, address, all, HttpStatusCode.Forbidden, "document.not-yours"),
            (reviewer, end, new { reason = "错" }, HttpStatusCode.Forbidden, "document.not-yours"),
            (inspector, address, new { kind = "nothing" }, HttpStatusCode.Forbidden, "document.not-yours"),
            (inspector, end, new { reason = " " }, HttpStatusCode.UnprocessableEntity, "document.no-reason"),
            (inspector, address, new { kind = Kind, replaces = 999_999, reason = "错" }, HttpStatusCode.NotFound,
                "document.unknown"),
            (inspector, address, new { kind = Kind, replaces = issued["id"].GetInt64() },
                HttpStatusCode.UnprocessableEntity, "document.no-reason"),
            (inspector, address, new { kind = Kind, fields = new { requirement = new string('长', 2001) } },
                HttpStatusCode.UnprocessableEntity, "document.text-too-long"),
            (inspector, address, new { kind = Kind, fields = new { requirement = "\uD81C\uDC00" } },
                HttpStatusCode.ServiceUnavailable, "document.character"),
        ];
        foreach (var row in table)
        {
            var answer = await row.Who.PostAsync(row.Address, row.Body);
            Assert.Equal((row.Status, row.Code), (answer.Status, answer.Code));
            Assert.Null(RefusalSentences.Mismatch(row.Code, answer.Detail));
        }
        await using var db = app.Open();
        Assert.Equal(1, await db.IssuedDocuments.CountAsync());
    }
}
