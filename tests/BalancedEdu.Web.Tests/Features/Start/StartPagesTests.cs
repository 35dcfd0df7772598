using System.Net;
using BalancedEdu.Web.Data;
using BalancedEdu.Web.Tests.App;
using Microsoft.EntityFrameworkCore;

namespace BalancedEdu.Web.Tests.Features.Start;

/// <summary>The application with the processes that are shipped.</summary>
public sealed class ShippedApp : IAsyncLifetime
{
    /// <summary>The application.</summary>
    public ProductApp App { get; private set; } = null!;

    /// <inheritdoc/>
    public async Task InitializeAsync() => App = await ProductApp.StartAsync(DatabaseProvider.Sqlite);

    /// <inheritdoc/>
    public async Task DisposeAsync() => await App.DisposeAsync();
}

public sealed class StartPagesTests(ShippedApp shipped) : IClassFixture<ShippedApp>
{
    private const string Address = "/Start/land-joint-approval";

    private const string Application = """
        {"requestType":"SUPPORT_SCHOOL_SCHEME","projectName":"枫桥里片区新建小学建设方案",
         "applicantUscc":"91320100MA1NBC0Y15","applicantName":"云浦城建集团","districtCode":"329902","contact":"郝一凡",
         "phone":"13800000000","email":"hao@lincheng.example","parcelNo":"329902-YP-2026-014","landArea":24300,
         "landUse":"0804","supplyMode":"transfer","residentialGfa":186400,"serviceRadius":500,"stage":"primary",
         "plannedClasses":24,"classSize":45,"boarders":0,"oldTown":false,"inContaminatedList":"no","soilUseChange":"no",
         "geoZone":"none","eiaType":"register","eiaNo":"HP-1","planConform":"yes","setbacks":[],"idleNearby":"no",
         "docs":["DOC-APPLY"]}
        """;

    private readonly ProductApp _app = shipped.App;

    [Fact]
    public async Task A_post_lists_what_it_may_start_and_nothing_else()
    {
        var planner = await (await _app.SignInAsync("shenzhiyuan")).GetStringAsync("/Start");
        Assert.Contains(Address, planner, StringComparison.Ordinal);
        Assert.DoesNotContain("/Start/funding-disbursement", planner, StringComparison.Ordinal);

        var teacher = await _app.SignInAsync("r3299010001");
        Assert.Contains("没有可以发起的流程", await teacher.GetStringAsync("/Start"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await teacher.GetAsync(Address)).StatusCode);
        var answer = await teacher.SubmitAsync("/Inbox", Address, ("formData", Application));
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    [Fact]
    public async Task A_right_form_starts_a_case_and_shows_its_number()
    {
        var browser = await _app.SignInAsync("shenzhiyuan");
        var answer = await browser.SubmitAsync(Address, Address, ("formData", Application));
        var said = Browsing.Read(await answer.Content.ReadAsStringAsync());
        Assert.True(answer.StatusCode == HttpStatusCode.Redirect, said);
        var page = Browsing.Read(await browser.GetStringAsync(answer.Headers.Location));
        Assert.Matches(@"已发起，编号 LD-2026-\d{5}", page);
        Assert.Contains("枫桥里片区新建小学建设方案", page, StringComparison.Ordinal);
        Assert.Contains("用地面积 24,300.00 m²", page, StringComparison.Ordinal);

        await using var db = _app.Open();
        var @case = await db.Cases.AsNoTracking().OrderBy(c => c.Id).LastAsync();
        Assert.Equal(("329902", "云浦城建集团", "shenzhiyuan"), (@case.DistrictCode, @case.ApplicantName, @case.StartedBy));
    }

    [Theory]
    [InlineData("""{"projectName":"枫桥"}""", "\"projectName\":\"枫桥\"")]
    [InlineData("{}", "项须改正")]
    [InlineData("[]", "刷新页面后重填")]
    [InlineData("{", "刷新页面后重填")]
    [InlineData("", "刷新页面后重填")]
    public async Task A_wrong_form_answers_422_and_starts_nothing(string form, string shown)
    {
        await using var db = _app.Open();
        var before = await db.Cases.CountAsync(c => c.StartedBy == "yunpu-gov");
        var browser = await _app.SignInAsync("yunpu-gov");
        var answer = await browser.SubmitAsync(Address, Address, ("formData", form));
        var html = WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync());
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        Assert.Contains("没有提交", html, StringComparison.Ordinal);
        Assert.Contains(shown, html, StringComparison.Ordinal);
        Assert.Equal(before, await db.Cases.CountAsync(c => c.StartedBy == "yunpu-gov"));
    }
}
