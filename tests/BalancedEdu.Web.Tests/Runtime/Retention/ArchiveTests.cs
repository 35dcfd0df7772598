using BalancedEdu.Feel.Values;
using BalancedEdu.Web.Data;
using BalancedEdu.Web.Data.Cases;
using BalancedEdu.Web.Runtime;
using BalancedEdu.Web.Runtime.Retention;
using BalancedEdu.Web.Runtime.Sweeps;
using BalancedEdu.Web.Tests.App;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace BalancedEdu.Web.Tests.Runtime.Retention;

public sealed class ArchiveTests : ArchiveTrial
{
    [Theory, Databases]
    public async Task A_case_is_packed_when_its_time_has_come_and_its_rows_go_later(DatabaseProvider provider)
    {
        await using var app = await StartAsync(provider);
        var ended = await EndOneAsync(app);
        var running = await app.StartCaseAsync("trial", TrialProcess.Variables);
        await app.AdvanceAsync(TimeSpan.FromDays(Days - 1));
        Assert.Empty(Directory.GetFileSystemEntries(Folder));

        await app.AdvanceAsync(TimeSpan.FromDays(1));
        await using var db = app.Open();
        var archived = await db.ArchivedCases.AsNoTracking().SingleAsync();
        Assert.Equal(("SB-2026-0001", "明德小学的试办"), (archived.Number, archived.Title));
        Assert.Null(archived.DeletedAt);
        Assert.Equal(2, await db.Cases.CountAsync());
        var package = Assert.Single(Directory.GetFiles(Folder, "*", SearchOption.AllDirectories));
        Assert.Equal(Path.Combine(Folder, archived.Package), package);

        await app.AdvanceAsync(TimeSpan.FromHours(1));
        Assert.Equal(running.CaseId, (await db.Cases.AsNoTracking().SingleAsync()).Id);
        Assert.NotNull((await db.ArchivedCases.AsNoTracking().SingleAsync()).DeletedAt);
        var key = new CaseKey(ended, []);
        Assert.Equal(0, await db.CaseEvents.CountAsync(e => e.CaseId == ended));
        Assert.Equal(0, await db.OutboxMails.CountAsync(m => m.CaseId == ended));
        foreach (var table in CaseRows.Tables)
            Assert.Equal(0, await table.DeleteAsync(db, key, default));

        var (code, output) = await VerifyAsync(app);
        Assert.Equal(0, code);
        Assert.Contains("事项 1 件", output, StringComparison.Ordinal);
        Assert.Contains("归档包 1 个，缺失或不符 0 个。", output, StringComparison.Ordinal);
    }

    [Theory, Databases]
    public async Task Rows_stay_while_the_package_is_not_what_was_written_and_it_is_written_again(
        DatabaseProvider provider)
    {
        await using var app = await StartAsync(provider);
        await EndOneAsync(app);
        await app.AdvanceAsync(TimeSpan.FromDays(Days));
        var package = Assert.Single(Directory.GetFiles(Folder, "*.zip", SearchOption.AllDirectories));
        await File.WriteAllTextAsync(package, "something else");
        await app.AdvanceAsync(TimeSpan.FromHours(1));
        await using var db = app.Open();
        Assert.Equal(1, await db.Cases.CountAsync());
        Assert.Null((await PackageCheck.ReadAsync(package, default)).Fault);
        await app.AdvanceAsync(TimeSpan.FromHours(1));
        Assert.Equal(0, await db.Cases.CountAsync());
        Assert.Equal(0, (await VerifyAsync(app)).Code);
    }

    [Fact]
    public async Task A_node_that_does_not_reach_theFolder_touches_nothing()
    {
        await using var app = await StartAsync(DatabaseProvider.Sqlite);
        await EndOneAsync(app);
        await app.AdvanceAsync(TimeSpan.FromDays(Days));
        Directory.Move(Folder, Folder + ".away");
        await app.AdvanceAsync(TimeSpan.FromHours(1));
        await using var db = app.Open();
        Assert.Equal(1, await db.Cases.CountAsync());
        Assert.Null((await db.ArchivedCases.AsNoTracking().SingleAsync()).DeletingSince);

        Directory.Move(Folder + ".away", Folder);
        await app.AdvanceAsync(TimeSpan.FromHours(1));
        Assert.Equal(0, await db.Cases.CountAsync());
    }

    [Theory, Databases]
    public async Task What_somebody_still_needs_is_not_archived(DatabaseProvider provider)
    {
        await using var app = await StartAsync(provider);
        var ended = await EndOneAsync(app);
        await using var db = app.Open();
        var mail = await db.OutboxMails.FirstAsync(m => m.CaseId == ended);
        mail.Status = OutboxStatus.Dead;
        await db.SaveChangesAsync();
        await app.AdvanceAsync(TimeSpan.FromDays(Days));
        Assert.Empty(await db.ArchivedCases.ToListAsync());

        mail.Status = OutboxStatus.Discarded;
        db.Incidents.Add(new()
        {
            CaseId = ended,
            ElementId = "REVIEW",
            Code = "trial.trouble",
            Message = "",
            RaisedAt = app.Clock.GetUtcNow(),
        });
        await db.SaveChangesAsync();
        await app.AdvanceAsync(TimeSpan.FromHours(1));
        Assert.Empty(await db.ArchivedCases.ToListAsync());

        await db.Incidents.ExecuteDeleteAsync();
        db.OutboxWebhooks.Add(new()
        {
            Id = 1, Key = "1", TargetId = 1, CaseId = ended, Title = "", Text = "", Status = OutboxStatus.Dead,
        });
        await db.SaveChangesAsync();
        await app.AdvanceAsync(TimeSpan.FromHours(1));
        Assert.Empty(await db.ArchivedCases.ToListAsync());

        await db.OutboxWebhooks.ExecuteDeleteAsync();
        var child = await app.StartCaseAsync("trial", TrialProcess.Variables);
        await db.Cases.Where(c => c.Id == child.CaseId).ExecuteUpdateAsync(
            c => c.SetProperty(x => x.ParentCaseId, ended));
        await app.AdvanceAsync(TimeSpan.FromHours(1));
        Assert.Empty(await db.ArchivedCases.ToListAsync());

        await db.Cases.Where(c => c.Id == child.CaseId).ExecuteUpdateAsync(
            c => c.SetProperty(x => x.ParentCaseId, (long?)null));
        await app.AdvanceAsync(TimeSpan.FromHours(1));
        Assert.Equal(ended, (await db.ArchivedCases.SingleAsync()).CaseId);
    }

    [Theory, Databases]
    public async Task Many_old_cases_that_run_hold_up_none_that_has_ended(DatabaseProvider provider)
    {
        await using var app = await StartAsync(provider);
        var ended = await EndOneAsync(app);
        await ManyCases.CopyAsync(app, ended, 560);
        await using var db = app.Open();
        await db.Cases.Where(c => c.Id > ended && c.Id <= 1_000_510).ExecuteUpdateAsync(c => c
            .SetProperty(x => x.EndedAt, (DateTimeOffset?)null).SetProperty(x => x.Status, CaseStatus.Running));
        await app.AdvanceAsync(TimeSpan.FromDays(Days + 1));
        Assert.Equal(
            [ended, .. Enumerable.Range(1_000_511, 50).Select(i => (long)i)],
            await db.ArchivedCases.Select(a => a.CaseId).Order().ToListAsync());
    }

    [Theory, Databases]
    public async Task A_look_at_many_old_cases_that_run_is_no_work(DatabaseProvider provider)
    {
        await using var app = await StartAsync(provider);
        await ManyCases.CopyAsync(app, await EndOneAsync(app), 560);
        await using var db = app.Open();
        await db.Cases.ExecuteUpdateAsync(c => c
            .SetProperty(x => x.EndedAt, (DateTimeOffset?)null).SetProperty(x => x.Status, CaseStatus.Running));
        app.Clock.Advance(TimeSpan.FromDays(Days + 1));
        var archive = app.Services.GetServices<ISweep>().OfType<ArchiveSweep>().Single();
        Assert.Equal(0, await archive.RunAsync(default));
    }

    [Theory, Databases]
    public async Task A_case_with_a_broken_history_stays_and_holds_up_no_other(DatabaseProvider provider)
    {
        await using var app = await StartAsync(provider);
        var broken = await EndOneAsync(app);
        var other = await EndOneAsync(app);
        await using var db = app.Open();
        await db.CaseEvents.Where(e => e.CaseId == broken && e.Sequence == 2)
            .ExecuteUpdateAsync(e => e.SetProperty(x => x.Actor, "fangqiheng"));
        await app.AdvanceAsync(TimeSpan.FromDays(Days + 1));
        await app.AdvanceAsync(TimeSpan.FromHours(1));
        Assert.Equal(broken, (await db.Cases.AsNoTracking().SingleAsync()).Id);
        Assert.Equal(other, (await db.ArchivedCases.AsNoTracking().SingleAsync()).CaseId);
        Assert.Single(Directory.GetFiles(Folder, "*", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task A_search_for_the_number_says_that_it_is_archived()
    {
        await using var app = await StartAsync(DatabaseProvider.Sqlite);
        await EndOneAsync(app);
        await app.AdvanceAsync(TimeSpan.FromDays(Days));
        await app.AdvanceAsync(TimeSpan.FromHours(1));
        using var browser = await app.SignInAsync("fangqiheng");
        var page = System.Net.WebUtility.HtmlDecode(await browser.GetStringAsync("/Cases?q=sb-2026-0001"));
        Assert.Contains("编号 SB-2026-0001 的事项已于", page, StringComparison.Ordinal);
        Assert.DoesNotContain(
            "归档，不在系统里", await browser.GetStringAsync("/Cases?q=sb-2026-0002"), StringComparison.Ordinal);
    }

    [Theory]
    [Databases(Web.Runtime.Checkpoints.Packed)]
    [Databases(Web.Runtime.Checkpoints.Deleting)]
    [Databases(Web.Runtime.Checkpoints.DeletedSome)]
    public async Task A_node_that_dies_while_it_archives_loses_nothing(DatabaseProvider provider, int checkpoint)
    {
        var now = TimeProvider.System.GetUtcNow();
        await using var app = await StartAsync(provider, "Runtime/CrashWorkflows", now.AddDays(-Days - 2));
        var started = await app.StartCaseAsync("enduring", FeelContext.Empty);
        await app.SweepAsync();
        await app.AdvanceAsync(TimeSpan.FromMinutes(5));
        await app.CompleteAsync(started.CaseId, "APPROVE", "jiangyuan", "agree");
        await app.SweepAsync();
        app.Clock.SetUtcNow(now.AddHours(-1));
        if (checkpoint != Web.Runtime.Checkpoints.Packed)
            await app.SweepAsync();
        Assert.Equal(ChildProcess.Killed, await ChildProcess.RunUntilItDiesAsync(app, checkpoint));
        var (code, output) = await VerifyAsync(app);
        Assert.True(code == 0, output);

        app.Clock.SetUtcNow(now.AddHours(1));
        await app.SweepAsync();
        await app.AdvanceAsync(TimeSpan.FromHours(1));
        await using var db = app.Open();
        Assert.Equal(0, await db.Cases.CountAsync());
        Assert.Equal(0, await db.CaseEvents.CountAsync());
        Assert.Equal(0, await db.Tasks.CountAsync());
        Assert.NotNull((await db.ArchivedCases.SingleAsync()).DeletedAt);

        // The other process has written the same bytes.
        Assert.Single(Directory.GetFiles(Folder, "*.zip", SearchOption.AllDirectories));
        Assert.Equal(0, (await VerifyAsync(app)).Code);
    }

    [Fact]
    public async Task No_table_with_rows_of_a_case_is_forgotten()
    {
        await using var app = await StartAsync(DatabaseProvider.Sqlite);
        await using var db = app.Open();
        string[] columns = ["case_id", "sender_case_id", "task_id", "clock_row_id"];
        var tables = db.Model.GetEntityTypes()
            .Where(t => t.GetProperties().Any(p => columns.Contains(p.GetColumnName())))
            .Select(t => t.GetTableName()!).Order();
        Assert.Equal(
            CaseRows.Tables.Select(t => t.Name)
                // Notifications are people's, and go in their time; issued documents can be verified for ever.
                .Concat(["archived_cases", "case_events", "issued_documents", "notifications"]).Order(),
            tables);
    }
}
