using BalancedEdu.Bpmn.Execution;
using BalancedEdu.Feel.Values;
using BalancedEdu.Web.Data;
using BalancedEdu.Web.Data.Cases;
using BalancedEdu.Web.Runtime.Bundles;
using BalancedEdu.Web.Runtime.Reading;
using BalancedEdu.Web.Runtime.Sweeps;
using BalancedEdu.Web.Tests.App;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace BalancedEdu.Web.Tests.Runtime.CaseActions;

/// <summary>What is on its way when a case moves to another version that calls all otherwise.</summary>
public sealed class CaseMigrationRaceTests : IDisposable
{
    private static readonly (string, string)[] Renamed = [("REVIEW", "VET"), ("LATE", "OVERDUE"), ("DRAFT", "WRITE")];

    private readonly MovingProcess _process = new();

    public void Dispose() => _process.Dispose();

    [Theory, Databases]
    public async Task A_case_that_moves_while_it_is_read_is_shown_as_it_was(DatabaseProvider provider)
    {
        await using var app = await MovingProcess.StartAppAsync(provider);
        var review = await MovingProcess.ReviewAsync(app);
        var third = await _process.PublishAsync(app, MovingProcess.Third);
        await using var db = Interposed.Open(app, async () =>
            Assert.Null(await app.MigrateAsync(review.CaseId, third, elements: Renamed)));
        var files = new CaseFiles(db, app.Services.GetRequiredService<BundleCatalog>());
        var file = (await files.FindAsync(await app.PersonAsync(MovingProcess.Handler), review.CaseId, default))!;
        Assert.Equal(["拟稿", "审核"], file.Tasks.Select(t => t.Name));
        Assert.All(file.Tasks, t => Assert.NotEmpty(file.DetailsOf(t).Outcomes));
        Assert.Equal(third, (await app.CaseAsync(review.CaseId)).BundleVersionId);
    }

    [Theory]
    [Databases("0", "RungFired")]
    [Databases("timeout", "TimeoutDefault")]
    public async Task A_rung_that_fires_while_its_case_moves_fires_once_and_by_the_new_version(
        DatabaseProvider provider, string key, string kind)
    {
        await using var app = await MovingProcess.StartAppAsync(provider);
        await _process.PublishAsync(app, MovingProcess.DecidedByTime);
        var review = await MovingProcess.ReviewAsync(app);
        var third = await _process.PublishAsync(app, MovingProcess.Third);
        await using var db = app.Open();
        var rung = await DueAsync(db, key);
        app.Clock.AdjustTime(rung.DueAt);
        Assert.False(await FiringOf(app, async () => Assert.Null(
            await app.MigrateAsync(review.CaseId, third, elements: Renamed))).FireAsync(rung, default));
        Assert.Empty(await app.KindsAsync(review.CaseId, kind));
        Assert.Empty(await db.Incidents.ToListAsync());
        var sweep = app.Services.GetServices<ISweep>().OfType<RungSweep>().Single();
        await sweep.RunAsync(default);
        await sweep.RunAsync(default);
        var fired = await db.CaseEvents.Where(e => e.CaseId == review.CaseId && e.Kind == kind).ToListAsync();
        Assert.Equal("VET", Assert.Single(fired, e => key == "timeout" || e.Data.Contains("\"0\"")).ElementId);
    }

    [Theory, Databases]
    public async Task Who_would_agree_by_itself_still_does_under_its_new_name(DatabaseProvider provider)
    {
        await using var app = await MovingProcess.StartAppAsync(provider);
        await _process.PublishAsync(app, MovingProcess.AgreedBefore);
        var started = await app.StartCaseAsync("move", FeelContext.Empty, by: "luoyichen");
        await app.CompleteAsync(started.CaseId, "DRAFT", "peimingyuan", "done", form: """{ "cause": "扩班" }""");
        var third = await _process.PublishAsync(app, MovingProcess.Third);
        Assert.Null(await app.MigrateAsync(started.CaseId, third, elements: Renamed));
        await app.SweepAsync();
        await using var db = app.Open();
        var vet = await db.Tasks.AsNoTracking().SingleAsync(t => t.ElementId == "VET");
        Assert.Equal(
            (WorkTaskStatus.Completed, "通过（自动）", "自动同意：同一人已于 2026-11-02 09:00 在“拟稿”交稿。"),
            (vet.Status, vet.OutcomeName, vet.Comment));
    }

    [Theory]
    [Databases(true)]
    [Databases(false)]
    public async Task What_was_filled_in_at_a_start_that_is_called_otherwise_is_offered_and_kept(
        DatabaseProvider provider, bool chosen)
    {
        await using var app = await MovingProcess.StartAppAsync(provider);
        var facts = FeelContext.Empty.With("cause", FeelValue.Of("扩班"));
        var started = await app.StartCaseAsync(
            "move", FeelContext.Empty.With("START", FeelValue.Of(facts)), by: "luoyichen");
        var second = await _process.PublishAsync(app, MovingProcess.Begun);
        (string, string)[] elements = chosen ? [("START", "BEGIN")] : [];
        var proposal = await app.ProposeAsync(started.CaseId, second, elements);
        Assert.Empty(proposal.Obstacles);
        var line = Assert.Single(proposal.Moves, m => m.IsStart);
        Assert.Equal((chosen, "BEGIN"), (line.Stays, Assert.Single(line.Candidates).Id));
        Assert.Null(await app.MigrateAsync(started.CaseId, second, elements: elements));
        var variables = ProcessState.FromJson((await app.CaseAsync(started.CaseId)).State).Variables;
        Assert.Equal((chosen, !chosen), (variables.TryGet("BEGIN", out _), variables.TryGet("START", out _)));
    }

    [Theory, Databases]
    public async Task A_start_of_which_the_case_keeps_nothing_asks_for_nothing(DatabaseProvider provider)
    {
        await using var app = await MovingProcess.StartAppAsync(provider);
        var started = await app.StartCaseAsync("move", FeelContext.Empty, by: "luoyichen");
        var second = await _process.PublishAsync(app, MovingProcess.Begun);
        Assert.DoesNotContain((await app.ProposeAsync(started.CaseId, second)).Moves, m => m.IsStart);
    }

    private static RungFiring FiringOf(ProductApp app, Func<Task> act)
    {
        Func<BalancedEduDb> open = () => Interposed.Open(app, act);
        return ActivatorUtilities.CreateInstance<RungFiring>(app.Services, open);
    }

    private static Task<DueRung> DueAsync(BalancedEduDb db, string key) => (
        from r in db.Rungs
        where r.Key == key
        join c in db.Clocks on r.ClockRowId equals c.Id
        join t in db.Tasks on c.TaskId equals t.Id
        select new DueRung(
            r.Id, r.Key, r.Level, r.DueAt, c.Id, c.CaseId, t.Id, t.ElementInstanceId, t.ElementId, t.Name, t.SeatName,
            c.DueAt, c.Law, t.SignerPlace != null)).SingleAsync();
}
