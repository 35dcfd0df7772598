using BalancedEdu.Web.Data;
using BalancedEdu.Web.Data.Organisation;
using BalancedEdu.Web.Runtime.Assignment;
using BalancedEdu.Web.Tests.App;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace BalancedEdu.Web.Tests.Runtime.Assignment;

/// <summary>What the triggers of both databases tell the nodes, and what they keep to themselves.</summary>
public sealed class StaffListTests
{
    [Theory, Databases]
    public async Task Whatever_decides_who_gets_work_raises_the_stamp(DatabaseProvider provider)
    {
        await using var app = await TrialProcess.StartAppAsync(provider);
        var list = app.Services.GetRequiredService<StaffList>();
        foreach (var (what, change) in Changes)
        {
            var before = await list.NowAsync(default);
            await using (var db = app.Open())
                await change(db);
            var after = await list.NowAsync(default);
            Assert.True(after.Stamp > before.Stamp, $"“{what}” did not raise the stamp.");
        }
    }

    private static readonly (string What, Func<BalancedEduDb, Task> Change)[] Changes =
    [
        ("natural person named", db => Person(db).ExecuteUpdateAsync(u => u.SetProperty(x => x.PersonId, "P-1"))),
        ("account disabled", db => Person(db).ExecuteUpdateAsync(u => u.SetProperty(x => x.Disabled, true))),
        ("account enabled", db => Person(db).ExecuteUpdateAsync(u => u.SetProperty(x => x.Disabled, false))),
        ("name changed", db => Person(db).ExecuteUpdateAsync(u => u.SetProperty(x => x.DisplayName, "裴明"))),
        ("holding changed", db => Holding(db).ExecuteUpdateAsync(h => h.SetProperty(x => x.DistrictCode, "329902"))),
        ("holding deleted", db => Holding(db).ExecuteDeleteAsync()),
        ("holding inserted", async db =>
        {
            var person = await Person(db).SingleAsync();
            db.Holdings.Add(new() { UserId = person.Id, PositionId = "edu.basic" });
            await db.SaveChangesAsync();
        }),
        ("post renamed", db => db.Positions.Where(p => p.Id == "edu.basic")
            .ExecuteUpdateAsync(p => p.SetProperty(x => x.BureauName, "市教育局（新）"))),
        ("account inserted", async db =>
        {
            db.Users.Add(new() { UserName = "new", DisplayName = "新人", UnitName = "市教育局" });
            await db.SaveChangesAsync();
        }),
        ("delegation made", async db =>
        {
            db.Delegations.Add(new()
            {
                Principal = "peimingyuan", Delegate = "fangqiheng", CreatedBy = "peimingyuan",
                CreatedAt = ProductApp.Start, FromAt = ProductApp.Start, ToAt = ProductApp.Start.AddDays(1),
            });
            await db.SaveChangesAsync();
        }),
        ("delegation ended", db => db.Delegations.ExecuteUpdateAsync(
            d => d.SetProperty(x => x.RevokedAt, ProductApp.Start))),
        ("delegation deleted", db => db.Delegations.ExecuteDeleteAsync()),
        ("account deleted", db => db.Users.Where(u => u.UserName == "new").ExecuteDeleteAsync()),
    ];

    [Theory, Databases]
    public async Task Signing_in_changes_nothing_that_the_nodes_must_read_again(DatabaseProvider provider)
    {
        await using var app = await TrialProcess.StartAppAsync(provider);
        var list = app.Services.GetRequiredService<StaffList>();
        var before = await list.NowAsync(default);
        await using (var db = app.Open())
        {
            var person = await db.Users.SingleAsync(u => u.UserName == "peimingyuan");
            person.AccessFailedCount++;
            person.SecurityStamp = "other";
            db.Update(person);
            await db.SaveChangesAsync();
        }
        Assert.Same(before, await list.NowAsync(default));
    }

    [Theory, Databases]
    public async Task Who_is_disabled_through_one_node_gets_nothing_from_another(DatabaseProvider provider)
    {
        await using var app = await TrialProcess.StartAppAsync(provider);
        await using var other = app.StartNode();
        var before = await other.StartCaseAsync("trial", TrialProcess.Variables);
        Assert.Contains(await ToldAsync(app, before.CaseId), name => name == "peimingyuan");
        await using (var db = app.Open())
            await Person(db).ExecuteUpdateAsync(u => u.SetProperty(x => x.Disabled, true));
        var after = await other.StartCaseAsync("trial", TrialProcess.Variables);
        Assert.DoesNotContain(await ToldAsync(app, after.CaseId), name => name == "peimingyuan");
    }

    private static async Task<List<string>> ToldAsync(ProductApp app, long caseId)
    {
        await using var db = app.Open();
        return await db.OutboxMails.Where(m => m.CaseId == caseId).Select(m => m.ToUserName).ToListAsync();
    }

    private static IQueryable<AppUser> Person(BalancedEduDb db) => db.Users.Where(u => u.UserName == "peimingyuan");

    private static IQueryable<PositionHolding> Holding(BalancedEduDb db) =>
        db.Holdings.Where(h => db.Users.Any(u => u.Id == h.UserId && u.UserName == "peimingyuan"));
}
