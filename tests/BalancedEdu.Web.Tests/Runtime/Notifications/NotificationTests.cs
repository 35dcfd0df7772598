using BalancedEdu.Feel.Values;
using BalancedEdu.Web.Data;
using BalancedEdu.Web.Data.Notifications;
using BalancedEdu.Web.Runtime;
using BalancedEdu.Web.Runtime.Assignment;
using BalancedEdu.Web.Runtime.Effects;
using BalancedEdu.Web.Runtime.Notifications;
using BalancedEdu.Web.Tests.App;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace BalancedEdu.Web.Tests.Runtime.Notifications;

public sealed class NotificationTests
{
    private const string Form = """{ "seats": 45 }""";

    [Theory, Databases]
    public async Task Whoever_a_task_waits_for_is_told_with_the_step_that_opens_it(DatabaseProvider provider)
    {
        await using var app = await TrialProcess.StartAppAsync(provider);
        var started = await app.StartCaseAsync("trial", TrialProcess.Variables);
        var task = await app.OpenTaskAsync(started.CaseId, "REVIEW");
        var told = await AllAsync(app);
        Assert.Equal(["fangqiheng", "peimingyuan"], told.Select(n => n.UserName).Order());
        Assert.All(told, n => Assert.Equal(
            (NotificationEvent.Assigned, started.CaseId, task.Id, "审核，截至 2026-11-05（周四）", false, null),
            (n.Event, n.CaseId!.Value, n.TaskId!.Value, n.Text, n.InDigest, n.ReadAt)));
    }

    [Theory, Databases]
    public async Task Many_are_told_by_one_statement_and_nobody_by_none(DatabaseProvider provider)
    {
        await using var app = await TrialProcess.StartAppAsync(provider);
        var many = Enumerable.Range(0, 300).Select(i => new Notification
        {
            UserName = $"person{i}", Event = NotificationEvent.Copied, CaseId = 1, Text = "“引号”\\ 与 \n 换行",
            CreatedAt = ProductApp.Start,
        }).ToList();
        var statement = Assert.Single(BalancedEdu.Web.Runtime.Transitions.NotificationSql.Of(many));
        Assert.Equal(2, statement.Values.Count);
        Assert.Empty(BalancedEdu.Web.Runtime.Transitions.NotificationSql.Of([]));
        await app.Services.GetRequiredService<TransitionStore>().WriteAsync([statement], default);
        var all = await AllAsync(app);
        Assert.Equal((300, "“引号”\\ 与 \n 换行", null, null), (all.Count, all[0].Text, all[0].TaskId, all[0].Link));
    }

    [Theory, Databases]
    public async Task The_initiator_hears_of_a_decision_of_a_stop_and_of_the_end(DatabaseProvider provider)
    {
        await using var app = await TrialProcess.StartAppAsync(provider);
        var started = await app.StartCaseAsync("trial", TrialProcess.Variables, by: "shenzhiyuan");
        await app.CompleteAsync(started.CaseId, "REVIEW", "peimingyuan", "back", "缺材料。", Form);
        Assert.Equal(
            [(NotificationEvent.Paused, "“总时限”停表", true)],
            (await AllAsync(app)).Where(n => n.UserName == "shenzhiyuan").Select(n => (n.Event, n.Text, n.InDigest)));
        var principal = (await app.OpenTaskAsync(started.CaseId, "MEND")).Assignee!;
        await app.CompleteAsync(started.CaseId, "MEND", principal, "done");
        await app.SweepAsync();
        await app.AdvanceAsync(TimeSpan.FromHours(2));
        await app.CompleteAsync(started.CaseId, "APPROVE", "fangqiheng", "agree");
        Assert.Equal(
            [
                (NotificationEvent.Paused, "“总时限”停表"), (NotificationEvent.Resumed, "“总时限”恢复计时"),
                (NotificationEvent.Decided, "事项已办结"),
            ],
            (await AllAsync(app)).Where(n => n.UserName == "shenzhiyuan").Select(n => (n.Event, n.Text)));
    }

    [Theory, Databases]
    public async Task Whoever_acts_is_not_told_of_it(DatabaseProvider provider)
    {
        await using var app = await TrialProcess.StartAppAsync(provider);
        var again = await app.StartCaseAsync("trial", TrialProcess.Variables, by: "peimingyuan");
        Assert.DoesNotContain(
            await AllAsync(app), n => n.CaseId == again.CaseId && n.UserName == "peimingyuan");
    }

    [Theory, Databases]
    public async Task Reminders_and_escalations_say_what_they_are(DatabaseProvider provider)
    {
        await using var app = await TrialProcess.StartAppAsync(provider, new());
        await app.StartCaseAsync("trial", TrialProcess.Variables);
        for (var day = 0; day < 14; day++)
            await app.AdvanceAsync(TimeSpan.FromDays(1));
        Assert.Equal(
            [
                (NotificationEvent.NearDue, "审核，还有 1 个工作日到期"), (NotificationEvent.NearDue, "审核，今天到期"),
                (NotificationEvent.Escalated, "审核，已逾期 1 个工作日"), (NotificationEvent.Escalated, "审核，已逾期 3 个工作日"),
            ],
            (await AllAsync(app)).Where(n => n.UserName == "peimingyuan" && n.Event != NotificationEvent.Assigned)
                .Select(n => (n.Event, n.Text)));
    }

    [Theory, Databases]
    public async Task A_choice_decides_about_the_mail_and_never_about_the_notification_centre(
        DatabaseProvider provider)
    {
        await using var app = await TrialProcess.StartAppAsync(provider);
        await using var other = app.StartNode();
        await ChooseAsync(app, "peimingyuan", NotificationMode.None);
        await ChooseAsync(app, "fangqiheng", NotificationMode.Digest);
        await other.StartCaseAsync("trial", TrialProcess.Variables);
        Assert.Equal(
            [("fangqiheng", true), ("peimingyuan", false)],
            (await AllAsync(app)).Select(n => (n.UserName, n.InDigest)).Order());
        await using var db = app.Open();
        Assert.Empty(await db.OutboxMails.ToListAsync());
    }

    [Theory, Databases]
    public async Task Principal_and_delegate_are_both_told_each_once(DatabaseProvider provider)
    {
        await using var app = await ProductApp.StartAsync(provider, TrialProcess.Folder, services =>
        {
            services.AddSingleton(new TrialJobs());
            TrialProcess.AddJobs(services);
            services.AddSingleton<IStandIns>(new Standing("peimingyuan", "wenjingzhi"));
            services.AddSingleton<IStandIns>(new Standing("fangqiheng", "peimingyuan"));
        });
        await app.StartCaseAsync("trial", TrialProcess.Variables);
        Assert.Equal(
            [
                ("fangqiheng", "审核，截至 2026-11-05（周四）"), ("peimingyuan", "审核，截至 2026-11-05（周四）"),
                ("wenjingzhi", "代裴明远：审核，截至 2026-11-05（周四）"),
            ],
            (await AllAsync(app)).Select(n => (n.UserName, n.Text)).Order());
        await using var db = app.Open();
        var mails = await db.OutboxMails.ToListAsync();
        Assert.Contains("裴明远", mails.Single(m => m.ToUserName == "wenjingzhi").Data, StringComparison.Ordinal);
        Assert.Equal(3, mails.Count);
    }

    [Fact]
    public void Every_event_has_a_rule_and_the_weighty_ones_are_fixed()
    {
        Assert.Equal(
            Enum.GetValues<NotificationEvent>().Order(), NotificationRules.All.Select(r => r.Event).Order());
        Assert.All(
            [
                NotificationEvent.Overdue, NotificationEvent.Escalated, NotificationEvent.Returned,
                NotificationEvent.Urged, NotificationEvent.CalendarMoved, NotificationEvent.TimedOut,
            ],
            e => Assert.True(NotificationRules.Of(e).Fixed));
        Assert.All(
            NotificationRules.All.Where(r => r.Fixed), r => Assert.Equal(NotificationMode.AtOnce, r.Default));
    }

    [Fact]
    public void Every_mail_about_a_task_or_a_case_stands_for_an_event() => Assert.All(
        BalancedEdu.Web.Mail.MailTemplates.Shared.Keys.Where(id =>
            id.StartsWith("task-", StringComparison.Ordinal) || id.StartsWith("case-", StringComparison.Ordinal)),
        id => Assert.True(NotificationRules.EventOf(id) != NotificationEvent.Letter, $"{id}: NotificationRules"));

    [Fact]
    public void A_line_is_one_line_and_not_too_long()
    {
        var data = new FeelContext([new("task", FeelValue.Of("审核")), new("comment", FeelValue.Of("第一行\n第二行"))]);
        Assert.Equal("审核：第一行 第二行", NotificationText.Of(NotificationEvent.Returned, data, ""));
        Assert.Equal(
            NotificationText.LengthMax,
            NotificationText.Of(NotificationEvent.Copied, FeelContext.Empty, new string('长', 300)).Length);
    }

    internal static async Task<List<Notification>> AllAsync(ProductApp app)
    {
        await using var db = app.Open();
        return await db.Notifications.AsNoTracking().OrderBy(n => n.Id).ToListAsync();
    }

    private static async Task ChooseAsync(ProductApp app, string userName, NotificationMode mode)
    {
        await using var scope = app.Services.CreateAsyncScope();
        Assert.Null(await scope.ServiceProvider.GetRequiredService<NotificationPreferences>().SaveAsync(
            userName, new Dictionary<NotificationEvent, NotificationMode> { [NotificationEvent.Assigned] = mode },
            default));
    }

    private sealed class Standing(string principal, string standIn) : IStandIns
    {
        public IEnumerable<Person> Of(StepContext step, Person person) =>
            person.UserName == principal ? step.Staff.People([standIn]) : [];
    }
}
