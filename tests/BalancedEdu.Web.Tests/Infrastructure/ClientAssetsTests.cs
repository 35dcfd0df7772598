using BalancedEdu.Web.Infrastructure;
using BalancedEdu.Web.Tests.App;
using Microsoft.Extensions.DependencyInjection;

namespace BalancedEdu.Web.Tests.Infrastructure;

public sealed class ClientAssetsTests : IDisposable
{
    private const string Manifest = """
        {
          "_both.js": { "file": "assets/both-1.js", "css": ["assets/both-1.css"] },
          "shell/main.ts": { "file": "assets/shell-1.js", "css": ["assets/shell-1.css"], "imports": ["_both.js"] }
        }
        """;

    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("balancededu-root-");
    private readonly WebApp _app = new();

    public ClientAssetsTests() => _app.Settings["webroot"] = _root.FullName;

    [Fact]
    public async Task A_page_without_built_assets_says_which_command_builds_them()
    {
        var page = await _app.Browser().GetStringAsync("/Account/Login");
        Assert.Contains("样式和脚本还没有生成", page, StringComparison.Ordinal);
        Assert.Contains("npm run build", page, StringComparison.Ordinal);
    }

    [Fact]
    public void An_entry_is_found_with_the_styles_of_what_it_imports()
    {
        var assets = _app.Services.GetRequiredService<ClientAssets>();
        Assert.Null(assets.Find("shell"));

        WriteManifest(Manifest);
        var entry = assets.Find("shell");
        Assert.Equal("/dist/assets/shell-1.js", entry!.Script);
        Assert.Equal(["/dist/assets/both-1.css", "/dist/assets/shell-1.css"], entry.Styles);
        Assert.Null(assets.Find("no-such-entry"));
    }

    [Fact]
    public void A_rebuild_is_seen_without_a_restart()
    {
        WriteManifest(Manifest);
        var assets = _app.Services.GetRequiredService<ClientAssets>();
        Assert.NotNull(assets.Find("shell"));

        WriteManifest(Manifest.Replace("shell-1.js", "shell-2.js", StringComparison.Ordinal), later: 1);
        Assert.Equal("/dist/assets/shell-2.js", assets.Find("shell")!.Script);
    }

    public void Dispose()
    {
        _app.Dispose();
        _root.Delete(recursive: true);
    }

    private void WriteManifest(string json, int later = 0)
    {
        var file = Path.Combine(_root.CreateSubdirectory("dist").FullName, "manifest.json");
        File.WriteAllText(file, json);
        File.SetLastWriteTimeUtc(file, new DateTime(2026, 11, 24, 2, later, 0, DateTimeKind.Utc));
    }
}
