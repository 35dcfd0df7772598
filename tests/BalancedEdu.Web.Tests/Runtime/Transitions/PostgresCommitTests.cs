using BalancedEdu.Feel.Values;
using BalancedEdu.Web.Data;
using BalancedEdu.Web.Data.Cases;
using BalancedEdu.Web.Runtime;
using BalancedEdu.Web.Runtime.Effects;
using BalancedEdu.Web.Tests.App;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace BalancedEdu.Web.Tests.Runtime.Transitions;

/// <summary>What only PostgreSQL lets happen: two steps write at the same instant.</summary>
public sealed class PostgresCommitTests
{
    private const string Key = "together/letter/peimingyuan";

    /// <summary>
    /// The first step has written its mail and waits for a lock that the test holds; the second waits for the first,
    /// whose mail it could not see when it looked. Then the first is let go.
    /// </summary>
    [Fact]
    public async Task Of_two_steps_that_write_one_mail_at_the_same_instant_the_second_is_computed_again_and_both_go_on()
    {
        await using var app = await TrialProcess.StartAppAsync(DatabaseProvider.PostgreSql);
        await using var other = app.StartNode();
        var (first, second) = (new Writer(app), new Writer(other));
        var cases = new List<long>();
        for (var i = 0; i < 2; i++)
            cases.Add((await app.StartCaseAsync("trial", TrialProcess.Variables)).CaseId);
        await using var db = app.Open();
        await db.Database.OpenConnectionAsync();
        await db.Database.ExecuteSqlRawAsync("SELECT pg_advisory_lock(4711)");

        var early = first.RunAsync(cases[0], holdOn: true);
        await UntilWaitingAsync(db, "advisory");
        var late = second.RunAsync(cases[1], holdOn: false);
        await UntilWaitingAsync(db, "transactionid");
        await db.Database.ExecuteSqlRawAsync("SELECT pg_advisory_unlock(4711)");

        Assert.All(await Task.WhenAll(early, late), Assert.Null);
        Assert.Equal((1, 2), (first.Times, second.Times));
        Assert.Equal(cases[0], (await db.OutboxMails.SingleAsync(m => m.Key == Key)).CaseId);
        Assert.Equal(cases, await db.CaseEvents.Where(e => e.Kind == "Written").OrderBy(e => e.CaseId)
            .Select(e => e.CaseId).ToListAsync());
        foreach (var caseId in cases)
        {
            Assert.Null(EventChain.FindBreak(await db.CaseEvents.AsNoTracking().Where(e => e.CaseId == caseId)
                .OrderBy(e => e.Sequence).ToListAsync()));
            await app.CompleteAsync(caseId, "REVIEW", "peimingyuan", "pass", form: """{ "seats": 45 }""");
        }
    }

    /// <summary>Asks the database until somebody of it waits for such a lock; xunit's own limit ends a hang.</summary>
    private static async Task UntilWaitingAsync(BalancedEduDb db, string lockType)
    {
        while (await db.Database.SqlQuery<int>(
            $"""
            SELECT count(*)::int AS "Value" FROM pg_locks l JOIN pg_stat_activity a USING (pid)
            WHERE NOT l.granted AND l.locktype = {lockType} AND a.datname = current_database()
            """).SingleAsync() == 0)
            await Task.Yield();
    }

    private sealed class Writer(ProductApp app)
    {
        /// <summary>How often its step was computed.</summary>
        public int Times { get; private set; }

        public Task<ActionRefusal?> RunAsync(long caseId, bool holdOn) => Task.Run(() =>
            app.Services.GetRequiredService<ProcessRunner>().RunAsync(
                new(caseId, null, Actor.System) { Host = (step, stop) => WriteAsync(step, holdOn, stop) }, default));

        private async Task WriteAsync(StepContext step, bool holdOn, CancellationToken cancellation)
        {
            Times++;
            step.Append("Written", null, null, "{}");
            step.Transition.Mails.Add((
                new OutboxMail
                {
                    Id = await app.Services.GetRequiredService<RowIds>().NextAsync(cancellation), Key = Key,
                    CaseId = step.Case.Id, ToUserName = "peimingyuan", Template = "letter", Data = "",
                    CreatedAt = step.Now,
                },
                FeelContext.Empty));
            if (holdOn)
                step.Transition.Ledgers.Add(_ => [$"SELECT pg_advisory_xact_lock({4711L})"]);
        }
    }
}
