using System.Net;
using BalancedEdu.Web.Data;
using BalancedEdu.Web.Tests.App;
using BalancedEdu.Web.Tests.Runtime;
using Microsoft.EntityFrameworkCore;

namespace BalancedEdu.Web.Tests.Features.Administration;

public sealed class DaysOffPageTests
{
    private const string Address = "/Administration/DaysOff";

    [Theory, Databases]
    public async Task An_administrator_adds_a_day_off_sees_it_and_gives_it_up(DatabaseProvider provider)
    {
        await using var app = await ClockProcess.StartAppAsync(provider);
        using var admin = await app.SignInAsync("admin");
        Assert.Contains(Address, await admin.GetStringAsync("/Administration/Calendar"), StringComparison.Ordinal);
        var empty = Browsing.Read(await admin.GetStringAsync(Address));
        Assert.Contains("没有单位休息日", empty, StringComparison.Ordinal);
        Assert.Contains("市教育局", empty, StringComparison.Ordinal);

        var wrong = await AddAsync(admin, "2026-11-07", "建校 <60> 周年");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, wrong.StatusCode);
        var refused = await wrong.Content.ReadAsStringAsync();
        Assert.Contains("2026-11-07（周六） 是周末", Browsing.Read(refused), StringComparison.Ordinal);
        Assert.Contains("value=\"建校 &lt;60&gt; 周年\"", refused, StringComparison.Ordinal);
        Assert.Contains("value=\"2026-11-07\"", refused, StringComparison.Ordinal);
        Assert.Matches("<option value=\"edu-bureau\" selected", refused);

        Assert.Equal(HttpStatusCode.Redirect, (await AddAsync(admin, "2026-11-05", "校庆")).StatusCode);
        var listed = Browsing.Read(await admin.GetStringAsync(Address));
        Assert.Contains("2026-11-05 周四 市教育局", listed, StringComparison.Ordinal);
        await using var db = app.Open();
        var row = await db.OrganisationDaysOff.SingleAsync();
        var remove = $"{Address}?id={row.Id}&handler=Remove";
        Assert.Equal(HttpStatusCode.Redirect, (await admin.SubmitAsync(Address, remove)).StatusCode);
        Assert.Contains("移除", Browsing.Read(await admin.GetStringAsync(Address)), StringComparison.Ordinal);
        var again = await admin.SubmitAsync(Address, remove);
        Assert.Equal(HttpStatusCode.Conflict, again.StatusCode);
        Assert.Contains(
            "不能移除 2026-11-05（周四） 的休息日：它已由管理员于 2026-11-02 09:00 移除。请刷新后查看。",
            Browsing.Read(await again.Content.ReadAsStringAsync()), StringComparison.Ordinal);
    }

    [Theory, Databases]
    public async Task Others_find_no_days_off(DatabaseProvider provider)
    {
        await using var app = await ClockProcess.StartAppAsync(provider);
        using var person = await app.SignInAsync("peimingyuan");
        Assert.Equal(HttpStatusCode.NotFound, (await person.GetAsync(Address)).StatusCode);
        var added = await person.SubmitAsync(
            "/Inbox", Address, ("organisation", "edu-bureau"), ("day", "2026-11-05"), ("reason", "校庆"));
        Assert.Equal(HttpStatusCode.NotFound, added.StatusCode);
        await using var db = app.Open();
        Assert.False(await db.OrganisationDaysOff.AnyAsync());
    }

    private static Task<HttpResponseMessage> AddAsync(HttpClient admin, string day, string reason) => admin.SubmitAsync(
        Address, Address, ("organisation", "edu-bureau"), ("day", day), ("reason", reason));
}
