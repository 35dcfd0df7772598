using System.IO.Compression;
using BalancedEdu.Feel.Values;
using BalancedEdu.Web.Data;
using BalancedEdu.Web.Documents;
using BalancedEdu.Web.Infrastructure.Commands;
using BalancedEdu.Web.Runtime;
using BalancedEdu.Web.Runtime.Retention;
using BalancedEdu.Web.Tests.App;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace BalancedEdu.Web.Tests.Runtime.Retention;

/// <summary>What stands in a package, and how it proves itself.</summary>
public sealed class ArchivePackageTests : ArchiveTrial
{
    [Fact]
    public async Task A_package_holds_all_of_the_case_and_proves_itself_without_a_database()
    {
        await using var app = await StartAsync(DatabaseProvider.Sqlite);
        var ended = await EndOneAsync(app);
        await using var db = app.Open();
        var counts = new Dictionary<string, int>
        {
            ["tasks"] = await db.Tasks.CountAsync(),
            ["clocks"] = await db.Clocks.CountAsync(),
            ["outbox_mails"] = await db.OutboxMails.CountAsync(m => m.CaseId == ended),
            ["outbox_jobs"] = await db.OutboxJobs.CountAsync(),
            ["handled_commands"] = await db.HandledCommands.CountAsync(),
        };
        Assert.All(counts, c => Assert.True(c.Value > 0, c.Key));
        var document = (await app.Services.GetRequiredService<DocumentIssuer>().IssueAsync(
            new(ended, SharedTemplates.SupervisionOrder, FeelContext.Empty, Actor.System, "a"), default)).Value!;
        var events = await db.CaseEvents.CountAsync();
        counts["handled_commands"]++;
        await app.AdvanceAsync(TimeSpan.FromDays(Days));

        var package = Assert.Single(Directory.GetFiles(Folder, "*.zip", SearchOption.AllDirectories));
        await using var zip = await ZipFile.OpenReadAsync(package);
        using var rows = System.Text.Json.JsonDocument.Parse(Text(zip, "case.json"));
        Assert.Equal("SB-2026-0001", rows.RootElement.GetProperty("case").GetProperty("number").GetString());
        foreach (var (table, count) in counts)
            Assert.Equal(count, rows.RootElement.GetProperty(table).GetArrayLength());
        Assert.False(rows.RootElement.GetProperty("outbox_mails")[0].TryGetProperty("text", out _));
        Assert.Equal(events, Text(zip, "events.jsonl").Count(c => c == '\n'));
        var dossier = Text(zip, "dossier.html");
        foreach (var words in new[] { "SB-2026-0001", "明德小学的试办", "意见与经过", "同意", "方启恒" })
            Assert.Contains(words, dossier, StringComparison.Ordinal);

        Assert.Contains("督办〔2026〕1号", Text(zip, "documents.json"), StringComparison.Ordinal);
        await using (var file = await zip.GetEntry($"documents/{document.Id}-supervision-order.pdf")!.OpenAsync())
            Assert.Equal(document.Sha256, await System.Security.Cryptography.SHA256.HashDataAsync(file));
        Assert.StartsWith("%PDF-", Text(zip, "approval-form.pdf"), StringComparison.Ordinal);

        await using var output = new StringWriter();
        Assert.Equal(0, await OperatorCommands.RunAsync(
            app.Services, ["verify-audit", "--package", package], output));
        Assert.StartsWith("归档包完好：SB-2026-0001", output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whatever_is_changed_in_a_package_is_found()
    {
        await using var app = await StartAsync(DatabaseProvider.Sqlite);
        await EndOneAsync(app);
        await app.AdvanceAsync(TimeSpan.FromDays(Days));
        await app.AdvanceAsync(TimeSpan.FromHours(1));
        var package = Assert.Single(Directory.GetFiles(Folder, "*.zip", SearchOption.AllDirectories));
        var whole = await File.ReadAllBytesAsync(package);
        foreach (var (change, code) in new (Action<ZipArchive>, string)[]
        {
            (zip => Rewrite(zip, "events.jsonl", t => t.Replace("fangqiheng", "peimingyuan")), "package.file-altered"),
            (zip => Rewrite(zip, "dossier.html", t => t + " "), "package.file-altered"),
            (zip => zip.GetEntry("state.json")!.Delete(), "package.files"),
            (zip => zip.CreateEntry("more.txt"), "package.files"),
            (zip => Rewrite(zip, "manifest.json", t => t.Replace("\"lastSequence\":", "\"lastSequence\":1")),
                "audit.tail-removed"),
            (zip => zip.GetEntry("manifest.json")!.Delete(), "package.no-manifest"),
            (zip => Rewrite(zip, "manifest.json", _ => "{"), "package.damaged"),
        })
        {
            await File.WriteAllBytesAsync(package, whole);
            await using (var zip = await ZipFile.OpenAsync(package, ZipArchiveMode.Update))
                change(zip);
            Assert.Equal(code, (await PackageCheck.ReadAsync(package, default)).Fault?.Code);
            Assert.Equal((1, "package.altered"), await CodeAsync(app));
        }
        await File.WriteAllBytesAsync(package, whole[..(whole.Length / 2)]);
        Assert.Equal("package.damaged", (await PackageCheck.ReadAsync(package, default)).Fault?.Code);
        File.Delete(package);
        Assert.Equal((1, "package.missing"), await CodeAsync(app));
        await File.WriteAllBytesAsync(package, whole);
        Assert.Equal(0, (await VerifyAsync(app)).Code);
    }

    private static string Text(ZipArchive zip, string name)
    {
        using var reader = new StreamReader(zip.GetEntry(name)!.Open());
        return reader.ReadToEnd();
    }

    private static void Rewrite(ZipArchive zip, string name, Func<string, string> change)
    {
        var text = change(Text(zip, name));
        zip.GetEntry(name)!.Delete();
        using var writer = new StreamWriter(zip.CreateEntry(name).Open());
        writer.Write(text);
    }
}
