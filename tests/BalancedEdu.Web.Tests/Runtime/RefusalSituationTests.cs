using System.Net;
using BalancedEdu.Web.Data;
using BalancedEdu.Web.Data.Cases;
using BalancedEdu.Web.Runtime;
using BalancedEdu.Web.Runtime.Clocks.Extensions;
using BalancedEdu.Web.Runtime.Tasks;
using BalancedEdu.Web.Tests.App;
using BalancedEdu.Web.Tests.Features;
using BalancedEdu.Web.Tests.Runtime.CaseActions;
using BalancedEdu.Web.Tests.Runtime.Tasks;
using Microsoft.EntityFrameworkCore;

namespace BalancedEdu.Web.Tests.Runtime;

/// <summary>Refusals that the tests of no operation meet by the way.</summary>
public sealed class RefusalSituationTests
{
    [Theory, Databases]
    public async Task A_called_case_is_not_withdrawn_by_itself(DatabaseProvider provider)
    {
        await using var app = await TrialProcess.StartAppAsync(provider);
        var (called, caller) = ((await app.ReviewOfLuoAsync()).CaseId, (await app.ReviewOfLuoAsync()).CaseId);
        await using (var db = app.Open())
            await db.Cases.Where(c => c.Id == called)
                .ExecuteUpdateAsync(c => c.SetProperty(x => x.ParentCaseId, caller));
        (await app.WithdrawAsync("luoyichen", called)).Refusal.Says("case.called");
    }

    [Theory, Databases]
    public async Task A_phrase_is_no_report_and_nobody_needs_more_than_fifty(DatabaseProvider provider)
    {
        await using var app = await Hands.StartAppAsync(provider);
        Task<ActionRefusal?> AddAsync(string text) =>
            app.ActAsync<PersonalPhrases>("dingruoshui", (v, p) => v.AddAsync(text, p, default));
        (await AddAsync(new('长', PersonalPhrases.LengthMax + 1))).Says("phrase.too-long");
        (await AddAsync(" ")).Says("phrase.empty");
        for (var i = 0; i < PersonalPhrases.CountMax; i++)
            Assert.Null(await AddAsync($"意见{i}"));
        (await AddAsync("意见0")).Says("phrase.twice");
        (await AddAsync("再一条")).Says("phrase.too-many");
        (await app.ActAsync<PersonalPhrases>("guyongming", (v, p) => v.RemoveAsync(1, p, default)))
            .Says("phrase.unknown");
    }

    [Theory, Databases]
    public async Task A_task_that_was_given_by_name_is_not_released(DatabaseProvider provider)
    {
        await using var app = await Hands.StartAppAsync(provider);
        var first = await Hands.StartAsync(app);
        await app.CompleteAsync(first.CaseId, "A", "dingruoshui", "pass");
        var task = await app.OpenTaskAsync(first.CaseId, "B2");
        var refusal = await app.ActAsync<TaskActions>(
            "hezhiqiu", (a, p) => a.ReleaseAsync(task.Id, task.Revision, p, default));
        refusal.Is(
            RefusalKind.Forbidden, "task.not-claimed",
            "不能释放“财政意见”：它是直接指派给您的，没有候选人可以接手。如需他人办理，请转办。");
    }

    [Theory, Databases]
    public async Task A_reason_that_an_outcome_wants_is_named_with_the_outcome(DatabaseProvider provider)
    {
        await using var app = await TrialProcess.StartAppAsync(provider);
        var review = await app.ReviewOfLuoAsync();
        var refusal = await app.DecideAsync("peimingyuan", review, "back", form: """{ "seats": 45 }""");
        refusal.Says("task.invalid");
        var error = Assert.Single(refusal!.Fields);
        Assert.Equal(("comment", "task.comment-required"), (error.Key, error.Code));
        Assert.Null(RefusalSentences.Mismatch(error.Code, error.Message));
    }

    [Fact]
    public async Task Urging_without_a_step_chosen_says_so()
    {
        await using var app = await TrialProcess.StartAppAsync(DatabaseProvider.Sqlite);
        var review = await app.ReviewOfLuoAsync();
        using var browser = await app.SignInAsync("luoyichen");
        using var answer = await browser.SubmitAsync(
            $"/Cases/{review.CaseId}/Urging", $"/Cases/{review.CaseId}/Urging", ("note", ""));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        Assert.Contains(
            RefusalSentences.ByCode["task.urge-none"],
            WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync()), StringComparison.Ordinal);
    }

    /// <summary>A rule that is out of force today, and one case that many people work at in the same instant.</summary>
    [Fact]
    public void What_can_not_be_brought_about_here_is_said_all_the_same()
    {
        var clock = new ClockRow { Name = "总时限", Budget = "20WD", CalendarVersion = "" };
        ExtensionRefusals.RuleUnknown(clock, "joint").Says("clock.extension.rule-unknown");
        BalancedEdu.Web.Runtime.Refusals.Busy("发起“学校撤并”").Says("case.busy");
    }
}
