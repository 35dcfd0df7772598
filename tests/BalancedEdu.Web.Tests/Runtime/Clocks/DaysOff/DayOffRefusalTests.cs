using BalancedEdu.Web.Data;
using BalancedEdu.Web.Data.Cases;
using BalancedEdu.Web.Runtime.Clocks.DaysOff;
using BalancedEdu.Web.Tests.App;
using Microsoft.EntityFrameworkCore;
using static BalancedEdu.Web.Tests.Runtime.Clocks.Beijing;

namespace BalancedEdu.Web.Tests.Runtime.Clocks.DaysOff;

/// <summary>What is refused on Monday 2026-11-02.</summary>
public sealed class DayOffRefusalTests
{
    private const string Bureau = "edu-bureau";

    public static TheoryData<DatabaseProvider, string, string?, string?, string?, string> Additions
    {
        get
        {
            var rows = new TheoryData<DatabaseProvider, string, string?, string?, string?, string>();
            foreach (var provider in Enum.GetValues<DatabaseProvider>())
            {
                rows.Add(provider, "peimingyuan", Bureau, "2026-11-05", "校庆", "day-off.not-yours");
                rows.Add(provider, "admin", "no-bureau", "2026-11-05", "校庆", "day-off.organisation");
                rows.Add(provider, "admin", null, "2026-11-05", "校庆", "day-off.organisation");
                rows.Add(provider, "admin", Bureau, null, "校庆", "day-off.day");
                rows.Add(provider, "admin", Bureau, "2026-10-30", "校庆", "day-off.past");
                rows.Add(provider, "admin", Bureau, "2028-01-04", "校庆", "day-off.too-far");
                rows.Add(provider, "admin", Bureau, "2026-11-07", "校庆", "day-off.off-already");
                rows.Add(provider, "admin", Bureau, "2027-01-01", "校庆", "day-off.off-already");
                rows.Add(provider, "admin", Bureau, "2026-11-12", "校庆", "day-off.twice");
                rows.Add(provider, "admin", Bureau, "2027-11-12", "校庆", "day-off.too-many");
                rows.Add(provider, "admin", Bureau, "2026-11-05", " ", "day-off.reason");
                rows.Add(
                    provider, "admin", Bureau, "2026-11-05", new string('长', DayOffActions.ReasonLengthMax + 1),
                    "day-off.reason");
            }
            return rows;
        }
    }

    [Theory, MemberData(nameof(Additions))]
    public async Task An_addition_is_refused(
        DatabaseProvider provider, string by, string? organisation, string? day, string? reason, string code)
    {
        await using var app = await ClockProcess.StartAppAsync(provider);
        await FillAsync(app);
        var answer = await app.AddDayOffAsync(organisation, day, reason, by);
        Assert.Equal(code, answer.Refusal?.Code);
        Assert.All(answer.Refusal!.Fields, f => Assert.Equal(answer.Refusal.Message, f.Message));
        await using var db = app.Open();
        Assert.Equal(DayOffActions.DaysPerYearMax + 1, await db.OrganisationDaysOff.CountAsync());
    }

    [Theory]
    [InlineData(DatabaseProvider.Sqlite, "peimingyuan", "future", "day-off.not-yours")]
    [InlineData(DatabaseProvider.Sqlite, "admin", "none", "day-off.unknown")]
    [InlineData(DatabaseProvider.Sqlite, "admin", "removed", "day-off.removed")]
    [InlineData(DatabaseProvider.Sqlite, "admin", "today", "day-off.begun")]
    [InlineData(DatabaseProvider.PostgreSql, "peimingyuan", "future", "day-off.not-yours")]
    [InlineData(DatabaseProvider.PostgreSql, "admin", "none", "day-off.unknown")]
    [InlineData(DatabaseProvider.PostgreSql, "admin", "removed", "day-off.removed")]
    [InlineData(DatabaseProvider.PostgreSql, "admin", "today", "day-off.begun")]
    public async Task A_removal_is_refused(DatabaseProvider provider, string by, string situation, string code)
    {
        await using var app = await ClockProcess.StartAppAsync(provider);
        var id = (await app.AddDayOffAsync(Bureau, situation == "today" ? "2026-11-02" : "2026-11-05")).Value!.Id;
        if (situation == "removed")
            Assert.Null(await app.RemoveDayOffAsync(id));
        Assert.Equal(code, (await app.RemoveDayOffAsync(situation == "none" ? 9999 : id, by))?.Code);
        await using var db = app.Open();
        Assert.Equal(situation == "removed", await db.OrganisationDaysOff.AnyAsync(d => d.RemovedAt != null));
    }

    /// <summary>One day in 2026, and in 2027 as many as there may be.</summary>
    private static async Task FillAsync(ProductApp app)
    {
        await using var db = app.Open();
        for (var i = 0; i <= DayOffActions.DaysPerYearMax; i++)
            db.OrganisationDaysOff.Add(new OrganisationDayOff
            {
                Organisation = Bureau, Day = i == 0 ? Day("2026-11-12") : Day("2027-03-01").AddDays(i),
                Reason = "假期", AddedBy = "admin", AddedAt = ProductApp.Start,
            });
        await db.SaveChangesAsync();
    }
}
