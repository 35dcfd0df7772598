using BalancedEdu.Web.Data;
using BalancedEdu.Web.Runtime;
using BalancedEdu.Web.Tests.App;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace BalancedEdu.Web.Tests.Runtime;

public sealed class LedgerTests
{
    [Theory, Databases]
    public async Task A_ledger_is_written_with_each_step_and_knows_the_number(DatabaseProvider provider)
    {
        await using var app = await ProductApp.StartAsync(provider, TrialProcess.Folder, services =>
        {
            services.AddSingleton<ICaseLedger, Booking>();
            services.AddSingleton(new TrialJobs());
            TrialProcess.AddJobs(services);
        });
        var started = await app.StartCaseAsync("trial", TrialProcess.Variables);
        await using (var db = app.Open())
            Assert.Equal("SB-2026-0001 REVIEW", await BookedAsync(db));
        await app.CompleteAsync(started.CaseId, "REVIEW", "peimingyuan", "back", "座位数不对", """{ "seats": 45 }""");
        await using var after = app.Open();
        Assert.Equal("SB-2026-0001 MEND", await BookedAsync(after));
    }

    [Theory, Databases]
    public async Task A_step_whose_ledger_fails_has_not_happened(DatabaseProvider provider)
    {
        await using var app = await ProductApp.StartAsync(provider, TrialProcess.Folder, services =>
        {
            services.AddSingleton<ICaseLedger, Broken>();
            services.AddSingleton(new TrialJobs());
            TrialProcess.AddJobs(services);
        });
        await Assert.ThrowsAnyAsync<System.Data.Common.DbException>(
            () => app.StartCaseAsync("trial", TrialProcess.Variables));
        await using var db = app.Open();
        Assert.Equal(0, await db.Cases.CountAsync());
        Assert.Equal(0, await db.Tasks.CountAsync());
    }

    private static Task<string> BookedAsync(BalancedEduDb db) =>
        db.Positions.Where(p => p.Id == "system.admin").Select(p => p.Name).SingleAsync();

    /// <summary>Writes into a row that is there, so that the test needs no table of its own.</summary>
    private sealed class Booking : ICaseLedger
    {
        public string ProcessId => "trial";

        public IEnumerable<FormattableString> Follow(CaseStep step)
        {
            var text = $"{step.Case.Number} {string.Join(',', step.OpenElements)}";
            yield return $"UPDATE positions SET name = {text} WHERE id = {"system.admin"}";
        }
    }

    private sealed class Broken : ICaseLedger
    {
        public string ProcessId => "trial";

        public IEnumerable<FormattableString> Follow(CaseStep step)
        {
            yield return $"UPDATE no_such_table SET name = {step.Case.Number}";
        }
    }
}
