using BalancedEdu.Web.Data;
using BalancedEdu.Web.Tests.App;

namespace BalancedEdu.Web.Tests.Runtime;

/// <summary>一次性告知: what was not demanded at first can't be demanded later.</summary>
public sealed class DemandTests
{
    [Theory]
    [InlineData("""{ "items": ["DOC-PARCEL"] }""", null, "")]
    [InlineData(ClockProcess.Ask, null, "")]
    [InlineData("""{ "items": ["DOC-PARCEL", "DOC-SOIL"] }""", "task.demands-new", "土壤调查及评审意见")]
    [InlineData("""{ "items": [] }""", "task.demands-missing", "全部需要补正的内容")]
    [InlineData("{}", "task.demands-missing", "全部需要补正的内容")]
    public async Task A_second_demand_only_repeats_the_first(string form, string? code, string said)
    {
        await using var app = await ClockProcess.StartAppAsync(DatabaseProvider.Sqlite);
        await SecondDemandAsync(app, form, code, said);
    }

    [Fact]
    public async Task A_second_demand_only_repeats_the_first_on_PostgreSQL_too()
    {
        await using var app = await ClockProcess.StartAppAsync(DatabaseProvider.PostgreSql);
        await SecondDemandAsync(app, """{ "items": ["DOC-SOIL"] }""", "task.demands-new", "土壤调查及评审意见");
    }

    private static async Task SecondDemandAsync(ProductApp app, string form, string? code, string said)
    {
        var started = await app.StartAsync();
        await app.MendAsync(started, "2026-11-03 10:00", "2026-11-04 10:00");
        var task = await app.OpenTaskAsync(started.CaseId, "RECEIVE");
        var refusal = await app.DecideAsync(ClockProcess.Handler, task, "ask", "还缺", form);
        Assert.Equal(code, refusal?.Code);
        Assert.Contains(said, refusal?.Message ?? "", StringComparison.Ordinal);
        if (refusal is not null)
        {
            refusal.Says(code!);
            Assert.Equal("items", Assert.Single(refusal.Fields).Key);
        }
    }
}
