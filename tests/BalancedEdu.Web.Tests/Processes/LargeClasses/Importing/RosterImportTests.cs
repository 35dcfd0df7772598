using System.Diagnostics;
using System.Text;
using BalancedEdu.Web.Data;
using BalancedEdu.Web.Data.Cases;
using BalancedEdu.Web.Data.LargeClasses;
using BalancedEdu.Web.Processes.LargeClasses.Importing;
using BalancedEdu.Web.Processes.LargeClasses.Roster;
using BalancedEdu.Web.Runtime;
using BalancedEdu.Web.Runtime.Sweeps;
using BalancedEdu.Web.Tests.App;
using BalancedEdu.Web.Tests.Processes.LargeClasses.Roster;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit.Abstractions;

namespace BalancedEdu.Web.Tests.Processes.LargeClasses.Importing;

/// <summary>From an upload to open tickets, on both databases.</summary>
public sealed class RosterImportTests(ITestOutputHelper output)
{
    private const string Head = "学校代码,年级,班号,在籍人数\n";

    [Theory]
    [Databases]
    public async Task The_city_s_roster_opens_593_tickets_in_time_and_the_same_file_opens_none(
        DatabaseProvider provider)
    {
        await using var app = await ProductApp.StartAsync(provider);
        var content = await File.ReadAllBytesAsync(Lincheng.SharedPath("roster-2026-autumn.csv"));
        var first = await ImportAsync(app, content, "roster-2026-autumn.csv");
        Assert.Equal((6400, 260_402, 593), (first.Classes, first.Pupils, first.AboveStandard));

        var watch = Stopwatch.StartNew();
        var used = Process.GetCurrentProcess().TotalProcessorTime;
        await SweepImportsAsync(app);
        used = Process.GetCurrentProcess().TotalProcessorTime - used;
        output.WriteLine($"{provider}: {watch.ElapsedMilliseconds} ms, {used.TotalMilliseconds} ms of processor time");

        var done = await ReadAsync(app, first.Id);
        Assert.Equal(RosterImportState.Done, done.State);
        Assert.Equal((593, 593, 0), (done.Handled, done.Opened, done.Merged));
        Assert.Null(done.Content);
        Assert.True(used.TotalSeconds < 40, $"The import took {used.TotalSeconds} s of processor time.");
        await using (var db = app.Open())
        {
            Assert.Equal(593, await db.Cases.CountAsync());
            var severities = await db.LargeClassTickets.GroupBy(t => t.Severity)
                .Select(g => new { g.Key, Count = g.Count() })
                .OrderBy(g => g.Key).ToListAsync();
            Assert.Equal([(1, 538), (2, 45), (3, 10)], severities.Select(s => (s.Key, s.Count)));
            Assert.Equal(6400, await db.RosterClassSizes.CountAsync());
            var sample = await db.LargeClassTickets.OrderBy(t => t.CaseId).FirstAsync();
            var opened = await db.Cases.SingleAsync(c => c.Id == sample.CaseId);
            Assert.Equal(opened.Number, sample.Number);
            Assert.Equal((opened.DistrictCode, opened.SchoolCode), (sample.DistrictCode, sample.SchoolCode));
        }

        var second = await ImportAsync(app, content, "roster-2026-autumn.csv");
        await SweepImportsAsync(app);
        var again = await ReadAsync(app, second.Id);
        Assert.Equal((RosterImportState.Done, 0, 593), (again.State, again.Opened, again.Merged));
        await using (var db = app.Open()) Assert.Equal(593, await db.Cases.CountAsync());
    }

    [Theory]
    [Databases]
    public async Task Nothing_is_imported_before_it_is_confirmed(DatabaseProvider provider)
    {
        await using var app = await ProductApp.StartAsync(provider);
        var import = await UploadAsync(app, Head + "3299010001,1,1,58\n");
        await app.SweepAsync();
        await using var db = app.Open();
        Assert.Empty(await db.Cases.ToListAsync());
        Assert.Empty(await db.RosterSnapshots.ToListAsync());
        Assert.Equal(RosterImportState.Preview, (await ReadAsync(app, import.Id)).State);
    }

    [Theory]
    [Databases]
    public async Task An_import_that_was_interrupted_goes_on_and_opens_each_ticket_once(DatabaseProvider provider)
    {
        await using var app = await ProductApp.StartAsync(provider);
        var rows = string.Concat(Enumerable.Range(1, 6).Select(i => $"3299010001,{i},1,58\n"));
        var import = await ImportAsync(app, Encoding.UTF8.GetBytes(Head + rows), "a.csv");

        // Another node took it, wrote the snapshot, opened two tickets and died.
        await using (var db = app.Open())
        {
            var snapshot = new RosterSnapshot
            {
                ImportId = import.Id, SchoolYear = 2026, Term = 1, TakenOn = new(2026, 11, 2),
            };
            db.RosterSnapshots.Add(snapshot);
            var row = await db.RosterImports.SingleAsync(i => i.Id == import.Id);
            (row.State, row.LeasedUntil) = (RosterImportState.Importing, app.Clock.GetUtcNow().AddSeconds(30));
            await db.SaveChangesAsync();
        }
        await SweepImportsAsync(app);
        Assert.Equal(0, (await ReadAsync(app, import.Id)).Handled);

        app.Clock.Advance(TimeSpan.FromSeconds(31));
        await SweepImportsAsync(app);
        var done = await ReadAsync(app, import.Id);
        Assert.Equal((RosterImportState.Done, 6), (done.State, done.Opened));
        await using (var db = app.Open())
        {
            Assert.Equal(6, await db.LargeClassTickets.CountAsync());
            Assert.Equal(1, await db.RosterSnapshots.CountAsync());
            Assert.Null(done.LeasedUntil);
        }

        // Once more from the start, as after a death before the last row was written.
        await using (var db = app.Open())
            await db.RosterImports.Where(i => i.Id == import.Id).ExecuteUpdateAsync(
                i => i.SetProperty(x => x.State, RosterImportState.Importing)
                    .SetProperty(x => x.Content, Encoding.UTF8.GetBytes(Head + rows)));
        await SweepImportsAsync(app);
        done = await ReadAsync(app, import.Id);
        Assert.Equal((RosterImportState.Done, 6, 0), (done.State, done.Opened, done.Merged));
        await using (var db = app.Open()) Assert.Equal(6, await db.Cases.CountAsync());
    }

    [Theory]
    [Databases]
    public async Task A_class_with_an_open_ticket_joins_it_also_a_school_year_later(DatabaseProvider provider)
    {
        await using var app = await ProductApp.StartAsync(provider);
        await ImportAsync(app, Encoding.UTF8.GetBytes(Head + "3299010001,3,1,58\n"), "2026秋.csv");
        await SweepImportsAsync(app);
        var next = await ImportAsync(app, Encoding.UTF8.GetBytes(Head + "3299010001,4,1,60\n3299010001,3,1,57\n"),
            "2027秋.csv");
        await SweepImportsAsync(app);
        var done = await ReadAsync(app, next.Id);
        Assert.Equal((1, 1), (done.Opened, done.Merged));
        await using var db = app.Open();
        var joined = await db.LargeClassTickets.OrderBy(t => t.CaseId).FirstAsync();
        Assert.Equal((3, 58, 60), (joined.GradeNo, joined.Enrolled, joined.LatestEnrolled));
    }

    [Theory]
    [InlineData("p3299010001")]
    [InlineData("shenzhiyuan")]
    [InlineData("admin")]
    public async Task Schools_and_other_offices_import_nothing(string userName)
    {
        await using var app = await ProductApp.StartAsync(DatabaseProvider.Sqlite);
        await using var scope = app.Services.CreateAsyncScope();
        var imports = scope.ServiceProvider.GetRequiredService<RosterImports>();
        var answer = await imports.UploadAsync(
            new MemoryStream(Encoding.UTF8.GetBytes(Head + "3299010001,3,1,58\n")), "a.csv",
                await app.PersonAsync(userName), default);
        Assert.Equal(RefusalKind.Forbidden, answer.Refusal!.Kind);
    }

    [Theory]
    [Databases]
    public async Task A_district_imports_its_own_schools_and_sees_its_own_imports(DatabaseProvider provider)
    {
        await using var app = await ProductApp.StartAsync(provider);
        var import = await UploadAsync(app, Head + "3299010001,3,1,58\n3299020001,3,1,58\n", "chengjiang-edu");
        Assert.Equal((1, 1), (import.Classes, import.RefusedCount));
        await using var scope = app.Services.CreateAsyncScope();
        var imports = scope.ServiceProvider.GetRequiredService<RosterImports>();
        Assert.Empty(await imports.VisibleTo(await app.PersonAsync("yunpu-edu")).ToListAsync());
        Assert.Empty(await imports.VisibleTo(await app.PersonAsync("p3299010001")).ToListAsync());
        Assert.Single(await imports.VisibleTo(await app.PersonAsync("peimingyuan")).ToListAsync());
    }

    [Theory]
    [Databases]
    public async Task An_import_is_confirmed_or_given_up_once(DatabaseProvider provider)
    {
        await using var app = await ProductApp.StartAsync(provider);
        var import = await UploadAsync(app, Head + "3299010001,3,1,58\n");
        await using var scope = app.Services.CreateAsyncScope();
        var imports = scope.ServiceProvider.GetRequiredService<RosterImports>();
        Assert.Null(await imports.ConfirmAsync(import, default));
        Assert.Equal("roster.import.not-open", (await imports.ConfirmAsync(import, default))!.Code);
        Assert.Equal("roster.import.not-open", (await imports.AbandonAsync(import, default))!.Code);
    }

    [Fact]
    public async Task Corrected_columns_and_term_are_kept_for_the_import()
    {
        await using var app = await ProductApp.StartAsync(DatabaseProvider.Sqlite);
        var import = await UploadAsync(app, "学校代码,年级,班号,娃的数目\n3299010001,3,1,58\n");
        Assert.Equal(0, import.Classes);
        await using (var scope = app.Services.CreateAsyncScope())
        {
            var imports = scope.ServiceProvider.GetRequiredService<RosterImports>();
            Assert.Equal("roster.nothing-to-import", (await imports.ConfirmAsync(import, default))!.Code);
            Assert.Null(await imports.CorrectAsync(
                import, new Dictionary<string, RosterColumn> { ["娃的数目"] = RosterColumn.Enrolled }, new(2025, 2),
                    default));
            Assert.Null(await imports.ConfirmAsync(import, default));
        }
        await SweepImportsAsync(app);
        await using var db = app.Open();
        var ticket = await db.LargeClassTickets.SingleAsync();
        Assert.Equal((58, 2025, 2, 2022), (ticket.Enrolled, ticket.SchoolYear, ticket.Term, ticket.Cohort));
    }

    internal static async Task<RosterImport> UploadAsync(ProductApp app, string text, string by = "peimingyuan")
    {
        await using var scope = app.Services.CreateAsyncScope();
        var answer = await scope.ServiceProvider.GetRequiredService<RosterImports>().UploadAsync(
            new MemoryStream(Encoding.UTF8.GetBytes(text)), "班额.csv", await app.PersonAsync(by), default);
        Assert.True(answer.Refusal is null, answer.Refusal?.Message);
        return answer.Value!;
    }

    internal static async Task<RosterImport> ImportAsync(ProductApp app, byte[] content, string name)
    {
        await using var scope = app.Services.CreateAsyncScope();
        var imports = scope.ServiceProvider.GetRequiredService<RosterImports>();
        var answer = await imports.UploadAsync(new MemoryStream(content), name, await app.PersonAsync("peimingyuan"),
            default);
        Assert.True(answer.Refusal is null, answer.Refusal?.Message);
        Assert.Null(await imports.ConfirmAsync(answer.Value!, default));
        return answer.Value!;
    }

    /// <summary>Runs the imports that are due, and nothing else of the background.</summary>
    internal static async Task SweepImportsAsync(ProductApp app)
    {
        var sweep = app.Services.GetServices<ISweep>().OfType<RosterImportSweep>().Single();
        while (await sweep.RunAsync(default) > 0) Assert.NotNull(sweep);
    }

    internal static async Task<RosterImport> ReadAsync(ProductApp app, long id)
    {
        await using var db = app.Open();
        return await db.RosterImports.AsNoTracking().SingleAsync(i => i.Id == id);
    }
}
