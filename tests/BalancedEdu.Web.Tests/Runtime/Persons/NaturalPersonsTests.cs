using BalancedEdu.Web.Data;
using BalancedEdu.Web.Runtime;
using BalancedEdu.Web.Runtime.Assignment;
using BalancedEdu.Web.Runtime.Persons;
using BalancedEdu.Web.Tests.App;
using BalancedEdu.Web.Tests.Runtime.Tasks;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace BalancedEdu.Web.Tests.Runtime.Persons;

/// <summary>Which accounts are of one person, and what follows from it.</summary>
public sealed class NaturalPersonsTests
{
    [Theory, Databases]
    public async Task Accounts_are_joined_across_those_that_each_has_already_and_each_change_stays_written(
        DatabaseProvider provider)
    {
        await using var app = await TrialProcess.StartAppAsync(provider);
        Assert.Null(await app.JoinPersonAsync("裴明远", "fangqiheng"));
        Assert.Null(await app.JoinPersonAsync("shenzhiyuan", "dingruoshui"));
        Assert.Equal(["fangqiheng", "peimingyuan"], await AccountsAsync(app, "peimingyuan"));
        Assert.Null(await app.JoinPersonAsync("fangqiheng", "dingruoshui", "四个账号都是同一人"));
        string[] all = ["dingruoshui", "fangqiheng", "peimingyuan", "shenzhiyuan"];
        Assert.Equal(all, await AccountsAsync(app, "shenzhiyuan"));

        await using var db = app.Open();
        var changes = await db.PersonChanges.OrderBy(c => c.Id).ToListAsync();
        Assert.Equal(
            [
                ("fangqiheng", null, "peimingyuan"), ("peimingyuan", null, "peimingyuan"),
                ("dingruoshui", null, "shenzhiyuan"), ("shenzhiyuan", null, "shenzhiyuan"),
                ("dingruoshui", "shenzhiyuan", "peimingyuan"), ("shenzhiyuan", "shenzhiyuan", "peimingyuan"),
            ],
            changes.Select(c => (c.UserName, c.Before, c.After)));
        Assert.All(changes, c => Assert.Equal(("admin", ProductApp.Start), (c.ChangedBy, c.ChangedAt)));
        Assert.Equal("四个账号都是同一人", changes[^1].Reason);
    }

    [Theory, Databases]
    public async Task An_account_is_taken_out_again_and_who_is_left_alone_has_no_other(DatabaseProvider provider)
    {
        await using var app = await TrialProcess.StartAppAsync(provider);
        await app.JoinPersonAsync("peimingyuan", "fangqiheng");
        await app.JoinPersonAsync("peimingyuan", "shenzhiyuan");
        Assert.Null(await app.SplitPersonAsync("peimingyuan", "peimingyuan"));
        Assert.Equal(["peimingyuan"], await AccountsAsync(app, "peimingyuan"));
        Assert.Equal(["fangqiheng", "shenzhiyuan"], await AccountsAsync(app, "fangqiheng"));

        // The mark that the others keep is not given to somebody else.
        await app.JoinPersonAsync("peimingyuan", "dingruoshui");
        Assert.Equal(["dingruoshui", "peimingyuan"], await AccountsAsync(app, "peimingyuan"));
        Assert.Null(await app.SplitPersonAsync("fangqiheng", "peimingyuan"));
        await using var db = app.Open();
        Assert.Equal(
            ["dingruoshui", "peimingyuan"],
            await db.Users.Where(u => u.PersonId != null).Select(u => u.UserName).Order().ToListAsync());
    }

    [Theory, Databases]
    public async Task Separation_of_duties_holds_for_open_tasks_from_then_on(DatabaseProvider provider)
    {
        await using var app = await Hands.StartAppAsync(provider);
        var task = await Hands.StartAsync(app);
        Assert.Null(await app.JoinPersonAsync(Hands.Initiator, "dingruoshui"));
        Assert.Equal("task.self-approval", (await app.DecideAsync("dingruoshui", task, "pass"))?.Code);
    }

    [Theory, Databases]
    public async Task Refusals_say_what_stops_it_and_nothing_changes(DatabaseProvider provider)
    {
        await using var app = await TrialProcess.StartAppAsync(provider);
        await app.JoinPersonAsync("peimingyuan", "fangqiheng");
        await app.JoinPersonAsync("admin", "boyu");
        await using (var db = app.Open())
            await db.Users.Where(u => u.UserName == "jiangyuan").ExecuteUpdateAsync(
                u => u.SetProperty(x => x.DisplayName, "沈知远").SetProperty(x => x.Disabled, true));
        (string Case, ActionRefusal? Refusal, string Code, RefusalKind Kind, string? Field)[] table =
        [
            ("no administrator", await app.JoinPersonAsync("boyu", "shenzhiyuan", by: "peimingyuan"),
                "person.not-yours", RefusalKind.NotFound, null),
            ("nothing typed", await app.JoinPersonAsync(" ", "shenzhiyuan"),
                "person.account-unknown", RefusalKind.Invalid, "first"),
            ("nobody", await app.JoinPersonAsync("peimingyuan", "查无此人"),
                "person.account-unknown", RefusalKind.Invalid, "second"),
            ("two of a name", await app.JoinPersonAsync("沈知远", "peimingyuan"),
                "person.account-ambiguous", RefusalKind.Invalid, "first"),
            ("itself", await app.JoinPersonAsync("裴明远", "peimingyuan"),
                "person.same-account", RefusalKind.Invalid, "second"),
            ("again", await app.JoinPersonAsync("peimingyuan", "fangqiheng"),
                "person.one-already", RefusalKind.Invalid, "second"),
            ("without a reason", await app.JoinPersonAsync("peimingyuan", "shenzhiyuan", " "),
                "person.reason", RefusalKind.Invalid, "reason"),
            ("with a long one", await app.JoinPersonAsync("peimingyuan", "shenzhiyuan", new('长', 201)),
                "person.reason", RefusalKind.Invalid, "reason"),
            ("split by no administrator", await app.SplitPersonAsync("fangqiheng", "peimingyuan", by: "peimingyuan"),
                "person.not-yours", RefusalKind.NotFound, null),
            ("split of who is alone", await app.SplitPersonAsync("shenzhiyuan", null),
                "person.stale", RefusalKind.Conflict, null),
            ("split of who is another's", await app.SplitPersonAsync("fangqiheng", "admin"),
                "person.stale", RefusalKind.Conflict, null),
            ("split of one's own", await app.SplitPersonAsync("boyu", "admin"),
                "person.own-account", RefusalKind.Forbidden, null),
            ("split without a reason", await app.SplitPersonAsync("fangqiheng", "peimingyuan", ""),
                "person.reason", RefusalKind.Invalid, "reason"),
        ];
        foreach (var row in table)
        {
            Assert.Equal((row.Case, row.Code, row.Kind), (row.Case, row.Refusal?.Code, row.Refusal?.Kind));
            Assert.Equal(row.Field, row.Refusal!.Fields.SingleOrDefault()?.Key);
            Assert.EndsWith("。", row.Refusal.Message, StringComparison.Ordinal);
        }
        Assert.Contains("jiangyuan（", table[3].Refusal!.Message, StringComparison.Ordinal);
        await using var after = app.Open();
        Assert.Equal(4, await after.PersonChanges.CountAsync());
        Assert.Equal(4, await after.Users.CountAsync(u => u.PersonId != null));
    }

    private static async Task<IEnumerable<string>> AccountsAsync(ProductApp app, string userName) =>
        (await app.Services.GetRequiredService<StaffList>().NowAsync(default)).AccountsOf(userName)
            .Order(StringComparer.Ordinal);
}

internal static class PersonVerbs
{
    public static async Task<ActionRefusal?> JoinPersonAsync(
        this ProductApp app, string first, string second, string? reason = "同一人兼任两岗", string by = "admin")
    {
        await using var scope = app.Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<NaturalPersons>()
            .JoinAsync(first, second, reason, await app.PersonAsync(by), default);
    }

    public static async Task<ActionRefusal?> SplitPersonAsync(
        this ProductApp app, string userName, string? seen, string? reason = "账号登记有误", string by = "admin")
    {
        await using var scope = app.Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<NaturalPersons>()
            .SplitAsync(userName, seen, reason, await app.PersonAsync(by), default);
    }
}
