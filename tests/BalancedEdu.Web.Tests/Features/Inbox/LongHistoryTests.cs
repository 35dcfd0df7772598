using System.Globalization;
using BalancedEdu.Web.Data;
using BalancedEdu.Web.Data.Cases;
using BalancedEdu.Web.Runtime.Reading;
using BalancedEdu.Web.Tests.App;
using BalancedEdu.Web.Tests.Runtime;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace BalancedEdu.Web.Tests.Features.Inbox;

/// <summary>
/// Times are no fact of a test: what is counted is what the database does for a page. The times with 5 million rows are
/// measured by the benchmark <c>persisted inbox</c>.
/// </summary>
public sealed class LongHistoryTests
{
    private const string Reader = "peimingyuan";
    private const int EventsPerCase = 25;
    private const int TasksPerCase = 5;

    [Theory, Databases]
    public async Task T16_No_view_of_the_inbox_works_more_when_the_history_is_ten_times_as_long(
        DatabaseProvider provider)
    {
        await using var app = await StartAsync(provider);
        await AddHistoryAsync(app, 0, 599);
        var few = await WorkAsync(app, provider);
        await AddHistoryAsync(app, 600, 5_999);
        var many = await WorkAsync(app, provider);
        Assert.All(few, view => Assert.InRange(view.Value, InboxQuery.PageSize, long.MaxValue));
        Assert.All(few, view => Assert.True(
            many[view.Key] <= view.Value * 1.15,
            $"{view.Key}: {view.Value} steps among 600 finished cases, {many[view.Key]} among 6,000"));
    }

    [Theory, Databases]
    public async Task What_a_person_has_done_is_narrowed_by_what_occurs_lately_however_much_it_is(
        DatabaseProvider provider)
    {
        await using var app = await StartAsync(provider);
        await AddHistoryAsync(app, 0, 599);
        await using (var db = app.Open())
            await db.Tasks.Where(t => t.Id == FirstId).ExecuteUpdateAsync(t => t
                .SetProperty(x => x.Name, "很久以前").SetProperty(x => x.EndedAt, ProductApp.Start.AddYears(-1)));
        await using var scope = app.Services.CreateAsyncScope();
        var facets = await scope.ServiceProvider.GetRequiredService<InboxFacetQuery>()
            .ReadAsync(await app.PersonAsync(Reader), InboxView.Done, default);
        Assert.Equal(["审核"], facets.Steps.Select(s => s.Name));
        Assert.Single(facets.Types);
        Assert.Single(facets.Districts);
    }

    private const long FirstId = 1_000_000_000;

    /// <summary>25 reviews that 裴明远 has, 10 that wait for whoever claims them.</summary>
    private static async Task<ProductApp> StartAsync(DatabaseProvider provider)
    {
        var app = await TrialProcess.StartAppAsync(provider);
        for (var i = 0; i < 35; i++)
        {
            var review = await app.StartReviewAsync($"甲校{i}");
            if (i >= 25)
                continue;
            await using var db = app.Open();
            await db.Tasks.Where(t => t.Id == review.Id)
                .ExecuteUpdateAsync(t => t.SetProperty(x => x.Assignee, Reader));
        }
        return app;
    }

    /// <summary>
    /// Finished cases with their events and tasks: every task was offered to a post of the reader, who decided one of
    /// five.
    /// </summary>
    private static async Task AddHistoryAsync(ProductApp app, int first, int last)
    {
        var post = (await app.PersonAsync(Reader)).Holdings[0].PositionId;
        await using var db = app.Open();
        var pattern = await db.Cases.MinAsync(c => c.Id);
        foreach (var sql in Rows(pattern, first, last, post))
            await db.Database.ExecuteSqlRawAsync(sql);
        await db.Database.ExecuteSqlRawAsync(db.Database.IsNpgsql() ? "VACUUM ANALYZE" : "ANALYZE");
    }

    private static string[] Rows(long pattern, int first, int last, string post)
    {
        string Numbers(long from, long to) => string.Create(CultureInfo.InvariantCulture,
            $"WITH RECURSIVE n(i) AS (SELECT {from} UNION ALL SELECT i + 1 FROM n WHERE i < {to}) ");
        var cases = Numbers(FirstId + first, FirstId + last);
        var tasks = Numbers(FirstId + first * TasksPerCase, FirstId + (last + 1) * TasksPerCase - 1);
        return
        [
            cases + $"""
            INSERT INTO cases (id, number, process_id, bundle_version_id, title, status, version, state, started_at,
                started_by, applicant_name, district_code, school_code, last_sequence, last_hash)
            SELECT n.i, 'L' || n.i, c.process_id, c.bundle_version_id, c.title, 1, c.version, c.state, c.started_at,
                'boyu', c.applicant_name, c.district_code, c.school_code, c.last_sequence, c.last_hash
            FROM n JOIN cases c ON c.id = {pattern}
            """,
            tasks + $"""
            INSERT INTO tasks (id, case_id, element_instance_id, element_id, name, seat_name, role, status, assignee,
                claimed, unassignable, created_at, ended_at, completed_by, outcome, outcome_name, revision,
                loop_counter, previous_step, returned)
            SELECT n.i, {FirstId} + (n.i - {FirstId}) / {TasksPerCase}, n.i, 'REVIEW', '审核', '', '主办', 1,
                CASE n.i % {TasksPerCase} WHEN 0 THEN '{Reader}' ELSE 'boyu' END, false, false, c.started_at,
                c.started_at, CASE n.i % {TasksPerCase} WHEN 0 THEN '{Reader}' ELSE 'boyu' END, 'agree', '同意', 1, 0,
                '', false
            FROM n JOIN cases c ON c.id = {pattern}
            """,
            tasks + $"INSERT INTO task_candidates (task_id, position_id) SELECT n.i, '{post}' FROM n",
            Numbers(1, EventsPerCase) + $"""
            INSERT INTO case_events (case_id, sequence, at, kind, actor, data, hash)
            SELECT c.id, n.i, c.started_at, 'TaskClaimed', 'boyu', '[]', c.last_hash FROM cases c CROSS JOIN n
            WHERE c.id BETWEEN {FirstId + first} AND {FirstId + last}
            """,
        ];
    }

    /// <summary>What the database does for the first page of each view: all that the page asks for.</summary>
    private static async Task<Dictionary<InboxView, long>> WorkAsync(ProductApp app, DatabaseProvider provider)
    {
        var work = new Dictionary<InboxView, long>();
        var person = await app.PersonAsync(Reader);
        foreach (var view in Enum.GetValues<InboxView>())
        {
            await using var scope = app.Services.CreateAsyncScope();
            var services = scope.ServiceProvider;
            await using var meter = await WorkMeter.StartAsync(
                services.GetRequiredService<BalancedEduDb>(), provider);
            var inbox = services.GetRequiredService<InboxQuery>();
            await inbox.CountAsync(person, default);
            await services.GetRequiredService<InboxFacetQuery>().ReadAsync(person, view, default);
            var page = await inbox.PageAsync(person, new(view), null, null, default);
            var deadlines = services.GetRequiredService<Deadlines>();
            await (view.OfCases()
                ? deadlines.OfCasesAsync([.. page.Rows.Select(r => r.CaseId)], default)
                : deadlines.OfTasksAsync([.. page.Rows.Select(r => r.TaskId!.Value)], default));
            work[view] = await meter.ReadAsync();
            if (view is InboxView.Mine or InboxView.Done)
                Assert.Equal(InboxQuery.PageSize, page.Rows.Count);
        }
        return work;
    }
}
