using BalancedEdu.Web.Data;
using BalancedEdu.Web.Data.Cases;
using BalancedEdu.Web.Mail;
using BalancedEdu.Web.Runtime.Sweeps;
using BalancedEdu.Web.Tests.App;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace BalancedEdu.Web.Tests.Mail;

public partial class MailDispatcherTests
{
    [Theory]
    [Databases]
    public async Task A_mail_of_the_outbox_reaches_the_server_once(DatabaseProvider provider)
    {
        await using var server = new SmtpTestServer();
        await using var app = await StartAsync(provider, server);
        var id = await PutAsync(app);
        Assert.Equal(1, await DispatchAsync(app));
        Assert.Equal(0, await DispatchAsync(app));
        var mail = await ReadAsync(Assert.Single(server.Taken));
        Assert.Equal("[待办] DB-2026-00377 望江路小学：方案审核", mail.Subject);
        Assert.Equal("admin@lincheng.example", mail.To.Mailboxes.Single().Address);
        Assert.Contains("https://shenpi.example/", mail.TextBody, StringComparison.Ordinal);
        Assert.Contains("href=\"https://shenpi.example/\"", mail.HtmlBody, StringComparison.Ordinal);
        var row = await RowAsync(app, id);
        Assert.Equal((OutboxStatus.Done, 1, null, app.Clock.GetUtcNow()),
            (row.Status, row.Attempts, row.LastError, row.SentAt));
        Assert.Equal((mail.Subject, mail.TextBody!.ReplaceLineEndings("\n")), (row.Subject, row.Text));
    }

    [Theory]
    [Databases]
    public async Task A_server_that_is_busy_is_asked_later_and_later_until_a_person_decides(DatabaseProvider provider)
    {
        await using var server = new SmtpTestServer();
        await using var app = await StartAsync(provider, server);
        var id = await PutAsync(app, m => m.Urgent = true);
        server.Script("RCPT", [.. Enumerable.Repeat("451 4.3.0 busy", 6)]);
        foreach (var minutes in (int[])[1, 5, 15, 60, 240])
        {
            Assert.Equal(1, await DispatchAsync(app));
            app.Clock.Advance(TimeSpan.FromMinutes(minutes) - TimeSpan.FromSeconds(1));
            Assert.Equal(0, await DispatchAsync(app));
            app.Clock.Advance(TimeSpan.FromSeconds(1));
        }
        Assert.Equal(OutboxStatus.Pending, (await RowAsync(app, id)).Status);
        await DispatchAsync(app);
        var row = await RowAsync(app, id);
        Assert.Equal((OutboxStatus.Dead, 6), (row.Status, row.Attempts));
        Assert.Contains("451", row.LastError, StringComparison.Ordinal);
        Assert.Empty(server.Taken);
    }

    [Theory]
    [Databases]
    public async Task A_refused_recipient_is_given_up_at_once_and_the_others_get_theirs(DatabaseProvider provider)
    {
        await using var server = new SmtpTestServer();
        await using var app = await StartAsync(provider, server);
        server.Script("RCPT", "550 5.1.1 no such user");
        var (first, second) = (await PutAsync(app), await PutAsync(app));
        await DispatchAsync(app);
        Assert.Equal((OutboxStatus.Dead, "邮件服务器拒收：550 5.1.1 no such user"),
            ((await RowAsync(app, first)).Status, (await RowAsync(app, first)).LastError));
        Assert.Equal(OutboxStatus.Done, (await RowAsync(app, second)).Status);
        Assert.Single(server.Taken);
    }

    [Theory]
    [Databases]
    public async Task A_mail_whose_answer_was_lost_goes_out_again_as_the_same_mail(DatabaseProvider provider)
    {
        await using var server = new SmtpTestServer();
        await using var app = await StartAsync(provider, server);
        server.Script(".", SmtpTestServer.HangUp);
        await PutAsync(app);
        await DispatchAsync(app);
        app.Clock.Advance(TimeSpan.FromMinutes(1));
        await DispatchAsync(app);
        var ids = (await Task.WhenAll(server.Taken.Select(ReadAsync))).Select(m => m.MessageId).ToList();
        Assert.Equal(2, ids.Count);
        Assert.Single(ids.Distinct());
    }

    [Theory]
    [Databases]
    public async Task A_server_that_is_away_costs_one_mail_an_attempt_and_not_all(DatabaseProvider provider)
    {
        await using var server = new SmtpTestServer();
        await using var app = await StartAsync(provider, server);
        server.Script("EHLO", SmtpTestServer.HangUp);
        var (first, second) = (await PutAsync(app), await PutAsync(app));
        Assert.Equal(0, await DispatchAsync(app));
        Assert.Equal((1, 0), ((await RowAsync(app, first)).Attempts, (await RowAsync(app, second)).Attempts));
        Assert.Equal(1, await DispatchAsync(app));
        Assert.Equal(OutboxStatus.Done, (await RowAsync(app, second)).Status);
    }

    [Theory]
    [Databases]
    public async Task A_server_that_is_away_for_different_mails_is_left_alone_and_then_tried_with_one(
        DatabaseProvider provider)
    {
        await using var server = new SmtpTestServer();
        await using var app = await StartAsync(provider, server);
        var mails = new List<long>();
        for (var i = 0; i < CircuitBreaker.FailuresMax + 2; i++) mails.Add(await PutAsync(app));
        for (var i = 0; i < CircuitBreaker.FailuresMax; i++)
        {
            server.Script("EHLO", SmtpTestServer.HangUp);
            Assert.Equal(0, await DispatchAsync(app));
        }
        Assert.Equal(0, await DispatchAsync(app));
        Assert.Equal(0, (await RowAsync(app, mails[^1])).Attempts);
        Assert.Empty(server.Taken);
        app.Clock.Advance(CircuitBreaker.ShutFor);
        while (await DispatchAsync(app) > 0) { }
        Assert.Equal(mails.Count, server.Taken.Count);
    }

    [Theory]
    [Databases]
    public async Task A_server_that_says_not_now_is_there(DatabaseProvider provider)
    {
        await using var server = new SmtpTestServer();
        await using var app = await StartAsync(provider, server);
        for (var i = 0; i <= CircuitBreaker.FailuresMax; i++)
        {
            server.Script("RCPT", "451 4.7.1 later");
            await PutAsync(app);
        }
        await DispatchAsync(app);
        Assert.Empty(app.Services.GetRequiredService<CircuitBreaker>().Shut);
        app.Clock.Advance(TimeSpan.FromMinutes(1));
        await DispatchAsync(app);
        Assert.Equal(CircuitBreaker.FailuresMax + 1, server.Taken.Count);
    }

    [Theory]
    [Databases]
    public async Task A_row_of_a_node_that_died_is_tried_when_its_lease_is_over(DatabaseProvider provider)
    {
        await using var server = new SmtpTestServer();
        await using var app = await StartAsync(provider, server);
        var id = await PutAsync(app, m =>
        {
            m.Attempts = 1; // as claimed by a node that then was killed
            m.NextAttemptAt += TimeSpan.FromMinutes(5);
        });
        Assert.Equal(0, await DispatchAsync(app));
        app.Clock.Advance(TimeSpan.FromMinutes(5));
        Assert.Equal(1, await DispatchAsync(app));
        Assert.Equal(OutboxStatus.Done, (await RowAsync(app, id)).Status);
    }

    [Theory]
    [Databases]
    public async Task Two_nodes_send_each_mail_once(DatabaseProvider provider)
    {
        await using var server = new SmtpTestServer();
        await using var app = await StartAsync(provider, server);
        await using var other = app.StartNode();
        for (var i = 0; i < 30; i++) await PutAsync(app);
        await Task.WhenAll(DispatchAsync(app), DispatchAsync(other));
        var ids = (await Task.WhenAll(server.Taken.Select(ReadAsync))).Select(m => m.MessageId).ToList();
        Assert.Equal((30, 30), (ids.Count, ids.Distinct().Count()));
    }

    [Theory]
    [Databases]
    public async Task At_night_only_urgent_mails_go_out_and_the_others_in_the_morning(DatabaseProvider provider)
    {
        await using var server = new SmtpTestServer();
        await using var app = await StartAsync(provider, server);
        app.Clock.Advance(TimeSpan.FromHours(13.5)); // 22:30
        var (calm, urgent) = (await PutAsync(app), await PutAsync(app, m => m.Urgent = true));
        await DispatchAsync(app);
        Assert.Equal(OutboxStatus.Pending, (await RowAsync(app, calm)).Status);
        Assert.Equal(OutboxStatus.Done, (await RowAsync(app, urgent)).Status);
        app.Clock.Advance(TimeSpan.FromHours(8.5)); // 07:00
        await DispatchAsync(app);
        Assert.Equal(OutboxStatus.Done, (await RowAsync(app, calm)).Status);
    }

    [Theory]
    [Databases("no-such-template", "admin", "没有邮件模板 no-such-template")]
    [Databases("task-assigned", "nobody", "没有账号“nobody”")]
    [Databases("task-assigned", "admin-without-mail", "没有邮箱")]
    [Databases("task-assigned", "admin-disabled", "已停用")]
    [Databases("task-assigned", "admin-odd-mail", "不是邮箱地址")]
    public async Task What_cannot_be_composed_waits_for_a_person_with_its_reason(
        DatabaseProvider provider, string template, string to, string reason)
    {
        await using var server = new SmtpTestServer();
        await using var app = await StartAsync(provider, server);
        await using (var db = app.Open())
        {
            var admin = await db.Users.SingleAsync(u => u.UserName == "admin");
            if (to == "admin-without-mail") admin.Email = null;
            if (to == "admin-disabled") admin.Disabled = true;
            if (to == "admin-odd-mail") admin.Email = "admin";
            await db.SaveChangesAsync();
        }
        var name = to.StartsWith("admin", StringComparison.Ordinal) ? "admin" : to;
        var id = await PutAsync(app, m => (m.Template, m.ToUserName) = (template, name));
        await DispatchAsync(app);
        var row = await RowAsync(app, id);
        Assert.Equal(OutboxStatus.Dead, row.Status);
        Assert.Contains(reason, row.LastError, StringComparison.Ordinal);
        Assert.Empty(server.Taken);
    }

    [Theory]
    [Databases]
    public async Task A_case_uses_the_template_of_its_bundle_and_threads_its_mails(DatabaseProvider provider)
    {
        await using var server = new SmtpTestServer();
        await using var app = await StartAsync(provider, server);
        var caseId = await PutCaseAsync(app, "---\nsubject: \"[本流程] {{ number }}\"\n---\n办理：{{ link }}");
        await PutAsync(app, m => m.CaseId = caseId);
        await PutAsync(app, m => (m.CaseId, m.Template) = (caseId, "task-reminder"));
        await DispatchAsync(app);
        var mails = await Task.WhenAll(server.Taken.Select(ReadAsync));
        Assert.Equal("[本流程] DB-2026-00377", mails[0].Subject);
        Assert.StartsWith("[催办提醒] DB-2026-00377", mails[1].Subject, StringComparison.Ordinal);
        Assert.Equal(mails[0].References.Single(), mails[1].References.Single());
        Assert.Contains($"https://shenpi.example/Cases/{caseId}", mails[0].TextBody, StringComparison.Ordinal);
    }

    [Theory]
    [Databases]
    public async Task A_reminder_of_work_done_in_the_night_is_not_sent(DatabaseProvider provider)
    {
        await using var server = new SmtpTestServer();
        await using var app = await StartAsync(provider, server);
        var caseId = await PutCaseAsync(app, null);
        await using (var db = app.Open())
        {
            db.Tasks.Add(new()
            {
                Id = 900_001, CaseId = caseId, ElementInstanceId = 5, ElementId = "DB05", Name = "方案审核",
                Status = WorkTaskStatus.Completed, CreatedAt = app.Clock.GetUtcNow(),
            });
            await db.SaveChangesAsync();
        }
        var reminder = await PutAsync(app, m => (m.CaseId, m.TaskId, m.Template) = (caseId, 900_001, "task-reminder"));
        var letter = await PutAsync(app, m => (m.CaseId, m.TaskId, m.Template) = (caseId, 900_001, "task-timeout"));
        await DispatchAsync(app);
        Assert.Equal(OutboxStatus.Discarded, (await RowAsync(app, reminder)).Status);
        Assert.Equal(OutboxStatus.Done, (await RowAsync(app, letter)).Status);
    }

    [Fact]
    public async Task A_link_never_leads_away_from_the_platform()
    {
        await using var server = new SmtpTestServer();
        await using var app = await StartAsync(DatabaseProvider.Sqlite, server);
        foreach (var link in (string[])["https://evil.example/", "//evil.example/", "javascript:alert(1)"])
            await PutAsync(app, m => m.Data = $$"""{"number":"DB-1","title":"a","task":"b","link":"{{link}}"}""");
        await PutAsync(app, m => m.Data = """{"number":"DB-1","title":"a","task":"b","link":"/Tasks/9"}""");
        await DispatchAsync(app);
        var texts = (await Task.WhenAll(server.Taken.Select(ReadAsync))).Select(m => m.TextBody!).ToList();
        Assert.All(
            texts.Take(3), t => Assert.Contains("办理：https://shenpi.example/", t.ReplaceLineEndings().Split('\n')));
        Assert.Contains("办理：https://shenpi.example/Tasks/9", texts[3].ReplaceLineEndings().Split('\n'));
        Assert.All(texts, t => Assert.DoesNotContain("evil", t, StringComparison.Ordinal));
    }
}
