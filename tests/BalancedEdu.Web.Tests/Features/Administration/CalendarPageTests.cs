using System.Net;
using System.Text;
using BalancedEdu.Web.Data;
using BalancedEdu.Web.Tests.App;
using BalancedEdu.Web.Tests.Runtime;
using BalancedEdu.Web.Tests.Runtime.Clocks.Calendars;

namespace BalancedEdu.Web.Tests.Features.Administration;

public sealed class CalendarPageTests
{
    [Theory, Databases]
    public async Task An_administrator_uploads_an_arrangement_sees_what_moves_and_puts_it_in_force(
        DatabaseProvider provider)
    {
        await using var app = await ClockProcess.StartAppAsync(provider, "2026-12-21 09:00");
        await app.StartAsync();
        using var admin = await app.SignInAsync("admin");
        Assert.Contains("暂定", await admin.GetStringAsync("/Administration/Calendar"), StringComparison.Ordinal);

        var wrong = await UploadAsync(admin, "不是安排");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, wrong.StatusCode);
        Assert.Contains("不是 JSON", await wrong.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        var uploaded = await UploadAsync(admin, CalendarActionsTests.Official2027);
        Assert.Equal(HttpStatusCode.Redirect, uploaded.StatusCode);
        var page = uploaded.Headers.Location!.OriginalString;
        var report = Browsing.Read(await admin.GetStringAsync(page));
        Assert.Contains("推后 1 个在办时限", report, StringComparison.Ordinal);
        Assert.Contains("2027-01-04 周一 改为放假", report, StringComparison.Ordinal);
        Assert.Contains("2027-01-09 周六 改为上班", report, StringComparison.Ordinal);
        Assert.Contains("2027-01-20 周三", report, StringComparison.Ordinal);

        var unsaid = await admin.SubmitAsync(page, page + "?handler=Confirm", ("reason", ""));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, unsaid.StatusCode);
        var confirmed = await admin.SubmitAsync(page, page + "?handler=Confirm", ("reason", "国办通知"));
        Assert.Equal(HttpStatusCode.Redirect, confirmed.StatusCode);
        Assert.Contains("已生效", await admin.GetStringAsync(page), StringComparison.Ordinal);
        Assert.DoesNotContain("暂定", await admin.GetStringAsync("/Administration/Calendar"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/Administration/Calendar")]
    [InlineData("/Administration/Calendar/1")]
    public async Task Others_find_no_calendar(string address)
    {
        await using var app = await ClockProcess.StartAppAsync(DatabaseProvider.Sqlite);
        using var person = await app.SignInAsync("peimingyuan");
        Assert.Equal(HttpStatusCode.NotFound, (await person.GetAsync(address)).StatusCode);
    }

    private static async Task<HttpResponseMessage> UploadAsync(HttpClient admin, string content)
    {
        var token = ProductApp.AntiforgeryToken(await admin.GetStringAsync("/Administration/Calendar"));
        using var form = new MultipartFormDataContent
        {
            { new StringContent(token), "__RequestVerificationToken" },
            { new ByteArrayContent(Encoding.UTF8.GetBytes(content)), "file", "2027.json" },
        };
        return await admin.PostAsync("/Administration/Calendar", form);
    }
}
