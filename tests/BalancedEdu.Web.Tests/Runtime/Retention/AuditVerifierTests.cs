using BalancedEdu.Web.Data;
using BalancedEdu.Web.Runtime.Retention;
using BalancedEdu.Web.Tests.App;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace BalancedEdu.Web.Tests.Runtime.Retention;

public sealed class AuditVerifierTests
{
    private const string Number = "SB-2026-0002";

    [Theory, Databases]
    public async Task What_was_written_verifies_over_several_pages_of_cases(DatabaseProvider provider)
    {
        await using var app = await StartThreeAsync(provider);
        await ManyCases.CopyAsync(app, await CaseIdAsync(app), 1_100);
        var (faults, count) = await VerifyAsync(app);
        Assert.Empty(faults);
        await using var db = app.Open();
        Assert.Equal(new(1_103, await db.CaseEvents.CountAsync(), 0), count);
    }

    [Theory, Databases]
    public async Task Each_way_to_change_a_history_is_found_and_no_other_case_blamed(DatabaseProvider provider)
    {
        await using var app = await StartThreeAsync(provider);
        const string Second = "case_id = (SELECT id FROM cases WHERE number = 'SB-2026-0002')";
        await using var db = app.Open();
        foreach (var (change, code) in new[]
        {
            ("UPDATE case_events SET actor = 'fangqiheng' WHERE {0} AND sequence = 2", "audit.altered"),
            ("UPDATE case_events SET data = data || ' ' WHERE {0} AND sequence = 1", "audit.altered"),
            ("UPDATE case_events SET moves = NULL WHERE {0} AND sequence = 1", "audit.altered"),
            ("UPDATE case_events SET moves = {1} WHERE {0} AND sequence = 1", "audit.altered"),
            ("DELETE FROM case_events WHERE {0} AND sequence = 2", "audit.gap"),
            ("DELETE FROM case_events WHERE {0} AND sequence = 1", "audit.gap"),
            ("DELETE FROM case_events WHERE {0} AND sequence = (SELECT max(sequence) FROM case_events WHERE {0})",
                "audit.tail-removed"),
            ("DELETE FROM case_events WHERE {0}", "audit.tail-removed"),
            ("UPDATE cases SET last_sequence = last_sequence - 1 WHERE number = 'SB-2026-0002'", "audit.tail-added"),
            ("UPDATE cases SET last_hash = {1} WHERE number = 'SB-2026-0002'", "audit.head"),
            ("INSERT INTO case_events (case_id, sequence, at, kind, actor, data, hash) "
                + "SELECT case_id, 0, at, kind, actor, data, hash FROM case_events "
                + "WHERE {0} AND sequence = 1", "audit.altered"),
            ("INSERT INTO case_events (case_id, sequence, at, kind, actor, data, hash) "
                + "SELECT case_id, 900, at, kind, actor, data, hash FROM case_events "
                + "WHERE {0} AND sequence = 1", "audit.gap"),
        })
        {
            await using var transaction = await db.Database.BeginTransactionAsync();
            var bytes = db.Database.IsNpgsql() ? "decode('0105000000ff', 'hex')" : "x'0105000000ff'";
            var sql = change.Replace("{0}", Second, StringComparison.Ordinal)
                .Replace("{1}", bytes, StringComparison.Ordinal);
            Assert.True(await db.Database.ExecuteSqlRawAsync(sql) > 0, sql);
            await transaction.CommitAsync();
            var (faults, count) = await VerifyAsync(app);
            var fault = Assert.Single(faults);
            Assert.Equal((Number, code), (fault.Case, fault.Code));
            Assert.Equal((3, 1), (count.Cases, count.Broken));
            await RestoreAsync(app);
        }
        Assert.Empty((await VerifyAsync(app)).Faults);
    }

    [Theory, Databases]
    public async Task Events_whose_case_is_gone_are_found_at_either_end(DatabaseProvider provider)
    {
        await using var app = await StartThreeAsync(provider);
        await using var db = app.Open();
        await db.Database.ExecuteSqlRawAsync(
            """
            INSERT INTO case_events (case_id, sequence, at, kind, actor, data, hash)
            SELECT 1000000000, sequence, at, kind, actor, data, hash FROM case_events WHERE sequence < 3
                AND case_id = (SELECT min(id) FROM cases)
            """);
        var (faults, count) = await VerifyAsync(app);
        var fault = Assert.Single(faults);
        Assert.Equal(("#1000000000", "audit.case-removed"), (fault.Case, fault.Code));
        Assert.Equal((3, 1), (count.Cases, count.Broken));
    }

    [Theory, Databases]
    public async Task One_case_can_be_verified_alone(DatabaseProvider provider)
    {
        await using var app = await StartThreeAsync(provider);
        await using var db = app.Open();
        await db.CaseEvents.Where(e => e.Sequence == 1 && e.CaseId == db.Cases.Single(c => c.Number == Number).Id)
            .ExecuteUpdateAsync(e => e.SetProperty(x => x.Actor, "fangqiheng"));
        var verifier = app.Services.GetRequiredService<AuditVerifier>();
        var faults = new List<ChainFault>();
        Assert.Equal((1, 0), Told(await verifier.VerifyOneAsync("SB-2026-0001", faults.Add, default)));
        Assert.Empty(faults);
        Assert.Equal((1, 1), Told(await verifier.VerifyOneAsync(Number, faults.Add, default)));
        Assert.Equal("audit.altered", Assert.Single(faults).Code);
        Assert.Null(await verifier.VerifyOneAsync("SB-1999-0001", faults.Add, default));

        static (long, long) Told(AuditCount? count) => (count!.Cases, count.Broken);
    }

    private static async Task<ProductApp> StartThreeAsync(DatabaseProvider provider)
    {
        var app = await TrialProcess.StartAppAsync(provider);
        for (var i = 0; i < 3; i++)
        {
            var started = await app.StartCaseAsync("trial", TrialProcess.Variables);
            await app.CompleteAsync(started.CaseId, "REVIEW", "peimingyuan", "pass", form: """{ "seats": 45 }""");
        }
        await app.SweepAsync();
        await using var db = app.Open();
        await db.Database.ExecuteSqlRawAsync("CREATE TABLE kept_cases AS SELECT * FROM cases");
        await db.Database.ExecuteSqlRawAsync("CREATE TABLE kept_case_events AS SELECT * FROM case_events");
        return app;
    }

    private static async Task RestoreAsync(ProductApp app)
    {
        await using var db = app.Open();
        await db.Database.ExecuteSqlRawAsync(
            """
            DELETE FROM case_events;
            UPDATE cases SET
                last_sequence = (SELECT last_sequence FROM kept_cases k WHERE k.id = cases.id),
                last_hash = (SELECT last_hash FROM kept_cases k WHERE k.id = cases.id)
            """);
        await db.Database.ExecuteSqlRawAsync("INSERT INTO case_events SELECT * FROM kept_case_events");
    }

    private static async Task<(IReadOnlyList<ChainFault> Faults, AuditCount Count)> VerifyAsync(ProductApp app)
    {
        var faults = new List<ChainFault>();
        var count = await app.Services.GetRequiredService<AuditVerifier>().VerifyAllAsync(faults.Add, default);
        return (faults, count);
    }

    private static async Task<long> CaseIdAsync(ProductApp app)
    {
        await using var db = app.Open();
        return await db.Cases.Where(c => c.Number == Number).Select(c => c.Id).SingleAsync();
    }
}
