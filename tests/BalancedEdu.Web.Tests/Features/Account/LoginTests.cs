using System.Net;
using BalancedEdu.Web.Data;
using BalancedEdu.Web.Features.Account;
using BalancedEdu.Web.Tests.App;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace BalancedEdu.Web.Tests.Features.Account;

public sealed class LoginTests(WebApp app) : IClassFixture<WebApp>
{
    private const string Page = "/Account/Login";

    [Fact]
    public async Task Whoever_is_not_signed_in_is_led_to_the_door_and_back_again()
    {
        var browser = app.Browser();
        var sent = await browser.GetAsync("/Account/Me");
        Assert.Equal("/Account/Login?ReturnUrl=%2FAccount%2FMe", sent.Headers.Location!.PathAndQuery);

        var fields = new Dictionary<string, string>
        {
            ["UserName"] = "peimingyuan", ["Password"] = WebApp.Password, ["ReturnUrl"] = "/Account/Me",
        };
        var entered = await WebApp.SendFormAsync(browser, Page, fields);

        Assert.Equal("/Account/Me", entered.Headers.Location!.OriginalString);
        var page = await browser.GetStringAsync("/Account/Me");
        Assert.Contains("裴明远", page, StringComparison.Ordinal);
        Assert.Contains("市教育局 基础教育科", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_part_of_a_page_asks_for_the_whole_page_when_the_session_has_ended()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/Account/Me");
        request.Headers.Add("HX-Request", "true");
        var answer = await app.Browser().SendAsync(request);
        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.Equal("true", Assert.Single(answer.Headers.GetValues("HX-Refresh")));
    }

    [Theory]
    [InlineData("peimingyuan", "wrong-password-1")]
    [InlineData("nobody", "wrong-password-1")]
    [InlineData("jiangyuan", WebApp.Password)] // disabled below
    public async Task A_refusal_never_tells_which_accounts_exist(string userName, string password)
    {
        await DisableAsync("jiangyuan");
        var answer = await TryAsync(userName, password);
        var page = await answer.Content.ReadAsStringAsync();

        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        Assert.Contains(LoginModel.Refusal, page, StringComparison.Ordinal);
        Assert.Contains($"value=\"{userName}\"", page, StringComparison.Ordinal);
        Assert.DoesNotContain("wrong-password-1", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "x", "填写账号")]
    [InlineData("peimingyuan", "", "填写密码")]
    public async Task A_field_left_empty_is_named(string userName, string password, string said)
    {
        var answer = await TryAsync(userName, password);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        Assert.Contains(said, await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://elsewhere.example/")]
    [InlineData("//elsewhere.example/")]
    [InlineData("/\\elsewhere.example")]
    [InlineData("javascript:alert(1)")]
    public async Task An_address_of_another_site_leads_to_the_start_page(string returnUrl)
    {
        var answer = await TryAsync("shenzhiyuan", WebApp.Password, returnUrl);
        Assert.Equal("/", answer.Headers.Location!.OriginalString);
    }

    [Fact]
    public async Task The_fifth_wrong_password_closes_the_account_also_for_the_right_one()
    {
        for (var attempt = 1; attempt <= 4; attempt++)
            Assert.Equal(HttpStatusCode.UnprocessableEntity, (await TryAsync("boyu", "wrong-password-1")).StatusCode);

        Assert.Equal("/Account/Lockout", (await TryAsync("boyu", "wrong-password-1")).Headers.Location!.OriginalString);
        Assert.Equal("/Account/Lockout", (await TryAsync("boyu", WebApp.Password)).Headers.Location!.OriginalString);
        var page = await app.Browser().GetStringAsync("/Account/Lockout");
        Assert.Contains("账号已锁定 15&nbsp;分钟", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_form_without_the_token_of_the_page_is_refused()
    {
        var fields = new Dictionary<string, string> { ["UserName"] = "peimingyuan", ["Password"] = WebApp.Password };
        var answer = await app.Browser().PostAsync(Page, new FormUrlEncodedContent(fields));
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains("这一页已过期", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Signing_out_needs_a_form_of_ours()
    {
        var browser = await app.SignInAsync("dingruoshui");
        await browser.GetAsync("/Account/Logout");
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/Account/Me")).StatusCode);

        await WebApp.SendFormAsync(browser, "/Account/Me", [], to: "/Account/Logout");
        Assert.Equal(HttpStatusCode.Redirect, (await browser.GetAsync("/Account/Me")).StatusCode);
    }

    [Fact]
    public async Task The_door_shows_the_accounts_of_the_invented_city_only_in_demonstration_mode()
    {
        Assert.Contains("演示账号", await app.Browser().GetStringAsync(Page), StringComparison.Ordinal);

        using var real = new WebApp { Settings = { ["Demonstration:Enabled"] = "false" } };
        var page = await real.Browser().GetStringAsync(Page);
        Assert.DoesNotContain("演示账号", page, StringComparison.Ordinal);
        Assert.DoesNotContain(WebApp.Password, page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_door_counts_the_working_days_of_the_year()
    {
        var page = await app.Browser().GetStringAsync(Page);
        Assert.Contains("今天，2026 年第 221 个工作日，全年 248 个", page, StringComparison.Ordinal);
    }

    private Task<HttpResponseMessage> TryAsync(string userName, string password, string returnUrl = "") =>
        WebApp.SendFormAsync(app.Browser(), Page, new()
        {
            ["UserName"] = userName, ["Password"] = password, ["ReturnUrl"] = returnUrl,
        });

    private async Task DisableAsync(string userName)
    {
        using var scope = app.Services.CreateScope();
        var db = scope.ServiceProvider.GetRequiredService<BalancedEduDb>();
        var changed = await db.Users.Where(u => u.UserName == userName)
            .ExecuteUpdateAsync(u => u.SetProperty(x => x.Disabled, true));
        Assert.Equal(1, changed);
    }
}
