using System.Net;
using System.Security.Cryptography;
using BalancedEdu.Feel.Values;
using BalancedEdu.Web.Data;
using BalancedEdu.Web.Data.Cases;
using BalancedEdu.Web.Data.Documents;
using BalancedEdu.Web.Documents;
using BalancedEdu.Web.Runtime;
using BalancedEdu.Web.Tests.App;
using BalancedEdu.Web.Tests.Runtime;
using BalancedEdu.Web.Tests.Features;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using UglyToad.PdfPig;

namespace BalancedEdu.Web.Tests.Documents;

public sealed class DocumentIssuerTests
{
    private const string Kind = SharedTemplates.SupervisionOrder;

    [Theory, Databases]
    public async Task A_document_has_number_file_hash_and_event_and_a_repetition_is_the_same(DatabaseProvider provider)
    {
        await using var app = await TrialProcess.StartAppAsync(provider);
        var started = await app.StartCaseAsync("trial", TrialProcess.Variables);
        var first = (await IssueAsync(app, started.CaseId, "a")).Value!;
        var again = (await IssueAsync(app, started.CaseId, "a")).Value!;
        Assert.Equal(("督办〔2026〕1号", first.Id), (first.Number, again.Id));
        Assert.Equal("督办〔2026〕2号", (await IssueAsync(app, started.CaseId, "b")).Value!.Number);

        await using var db = app.Open();
        var content = await db.DocumentContents.Where(c => c.DocumentId == first.Id).Select(c => c.Content)
            .SingleAsync();
        Assert.Equal(first.Sha256, SHA256.HashData(content));
        Assert.Equal(first.Size, content.Length);
        using var pdf = PdfDocument.Open(content);
        var text = pdf.GetPage(1).Text;
        Assert.Contains("督办〔2026〕1号", text, StringComparison.Ordinal);
        Assert.Contains($"“明德小学的试办”（编号 {started.Number}）", text, StringComparison.Ordinal);
        Assert.Contains("三日内报送方案", text, StringComparison.Ordinal);
        Assert.Contains($"/verify/{first.Code}", text, StringComparison.Ordinal);
        var happened = await db.CaseEvents.AsNoTracking()
            .Where(e => e.CaseId == started.CaseId && e.Kind == "DocumentIssued").ToListAsync();
        Assert.Equal(2, happened.Count);
        Assert.Contains(Convert.ToHexStringLower(first.Sha256), happened[0].Data, StringComparison.Ordinal);
        Assert.Null(EventChain.FindBreak(await db.CaseEvents.AsNoTracking()
            .Where(e => e.CaseId == started.CaseId).OrderBy(e => e.Sequence).ToListAsync()));
    }

    [Theory, Databases]
    public async Task Numbers_have_no_gaps_and_no_twins_when_two_nodes_issue_at_once(DatabaseProvider provider)
    {
        await using var app = await TrialProcess.StartAppAsync(provider);
        await using var other = app.StartNode();
        var cases = new List<long>();
        for (var i = 0; i < 12; i++)
            cases.Add((await app.StartCaseAsync("trial", TrialProcess.Variables)).CaseId);
        var answers = await Task.WhenAll(cases.SelectMany(id => new[]
        {
            IssueAsync(app, id, "one"), IssueAsync(other, id, "two"), IssueAsync(other, id, "one"),
        }));
        Assert.All(answers, a => Assert.Null(a.Refusal));
        await using var db = app.Open();
        var numbers = await db.IssuedDocuments.OrderBy(d => d.Sequence).Select(d => d.Sequence).ToListAsync();
        Assert.Equal(Enumerable.Range(1, 24).Select(n => (long)n), numbers);
    }

    [Theory, Databases]
    public async Task A_document_that_cannot_be_made_takes_no_number(DatabaseProvider provider)
    {
        await using var app = await TrialProcess.StartAppAsync(provider);
        var started = await app.StartCaseAsync("trial", TrialProcess.Variables);
        var refused = await Assert.ThrowsAsync<DocumentException>(() =>
            IssueAsync(app, started.CaseId, "a", requirement: "\uD81C\uDC00"));
        Assert.Equal("document.character", refused.Code);
        Assert.Equal("督办〔2026〕1号", (await IssueAsync(app, started.CaseId, "a")).Value!.Number);
    }

    [Fact]
    public async Task Numbers_begin_anew_with_the_year_in_Beijing()
    {
        await using var app = await TrialProcess.StartAppAsync(DatabaseProvider.Sqlite);
        var started = await app.StartCaseAsync("trial", TrialProcess.Variables);
        await IssueAsync(app, started.CaseId, "a");
        app.Clock.SetUtcNow(new(2026, 12, 31, 16, 0, 0, TimeSpan.Zero));
        Assert.Equal("督办〔2027〕1号", (await IssueAsync(app, started.CaseId, "b")).Value!.Number);
    }

    /// <summary>Who asks for what, and the code of the refusal.</summary>
    [Theory]
    [InlineData("issue", "dingruoshui", "case.unknown")]
    [InlineData("issue", "peimingyuan", "document.not-yours")]
    [InlineData("replace-without-reason", "wenjingzhi", "document.no-reason")]
    [InlineData("replace-void", "wenjingzhi", "document.not-valid")]
    [InlineData("void", "dingruoshui", "document.unknown")]
    [InlineData("void", "peimingyuan", "document.not-yours")]
    [InlineData("void-without-reason", "wenjingzhi", "document.no-reason")]
    [InlineData("void-void", "wenjingzhi", "document.not-valid")]
    [InlineData("unknown-kind", "system", "document.kind-unknown")]
    [InlineData("no-number", "system", "document.no-number")]
    [InlineData("no-case", "system", "case.unknown")]
    public async Task Refused(string act, string userName, string code)
    {
        await using var app = await TrialProcess.StartAppAsync(DatabaseProvider.Sqlite);
        var started = await app.StartCaseAsync("trial", TrialProcess.Variables);
        await app.CompleteAsync(started.CaseId, "REVIEW", "peimingyuan", "pass", null, """{"seats": 45}""");
        var document = (await IssueAsync(app, started.CaseId, "a")).Value!;
        (await ActAsync(app, act, userName, document)).Says(code);
    }

    [Theory, Databases]
    public async Task Void_and_replaced_documents_stay_with_reason_and_the_public_page_says_so(
        DatabaseProvider provider)
    {
        await using var app = await TrialProcess.StartAppAsync(provider);
        var started = await app.StartCaseAsync("trial", TrialProcess.Variables);
        var first = (await IssueAsync(app, started.CaseId, "a")).Value!;
        var second = (await IssueAsync(app, started.CaseId, "b")).Value!;
        Assert.Null(await ActAsync(app, "void", "wenjingzhi", first));
        Assert.Null(await ActAsync(app, "replace", "wenjingzhi", second));
        await using var db = app.Open();
        var rows = await db.IssuedDocuments.AsNoTracking().OrderBy(d => d.Sequence).ToListAsync();
        Assert.Equal(
            [DocumentStatus.Void, DocumentStatus.Superseded, DocumentStatus.Valid], rows.Select(d => d.Status));
        Assert.Equal(("写错了", "wenjingzhi", rows[2].Id),
            (rows[0].EndReason, rows[0].EndedBy, rows[1].ReplacedById));
        using var anybody = app.CreateClient();
        async Task<string> SeenAsync(int i) => Browsing.Read(await anybody.GetStringAsync($"/verify/{rows[i].Code}"));
        Assert.Contains("文书已作废。", await SeenAsync(0), StringComparison.Ordinal);
        Assert.Contains("文书已被新文书替代。", await SeenAsync(1), StringComparison.Ordinal);
        Assert.Contains("文书有效。", await SeenAsync(2), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_public_page_compares_files_tells_nothing_of_persons_and_counts()
    {
        await using var app = await ProductApp.StartAsync(
            DatabaseProvider.Sqlite, TrialProcess.Folder, TrialProcess.AddJobsAlone,
            settings: new Dictionary<string, string?> { ["Documents:VerificationsPerMinute"] = "6" });
        var started = await app.StartCaseAsync("trial", TrialProcess.Variables);
        var document = (await IssueAsync(app, started.CaseId, "a")).Value!;
        await using var db = app.Open();
        var content = await db.DocumentContents.Select(c => c.Content).SingleAsync();
        using var anybody = app.CreateClient();
        var typed = document.Code.ToLowerInvariant().Insert(5, "-");
        var html = await anybody.GetStringAsync($"/verify/{typed}");
        var page = Browsing.Read(html);
        Assert.Contains("督办〔2026〕1号", page, StringComparison.Ordinal);
        Assert.Contains(Convert.ToHexStringLower(document.Sha256), page, StringComparison.Ordinal);
        Assert.DoesNotContain("明德小学", page, StringComparison.Ordinal);
        Assert.DoesNotContain(started.Number, page, StringComparison.Ordinal);
        Assert.Contains("逐字节相同", await CompareAsync(content), StringComparison.Ordinal);
        content[^20]++;
        Assert.Contains("不一致。", await CompareAsync(content), StringComparison.Ordinal);
        Assert.Contains("没有比对。", await CompareAsync([]), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await anybody.GetAsync("/verify/00000000000000000000")).StatusCode);
        await anybody.GetAsync("/verify");
        Assert.Equal(HttpStatusCode.TooManyRequests, (await anybody.GetAsync("/verify")).StatusCode);

        async Task<string> CompareAsync(byte[] file)
        {
            using var form = new MultipartFormDataContent
            {
                { new StringContent(ProductApp.AntiforgeryToken(html)), "__RequestVerificationToken" },
                { new ByteArrayContent(file), "file", "督办单.pdf" },
            };
            return Browsing.Read(await (await anybody.PostAsync($"/verify/{document.Code}", form)).Content
                .ReadAsStringAsync());
        }
    }

    [Fact]
    public async Task A_person_issues_by_hand_once_sees_it_in_the_case_and_downloads_it()
    {
        await using var app = await TrialProcess.StartAppAsync(DatabaseProvider.Sqlite);
        var started = await app.StartCaseAsync("trial", TrialProcess.Variables);
        var browser = await app.SignInAsync("wenjingzhi");
        var address = $"/Cases/{started.CaseId}/Documents/New?kind={Kind}";
        var operation = Guid.NewGuid().ToString("N");
        for (var press = 0; press < 2; press++)
        {
            var answer = await browser.SubmitAsync(
                address, address, ("kind", Kind), ("operation", operation), ("f-requirement", "立即报送"));
            Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        }
        await using var db = app.Open();
        var document = await db.IssuedDocuments.AsNoTracking().SingleAsync();
        var page = Browsing.Read(await browser.GetStringAsync($"/Cases/{started.CaseId}"));
        Assert.Contains("督办〔2026〕1号 督办单 温敬之", page, StringComparison.Ordinal);
        Assert.Contains("出具督办单 督办〔2026〕1号", page, StringComparison.Ordinal);
        var file = await browser.GetByteArrayAsync($"/Cases/{started.CaseId}/Documents/{document.Id}");
        Assert.Equal(document.Sha256, SHA256.HashData(file));
        var stranger = await app.SignInAsync("dingruoshui");
        foreach (var part in new[] { $"{document.Id}", $"{document.Id}/End", "New" })
            Assert.Equal(HttpStatusCode.NotFound,
                (await stranger.GetAsync($"/Cases/{started.CaseId}/Documents/{part}")).StatusCode);
    }

    private static Task<Answer<IssuedDocument>> IssueAsync(
        ProductApp app, long caseId, string key, string requirement = "三日内报送方案") =>
        app.Services.GetRequiredService<DocumentIssuer>().IssueAsync(
            new(caseId, Kind, new([new("requirement", FeelValue.Of(requirement))]), Actor.System, key), default);

    private static async Task<ActionRefusal?> ActAsync(
        ProductApp app, string act, string userName, IssuedDocument document)
    {
        await using var scope = app.Services.CreateAsyncScope();
        var desk = scope.ServiceProvider.GetRequiredService<DocumentDesk>();
        var issuer = scope.ServiceProvider.GetRequiredService<DocumentIssuer>();
        var by = new Actor(userName, userName);
        var wanted = new IssueDocument(document.CaseId, Kind, FeelContext.Empty, by, "new");
        if (userName == "system")
            return (await issuer.IssueAsync(act switch
            {
                "unknown-kind" => wanted with { Kind = "nothing" },
                "no-number" => wanted with { Kind = SharedTemplates.ApprovalForm },
                _ => wanted with { CaseId = 999_999 },
            }, default)).Refusal;
        var person = await app.PersonAsync(userName);
        if (act.EndsWith("-void", StringComparison.Ordinal))
            Assert.Null(await desk.VoidAsync(person, document.Id, "写错了", default));
        var replacing = wanted with { Replaces = document.Id, Reason = "换新" };
        return act switch
        {
            "issue" => (await desk.IssueAsync(person, wanted, default)).Refusal,
            "replace" or "replace-void" => (await desk.IssueAsync(person, replacing, default)).Refusal,
            "replace-without-reason" =>
                (await desk.IssueAsync(person, replacing with { Reason = " " }, default)).Refusal,
            "void-without-reason" => await desk.VoidAsync(person, document.Id, " ", default),
            _ => await desk.VoidAsync(person, document.Id, "写错了", default),
        };
    }
}
