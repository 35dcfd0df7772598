using BalancedEdu.Web.Mail;
using MimeKit;

namespace BalancedEdu.Web.Tests.Mail;

public class MailMessageTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 24, 9, 0, 0, TimeSpan.FromHours(8));
    private static readonly MailSettings Settings = new() { FromAddress = "shenpi@edu.example" };
    private static readonly ComposedMail Mail = new("[大班额立案] 望江路小学", "正文\n", "<p>正文</p>");

    [Fact]
    public void The_same_row_has_one_Message_ID_over_all_attempts()
    {
        var first = Make(17, "DB-2026-00377", Now);
        Assert.Equal(first.MessageId, Make(17, "DB-2026-00377", Now.AddHours(4)).MessageId);
        Assert.NotEqual(first.MessageId, Make(18, "DB-2026-00377", Now).MessageId);
        Assert.EndsWith("@edu.example", first.MessageId, StringComparison.Ordinal);
    }

    [Fact]
    public void Mails_of_a_case_refer_to_one_thread_and_mails_outside_of_one_to_none()
    {
        var (a, b) = (Make(17, "DB-2026-00377", Now), Make(18, "DB-2026-00377", Now));
        Assert.Equal(a.References.Single(), b.References.Single());
        Assert.Equal(a.References.Single(), a.InReplyTo);
        Assert.NotEqual(a.InReplyTo, Make(19, "DB-2026-00378", Now).InReplyTo);
        Assert.Empty(Make(20, null, Now).References);
    }

    [Fact]
    public async Task A_mail_is_written_in_Chinese_with_both_parts_and_asks_for_no_automatic_answer()
    {
        using var stream = new MemoryStream();
        await Make(17, "DB-2026-00377", Now).WriteToAsync(stream);
        stream.Position = 0;
        var read = await MimeMessage.LoadAsync(stream);
        Assert.Equal(("[大班额立案] 望江路小学", "正文\n", "<p>正文</p>"),
            (read.Subject, read.TextBody!.ReplaceLineEndings("\n"), read.HtmlBody!.Trim()));
        Assert.Equal("义务教育协同审批平台", read.From.Mailboxes.Single().Name);
        Assert.Equal("江予安", read.To.Mailboxes.Single().Name);
        Assert.Equal("auto-generated", read.Headers["Auto-Submitted"]);
        Assert.Equal(Now, read.Date);
    }

    [Theory]
    [InlineData("")]
    [InlineData("jiang")]
    [InlineData("jiang@")]
    [InlineData("a@edu.example, b@edu.example")]
    [InlineData("jiang@edu.example\r\nBcc: all@edu.example")]
    [InlineData("江予安 <jiang@edu.example>")]
    public void An_address_that_is_none_is_refused(string address) =>
        Assert.Throws<FormatException>(() => MailMessage.Of(
            Mail, new(17, Now, address, "江予安", null), Settings, Now));

    [Fact]
    public void A_name_with_a_line_break_adds_no_header()
    {
        var message = MailMessage.Of(
            Mail, new(17, Now, "jiang@edu.example", "江\r\nBcc: all@edu.example", "DB\r\nX: 1"), Settings, Now);
        var text = message.ToString();
        Assert.DoesNotContain("\nBcc:", text, StringComparison.Ordinal);
        Assert.DoesNotContain("\nX: 1", text, StringComparison.Ordinal);
    }

    private static MimeMessage Make(long row, string? number, DateTimeOffset now) => MailMessage.Of(
        Mail, new(row, Now, "jiang@edu.example", "江予安", number), Settings, now);
}
