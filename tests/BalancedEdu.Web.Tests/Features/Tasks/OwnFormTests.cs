using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using BalancedEdu.Web.Data;
using BalancedEdu.Web.Data.Cases;
using BalancedEdu.Web.Runtime;
using BalancedEdu.Web.Runtime.Bundles;
using BalancedEdu.Web.Tests.App;
using BalancedEdu.Web.Tests.Runtime;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace BalancedEdu.Web.Tests.Features.Tasks;

public sealed class OwnFormTests : IDisposable
{
    private const string Label = "\"label\": \"座位数";

    private readonly string _folder = Directory.CreateTempSubdirectory("balancededu-forms-").FullName;

    public OwnFormTests()
    {
        var from = Path.Combine(AppContext.BaseDirectory, TrialProcess.Folder, "trial");
        Directory.CreateDirectory(Path.Combine(_folder, "trial"));
        foreach (var file in Directory.GetFiles(from, "*", SearchOption.AllDirectories))
        {
            var to = Path.Combine(_folder, "trial", Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(to)!);
            File.Copy(file, to);
        }
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory, Databases]
    public async Task T15_An_old_case_opens_with_its_own_form_after_three_more_publishes(DatabaseProvider provider)
    {
        await using var app = await TrialProcess.StartAppAsync(provider);
        var old = await app.StartReviewAsync();
        for (var version = 2; version <= 4; version++)
            await PublishAsync(app, version);
        var young = await app.StartReviewAsync();

        // Also on a node that started after the last publish and has never seen the old form.
        await using var fresh = app.StartNode();
        foreach (var node in new[] { app, fresh })
        {
            var browser = await node.SignInAsync("peimingyuan");
            if (node == app)
                (old, young) = (await browser.ClaimAsync(app, old), await browser.ClaimAsync(app, young));
            Assert.Equal("座位数", await LabelAsync(browser, old));
            Assert.Equal("座位数（第4版）", await LabelAsync(browser, young));
        }

        // And is judged by its own rules: 45 seats were allowed, the fourth version allows 40.
        const string seats = """{ "seats": 45 }""";
        Assert.Equal("task.invalid", (await app.DecideAsync("peimingyuan", young, "pass", form: seats))?.Code);
        Assert.Null(await app.DecideAsync("peimingyuan", old, "pass", form: seats));

        // What was filled in is shown by the form in which it was.
        var after = await (await app.SignInAsync("peimingyuan")).GetStringAsync($"/Cases/{old.CaseId}");
        Assert.Contains("座位数 45", Browsing.Read(after), StringComparison.Ordinal);
    }

    /// <summary>What the form on a task's page calls its number.</summary>
    private static async Task<string?> LabelAsync(HttpClient browser, WorkTask task)
    {
        var page = await browser.GetStringAsync($"/Tasks/{task.Id}");
        var schema = Regex.Match(page, "data-part=\"schema\"[^>]*>(.*?)</script>", RegexOptions.Singleline);
        return (string?)JsonNode.Parse(schema.Groups[1].Value)!["components"]!.AsArray()
            .Single(c => (string?)c!["key"] == "seats")!["label"];
    }

    /// <summary>Another label with every version, and fewer seats.</summary>
    private async Task PublishAsync(ProductApp app, int version)
    {
        var path = Path.Combine(_folder, "trial", "trial-review.form");
        var text = await File.ReadAllTextAsync(path);
        var at = text.IndexOf(Label, StringComparison.Ordinal) + Label.Length;
        text = text[..at] + $"（第{version}版）" + text[text.IndexOf('"', at)..];
        await File.WriteAllTextAsync(path, text.Replace("\"max\": 60", "\"max\": 40", StringComparison.Ordinal));
        app.Services.GetRequiredService<IOptions<WorkflowSettings>>().Value.Folder = _folder;
        Assert.Contains(
            await app.Services.GetRequiredService<BundlePublisher>().PublishFolderAsync(default),
            p => p.Name == "trial" && p.Version == version && p.IsNew);
    }
}
