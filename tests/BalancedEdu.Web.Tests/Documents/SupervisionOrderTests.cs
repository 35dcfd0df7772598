using System.Net;
using System.Security.Cryptography;
using BalancedEdu.Web.Data;
using BalancedEdu.Web.Data.Cases;
using BalancedEdu.Web.Runtime;
using BalancedEdu.Web.Tests.App;
using BalancedEdu.Web.Tests.Runtime;
using Microsoft.EntityFrameworkCore;
using UglyToad.PdfPig;

namespace BalancedEdu.Web.Tests.Documents;

/// <summary>What the ladder enters in the register of supervision is issued as a document, once.</summary>
public sealed class SupervisionOrderTests
{
    [Theory, Databases]
    public async Task An_order_is_issued_once_with_number_and_file_and_its_row_links_to_it(DatabaseProvider provider)
    {
        await using var app = await StartAsync(provider);
        await using var db = app.Open();
        var order = await db.SupervisionOrders.AsNoTracking().SingleAsync();
        Assert.Equal($"/Ledgers/Supervision/{order.Id}/Document", order.DocumentUrl);

        // The job again, as when a node dies after its work: the same document, no second one.
        await db.OutboxJobs.ExecuteUpdateAsync(j => j.SetProperty(x => x.Status, OutboxStatus.Pending));
        await app.SweepAsync();
        var document = await db.IssuedDocuments.AsNoTracking().SingleAsync();
        Assert.Equal(("督办〔2026〕1号", "system"), (document.Number, document.IssuedBy));
        Assert.Equal(1, await db.CaseEvents.CountAsync(e => e.Kind == "DocumentIssued"));

        using var inspector = await app.SignInAsync("wenjingzhi");
        var file = await inspector.GetByteArrayAsync(order.DocumentUrl);
        Assert.Equal(document.Sha256, SHA256.HashData(file));
        using var pdf = PdfDocument.Open(file);
        var text = pdf.GetPage(1).Text;
        Assert.Contains("市教育局：", text, StringComparison.Ordinal);
        Assert.Contains("“审查”应于 2026年11月5日 前完成，现已逾期 3 个工作日，这是第 1 次督办", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("city-gov", HttpStatusCode.OK)]
    [InlineData("school", HttpStatusCode.NotFound)]
    public async Task It_is_read_by_those_who_read_the_register(string who, HttpStatusCode status)
    {
        await using var app = await StartAsync(DatabaseProvider.Sqlite);
        await using var db = app.Open();
        var url = await db.SupervisionOrders.Select(o => o.DocumentUrl).SingleAsync();
        using var browser = await app.SignInAsync(who == "school" ? "p3299010001" : "gaobowen");
        Assert.Equal(status, (await browser.GetAsync(url)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await browser.GetAsync("/Ledgers/Supervision/99/Document")).StatusCode);
    }

    [Fact]
    public async Task Without_a_font_the_row_has_no_document_and_the_job_is_an_incident_that_can_be_tried_again()
    {
        await using var app = await ProductApp.StartAsync(
            DatabaseProvider.Sqlite, "Runtime/ClockWorkflows",
            settings: new Dictionary<string, string?> { ["Documents:RegularFont"] = "/none" });
        await OverdueAsync(app);
        await using var db = app.Open();
        Assert.Null((await db.SupervisionOrders.AsNoTracking().SingleAsync()).DocumentUrl);
        Assert.Empty(await db.IssuedDocuments.ToListAsync());
        Assert.Contains(await db.Incidents.ToListAsync(), i => i.ResolvedAt is null);
    }

    private static async Task<ProductApp> StartAsync(DatabaseProvider provider)
    {
        var app = await ClockProcess.StartAppAsync(provider);
        await OverdueAsync(app);
        return app;
    }

    private static async Task OverdueAsync(ProductApp app)
    {
        var started = await app.StartAcceptedAsync();
        await app.ClaimAsync(started.CaseId, "REVIEW", ClockProcess.Handler);
        await app.UntilAsync("2026-11-10 12:00");
    }
}
