using System.Net;
using BalancedEdu.Web.Data;
using BalancedEdu.Web.Data.Cases;
using BalancedEdu.Web.Tests.App;
using BalancedEdu.Web.Tests.Mail;

namespace BalancedEdu.Web.Tests.Features.Administration;

public class MailPageTests
{
    [Theory]
    [Databases]
    public async Task An_administrator_sees_what_was_not_delivered_and_why(DatabaseProvider provider)
    {
        await using var app = await ProductApp.StartAsync(provider, MailDispatcherTests.NoWorkflows);
        using var admin = await app.SignInAsync("admin");
        await MailDispatcherTests.PutAsync(app, m =>
            (m.Status, m.Attempts, m.LastError, m.Subject) = (OutboxStatus.Dead, 6, "451 <busy>", "[待办] <b>DB-1</b>"));
        var sent = await MailDispatcherTests.PutAsync(app, m =>
            (m.Status, m.Subject, m.Text, m.SentAt) = (OutboxStatus.Done, "[销号通知] DB-2", "正文一行\n", m.CreatedAt));
        var page = WebUtility.HtmlDecode(await admin.GetStringAsync("/Administration/Mail"));
        Assert.Contains("451 <busy>", page, StringComparison.Ordinal);
        Assert.Contains("未送达<span class=\"be-n\">1</span>", page, StringComparison.Ordinal);
        Assert.DoesNotContain("[销号通知] DB-2", page, StringComparison.Ordinal);
        page = await admin.GetStringAsync("/Administration/Mail?view=Dead");
        Assert.DoesNotContain("<b>DB-1</b>", page, StringComparison.Ordinal);
        page = await admin.GetStringAsync("/Administration/Mail?view=Sent");
        Assert.Contains("[销号通知] DB-2", page, StringComparison.Ordinal);
        Assert.Contains("正文一行", await admin.GetStringAsync($"/Administration/Mail/{sent}"), StringComparison.Ordinal);
    }

    [Theory]
    [Databases("DB-2", 1)]
    [Databases("管理员", 1)]
    [Databases("admin", 1)]
    [Databases("100%", 0)]
    public async Task A_mail_is_found_by_subject_or_recipient(DatabaseProvider provider, string words, int expected)
    {
        await using var app = await ProductApp.StartAsync(provider, MailDispatcherTests.NoWorkflows);
        using var admin = await app.SignInAsync("admin");
        await MailDispatcherTests.PutAsync(app, m => (m.Status, m.Subject) = (OutboxStatus.Done, "[销号通知] DB-2"));
        var page = await admin.GetStringAsync("/Administration/Mail?view=Sent&q=" + Uri.EscapeDataString(words));
        Assert.Equal(expected, page.Split("data-row").Length - 1);
    }

    [Fact]
    public async Task Fifty_mails_make_a_page()
    {
        await using var app = await ProductApp.StartAsync(DatabaseProvider.Sqlite, MailDispatcherTests.NoWorkflows);
        using var admin = await app.SignInAsync("admin");
        long last = 0;
        for (var i = 0; i < 51; i++) last = await MailDispatcherTests.PutAsync(app);
        var first = await admin.GetStringAsync("/Administration/Mail?view=Queued");
        Assert.Equal(50, first.Split("data-row").Length - 1);
        Assert.Contains($"before={last - 49}", first, StringComparison.Ordinal);
        var second = await admin.GetStringAsync($"/Administration/Mail?view=Queued&before={last - 49}");
        Assert.Equal(1, second.Split("data-row").Length - 1);
    }

    [Theory]
    [Databases]
    public async Task A_mail_that_waits_can_be_read_before_it_is_sent(DatabaseProvider provider)
    {
        await using var app = await ProductApp.StartAsync(provider, MailDispatcherTests.NoWorkflows);
        using var admin = await app.SignInAsync("admin");
        var id = await MailDispatcherTests.PutAsync(app);
        var page = await admin.GetStringAsync($"/Administration/Mail/{id}");
        Assert.Contains("[待办] DB-2026-00377 望江路小学：方案审核", page, StringComparison.Ordinal);
        Assert.Contains("您有新的待办“方案审核”", page, StringComparison.Ordinal);
        Assert.Null((await MailDispatcherTests.RowAsync(app, id)).Subject);
    }

    [Theory]
    [Databases]
    public async Task A_given_up_mail_is_tried_again_with_all_its_attempts(DatabaseProvider provider)
    {
        await using var app = await ProductApp.StartAsync(provider, MailDispatcherTests.NoWorkflows);
        using var admin = await app.SignInAsync("admin");
        var id = await MailDispatcherTests.PutAsync(app, m => (m.Status, m.Attempts) = (OutboxStatus.Dead, 6));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, await PostAsync(admin, id, "Retry", " "));
        Assert.Equal(HttpStatusCode.Redirect, await PostAsync(admin, id, "Retry"));
        var row = await MailDispatcherTests.RowAsync(app, id);
        Assert.Equal((OutboxStatus.Pending, 0), (row.Status, row.Attempts));
        await app.SweepAsync();
        Assert.Equal(OutboxStatus.Done, (await MailDispatcherTests.RowAsync(app, id)).Status);
        Assert.Single(Directory.GetFiles(app.MailFolder, $"mail-{id}-*.eml"));
    }

    [Theory]
    [Databases]
    public async Task A_discarded_mail_is_never_sent(DatabaseProvider provider)
    {
        await using var app = await ProductApp.StartAsync(provider, MailDispatcherTests.NoWorkflows);
        using var admin = await app.SignInAsync("admin");
        var id = await MailDispatcherTests.PutAsync(app);
        Assert.Equal(HttpStatusCode.Redirect, await PostAsync(admin, id, "Discard"));
        await app.SweepAsync();
        Assert.Equal(OutboxStatus.Discarded, (await MailDispatcherTests.RowAsync(app, id)).Status);
        Assert.Empty(Directory.GetFiles(app.MailFolder));
    }

    [Theory]
    [InlineData("Retry")]
    [InlineData("Discard")]
    public async Task A_mail_that_was_sent_meanwhile_answers_that(string action)
    {
        await using var app = await ProductApp.StartAsync(DatabaseProvider.Sqlite, MailDispatcherTests.NoWorkflows);
        using var admin = await app.SignInAsync("admin");
        var id = await MailDispatcherTests.PutAsync(app);
        var token = ProductApp.AntiforgeryToken(await admin.GetStringAsync($"/Administration/Mail/{id}"));
        await app.SweepAsync();
        using var form = new FormUrlEncodedContent(
            new Dictionary<string, string> { ["__RequestVerificationToken"] = token, ["reason"] = "邮箱已改正" });
        var answer = await admin.PostAsync($"/Administration/Mail/{id}?handler={action}", form);
        Assert.Equal(HttpStatusCode.Conflict, answer.StatusCode);
        Assert.Contains("这封邮件现在是“已发”", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [Databases]
    public async Task All_that_were_not_delivered_are_sent_again_at_once(DatabaseProvider provider)
    {
        await using var app = await ProductApp.StartAsync(provider, MailDispatcherTests.NoWorkflows);
        using var admin = await app.SignInAsync("admin");
        for (var i = 0; i < 3; i++) await MailDispatcherTests.PutAsync(app, m => m.Status = OutboxStatus.Dead);
        var answer = await admin.SubmitAsync(
            "/Administration/Mail", "/Administration/Mail?handler=RetryAll", ("reason", "服务器已恢复"));
        Assert.Contains("已重发 3 条", await admin.GetStringAsync(answer.Headers.Location), StringComparison.Ordinal);
        await app.SweepAsync();
        Assert.Equal(3, Directory.GetFiles(app.MailFolder).Length);
    }

    [Fact]
    public async Task Nobody_else_sees_mails()
    {
        await using var app = await ProductApp.StartAsync(DatabaseProvider.Sqlite, MailDispatcherTests.NoWorkflows);
        var id = await MailDispatcherTests.PutAsync(app);
        using var clerk = await app.SignInAsync("peimingyuan");
        foreach (var path in (string[])["/Administration/Mail", $"/Administration/Mail/{id}"])
            Assert.Equal(HttpStatusCode.NotFound, (await clerk.GetAsync(path)).StatusCode);
        using var nobody = app.CreateClient(new() { AllowAutoRedirect = false });
        Assert.Equal(HttpStatusCode.Redirect, (await nobody.GetAsync("/Administration/Mail")).StatusCode);
    }

    [Theory]
    [InlineData("/Administration/Mail/4711")]
    [InlineData("/Administration/Mail?view=Nonsense")]
    [InlineData("/Administration/Mail?before=x")]
    public async Task What_is_not_there_answers_404(string path)
    {
        await using var app = await ProductApp.StartAsync(DatabaseProvider.Sqlite, MailDispatcherTests.NoWorkflows);
        using var admin = await app.SignInAsync("admin");
        Assert.Equal(HttpStatusCode.NotFound, (await admin.GetAsync(path)).StatusCode);
    }

    private static async Task<HttpStatusCode> PostAsync(
        HttpClient client, long id, string action, string reason = "邮箱已改正")
    {
        var page = await client.GetStringAsync($"/Administration/Mail/{id}");
        using var form = new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["__RequestVerificationToken"] = ProductApp.AntiforgeryToken(page), ["reason"] = reason,
        });
        return (await client.PostAsync($"/Administration/Mail/{id}?handler={action}", form)).StatusCode;
    }
}
