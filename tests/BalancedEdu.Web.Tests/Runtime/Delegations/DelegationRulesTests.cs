using BalancedEdu.Web.Data;
using BalancedEdu.Web.Data.Organisation;
using BalancedEdu.Web.Runtime;
using BalancedEdu.Web.Runtime.Delegations;
using BalancedEdu.Web.Tests.App;
using BalancedEdu.Web.Tests.Runtime.CaseActions;
using Microsoft.EntityFrameworkCore;

namespace BalancedEdu.Web.Tests.Runtime.Delegations;

public sealed class DelegationRulesTests
{
    [Theory, Databases]
    public async Task Both_sides_are_told_of_its_beginning_and_of_its_end(DatabaseProvider provider)
    {
        await using var app = await TrialProcess.StartAppAsync(provider);
        var made = await app.DelegateAsync("peimingyuan", "方启恒", 2, 6, "休年假");
        Assert.Equal(["fangqiheng", "peimingyuan"], await app.MailedAsync("delegation-made"));
        Assert.Equal(
            (new DateTimeOffset(2026, 11, 2, 0, 0, 0, TimeSpan.FromHours(8)), 5.0),
            (made.FromAt, (made.ToAt - made.FromAt).TotalDays));
        Assert.Null(await RevokeAsync(app, "peimingyuan", made.Id));
        Assert.Equal(["fangqiheng", "peimingyuan"], await app.MailedAsync("delegation-ended"));
        Assert.Empty((await app.PersonAsync("fangqiheng")).ActsFor);
        await app.SweepAsync();
        await using var db = app.Open();
        Assert.All(
            await db.OutboxMails.Where(m => m.CaseId == null).ToListAsync(),
            m => Assert.Contains("裴明远", m.Text, StringComparison.Ordinal));
    }

    [Theory, Databases]
    public async Task An_administrator_sets_it_for_somebody_who_is_away_already(DatabaseProvider provider)
    {
        await using var app = await TrialProcess.StartAppAsync(provider);
        var answer = await MakeAsync(app, "admin", Ask("方启恒") with { Principal = "裴明远" });
        Assert.Equal(("peimingyuan", "fangqiheng", "admin"),
            (answer.Value?.Principal, answer.Value?.Delegate, answer.Value?.CreatedBy));
        Assert.Equal(
            new Represented("peimingyuan", "裴明远", null),
            Assert.Single((await app.PersonAsync("fangqiheng")).ActsFor));
    }

    [Theory, Databases]
    public async Task Refusals_say_what_stops_the_delegation(DatabaseProvider provider)
    {
        await using var app = await TrialProcess.StartAppAsync(provider);
        await app.DelegateAsync("shenzhiyuan", "裴明远", 2, 6);
        await app.DelegateAsync("fangqiheng", "丁若水", 2, 6);
        await app.DelegateAsync("dingruoshui", "顾永明", 2, 6);
        await app.DelegateAsync("liangshuyi", "沈知远", 10, 12);
        (string User, MakeDelegation Ask, RefusalKind Kind, string Code, string Message)[] table =
        [
            ("peimingyuan", Ask("方启恒") with { Principal = "沈知远" }, RefusalKind.Forbidden, "delegation.not-yours",
                "不能替他人设置委托：只有全市的系统管理员可以。请由本人设置，或联系管理员。"),
            ("peimingyuan", Ask("张三"), RefusalKind.Invalid, "people.unknown",
                "不能委托：没有可用的账号叫“张三”。请核对姓名，或改填登录用的用户名。"),
            ("peimingyuan", Ask(""), RefusalKind.Invalid, "delegation.one-person",
                "不能委托：受托人应当正好填写一人。请填写姓名或用户名。"),
            ("peimingyuan", Ask("方启恒、骆一辰"), RefusalKind.Invalid, "delegation.one-person",
                "不能委托：受托人应当正好填写一人。请填写姓名或用户名。"),
            ("peimingyuan", Ask("裴明远"), RefusalKind.Invalid, "delegation.to-self",
                "不能委托：受托人就是委托人本人。请另选一人。"),
            ("peimingyuan", Ask("骆一辰") with { From = null }, RefusalKind.Invalid, "delegation.period-missing",
                "不能委托：没有填写起止日期，或结束早于开始。请改正后再提交。"),
            ("peimingyuan", Ask("骆一辰", 6, 5), RefusalKind.Invalid, "delegation.period-missing",
                "不能委托：没有填写起止日期，或结束早于开始。请改正后再提交。"),
            ("peimingyuan", Ask("骆一辰", 1, 1), RefusalKind.Invalid, "delegation.period-past",
                "不能委托：结束日期已经过去。请填写今天或以后的日期。"),
            ("peimingyuan", Ask("骆一辰") with { Until = new(2027, 11, 3) }, RefusalKind.Invalid,
                "delegation.period-too-long", "不能委托：一次最多委托 366 天。请缩短，到期后再委托。"),
            ("peimingyuan", Ask("骆一辰") with { Reason = new('长', 201) }, RefusalKind.Invalid,
                "delegation.reason-too-long", "不能委托：事由超过 200 字。请缩短后再提交。"),
            ("peimingyuan", Ask("骆一辰") with { ProcessIds = ["trial", "nonsense"] }, RefusalKind.Invalid,
                "delegation.process-unknown", "不能委托：没有已发布的流程“nonsense”。请从列出的流程中选择。"),
            ("shenzhiyuan", Ask("骆一辰", 6, 9), RefusalKind.Invalid, "delegation.overlap",
                "不能委托：2026-11-02 周一 至 2026-11-06 周五 已经把同样的事项委托给裴明远。请先撤销那条委托，或错开日期。"),
            ("peimingyuan", Ask("沈知远"), RefusalKind.Invalid, "delegation.cycle",
                "不能委托：同一时期沈知远的事项又会转回委托人，没有人办理。请另选一人，或错开日期。"),
            ("peimingyuan", Ask("方启恒"), RefusalKind.Invalid, "delegation.chain-too-long",
                "不能委托：转委托最多 3 层，加上这条就超过了。请直接委托给实际办理的人。"),
        ];
        foreach (var row in table)
            (await MakeAsync(app, row.User, row.Ask)).Refusal.Is(row.Kind, row.Code, row.Message);

        // At another time there is no circle and no long chain.
        Assert.Null((await MakeAsync(app, "peimingyuan", Ask("沈知远", 7, 9))).Refusal);
        await using var db = app.Open();
        Assert.Equal(5, await db.Delegations.CountAsync());
    }

    [Theory, Databases]
    public async Task Refusals_say_what_stops_the_end(DatabaseProvider provider)
    {
        await using var app = await TrialProcess.StartAppAsync(provider);
        var made = await app.DelegateAsync("peimingyuan", "方启恒", 2, 3);
        (await RevokeAsync(app, "fangqiheng", made.Id))
            .Is(RefusalKind.NotFound, "delegation.unknown", $"不能撤销委托：没有 {made.Id} 号委托，或者您无权撤销。请从委托列表中重新选择。");
        Assert.Null(await RevokeAsync(app, "admin", made.Id));
        (await RevokeAsync(app, "peimingyuan", made.Id)).Is(
            RefusalKind.Conflict, "delegation.over", $"不能撤销 {made.Id} 号委托：它已于 2026-11-02 09:00 撤销。请刷新页面。");
        var second = await app.DelegateAsync("peimingyuan", "方启恒", 2, 2);
        app.Clock.Advance(TimeSpan.FromHours(15));
        (await RevokeAsync(app, "peimingyuan", second.Id))
            .Is(RefusalKind.Conflict, "delegation.over", $"不能撤销 {second.Id} 号委托：它已于 2026-11-03 00:00 到期。无需撤销。");
    }

    private static MakeDelegation Ask(string to, int from = 2, int until = 6) =>
        new(null, to, new(2026, 11, from), new(2026, 11, until), [], null);

    private static Task<Answer<Delegation>> MakeAsync(ProductApp app, string user, MakeDelegation input) =>
        app.ActAsync<DelegationRules, Answer<Delegation>>(user, (v, p) => v.MakeAsync(input, p, default));

    private static Task<ActionRefusal?> RevokeAsync(ProductApp app, string user, long id) =>
        app.ActAsync<DelegationRules, ActionRefusal?>(user, (v, p) => v.RevokeAsync(id, p, default));
}
