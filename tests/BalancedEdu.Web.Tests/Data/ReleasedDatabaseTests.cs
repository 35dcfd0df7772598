using BalancedEdu.Web.Data;
using BalancedEdu.Web.Data.Cases;
using BalancedEdu.Web.Runtime;
using BalancedEdu.Web.Tests.App;
using BalancedEdu.Web.Tests.Runtime;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.EntityFrameworkCore.Migrations.Operations;
using Microsoft.Extensions.DependencyInjection;

namespace BalancedEdu.Web.Tests.Data;

/// <summary>What a released version has written, this one carries on; and beside it, it still runs.</summary>
public sealed class ReleasedDatabaseTests
{
    /// <summary>The newest migration that a released version knows; those after it may only add.</summary>
    private const string LastReleased = "20261128120906_ArchivedCases";

    private const string Form = """{ "seats": 45 }""";

    [Theory, Databases]
    public async Task Cases_of_a_released_version_are_carried_to_their_end(DatabaseProvider provider)
    {
        await using var app = await ProductApp.StartAsync(
            provider, TrialProcess.Folder,
            services =>
            {
                services.AddSingleton(new TrialJobs());
                TrialProcess.AddJobs(services);
            },
            now: ProductApp.Start.AddHours(1), database: await TestDatabase.OfReleaseAsync(provider, "2026-11-28"));
        await using var db = app.Open();
        var cases = await db.Cases.AsNoTracking().ToDictionaryAsync(c => c.BusinessKey!, c => c.Id);
        Assert.Equal(["approve", "done", "job", "mend", "review", "seats", "wait"], cases.Keys.Order());

        await app.CompleteAsync(cases["review"], "REVIEW", "peimingyuan", "pass", form: Form);
        await app.CompleteAsync(cases["mend"], "MEND", "p3299010001", "done");
        await app.SweepAsync();
        await app.AdvanceAsync(TimeSpan.FromHours(1));
        foreach (var key in new[] { "review", "mend", "job", "wait", "approve" })
            await app.CompleteAsync(cases[key], "APPROVE", "fangqiheng", "agree");
        foreach (var seat in await db.Tasks.AsNoTracking()
            .Where(t => t.CaseId == cases["seats"] && t.Status == WorkTaskStatus.Open).ToListAsync())
            Assert.Null(await app.DecideAsync(seat.Assignee!, seat, "agree", "同意"));

        Assert.All(
            await db.Cases.AsNoTracking().ToListAsync(), c => Assert.Equal(CaseStatus.Completed, c.Status));
        foreach (var events in (await db.CaseEvents.AsNoTracking().ToListAsync()).GroupBy(e => e.CaseId))
            Assert.Null(EventChain.FindBreak([.. events.OrderBy(e => e.Sequence)]));
        Assert.Equal(0, await db.Clocks.CountAsync(c => c.EndedAt == null));
        Assert.Equal(0, await db.OutboxJobs.CountAsync(j => j.Status == OutboxStatus.Pending));
    }

    [Theory, Databases]
    public async Task Migrations_after_the_last_release_only_add_so_that_its_nodes_go_on_beside_the_new_ones(
        DatabaseProvider provider)
    {
        await using var app = await TrialProcess.StartAppAsync(provider);
        await using var db = app.Open();
        var assembly = db.GetService<IMigrationsAssembly>();
        var after = assembly.Migrations.Where(m => string.CompareOrdinal(m.Key, LastReleased) > 0);
        foreach (var (id, type) in after)
            foreach (var operation in assembly.CreateMigration(type, db.Database.ProviderName!).UpOperations)
                Assert.True(Adds(operation), $"{id}: {operation.GetType().Name} breaks released nodes.");
    }

    /// <summary>
    /// What a node that doesn't know of it can live with: it inserts rows without the new columns, and reads all
    /// others.
    /// </summary>
    private static bool Adds(MigrationOperation operation) => operation switch
    {
        CreateTableOperation or CreateIndexOperation or DropIndexOperation or SqlOperation => true,
        AddColumnOperation c => c.IsNullable || c.DefaultValue is not null || c.DefaultValueSql is not null,
        AlterColumnOperation c => c.IsNullable || !c.OldColumn.IsNullable && c.ClrType == c.OldColumn.ClrType,
        AddForeignKeyOperation or DropForeignKeyOperation or InsertDataOperation => true,
        _ => false,
    };
}
