using System.Net;
using BalancedEdu.Web.Data;
using BalancedEdu.Web.Tests.App;
using BalancedEdu.Web.Tests.Runtime;

namespace BalancedEdu.Web.Tests.Features.Ledgers;

public sealed class CardPageTests
{
    [Theory, Databases]
    public async Task Inspectors_read_the_registers_filter_and_download_them(
        DatabaseProvider provider)
    {
        await using var app = await ClockProcess.StartAppAsync(provider);
        var started = await app.StartAcceptedAsync();
        await app.ClaimAsync(started.CaseId, "REVIEW", ClockProcess.Handler);
        await app.UntilAsync("2026-11-10 12:00");
        using var inspector = await app.SignInAsync("wenjingzhi");

        var all = Browsing.Read(await inspector.GetStringAsync("/Ledgers/Cards"));
        Assert.Contains("黄牌 1 张", all, StringComparison.Ordinal);
        Assert.Contains("红牌 1 张", all, StringComparison.Ordinal);
        Assert.Contains("裴明远", all, StringComparison.Ordinal);
        var red = Browsing.Read(await inspector.GetStringAsync("/Ledgers/Cards?colour=Red&month=2026-11"));
        Assert.Contains("11-05 17:30", red, StringComparison.Ordinal);
        Assert.DoesNotContain("11-03 00:00", red, StringComparison.Ordinal);
        Assert.Contains(
            "没有登记", await inspector.GetStringAsync("/Ledgers/Cards?month=2026-10"), StringComparison.Ordinal);
        var file = await inspector.GetAsync("/Ledgers/Cards?handler=Export&colour=Red");
        Assert.Equal(
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            file.Content.Headers.ContentType!.MediaType);

        var orders = Browsing.Read(await inspector.GetStringAsync("/Ledgers/Supervision"));
        Assert.Contains("DBD-2026-00001", orders, StringComparison.Ordinal);
        Assert.Contains("未办", orders, StringComparison.Ordinal);
        Assert.Contains("督办〔2026〕1号", orders, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/Ledgers/Cards")]
    [InlineData("/Ledgers/Cards?handler=Export")]
    [InlineData("/Ledgers/Supervision")]
    public async Task Others_find_no_register(string address)
    {
        await using var app = await ClockProcess.StartAppAsync(DatabaseProvider.Sqlite);
        using var principal = await app.SignInAsync("p3299010001");
        Assert.Equal(HttpStatusCode.NotFound, (await principal.GetAsync(address)).StatusCode);
    }
}
