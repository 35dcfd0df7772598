using System.Text.RegularExpressions;
using BalancedEdu.Web.Infrastructure;
using BalancedEdu.Web.Tests.App;

namespace BalancedEdu.Web.Tests.Infrastructure;

public sealed partial class SecurityHeadersTests(WebApp app) : IClassFixture<WebApp>
{
    [Theory]
    [InlineData("/Account/Login")]
    [InlineData("/Account/Me")]
    [InlineData("/favicon.svg")]
    [InlineData("/no/such/page")]
    public async Task Every_answer_carries_the_policy(string path)
    {
        var answer = await app.Browser().GetAsync(path);
        string Header(string name) => Assert.Single(answer.Headers.GetValues(name));
        Assert.Equal(SecurityHeaders.ContentSecurityPolicy, Header("Content-Security-Policy"));
        Assert.Equal("nosniff", Header("X-Content-Type-Options"));
        Assert.Equal("DENY", Header("X-Frame-Options"));
        Assert.Equal("same-origin", Header("Referrer-Policy"));
        Assert.Contains("camera=()", Header("Permissions-Policy"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cookies_are_out_of_reach_of_scripts_and_of_other_sites()
    {
        var browser = app.Browser();
        var answer = await WebApp.SendFormAsync(
            browser, "/Account/Login", new() { ["UserName"] = "hezhiqiu", ["Password"] = WebApp.Password });
        var cookies = answer.Headers.GetValues("Set-Cookie").ToList();
        Assert.Contains(cookies, cookie => cookie.StartsWith("be-session=", StringComparison.Ordinal));
        Assert.All(cookies, cookie =>
        {
            Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);
            Assert.Contains("secure", cookie, StringComparison.OrdinalIgnoreCase);
            Assert.Matches("(?i)samesite=(lax|strict)", cookie);
        });
    }

    [Theory]
    [InlineData("/Account/Login")]
    [InlineData("/Account/Me")]
    public async Task A_page_has_no_script_of_its_own_and_loads_nothing_from_elsewhere(string path)
    {
        var browser = await app.SignInAsync("wenjingzhi");
        var page = await (path == "/Account/Login" ? app.Browser() : browser).GetStringAsync(path);
        Assert.DoesNotMatch(InlineScript(), page);
        Assert.DoesNotMatch(Handler(), page);
        Assert.DoesNotMatch(Elsewhere(), page);
    }

    [GeneratedRegex("""<script(?![^>]*(\ssrc=|application/json))""")]
    private static partial Regex InlineScript();

    [GeneratedRegex("""<[^>]+\son[a-z]+=""")]
    private static partial Regex Handler();

    [GeneratedRegex("""(src|href|action)="(https?:)?//""")]
    private static partial Regex Elsewhere();
}
