using BalancedEdu.Feel.Values;
using BalancedEdu.Web.Data;
using BalancedEdu.Web.Data.Cases;
using BalancedEdu.Web.Tests.App;
using BalancedEdu.Web.Tests.Runtime.Assignment;
using BalancedEdu.Web.Tests.Runtime.Tasks;
using Microsoft.EntityFrameworkCore;

namespace BalancedEdu.Web.Tests.Runtime.People;

/// <summary>Who has agreed in the step before isn't asked again where the definition says so.</summary>
public sealed class DedupeTests
{
    private const string Dedupe = "be:dedupe=\"true\"";

    [Theory, Databases]
    public async Task The_same_person_is_not_asked_twice_and_the_opinion_cites_the_first(DatabaseProvider provider)
    {
        await using var app = await StartAppAsync(provider, "assignee=\"xuweiran\"", Dedupe);
        var first = await AssignerTests.StartAsync(app, "again");
        Assert.Null(await app.DecideAsync("xuweiran", first, "ok", "方案可行"));
        await app.SweepAsync();
        await using var db = app.Open();
        Assert.Equal(CaseStatus.Completed, (await db.Cases.SingleAsync()).Status);
        var duty = await db.Tasks.AsNoTracking().SingleAsync(t => t.ElementId == "DUTY");
        Assert.Equal(
            ("xuweiran", "同意（自动）", "自动同意：同一人已于 2026-11-02 09:00 在“FIRST”同意，意见：方案可行。"),
            (duty.CompletedBy, duty.OutcomeName, duty.Comment));
        var automatic = await db.CaseEvents.SingleAsync(e => e.Kind == "TaskAgreedAgain");
        Assert.Equal(("system", duty.Id), (automatic.Actor, automatic.TaskId));
    }

    [Theory, Databases]
    public async Task Another_account_of_the_same_person_is_not_asked_either(DatabaseProvider provider)
    {
        await using var app = await StartAppAsync(provider, "assignee=\"panyuntao\"", Dedupe);
        await using var db = app.Open();
        await db.Users.Where(u => u.UserName == "xuweiran" || u.UserName == "panyuntao")
            .ExecuteUpdateAsync(u => u.SetProperty(x => x.PersonId, "P-3"));
        Assert.Null(await app.DecideAsync("xuweiran", await AssignerTests.StartAsync(app, "again"), "ok"));
        await app.SweepAsync();
        Assert.Equal(CaseStatus.Completed, (await db.Cases.SingleAsync()).Status);
    }

    [Theory]
    [Databases("assignee=\"xuweiran\"", "", "ok")]
    [Databases("assignee=\"xuweiran\"", Dedupe, "no")]
    [Databases("assignee=\"xuweiran\"", Dedupe + " be:role=\"会办\"", "ok")]
    [Databases("assignee=\"guyongming\"", Dedupe, "ok")]
    [Databases("candidateGroups=\"edu.finance\"", Dedupe, "ok")]
    public async Task All_others_are_asked(DatabaseProvider provider, string words, string attributes, string outcome)
    {
        await using var app = await StartAppAsync(provider, words, attributes);
        var first = await AssignerTests.StartAsync(app, "again");
        Assert.Null(await app.DecideAsync("xuweiran", first, outcome, "金额与合同不符，不同意拨付"));
        await app.SweepAsync();
        await app.OpenTaskAsync(first.CaseId, "DUTY");
    }

    [Theory, Databases]
    public async Task Who_decides_or_gives_it_away_first_is_not_overruled(DatabaseProvider provider)
    {
        await using var app = await StartAppAsync(provider, "assignee=\"xuweiran\"", Dedupe);
        foreach (var outcome in new[] { "no", "" })
        {
            var first = await AssignerTests.StartAsync(app, "again");
            Assert.Null(await app.DecideAsync("xuweiran", first, "ok"));
            var duty = await app.OpenTaskAsync(first.CaseId, "DUTY");
            Assert.Null(outcome.Length > 0
                ? await app.DecideAsync("xuweiran", duty, outcome, "再次核对后仍不同意拨付")
                : await app.TransferAsync("xuweiran", duty, "guyongming"));
            await app.SweepAsync();
            var now = await app.NowAsync(duty);
            Assert.Equal(outcome.Length > 0 ? "no" : null, now.Outcome);
        }
        await using var db = app.Open();
        Assert.Empty(await db.Incidents.ToListAsync());
    }

    private static async Task<ProductApp> StartAppAsync(DatabaseProvider provider, string words, string attributes)
    {
        using var duty = new Duty().Add("again", "assignee=\"xuweiran\"", words, attributes);
        return await ProductApp.StartAsync(provider, duty.Folder);
    }
}
