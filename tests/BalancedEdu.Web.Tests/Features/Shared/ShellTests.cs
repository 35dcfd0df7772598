using BalancedEdu.Web.Tests.App;

namespace BalancedEdu.Web.Tests.Features.Shared;

public sealed class ShellTests(WebApp app) : IClassFixture<WebApp>
{
    [Theory]
    [InlineData("dark", "dark")]
    [InlineData("light", "light")]
    [InlineData("\"><script>", "light")]
    public async Task The_server_writes_the_chosen_theme_into_the_page(string chosen, string written)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/Account/Login");
        request.Headers.Add("Cookie", $"be-theme={Uri.EscapeDataString(chosen)}");
        var answer = await app.Browser().SendAsync(request);
        var page = await answer.Content.ReadAsStringAsync();
        Assert.Contains($"<html lang=\"zh-CN\" data-bs-theme=\"{written}\">", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_frame_names_the_bureau_and_the_person_and_writes_Chinese_as_it_is()
    {
        var page = await (await app.SignInAsync("shenzhiyuan")).GetStringAsync("/Account/Me");
        Assert.Contains("临澄市教育局", page, StringComparison.Ordinal);
        Assert.Contains("沈知远<small>发展规划科</small>", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("admin", true)]
    [InlineData("shenzhiyuan", false)]
    public async Task Places_are_shown_to_whoever_may_open_them(string userName, bool shown)
    {
        var page = await (await app.SignInAsync(userName)).GetStringAsync("/Account/Me");
        Assert.Equal(shown, page.Contains("<span>流程与表单</span>", StringComparison.Ordinal));
        Assert.Contains("<span>待我办</span><span class=\"be-n\">0</span>", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_bureau_shows_its_own_name()
    {
        using var other = new WebApp { Settings = { ["Bureau:Name"] = "海州市教育局" } };
        Assert.Contains("海州市教育局", await other.Browser().GetStringAsync("/Account/Login"), StringComparison.Ordinal);
    }
}
