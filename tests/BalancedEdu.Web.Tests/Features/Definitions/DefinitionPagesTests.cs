using System.Net;
using System.Text.RegularExpressions;
using BalancedEdu.Web.Data;
using BalancedEdu.Web.Tests.App;

namespace BalancedEdu.Web.Tests.Features.Definitions;

public sealed class DefinitionPagesTests(TrialApp trial) : IClassFixture<TrialApp>
{
    private readonly ProductApp _app = trial.App;

    [Fact]
    public async Task An_administrator_sees_what_is_published_with_its_drawing_and_forms()
    {
        var browser = await _app.SignInAsync("admin");
        var list = await browser.GetStringAsync("/Definitions");
        Assert.Contains("SB-{yyyy}-{seq:4}", list, StringComparison.Ordinal);
        var version = Regex.Match(list, """href="(/Definitions/\d+)">试办""").Groups[1].Value;
        var page = await browser.GetStringAsync(version);
        Assert.Contains("data-diagram", page, StringComparison.Ordinal);
        Assert.Contains("表单 trial-review", page, StringComparison.Ordinal);
        Assert.Contains("试办规则 第一条", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_bundle_that_was_refused_is_shown_with_what_is_wrong_and_how_to_mend_it()
    {
        await using var app = await ProductApp.StartAsync(DatabaseProvider.Sqlite, "Features/Definitions/Workflows");
        var page = Browsing.Read(await (await app.SignInAsync("admin")).GetStringAsync("/Definitions"));
        Assert.Contains("broken 没有发布", page, StringComparison.Ordinal);
        Assert.Contains("“no.such-job”", page, StringComparison.Ordinal);
        Assert.Contains("bpmn.job.unknown", page, StringComparison.Ordinal);
        Assert.Contains("还没有发布的流程", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/Definitions")]
    [InlineData("/Definitions/1")]
    [InlineData("/Definitions/999999")]
    public async Task Nobody_else_does(string address)
    {
        var browser = await _app.SignInAsync("peimingyuan");
        Assert.Equal(HttpStatusCode.NotFound, (await browser.GetAsync(address)).StatusCode);
    }
}
