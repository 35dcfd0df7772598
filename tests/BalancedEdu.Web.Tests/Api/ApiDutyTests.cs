using System.Net;
using System.Text.Json;
using BalancedEdu.Web.Data;
using BalancedEdu.Web.Tests.App;
using BalancedEdu.Web.Tests.Features;
using BalancedEdu.Web.Tests.Runtime.People;
using BalancedEdu.Web.Tests.Runtime.Tasks;
using Microsoft.EntityFrameworkCore;

namespace BalancedEdu.Web.Tests.Api;

/// <summary>What belongs to doing a task and decides nothing: phrases, drafts, staying away.</summary>
public sealed class ApiDutyTests
{
    [Theory, Databases]
    public async Task Phrases_are_added_changed_ordered_and_deleted_and_are_nobody_elses(DatabaseProvider provider)
    {
        await using var app = await Hands.StartAppAsync(provider);
        using var program = await app.ProgramAsync("dingruoshui");
        await program.DoAsync("/phrases", new { text = "同意。" });
        var two = await program.DoAsync("/phrases", new { text = "请补充材料。" });
        Assert.Equal(["同意。", "请补充材料。"], Texts(two));
        var id = two.Body[1].GetProperty("id").GetInt64();
        Assert.Equal(["请补充材料。", "同意。"], Texts(await program.DoAsync($"/phrases/{id}/move", new { up = true })));
        await program.DoAsync($"/phrases/{id}", new { text = "请补正。" });
        using var other = await app.ProgramAsync("guyongming");
        Assert.Empty(Texts(await other.ReadAsync("/phrases")));
        Assert.Equal("phrase.unknown", (await other.PostAsync($"/phrases/{id}/remove")).Code);
        Assert.Equal("phrase.twice", (await program.PostAsync("/phrases", new { text = "同意。" })).Code);
        Assert.Equal("phrase.empty", (await program.PostAsync("/phrases", new { text = " " })).Code);
        await program.DoAsync($"/phrases/{id}/remove");
        Assert.Equal(["同意。"], Texts(await program.ReadAsync("/phrases")));
        await using var db = app.Open();
        var record = await db.PhraseChanges.AsNoTracking().OrderBy(c => c.Id).ToListAsync();
        Assert.Equal(
            [(null, "同意。"), (null, "请补充材料。"), ("请补充材料。", "请补正。"), ("请补正。", null)],
            record.Select(c => (c.Before, c.After)));
        Assert.All(record, c => Assert.Equal(("dingruoshui", "数据交换"), (c.UserName, c.Via)));
        using var browser = await app.SignInAsync("dingruoshui");
        Assert.Contains("请补充材料。 → 请补正。", Browsing.Read(await browser.GetStringAsync("/Account/Phrases")),
            StringComparison.Ordinal);
    }

    [Theory, Databases]
    public async Task A_draft_is_kept_and_told_and_what_somebody_types_is_kept_and_not_told(DatabaseProvider provider)
    {
        await using var app = await Hands.StartAppAsync(provider);
        var task = await app.StartAsync();
        using var program = await app.ProgramAsync("dingruoshui");
        await program.DoAsync($"/tasks/{task.Id}/draft", new { revision = task.Revision, form = new { seats = 30 } });
        using var browser = await app.SignInAsync("dingruoshui");
        var page = $"/Tasks/{task.Id}";
        using var typed = await browser.SubmitAsync(
            page, $"{page}/Draft", ("revision", $"{task.Revision}"), ("formData", """{"seats":45}"""));
        Assert.Equal(HttpStatusCode.Redirect, typed.StatusCode);
        await using var db = app.Open();
        var row = await db.Tasks.AsNoTracking().SingleAsync(t => t.Id == task.Id);
        Assert.Equal((task.Revision, 45), (row.Revision, Seats(row.Draft!)));
        Assert.Equal(2, await db.CaseEvents.CountAsync(e => e.Kind == "DraftSaved" && e.Actor == "dingruoshui"));
        using var stale = await browser.SubmitAsync(
            page, $"{page}/Draft", ("revision", "99"), ("formData", """{"seats":46}"""));
        Assert.Equal(HttpStatusCode.Conflict, stale.StatusCode);
        Assert.Equal(2, await db.CaseEvents.CountAsync(e => e.Kind == "DraftSaved"));
    }

    [Theory, Databases]
    public async Task Who_was_drawn_stays_away_and_somebody_else_is_drawn(DatabaseProvider provider)
    {
        await using var app = await Site.StartAppAsync(provider);
        var seat = (await app.LookAsync())[0];
        using var drawn = await app.ProgramAsync(seat.Assignee!);
        var address = $"/tasks/{seat.Id}/recuse";
        var unsaid = await drawn.PostAsync(address, new { revision = seat.Revision, reason = "" });
        Assert.Equal("task.reason-missing", unsaid.Code);
        var now = await drawn.DoAsync(address, new { revision = seat.Revision, reason = "与被查学校有利害关系" });
        Assert.NotEqual(seat.Assignee, now["assignee"].GetString());
        Assert.Equal(
            "task.stale", (await drawn.PostAsync(address, new { revision = seat.Revision, reason = "再次" })).Code);
    }

    private static IEnumerable<string?> Texts(Answered answer) =>
        answer.Body.EnumerateArray().Select(p => p.GetProperty("text").GetString());

    private static int Seats(string json)
    {
        using var form = JsonDocument.Parse(json);
        return form.RootElement.GetProperty("seats").GetInt32();
    }
}
