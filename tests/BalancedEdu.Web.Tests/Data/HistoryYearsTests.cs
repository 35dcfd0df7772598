using BalancedEdu.Web.Data;
using BalancedEdu.Web.Data.Cases;
using BalancedEdu.Web.Runtime;
using BalancedEdu.Web.Tests.App;
using BalancedEdu.Web.Tests.Runtime;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace BalancedEdu.Web.Tests.Data;

/// <summary>On PostgreSQL the events lie by year.</summary>
public sealed class HistoryYearsTests
{
    /// <summary>2026-12-31, 23:30 in Beijing; in UTC it is the same day until 08:00 of the next there.</summary>
    private static readonly DateTimeOffset LastHalfHour = new(2026, 12, 31, 23, 30, 0, TimeSpan.FromHours(8));

    [Fact]
    public async Task A_case_that_goes_over_the_new_year_has_its_events_in_both_and_is_read_as_one()
    {
        await using var app = await StartAsync();
        var started = await app.StartCaseAsync("trial", TrialProcess.Variables);
        await app.AdvanceAsync(TimeSpan.FromHours(1));
        await app.CompleteAsync(
            started.CaseId, "REVIEW", "peimingyuan", "back", "措施不具体，请重写", """{ "seats": 45 }""");

        await using var db = app.Open();
        var (before, after) = (await CountAsync(db, "case_events_2026"), await CountAsync(db, "case_events_2027"));
        Assert.InRange(before, 1, int.MaxValue);
        Assert.InRange(after, 1, int.MaxValue);
        Assert.Equal(0, await CountAsync(db, "case_events_other"));
        var events = await db.CaseEvents.AsNoTracking().Where(e => e.CaseId == started.CaseId)
            .OrderBy(e => e.Sequence).ToListAsync();
        Assert.Equal(before + after, events.Count);
        Assert.Null(EventChain.FindBreak(events));
    }

    [Fact]
    public async Task What_a_node_made_at_its_start_it_does_not_look_for_again_until_the_year_is_over()
    {
        await using var app = await StartAsync();
        await using var db = app.Open();
        await db.Database.ExecuteSqlRawAsync("DROP TABLE case_events_2027");
        await app.SweepAsync();
        Assert.Equal(["case_events_2026", "case_events_other"], await PartitionsAsync(db));
        await app.AdvanceAsync(TimeSpan.FromHours(1));
        Assert.Equal(
            ["case_events_2026", "case_events_2027", "case_events_2028", "case_events_other"],
            await PartitionsAsync(db));
    }

    [Fact]
    public async Task The_year_after_next_is_made_when_next_year_begins_by_whichever_node_is_first()
    {
        await using var app = await StartAsync();
        await using var node = app.StartNode();
        await using var db = app.Open();
        Assert.Equal(["case_events_2026", "case_events_2027", "case_events_other"], await PartitionsAsync(db));
        app.Clock.Advance(TimeSpan.FromHours(1));
        await Task.WhenAll(app.SweepAsync(), node.SweepAsync());
        Assert.Equal(
            ["case_events_2026", "case_events_2027", "case_events_2028", "case_events_other"],
            await PartitionsAsync(db));
    }

    [Fact]
    public async Task An_event_whose_year_nobody_made_is_kept_beside_and_its_year_is_left_there()
    {
        await using var app = await StartAsync();
        app.Clock.Advance(TimeSpan.FromDays(500));
        var started = await app.StartCaseAsync("trial", TrialProcess.Variables);
        await app.SweepAsync();

        await using var db = app.Open();
        Assert.InRange(await CountAsync(db, "case_events_other"), 1, int.MaxValue);
        Assert.Equal(
            ["case_events_2026", "case_events_2027", "case_events_2029", "case_events_other"],
            await PartitionsAsync(db));
        Assert.Null(EventChain.FindBreak(await db.CaseEvents.AsNoTracking().Where(e => e.CaseId == started.CaseId)
            .OrderBy(e => e.Sequence).ToListAsync()));
    }

    [Theory]
    [InlineData("2026-12-31T15:59:59Z", 2026)]
    [InlineData("2026-12-31T16:00:00Z", 2027)]
    [InlineData("2027-01-01T00:00:00Z", 2027)]
    public void The_year_begins_in_Beijing(string time, int year) =>
        Assert.Equal(year, HistoryYears.YearOf(DateTimeOffset.Parse(
            time, System.Globalization.CultureInfo.InvariantCulture)));

    private static Task<ProductApp> StartAsync() => ProductApp.StartAsync(
        DatabaseProvider.PostgreSql, TrialProcess.Folder, services =>
        {
            services.AddSingleton(new TrialJobs());
            TrialProcess.AddJobs(services);
        },
        LastHalfHour);

    private static Task<int> CountAsync(BalancedEduDb db, string table) => db.Database
        .SqlQuery<int>($"SELECT count(*)::int AS \"Value\" FROM case_events WHERE tableoid = {table}::regclass")
        .SingleAsync();

    private static Task<List<string>> PartitionsAsync(BalancedEduDb db) => db.Database.SqlQueryRaw<string>(
        """
        SELECT inhrelid::regclass::text AS "Value" FROM pg_inherits WHERE inhparent = 'case_events'::regclass
        ORDER BY 1
        """).ToListAsync();
}
