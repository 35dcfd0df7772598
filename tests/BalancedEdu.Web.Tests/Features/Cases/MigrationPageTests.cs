using System.Net;
using System.Text.RegularExpressions;
using BalancedEdu.Web.Data;
using BalancedEdu.Web.Data.Cases;
using BalancedEdu.Web.Tests.App;
using BalancedEdu.Web.Tests.Runtime.CaseActions;
using Microsoft.EntityFrameworkCore;

namespace BalancedEdu.Web.Tests.Features.Cases;

/// <summary>Moving a case in a browser without scripts.</summary>
public sealed class MigrationPageTests : IDisposable
{
    private readonly MovingProcess _process = new();

    public void Dispose() => _process.Dispose();

    [Fact]
    public async Task Elements_that_are_gone_are_named_and_what_was_typed_comes_back()
    {
        await using var app = await MovingProcess.StartAppAsync(DatabaseProvider.Sqlite);
        var review = await MovingProcess.ReviewAsync(app);
        var page = $"/Cases/{review.CaseId}/Migration";
        var admin = await app.SignInAsync("admin");
        Assert.Contains("没有其他已发布的版本", await admin.GetStringAsync(page), StringComparison.Ordinal);
        var dossier = WebUtility.HtmlDecode(await admin.GetStringAsync($"/Cases/{review.CaseId}"));
        Assert.Contains($"href=\"{page}\">迁移版本</a>", dossier, StringComparison.Ordinal);
        await _process.PublishAsync(app, MovingProcess.Second);
        var third = await _process.PublishAsync(app, MovingProcess.Third);

        var shown = Browsing.Read(await admin.GetStringAsync(page));
        Assert.Contains("第 1 版 → 第 3 版的方案", shown, StringComparison.Ordinal);
        Assert.Contains("环节 审核（REVIEW） 不能迁移 在新版本里没有，请选择它对应什么。", shown, StringComparison.Ordinal);
        Assert.Contains("1 处要先解决", shown, StringComparison.Ordinal);
        var seen = await SeenAsync(admin, page);

        var refused = await admin.SubmitAsync(
            page, page, ("version", $"{third}"), ("seen", seen), ("from", "REVIEW"), ("to", ""), ("reason", "新规施行"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        Assert.Contains(">新规施行</textarea>", await TextAsync(refused), StringComparison.Ordinal);

        (string, string)[] mapped =
            [("version", $"{third}"), ("seen", seen), ("from", "REVIEW"), ("to", "VET"), ("from", "LATE"), ("to", "")];
        var planned = await TextAsync(await admin.SubmitAsync(
            page, $"{page}?handler=Plan", [.. mapped, ("reason", "新规施行")]));
        Assert.Contains("可以迁移", planned, StringComparison.Ordinal);
        Assert.Contains("开始计时：到点", planned, StringComparison.Ordinal);
        Assert.Contains(">新规施行</textarea>", planned, StringComparison.Ordinal);
        Assert.Matches("<option value=\"VET\" selected", planned);

        var unreasoned = await admin.SubmitAsync(page, page, [.. mapped, ("reason", "")]);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, unreasoned.StatusCode);
        var again = await TextAsync(unreasoned);
        Assert.Contains("没有填写理由", again, StringComparison.Ordinal);
        Assert.Matches("<option value=\"VET\" selected", again);
        Assert.Equal("REVIEW", (await app.TaskAsync(review.Id)).ElementId);

        var done = await admin.SubmitAsync(
            page, page, [.. mapped[..4], ("from", "LATE"), ("to", "OVERDUE"), ("reason", "新规施行")]);
        Assert.Equal($"/Cases/{review.CaseId}", done.Headers.Location?.ToString());
        Assert.Equal("VET", (await app.TaskAsync(review.Id)).ElementId);
        var after = Browsing.Read(await admin.GetStringAsync($"/Cases/{review.CaseId}"));
        Assert.Contains("由第 1 版迁移到第 3 版流程：新规施行", after, StringComparison.Ordinal);
        Assert.Contains("第 3 版，绿色为已走过", after, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Others_do_not_find_it_and_a_plan_that_is_no_longer_true_is_shown_anew()
    {
        await using var app = await MovingProcess.StartAppAsync(DatabaseProvider.Sqlite);
        var review = await MovingProcess.ReviewAsync(app);
        var page = $"/Cases/{review.CaseId}/Migration";
        var second = await _process.PublishAsync(app, MovingProcess.Second);
        foreach (var user in new[] { "luoyichen", MovingProcess.Handler, "wenjingzhi", "hezhiqiu" })
            Assert.Equal(
                HttpStatusCode.NotFound, (await (await app.SignInAsync(user)).GetAsync(page)).StatusCode);
        var admin = await app.SignInAsync("admin");
        var seen = await SeenAsync(admin, page);
        await app.CompleteAsync(review.CaseId, "REVIEW", MovingProcess.Handler, "pass", form: MovingProcess.Seats);
        var late = await admin.SubmitAsync(
            page, page, ("version", $"{second}"), ("seen", seen), ("reason", "新规施行"));
        Assert.Equal(HttpStatusCode.Conflict, late.StatusCode);
        var text = await TextAsync(late);
        Assert.Contains("迁移方案要重新核对", text, StringComparison.Ordinal);
        Assert.Contains("决定（DECIDE）", text, StringComparison.Ordinal);
        Assert.Contains(">新规施行</textarea>", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_typed_comes_back_although_somebody_else_has_moved_or_ended_the_case()
    {
        await using var app = await MovingProcess.StartAppAsync(DatabaseProvider.Sqlite);
        var review = await MovingProcess.ReviewAsync(app);
        var page = $"/Cases/{review.CaseId}/Migration";
        await _process.PublishAsync(app, MovingProcess.Second);
        var third = await _process.PublishAsync(app, MovingProcess.Third);
        var admin = await app.SignInAsync("admin");
        var seen = await SeenAsync(admin, page);
        (string, string)[] typed =
            [("version", $"{third}"), ("seen", seen), ("from", "REVIEW"), ("to", "VET"), ("reason", "新规施行")];
        var nameless = await admin.SubmitAsync(page, page, [.. typed[..2], ("from", ""), ("to", "VET")]);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, nameless.StatusCode);

        Assert.Null(await app.MigrateAsync(review.CaseId, third, elements: [("REVIEW", "VET"), ("LATE", "OVERDUE")]));
        foreach (var (handler, status) in new[]
        {
            ("", HttpStatusCode.Conflict), ("?handler=Plan", HttpStatusCode.UnprocessableEntity),
        })
        {
            var late = await admin.SubmitAsync(page, page + handler, typed);
            Assert.Equal(status, late.StatusCode);
            var text = await TextAsync(late);
            Assert.Contains(">新规施行</textarea>", text, StringComparison.Ordinal);
            Assert.Contains("第 3 版 → 第 2 版的方案", Browsing.Read(text), StringComparison.Ordinal);
        }

        Assert.Null(await app.TerminateAsync("admin", review.CaseId));
        foreach (var handler in new[] { "", "?handler=Plan" })
        {
            var late = await admin.SubmitAsync($"/Cases/{review.CaseId}", page + handler, typed);
            Assert.Equal(HttpStatusCode.Conflict, late.StatusCode);
            Assert.Contains(">新规施行</textarea>", await TextAsync(late), StringComparison.Ordinal);
        }
    }

    [Theory, Databases]
    public async Task What_was_done_before_is_shown_by_its_own_version_for_good(DatabaseProvider provider)
    {
        await using var app = await MovingProcess.StartAppAsync(provider);
        var review = await MovingProcess.ReviewAsync(app);
        await using var db = app.Open();
        var draft = await db.Tasks.AsNoTracking().SingleAsync(t => t.Name == "拟稿");
        var second = await _process.PublishAsync(app, MovingProcess.Second);
        Assert.Null(await app.MigrateAsync(review.CaseId, second));
        var third = await _process.PublishAsync(app, MovingProcess.Third);
        Assert.Null(await app.MigrateAsync(
            review.CaseId, third, elements: [("REVIEW", "VET"), ("LATE", "OVERDUE")]));
        await app.CompleteAsync(review.CaseId, "VET", MovingProcess.Handler, "pass", form: MovingProcess.Seats);

        // Also on a node that has never seen the versions before, and although drafting is no step any more.
        await using var fresh = app.StartNode();
        foreach (var node in new[] { app, fresh })
        {
            var pei = await node.SignInAsync("peimingyuan");
            var page = Browsing.Read(await pei.GetStringAsync($"/Cases/{review.CaseId}"));
            Assert.Contains("事由说明 扩班", page, StringComparison.Ordinal);
            Assert.DoesNotContain("理由（新）", page, StringComparison.Ordinal);
            Assert.Contains("座位数（新） 45", page, StringComparison.Ordinal);
            Assert.Contains("办理：交稿", page, StringComparison.Ordinal);
            Assert.Contains("由第 2 版迁移到第 3 版流程：新规施行", page, StringComparison.Ordinal);
            Assert.Contains("逐条相链，未被改动", page, StringComparison.Ordinal);
            var task = WebUtility.HtmlDecode(await pei.GetStringAsync($"/Tasks/{draft.Id}"));
            Assert.Contains("事由说明", task, StringComparison.Ordinal);
        }
    }

    private static async Task<string> SeenAsync(HttpClient browser, string page) =>
        Regex.Match(await browser.GetStringAsync(page), "name=\"seen\" value=\"(\\d+)\"").Groups[1].Value;

    private static async Task<string> TextAsync(HttpResponseMessage answer) =>
        WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync());
}
