using BalancedEdu.Web.Data;
using BalancedEdu.Web.Data.Cases;
using BalancedEdu.Web.Runtime;
using BalancedEdu.Web.Runtime.CaseActions;
using BalancedEdu.Web.Runtime.Reading;
using BalancedEdu.Web.Tests.App;
using Microsoft.EntityFrameworkCore;

namespace BalancedEdu.Web.Tests.Runtime.CaseActions;

public sealed class CaseCopyingTests
{
    [Theory, Databases]
    public async Task Who_gets_a_copy_may_read_the_case_finds_it_unread_and_holds_nothing_up(DatabaseProvider provider)
    {
        await using var app = await TrialProcess.StartAppAsync(provider);
        var review = await app.ReviewOfLuoAsync();
        Assert.Empty(await VisibleAsync(app, "hezhiqiu"));
        Assert.Null(await app.CopyAsync("luoyichen", review.CaseId, "贺知秋、zhouzhiwei", "请知悉"));

        Assert.Equal([review.CaseId], await VisibleAsync(app, "hezhiqiu"));
        var row = Assert.Single(await PageAsync(app, "hezhiqiu", InboxView.Copied));
        Assert.Equal((review.CaseId, "骆一辰 抄送", "请知悉", true), (row.CaseId, row.Previous, row.Note, row.Unread));
        Assert.Equal(1, (await CountsAsync(app, "hezhiqiu")).Copied);
        Assert.Equal(["hezhiqiu", "zhouzhiwei"], await app.MailedAsync("case-copied"));
        Assert.Equal(["CaseCopied"], await app.KindsAsync(review.CaseId, "CaseCopied"));
        Assert.Null(await app.DecideAsync("peimingyuan", review, "pass", form: """{ "seats": 45 }"""));
    }

    [Theory, Databases]
    public async Task A_copy_is_read_once_and_unread_again_when_it_is_passed_on_again(DatabaseProvider provider)
    {
        await using var app = await TrialProcess.StartAppAsync(provider);
        var review = await app.ReviewOfLuoAsync();
        Assert.Null(await app.CopyAsync("luoyichen", review.CaseId, "hezhiqiu"));
        await app.ActAsync<CaseCopying, int>("hezhiqiu", async (v, p) =>
        {
            await v.ReadAsync(review.CaseId, p, default);
            return 0;
        });
        Assert.Empty(await PageAsync(app, "hezhiqiu", InboxView.Copied));
        Assert.Equal([review.CaseId], await VisibleAsync(app, "hezhiqiu"));

        // 传阅: who has a copy may pass it on, also back.
        Assert.Null(await app.CopyAsync("hezhiqiu", review.CaseId, "zhouzhiwei"));
        Assert.Null(await app.CopyAsync("zhouzhiwei", review.CaseId, "hezhiqiu"));
        Assert.Equal("周知微 抄送", Assert.Single(await PageAsync(app, "hezhiqiu", InboxView.Copied)).Previous);
    }

    [Theory, Databases]
    public async Task Refusals_say_what_stops_the_copy(DatabaseProvider provider)
    {
        await using var app = await TrialProcess.StartAppAsync(provider);
        var review = await app.ReviewOfLuoAsync();
        var id = review.CaseId;
        var number = (await app.CaseAsync(id)).Number;
        await using (var db = app.Open())
        {
            await db.Users.Where(u => u.UserName == "songqian")
                .ExecuteUpdateAsync(u => u.SetProperty(x => x.DisplayName, "周知微"));
            await db.Users.Where(u => u.UserName == "fuxinglan")
                .ExecuteUpdateAsync(u => u.SetProperty(x => x.Disabled, true));
        }
        var everybody = await app.CrowdAsync(CaseCopying.PeopleMax + 1);
        (string User, string To, string? Note, RefusalKind Kind, string Code, string Message)[] table =
        [
            ("hezhiqiu", "luoyichen", null, RefusalKind.NotFound, "case.unknown", Acting.NoCase("抄送", id)),
            ("luoyichen", string.Join(' ', everybody), null, RefusalKind.Invalid, "case.copy-too-many",
                $"不能抄送 {number}：一次最多抄送 500 人，您填了 501 人。请分批抄送。"),
            ("luoyichen", "", null, RefusalKind.Invalid, "case.copy-nobody",
                $"不能抄送 {number}：没有填写要抄送的人，或只填了您自己。请填写姓名或用户名。"),
            ("luoyichen", "骆一辰", null, RefusalKind.Invalid, "case.copy-nobody",
                $"不能抄送 {number}：没有填写要抄送的人，或只填了您自己。请填写姓名或用户名。"),
            ("luoyichen", "贺知秋 张三，李四", null, RefusalKind.Invalid, "people.unknown",
                $"不能抄送 {number}：没有可用的账号叫“张三”“李四”。请核对姓名，或改填登录用的用户名。"),
            ("luoyichen", "fuxinglan", null, RefusalKind.Invalid, "people.unknown",
                $"不能抄送 {number}：没有可用的账号叫“fuxinglan”。请核对姓名，或改填登录用的用户名。"),
            ("luoyichen", "周知微", null, RefusalKind.Invalid, "people.ambiguous",
                $"不能抄送 {number}：叫“周知微”的不止一人。请改填登录用的用户名。"),
            ("luoyichen", "贺知秋", new('长', 201), RefusalKind.Invalid, "case.note-too-long",
                $"不能抄送 {number}：附言超过 200 字。请缩短后再提交。"),
        ];
        foreach (var row in table)
            (await app.CopyAsync(row.User, id, row.To, row.Note)).Is(row.Kind, row.Code, row.Message);
        await using var after = app.Open();
        Assert.Empty(await after.CaseCopies.ToListAsync());
    }

    [Theory, Databases]
    public async Task T19_Copy_to_200_people_is_one_step_of_one_commit(DatabaseProvider provider)
    {
        // How long it takes is measured by `tests/BalancedEdu.Benchmarks -- copies`; here it is whole or not at all.
        await using var app = await TrialProcess.StartAppAsync(provider);
        var review = await app.ReviewOfLuoAsync();
        List<string> people;
        await using (var db = app.Open())
            people = await db.Users.Where(u => u.UserName != "luoyichen").OrderBy(u => u.UserName).Take(200)
                .Select(u => u.UserName!).ToListAsync();
        Assert.Equal(200, people.Count);
        var before = await app.CaseAsync(review.CaseId);
        Assert.Null(await app.CopyAsync("luoyichen", review.CaseId, string.Join('\n', people)));
        Assert.Equal(before.Version + 1, (await app.CaseAsync(review.CaseId)).Version);
        Assert.Equal(people, await app.MailedAsync("case-copied"));
        foreach (var person in people.Where((_, i) => i % 40 == 0))
            Assert.Single(await PageAsync(app, person, InboxView.Copied));
        await using var read = app.Open();
        Assert.Equal(200, await read.CaseCopies.CountAsync(c => c.CaseId == review.CaseId && c.ReadAt == null));
    }

    [Theory, Databases]
    public async Task A_followed_case_stands_in_its_list_as_long_as_it_may_be_read(DatabaseProvider provider)
    {
        await using var app = await TrialProcess.StartAppAsync(provider);
        var review = await app.ReviewOfLuoAsync();
        (await app.FollowAsync("hezhiqiu", review.CaseId))
            .Is(RefusalKind.NotFound, "case.unknown", Acting.NoCase("关注", review.CaseId));
        Assert.Null(await app.FollowAsync("fangqiheng", review.CaseId));
        Assert.Null(await app.FollowAsync("fangqiheng", review.CaseId));
        Assert.Single(await PageAsync(app, "fangqiheng", InboxView.Followed));
        Assert.Equal(1, (await CountsAsync(app, "fangqiheng")).Followed);

        // Once 裴明远 has claimed it, it is no longer 方启恒's to read: following gives no right.
        Assert.Null(await app.ActAsync<TaskActions, ActionRefusal?>(
            "peimingyuan", (v, p) => v.ClaimAsync(review.Id, review.Revision, p, default)));
        Assert.Empty(await PageAsync(app, "fangqiheng", InboxView.Followed));
        Assert.Equal(0, (await CountsAsync(app, "fangqiheng")).Followed);
        Assert.Null(await app.FollowAsync("luoyichen", review.CaseId));
        Assert.Null(await app.FollowAsync("luoyichen", review.CaseId, follow: false));
        Assert.Null(await app.FollowAsync("luoyichen", review.CaseId, follow: false));
        Assert.Empty(await PageAsync(app, "luoyichen", InboxView.Followed));
        Assert.Equal(
            ["CaseFollowed", "CaseFollowed", "CaseUnfollowed"],
            await app.KindsAsync(review.CaseId, "CaseFollowed", "CaseUnfollowed"));
    }

    private static Task<IReadOnlyList<InboxRow>> PageAsync(ProductApp app, string user, InboxView view) =>
        app.ActAsync<InboxQuery, IReadOnlyList<InboxRow>>(
            user, async (q, p) => (await q.PageAsync(p, new(view), null, null, default)).Rows);

    private static Task<InboxCounts> CountsAsync(ProductApp app, string user) =>
        app.ActAsync<InboxQuery, InboxCounts>(user, (q, p) => q.CountAsync(p, default));

    private static async Task<List<long>> VisibleAsync(ProductApp app, string user)
    {
        await using var db = app.Open();
        return await db.VisibleCases(await app.PersonAsync(user)).Select(c => c.Id).ToListAsync();
    }
}
