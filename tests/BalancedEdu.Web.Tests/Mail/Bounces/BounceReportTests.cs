using System.Text;
using BalancedEdu.Web.Mail.Bounces;
using MimeKit;

namespace BalancedEdu.Web.Tests.Mail.Bounces;

public sealed class BounceReportTests
{
    private const string Own = "mail-800001-19a41f2c400@edu.example";

    /// <summary>What a status means: the address is at fault, or something else is.</summary>
    [Theory]
    [InlineData("5.1.1", "550 5.1.1 <a@b.example>: user unknown", true)]
    [InlineData("5.1.1", "550 5.1.1 The email account that you tried to reach does not exist", true)]
    [InlineData("5.1.2", "Host not found", true)]
    [InlineData("5.1.10", "550 5.1.10 RESOLVER.ADR.RecipientNotFound", true)]
    [InlineData("5.2.1", "550 mailbox disabled", true)]
    [InlineData("5.4.4", "unable to route: no mail hosts for domain", true)]
    [InlineData("5.0.0", "550 No such user here", true)]
    [InlineData("5.0.0", "550 用户不存在", true)]
    [InlineData("5.2.2", "552 mailbox full", false)]
    [InlineData("5.2.3", "message too large", false)]
    [InlineData("5.1.8", "sender domain not found", false)]
    [InlineData("5.7.1", "550 rejected as spam, user unknown or not", false)]
    [InlineData("5.7.26", "DMARC", false)]
    [InlineData("5.0.0", "554 transaction failed", false)]
    [InlineData("4.4.7", "delivery time expired", false)]
    public void A_report_tells_whether_the_address_is_at_fault(string status, string diagnostic, bool dead)
    {
        foreach (var headsOnly in (bool[])[true, false])
        {
            var bounce = Read(Reports.Dsn(Own, "A@b.example", status, diagnostic, headsOnly: headsOnly))!;
            Assert.Equal((800_001L, "19a41f2c400", "a@b.example", dead),
                (bounce.MailId, bounce.Stamp, bounce.Address, bounce.AddressIsDead));
            Assert.Contains(diagnostic, bounce.Reason, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("delayed")]
    [InlineData("delivered")]
    [InlineData("relayed")]
    public void A_delay_or_a_success_is_no_bounce(string action) =>
        Assert.Null(Read(Reports.Dsn(Own, "a@b.example", "4.4.1", "later", action)));

    [Theory]
    [InlineData("系统退信", "您的邮件未能送达。\n收件人：a@b.example\n原因：550 用户不存在", true)]
    [InlineData("退信：投递失败", "收件人邮箱已停用，邮件被退回。", true)]
    [InlineData("系统退信", "550 5.1.1 收件人地址错误", true)]
    [InlineData("failure notice", "<a@b.example>:\n550 no such user (#5.1.1)", true)]
    [InlineData("系统退信", "对方邮箱已满，554 5.2.2", false)]
    [InlineData("系统退信", "邮件内容被识别为垃圾邮件，550 5.7.1", false)]
    [InlineData("系统退信", "对方服务器暂时不可用，451 4.3.0", false)]
    public void A_plain_text_tells_it_in_words(string subject, string words, bool dead)
    {
        var bounce = Read(Reports.Plain(Own, subject, words))!;
        Assert.Equal((800_001L, null, dead), (bounce.MailId, bounce.Address, bounce.AddressIsDead));
    }

    [Fact]
    public void What_names_no_mail_of_ours_or_is_an_answer_of_a_person_is_no_report()
    {
        Assert.Null(Read(Reports.Dsn("other@b.example", "a@b.example", "5.1.1", "user unknown")));
        Assert.Null(Read(Reports.Plain(Own, "回复：[待办] 方案审核", "这个用户不存在吗？", from: "person@b.example")));
        Assert.Null(Read("From: a@b.example\nSubject: hello\n\nhello"));
    }

    private static Bounce? Read(string text)
    {
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(text.ReplaceLineEndings("\r\n")));
        using var message = MimeMessage.Load(stream);
        return BounceReport.Read(message);
    }
}
