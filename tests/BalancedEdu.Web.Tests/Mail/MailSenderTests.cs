using BalancedEdu.Web.Mail;
using Microsoft.Extensions.Options;
using MimeKit;

namespace BalancedEdu.Web.Tests.Mail;

public class MailSenderTests
{
    [Fact]
    public async Task A_mail_goes_out_over_STARTTLS_with_sign_in()
    {
        await using var server = new SmtpTestServer { Account = ("shenpi", "秘密 1!") };
        var settings = Settings(server, s => (s.UserName, s.Password) = ("shenpi", "秘密 1!"));
        Assert.IsType<MailDelivery.Accepted>(await SendAsync(settings));
        var taken = Assert.Single(server.Taken);
        Assert.Equal((true, "shenpi", "shenpi@edu.example"), (taken.Encrypted, taken.UserName, taken.From));
        Assert.Equal(["jiang@edu.example"], taken.Recipients);
    }

    [Fact]
    public async Task A_mail_goes_out_over_TLS_from_the_first_byte()
    {
        await using var server = new SmtpTestServer(implicitTls: true);
        Assert.IsType<MailDelivery.Accepted>(await SendAsync(Settings(server, s => s.Security = MailSecurity.Tls)));
        Assert.True(Assert.Single(server.Taken).Encrypted);
    }

    [Fact]
    public async Task A_mail_goes_out_unprotected_only_when_the_settings_say_so()
    {
        await using var server = new SmtpTestServer { OffersStartTls = false };
        var refused = Assert.IsType<MailDelivery.Failed>(await SendAsync(Settings(server)));
        Assert.Contains("STARTTLS", refused.Reason, StringComparison.Ordinal);
        Assert.IsType<MailDelivery.Accepted>(await SendAsync(Settings(server, s => s.Security = MailSecurity.None)));
        Assert.False(Assert.Single(server.Taken).Encrypted);
    }

    [Theory]
    [InlineData("")]
    [InlineData("00112233")]
    public async Task A_certificate_that_nobody_vouches_for_is_refused(string pinned)
    {
        await using var server = new SmtpTestServer();
        Assert.IsType<MailDelivery.Failed>(await SendAsync(Settings(server, s => s.CertificateSha256 = pinned)));
        Assert.Empty(server.Taken);
    }

    [Fact]
    public async Task Lines_that_begin_with_a_dot_arrive_as_they_were()
    {
        await using var server = new SmtpTestServer();
        var message = Message("第一行\n.\n..两点\n.end\n");
        message.Body!.Prepare(EncodingConstraint.EightBit);
        await using var session = new MailSender(Options.Create(Settings(server))).Open();
        Assert.IsType<MailDelivery.Accepted>(await session.SendAsync(message, default));
        var read = await ReadAsync(Assert.Single(server.Taken));
        Assert.Equal("第一行\n.\n..两点\n.end\n", read.TextBody!.ReplaceLineEndings("\n"));
    }

    [Theory]
    [InlineData("RCPT", "550 5.1.1 no such user", true)]
    [InlineData("RCPT", "451 4.2.1 greylisted", false)]
    [InlineData("RCPT", "452 4.5.3 too many", false)]
    [InlineData("MAIL", "421 4.3.2 shutting down", false)]
    [InlineData("MAIL", "550 5.7.1 sender not allowed", false)] // a wrong setting, not a wrong mail
    [InlineData("DATA", "452 4.3.1 no space", false)]
    [InlineData("DATA", "554 5.3.4 refused", false)] // not said whether for this message or for all
    [InlineData(".", "554 5.7.1 spam", true)]
    [InlineData(".", "451 4.3.0 try later", false)]
    [InlineData(".", SmtpTestServer.HangUp, false)]
    [InlineData("RCPT", SmtpTestServer.HangUp, false)]
    [InlineData("CONNECT", "554 5.3.2 closed", false)]
    [InlineData("EHLO", SmtpTestServer.HangUp, false)]
    public async Task A_failure_is_final_only_where_trying_again_cannot_help(string verb, string answer, bool final)
    {
        await using var server = new SmtpTestServer();
        server.Script(verb, answer);
        var delivery = await SendAsync(Settings(server));
        Assert.Equal(final ? typeof(MailDelivery.Refused) : typeof(MailDelivery.Failed), delivery.GetType());
        if (answer[0] != '!' && verb is "RCPT" or "MAIL" or ".")
            Assert.Contains(answer.Split(' ', 3)[2], delivery.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wrong_password_is_a_setting_to_put_right()
    {
        await using var server = new SmtpTestServer { Account = ("shenpi", "right") };
        Assert.IsType<MailDelivery.Failed>(
            await SendAsync(Settings(server, s => (s.UserName, s.Password) = ("shenpi", "wrong"))));
    }

    [Fact]
    public async Task A_silent_server_costs_the_timeout_and_no_more()
    {
        await using var server = new SmtpTestServer();
        server.Script("MAIL", SmtpTestServer.Silence);
        var failed = Assert.IsType<MailDelivery.Failed>(await SendAsync(Settings(server, s => s.TimeoutSeconds = 1)));
        Assert.Equal("1 秒内没有应答", failed.Reason);
    }

    [Fact]
    public async Task A_server_that_is_not_there_is_tried_again()
    {
        int port;
        await using (var server = new SmtpTestServer()) port = server.Port;
        var settings = new MailSettings { Host = "127.0.0.1", Port = port };
        Assert.IsType<MailDelivery.Failed>(await SendAsync(settings));
    }

    [Fact]
    public async Task Several_mails_share_a_connection_and_a_failed_one_gets_a_new_one()
    {
        await using var server = new SmtpTestServer();
        server.Script("RCPT", "550 5.1.1 no such user");
        await using var session = new MailSender(Options.Create(Settings(server))).Open();
        Assert.IsType<MailDelivery.Refused>(await session.SendAsync(Message("1"), default));
        Assert.IsType<MailDelivery.Accepted>(await session.SendAsync(Message("2"), default));
        Assert.Equal(1, server.Connections);
        server.Script("MAIL", SmtpTestServer.HangUp);
        Assert.IsType<MailDelivery.Failed>(await session.SendAsync(Message("3"), default));
        Assert.IsType<MailDelivery.Accepted>(await session.SendAsync(Message("4"), default));
        Assert.Equal((2, 2), (server.Connections, server.Taken.Count));
    }

    [Fact]
    public async Task Without_a_server_a_mail_becomes_one_file_however_often_it_is_written()
    {
        var folder = Directory.CreateTempSubdirectory("mail").FullName;
        var settings = new MailSettings { Folder = Path.Combine(folder, "mail") };
        Assert.IsType<MailDelivery.Accepted>(await SendAsync(settings));
        Assert.IsType<MailDelivery.Accepted>(await SendAsync(settings));
        var file = Assert.Single(Directory.GetFiles(settings.Folder));
        Assert.EndsWith(".eml", file, StringComparison.Ordinal);
        Assert.Equal("[待办] 测试", (await MimeMessage.LoadAsync(file)).Subject);
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task A_folder_that_cannot_be_written_is_tried_again()
    {
        var file = Path.GetTempFileName();
        Assert.IsType<MailDelivery.Failed>(await SendAsync(new MailSettings { Folder = Path.Combine(file, "mail") }));
        File.Delete(file);
    }

    private static MailSettings Settings(SmtpTestServer server, Action<MailSettings>? change = null)
    {
        var settings = new MailSettings
        {
            Host = "127.0.0.1",
            Port = server.Port,
            CertificateSha256 = SmtpTestServer.CertificateSha256,
        };
        change?.Invoke(settings);
        return settings;
    }

    private static async Task<MailDelivery> SendAsync(MailSettings settings)
    {
        await using var session = new MailSender(Options.Create(settings)).Open();
        return await session.SendAsync(Message("正文"), default);
    }

    private static MimeMessage Message(string text)
    {
        var message = new MimeMessage { Subject = "[待办] 测试", MessageId = "mail-1-a@edu.example" };
        message.From.Add(new MailboxAddress("义务教育协同审批平台", "shenpi@edu.example"));
        message.To.Add(new MailboxAddress("江予安", "jiang@edu.example"));
        message.Body = new TextPart("plain") { Text = text };
        return message;
    }

    private static async Task<MimeMessage> ReadAsync(TakenMail taken)
    {
        using var stream = new MemoryStream(System.Text.Encoding.UTF8.GetBytes(taken.Content));
        return await MimeMessage.LoadAsync(stream);
    }
}
