using BalancedEdu.Feel.Values;
using BalancedEdu.Web.Data;
using BalancedEdu.Web.Data.Cases;
using BalancedEdu.Web.Runtime;
using BalancedEdu.Web.Runtime.Assignment;
using BalancedEdu.Web.Runtime.Bundles;
using BalancedEdu.Web.Runtime.Effects;
using BalancedEdu.Web.Runtime.Incidents;
using BalancedEdu.Web.Runtime.Tasks;
using BalancedEdu.Web.Tests.App;
using BalancedEdu.Web.Tests.Runtime.CaseActions;
using BalancedEdu.Web.Tests.Runtime.People;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace BalancedEdu.Web.Tests.Runtime.Tasks;

/// <summary>
/// Two separated tasks of one case that one natural person sends at the same moment: both were allowed when they were
/// asked for, one is done.
/// </summary>
public sealed class SeparationRaceTests
{
    private const string Refused = "不能办理“记账”：您在本事项中已办理“支付”，按职责分离不能再办理它。请由同岗位其他人员办理。";

    [Theory]
    [Databases("dingruoshui")]
    [Databases("guyongming")]
    public async Task Of_two_decisions_that_were_both_allowed_the_second_is_refused(
        DatabaseProvider provider, string second)
    {
        await using var app = await Hands.StartAppAsync(provider);
        await using var other = app.StartNode();
        var (pay, book) = await PreparedAsync(app, second);
        Assert.Null(await app.RunAsync(pay));
        (await other.RunAsync(book)).Is(RefusalKind.Forbidden, "task.separation", Refused);
        await IsPaidOnlyAsync(app, pay.CaseId);
    }

    [Theory, Databases]
    public async Task Of_two_decisions_that_are_computed_together_the_second_is_refused(DatabaseProvider provider)
    {
        await using var app = await Hands.StartAppAsync(provider);
        var (pay, book) = await PreparedAsync(app, "guyongming");
        Assert.Equal(
            ["task.separation"], (await TogetherAsync(app, pay.CaseId, pay, book)).OfType<ActionRefusal>()
                .Select(r => r.Code));
        await IsPaidOnlyAsync(app, pay.CaseId);
    }

    [Theory, Databases]
    public async Task Who_loses_to_another_node_after_it_was_computed_is_refused_when_it_is_computed_again(
        DatabaseProvider provider)
    {
        await using var app = await Hands.StartAppAsync(provider);
        await using var other = app.StartNode();
        var (pay, book) = await PreparedAsync(app, "dingruoshui");
        var attempts = 0;
        var refusal = await app.RunAsync(book with
        {
            Host = async (_, _) =>
            {
                if (++attempts == 1)
                    Assert.Null(await other.RunAsync(pay));
            },
        });
        refusal.Is(RefusalKind.Forbidden, "task.separation", Refused);
        Assert.Equal(1, attempts);
        await IsPaidOnlyAsync(app, pay.CaseId);
    }

    [Theory, Databases]
    public async Task In_whose_place_it_is_decided_together_with_another_has_decided_too(DatabaseProvider provider)
    {
        await using var app = await Hands.StartAppAsync(provider);
        await app.DelegateAsync("dingruoshui", "贺知秋", 2, 6);
        var started = await app.StartCaseAsync("apart", FeelContext.Empty);
        var pay = await PrepareAsync(
            app, "hezhiqiu", await Hands.ClaimAsync(app, started.CaseId, "PAY", "dingruoshui"));
        var book = await PrepareAsync(
            app, "dingruoshui", await Hands.ClaimAsync(app, started.CaseId, "BOOK", "dingruoshui"));
        var refusals = await TogetherAsync(app, pay.CaseId, pay, book);
        Assert.Equal("task.separation", Assert.Single(refusals.OfType<ActionRefusal>()).Code);
        await IsPaidOnlyAsync(app, pay.CaseId);
    }

    [Theory]
    [Databases(true)]
    [Databases(false)]
    public async Task Who_answers_as_a_delegate_has_worked_on_it_also_at_the_same_moment(
        DatabaseProvider provider, bool together)
    {
        await using var app = await Hands.StartAppAsync(provider);
        var started = await app.StartCaseAsync("apart", FeelContext.Empty);
        var pay = await Hands.ClaimAsync(app, started.CaseId, "PAY", "panyuntao");
        Assert.Null(await Hands.DelegateAsync(app, "panyuntao", pay, "dingruoshui"));
        var asked = await app.NowAsync(pay);
        var book = await PrepareAsync(
            app, "dingruoshui", await Hands.ClaimAsync(app, started.CaseId, "BOOK", "dingruoshui"));
        if (!together)
        {
            Assert.Null(await app.AnswerAsync("dingruoshui", asked, "金额无误"));
            (await app.RunAsync(book)).Is(RefusalKind.Forbidden, "task.separation", Refused);
            return;
        }
        var gate = new TaskCompletionSource();
        var first = app.RunAsync(Waiting(started.CaseId, gate));
        var answer = app.RunAsync(Answer(asked));
        var decision = app.RunAsync(book);
        gate.SetResult();
        Assert.Null(await first);
        Assert.Null(await answer);
        (await decision).Is(RefusalKind.Forbidden, "task.separation", Refused);
    }

    [Theory, Databases]
    public async Task A_delegate_who_decides_a_separated_task_at_the_same_moment_does_not_answer(
        DatabaseProvider provider)
    {
        await using var app = await Hands.StartAppAsync(provider);
        var started = await app.StartCaseAsync("apart", FeelContext.Empty);
        var book = await Hands.ClaimAsync(app, started.CaseId, "BOOK", "panyuntao");
        Assert.Null(await Hands.DelegateAsync(app, "panyuntao", book, "dingruoshui"));
        var asked = await app.NowAsync(book);
        await using var db = Interposed.OpenAfter(
            app, "answered", () => app.CompleteAsync(started.CaseId, "PAY", "dingruoshui", "pass"));
        await using var scope = app.Services.CreateAsyncScope();
        var services = scope.ServiceProvider;
        var refusals = services.GetRequiredService<Refusals>();
        var door = new TaskDoor(
            db, services.GetRequiredService<BundleCatalog>(), refusals,
            ActivatorUtilities.CreateInstance<TaskHandover>(services, db));
        var delegations = new TaskDelegations(
            db, door, new(db, services.GetRequiredService<StaffList>()), services.GetRequiredService<TaskHanding>(),
            refusals, services.GetRequiredService<Separation>());
        (await delegations.AnswerAsync(
            new(asked.Id, asked.Revision, "金额无误"), await app.PersonAsync("dingruoshui"), default)).Is(
            RefusalKind.Forbidden, "task.separation",
            "不能答复“记账”的委派：按职责分离，办理过“支付”的人不能参与这个环节。请告知潘云涛收回委派，另请他人答复。");
    }

    [Theory, Databases]
    public async Task Who_decides_a_separated_task_at_the_same_moment_does_not_sign(DatabaseProvider provider)
    {
        await using var app = await Hands.StartAppAsync(provider);
        var started = await app.StartCaseAsync("apart", FeelContext.Empty);
        var check = await Hands.ClaimAsync(app, started.CaseId, "CHECK", "panyuntao");
        Assert.Null(await app.AskAsync(check, "dingruoshui"));
        var sheet = await app.ActAsync<SignatureDesk, Answer<SignatureSheet>>(
            "dingruoshui", (d, p) => d.ReadAsync(check.Id, check.Revision, p, default));
        await using var db = Interposed.OpenAfter(
            app, "answered", () => app.CompleteAsync(started.CaseId, "PAY", "dingruoshui", "pass"));
        await using var scope = app.Services.CreateAsyncScope();
        var services = scope.ServiceProvider;
        var handover = ActivatorUtilities.CreateInstance<TaskHandover>(services, db);
        var door = new TaskDoor(
            db, services.GetRequiredService<BundleCatalog>(), services.GetRequiredService<Refusals>(), handover);
        var desk = new SignatureDesk(
            db, door, handover, services.GetRequiredService<ProcessRunner>(),
            services.GetRequiredService<Notices>(), services.GetRequiredService<CoSignatures>(),
            services.GetRequiredService<Separation>());
        var signature = new SignTask(check.Id, check.Revision, "pass", sheet.Value!.Text);
        (await desk.SignAsync(signature, await app.PersonAsync("dingruoshui"), default)).Is(
            RefusalKind.Forbidden, "task.separation",
            "不能签署“盘点”：按职责分离，办理过“支付”的人不能办理这个环节。请办理人另请一人。");
    }

    [Theory, Databases]
    public async Task Two_administrators_who_name_the_same_person_for_two_drawn_seats_name_them_for_one(
        DatabaseProvider provider)
    {
        await using var app = await Site.StartAppAsync(provider);
        foreach (var name in (string[])["duxue2", "duxue3", "duxue4", "duxue5"])
            await app.DisableAsync(name);
        var dry = (await app.LookAsync()).Where(s => s.Unassignable).ToList();
        Assert.Equal(2, dry.Count);
        await using var db = Interposed.OpenAfter(
            app, "answered", async () => Assert.Null(await app.AssignAsync(dry[1], "hezhiqiu")));
        var row = await db.Incidents.AsNoTracking().SingleAsync(i => i.SourceId == dry[0].Id);
        await using var scope = app.Services.CreateAsyncScope();
        var handover = ActivatorUtilities.CreateInstance<TaskHandover>(scope.ServiceProvider, db);
        var work = new Handling(row, await app.PersonAsync("admin"), "已无人可抽", "指派");
        (await handover.AssignAsync(work, "hezhiqiu", default)).Is(
            RefusalKind.Invalid, "incident.person-excluded", "不能指派给贺知秋：其本人已抽中另一席。请另选一人。");
        Assert.Null((await app.NowAsync(dry[0])).Assignee);
    }

    /// <summary>支付 by 丁若水 and 记账 by another account of theirs, each allowed as things are.</summary>
    private static async Task<(StepRequest Pay, StepRequest Book)> PreparedAsync(ProductApp app, string second)
    {
        await using (var db = app.Open())
            await db.Users.Where(u => u.UserName == "dingruoshui" || u.UserName == second)
                .ExecuteUpdateAsync(u => u.SetProperty(x => x.PersonId, "P-1"));
        var started = await app.StartCaseAsync("apart", FeelContext.Empty);
        var pay = await Hands.ClaimAsync(app, started.CaseId, "PAY", "dingruoshui");
        var book = await Hands.ClaimAsync(app, started.CaseId, "BOOK", second);
        return (await PrepareAsync(app, "dingruoshui", pay), await PrepareAsync(app, second, book));
    }

    private static async Task<StepRequest> PrepareAsync(ProductApp app, string by, WorkTask task)
    {
        await using var scope = app.Services.CreateAsyncScope();
        var prepared = await scope.ServiceProvider.GetRequiredService<TaskActions>().PrepareAsync(
            new(task.Id, task.Revision, "pass", null, null), await app.PersonAsync(by), default);
        Assert.Null(prepared.Refusal);
        return prepared.Value!;
    }

    /// <summary>While another request occupies the case both wait; then they are computed together.</summary>
    private static async Task<ActionRefusal?[]> TogetherAsync(
        ProductApp app, long caseId, params StepRequest[] requests)
    {
        var gate = new TaskCompletionSource();
        List<Task<ActionRefusal?>> all = [app.RunAsync(Waiting(caseId, gate)), .. requests.Select(app.RunAsync)];
        gate.SetResult();
        return await Task.WhenAll(all);
    }

    private static StepRequest Waiting(long caseId, TaskCompletionSource gate) => new(caseId, null, Actor.System)
    {
        Host = (step, _) =>
        {
            step.Append("DraftSaved", null, null, "{}");
            return gate.Task;
        },
    };

    private static StepRequest Answer(WorkTask asked) => new(
        asked.CaseId, null, new(asked.Assignee!, "丁若水"))
    {
        TaskId = asked.Id,
        Host = (step, _) =>
        {
            step.Transition.Ownerships.Add(new(asked.Id, asked.Revision, asked.Owner, asked.Claimed)
            {
                Before = new()
                {
                    TaskId = asked.Id, CaseId = asked.CaseId, UserName = asked.Assignee!, Answered = true,
                },
            });
            step.Append("DelegationAnswered", asked.ElementId, asked.Id, "{}");
            return Task.CompletedTask;
        },
    };

    private static async Task IsPaidOnlyAsync(ProductApp app, long caseId)
    {
        await using var db = app.Open();
        var done = await db.Tasks.Where(t => t.CaseId == caseId && t.Status == WorkTaskStatus.Completed)
            .Select(t => t.ElementId).ToListAsync();
        Assert.Equal(["PAY"], done);
    }
}

/// <summary>Requests as the runner takes them.</summary>
internal static class RequestsOfTests
{
    public static Task<ActionRefusal?> RunAsync(this ProductApp app, StepRequest request) =>
        app.Services.GetRequiredService<ProcessRunner>().RunAsync(request, default);
}
