using BalancedEdu.Web.Data;
using BalancedEdu.Web.Runtime.Incidents;
using BalancedEdu.Web.Tests.App;
using Microsoft.EntityFrameworkCore;

namespace BalancedEdu.Web.Tests.Runtime.Retention;

/// <summary>Packages that are lost or damaged after the rows of their cases began to go.</summary>
public sealed class ArchiveDamageTests : ArchiveTrial
{
    [Theory, Databases]
    public async Task Packages_that_are_not_whole_hold_up_no_other_and_are_seen_by_the_administrator(
        DatabaseProvider provider)
    {
        await using var app = await StartAsync(provider);
        await EndOneAsync(app);
        await app.AdvanceAsync(TimeSpan.FromDays(Days));
        await using var db = app.Open();
        var packed = await db.ArchivedCases.AsNoTracking().SingleAsync();
        for (var i = 1; i <= 60; i++)
            db.ArchivedCases.Add(new()
            {
                CaseId = -i, Number = $"GD-2020-{i:0000}", Title = "早年的事项", ProcessId = packed.ProcessId,
                Version = 1, LastSequence = 1, LastHash = [1], Package = $"2020/{i}.zip", Sha256 = "00",
                ArchivedAt = packed.ArchivedAt, DeletingSince = packed.ArchivedAt,
            });
        await db.SaveChangesAsync();

        await app.AdvanceAsync(TimeSpan.FromHours(1));
        Assert.Equal(0, await db.Cases.CountAsync());
        var incidents = await db.Incidents.AsNoTracking().Where(i => i.ResolvedAt == null).ToListAsync();
        Assert.Equal(60, incidents.Count);
        var one = Assert.Single(incidents, i => i.SourceId == -1);
        Assert.Equal(
            (IncidentCodes.PackageDamaged, null,
                "事项 GD-2020-0001 的数据没有删除：归档包“2020/1.zip”不在归档目录里。其余数据保留不动，其他事项照常归档。"
                + "请从备份恢复这个文件，再点“重新核对”；系统自己起初每小时、后来每天核对一次。"),
            (one.Code, one.CaseId, one.Message));
    }

    [Theory, Databases]
    public async Task A_package_that_is_not_whole_is_looked_at_later_and_later_and_goes_when_it_is_back(
        DatabaseProvider provider)
    {
        await using var app = await StartAsync(provider);
        await EndOneAsync(app);
        await app.AdvanceAsync(TimeSpan.FromDays(Days));
        await using var db = app.Open();
        var since = app.Clock.GetUtcNow();
        await db.ArchivedCases.ExecuteUpdateAsync(a => a.SetProperty(x => x.DeletingSince, since));
        var package = Assert.Single(Directory.GetFiles(Folder, "*.zip", SearchOption.AllDirectories));
        var whole = await File.ReadAllBytesAsync(package);
        await File.WriteAllTextAsync(package, "something else");

        await app.AdvanceAsync(TimeSpan.FromMinutes(40));
        await app.AdvanceAsync(TimeSpan.FromMinutes(20));
        Assert.Equal(1, await TimesAsync(db));
        for (var hour = 0; hour < 24; hour++)
            await app.AdvanceAsync(TimeSpan.FromHours(1));
        Assert.Equal(9, await TimesAsync(db));
        Assert.Contains(
            "与归档时写下的不一致", (await db.Incidents.AsNoTracking().SingleAsync()).Message, StringComparison.Ordinal);

        await File.WriteAllBytesAsync(package, whole);
        await app.AdvanceAsync(TimeSpan.FromHours(1));
        Assert.Equal(1, await db.Cases.CountAsync());
        await app.AdvanceAsync(TimeSpan.FromDays(1));
        await app.AdvanceAsync(TimeSpan.FromMinutes(1));
        Assert.Equal(0, await db.Cases.CountAsync());
        Assert.NotNull((await db.Incidents.AsNoTracking().SingleAsync()).ResolvedAt);
    }

    private static async Task<int> TimesAsync(BalancedEduDb db) =>
        (await db.Incidents.AsNoTracking().SingleAsync()).Times;
}
