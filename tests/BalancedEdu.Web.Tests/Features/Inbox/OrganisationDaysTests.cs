using BalancedEdu.Web.Data;
using BalancedEdu.Web.Data.Cases;
using BalancedEdu.Web.Runtime.Clocks;
using BalancedEdu.Web.Runtime.Reading;
using BalancedEdu.Web.Tests.App;
using BalancedEdu.Web.Tests.Runtime;
using BalancedEdu.Web.Tests.Runtime.Clocks.DaysOff;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace BalancedEdu.Web.Tests.Features.Inbox;

/// <summary>
/// 即将逾期 is two working days or less, by the calendar of whom the clock follows: on Monday 2026-11-02 the city's ends
/// with Wednesday, and that of who is closed on Tuesday and Wednesday with Friday.
/// </summary>
public sealed class OrganisationDaysTests
{
    private const string Reader = "peimingyuan";

    [Theory, Databases]
    public async Task What_is_near_by_the_calendar_of_its_organisation_is_in_the_view_and_counted_and_shown_so(
        DatabaseProvider provider)
    {
        await using var app = await ClockProcess.StartAppAsync(provider);
        await app.AddDayOffAsync("edu-bureau", "2026-11-03");
        await app.AddDayOffAsync("edu-bureau", "2026-11-04");
        await app.AddDayOffAsync("3299010001", "2026-11-03");
        List<long> near = [], far = [];
        near.Add(await DueAsync(app, "2026-11-05 17:30", "edu-bureau"));
        near.Add(await DueAsync(app, "2026-11-06 17:30", "edu-bureau"));
        near.Add(await DueAsync(app, "2026-11-04 17:30", null));
        near.Add(await DueAsync(app, "2026-11-05 17:30", "3299010001"));
        far.Add(await DueAsync(app, "2026-11-06 17:30", "3299010001"));
        far.Add(await DueAsync(app, "2026-11-05 17:30", null));
        far.Add(await DueAsync(app, "2026-11-05 17:30", "3299010002"));
        far.Add(await DueAsync(app, "2026-11-09 17:30", "edu-bureau"));

        await using var scope = app.Services.CreateAsyncScope();
        var inbox = scope.ServiceProvider.GetRequiredService<InboxQuery>();
        var person = await app.PersonAsync(Reader);
        var page = await inbox.PageAsync(person, new(InboxView.Near), null, null, default);
        Assert.Equal(near.Order(), page.Rows.Select(r => r.TaskId!.Value).Order());
        Assert.Equal(near.Count, page.Total);
        Assert.Equal((near.Count, 0), ((await inbox.CountAsync(person, default)).Near, page.Before));
        var shown = await scope.ServiceProvider.GetRequiredService<Deadlines>()
            .OfTasksAsync([.. near, .. far], default);
        Assert.All(near, id => Assert.Equal(DeadlineTone.Near, shown[id].Tone));
        Assert.All(far, id => Assert.Equal(DeadlineTone.Plain, shown[id].Tone));
    }

    /// <summary>However many are open: one statement more for the count, and the index of a person's open tasks.</summary>
    [Fact]
    public async Task The_view_finds_its_tasks_by_the_index_of_the_person_and_their_clocks_by_the_task()
    {
        await using var app = await ClockProcess.StartAppAsync(DatabaseProvider.PostgreSql);
        await app.AddDayOffAsync("edu-bureau", "2026-11-03");
        await using var scope = app.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<BalancedEduDb>();
        await db.Database.ExecuteSqlRawAsync(
            """
            INSERT INTO cases (id, number, process_id, bundle_version_id, title, status, version, state, started_at,
                started_by, applicant_name, last_sequence, last_hash)
            SELECT i, 'N' || i, 'clocks', (SELECT min(id) FROM bundle_versions), 't', 0, 1, '', now(), 'x', 'x', 0, ''
            FROM generate_series(1000000, 1019999) i;
            INSERT INTO tasks (id, case_id, element_instance_id, element_id, name, seat_name, role, status, assignee,
                claimed, unassignable, created_at, revision, loop_counter, previous_step, returned, due_at)
            SELECT i, i, i, 'REVIEW', 'r', '', 'r', 0, CASE i % 200 WHEN 0 THEN 'peimingyuan' ELSE 'p' || i % 200 END,
                false, false, now(), 1, 0, '', false, '2026-11-04 09:30+00'::timestamptz + (i % 40) * interval '1 day'
            FROM generate_series(1000000, 1019999) i;
            INSERT INTO clocks (id, case_id, task_id, name, clock_id, budget, law, started_at, pauses, paused,
                organisation, calendar_version, due_at, provisional)
            SELECT i, i, i, 'r', '', '5WD', '', now(), '[]', false, 'edu-bureau', '', now(), false
            FROM generate_series(1000000, 1019999) i;
            """);
        await db.Database.ExecuteSqlRawAsync("VACUUM ANALYZE tasks, clocks, cases");
        var inbox = scope.ServiceProvider.GetRequiredService<InboxQuery>();
        var sql = inbox.Lines(await app.PersonAsync(Reader), InboxView.Near).Select(l => l.Id).ToQueryString();
        var plan = await PlanAsync(db, sql);
        Assert.Contains("Index", plan, StringComparison.Ordinal);
        Assert.Contains("ix_tasks_assignee_due_at_id", plan, StringComparison.Ordinal);
        Assert.DoesNotContain("Seq Scan on tasks", plan, StringComparison.Ordinal);
        Assert.DoesNotContain("Seq Scan on clocks", plan, StringComparison.Ordinal);
    }

    /// <summary>The parameters stand as comments above the statement: a prepared one takes their place.</summary>
    private static async Task<string> PlanAsync(BalancedEduDb db, string sql)
    {
        var lines = sql.Split('\n');
        var text = string.Join('\n', lines.Where(l => !l.StartsWith("--", StringComparison.Ordinal)));
        await using var command = db.Database.GetDbConnection().CreateCommand();
        await db.Database.OpenConnectionAsync();
        foreach (var line in lines.Where(l => l.StartsWith("-- @", StringComparison.Ordinal))
            .OrderByDescending(l => l.IndexOf('=', StringComparison.Ordinal)))
        {
            var (name, value) = (line[3..line.IndexOf('=', StringComparison.Ordinal)], line.Split('\'')[1]);
            var literal = line.Contains("[]", StringComparison.Ordinal) || line.Contains('{')
                ? $"ARRAY['{string.Join("','", line.Split('\'').Where((_, i) => i % 2 == 1))}']::text[]"
                : DateTimeOffset.TryParse(value, out _) ? $"'{value}'::timestamptz" : $"'{value}'";
            text = text.Replace(name, literal, StringComparison.Ordinal);
        }
#pragma warning disable CA2100 // The statement is the product's own.
        command.CommandText = "EXPLAIN " + text;
#pragma warning restore CA2100
        await using var reader = await command.ExecuteReaderAsync();
        var plan = new List<string>();
        while (await reader.ReadAsync())
            plan.Add(reader.GetString(0));
        return string.Join('\n', plan);
    }

    /// <summary>A case whose task follows an organisation and is due then; the reader has it.</summary>
    private static async Task<long> DueAsync(ProductApp app, string due, string? organisation)
    {
        var started = await app.StartAsync();
        var task = await app.OpenTaskAsync(started.CaseId, "RECEIVE");
        var at = Runtime.Clocks.Beijing.Time(due);
        await using var db = app.Open();
        await db.Tasks.Where(t => t.Id == task.Id).ExecuteUpdateAsync(
            t => t.SetProperty(x => x.Assignee, Reader).SetProperty(x => x.DueAt, at));
        await db.Clocks.Where(c => c.TaskId == task.Id).ExecuteUpdateAsync(
            c => c.SetProperty(x => x.Organisation, organisation).SetProperty(x => x.DueAt, at)
                .SetProperty(x => x.Budget, BudgetOf(app, organisation, at)));
        return task.Id;
    }

    /// <summary>The budget with which a clock that started on Monday ends then by the calendar it follows.</summary>
    private static string BudgetOf(ProductApp app, string? organisation, DateTimeOffset due)
    {
        var calendar = app.Services.GetRequiredService<OfficeTime>().Of(organisation).Calendar;
        return $"{calendar.WorkingDaysBetween(OfficeTime.DateOf(ProductApp.Start), OfficeTime.DateOf(due))}WD";
    }
}
