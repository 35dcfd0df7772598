using BalancedEdu.Web.Mail;

namespace BalancedEdu.Web.Tests.Mail;

public class MailComposerTests
{
    private const string Link = "https://shenpi.edu.example/Tasks/17";

    [Fact]
    public void Data_reads_as_people_write_it()
    {
        const string body =
            "{{ due }}|{{ at }}|{{ sum | money }}|{{ yes }}|{{ none }}|{{ LD03.form.name }}|{{ list[1].a }}|{{ days }}";
        var mail = Compose(body, """
            {"due":{"$date":"2026-11-27"},"at":{"$dateTime":"2026-11-27T09:30:00Z"},"sum":24300.50,"yes":true,
             "none":null,"LD03":{"form":{"name":"锦澜小学"}},"list":[{"a":1},{"a":"二"}],"days":{"$duration":"P5D"}}
            """);
        Assert.Equal("2026-11-27 周五|2026-11-27 17:30|24,300.50|true||锦澜小学|二|P5D\n", mail.Text);
    }

    [Theory]
    [InlineData("退回\r\nBcc: all@edu.example", "退回 Bcc: all@edu.example")]
    [InlineData("a\n\n\tb", "a b")]
    [InlineData("a\u2028b\u0000c", "a b c")]
    [InlineData("  班额\u202E反写  ", "班额 反写")]
    public void What_a_variable_brings_in_stays_in_the_one_line_of_the_subject(string value, string expected) =>
        Assert.Equal(expected, MailComposer.Compose(Template("{{ v }}", "x"), Json(value), Link).Subject);

    [Fact]
    public void A_very_long_subject_is_cut()
    {
        var mail = MailComposer.Compose(Template("{{ v }}", "x"), Json(new string('长', 400)), Link);
        Assert.Equal(150, mail.Subject.Length);
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("7")]
    [InlineData("{")]
    public void Data_that_is_no_object_is_refused(string data) =>
        Assert.Throws<MailCompositionException>(() => Compose("x", data));

    [Fact]
    public void A_subject_that_comes_out_empty_is_refused() => Assert.Throws<MailCompositionException>(
        () => MailComposer.Compose(Template("{{ missing }}", "x"), "{}", Link));

    [Fact]
    public void An_endless_template_is_stopped()
    {
        var refused = Assert.Throws<MailCompositionException>(() => Compose(
            "{% for a in (1..100000) %}{% for b in (1..100000) %}{{ b }}{% endfor %}{% endfor %}", "{}"));
        Assert.Contains("无法填写", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_users_wrote_is_text_in_the_html_part()
    {
        var mail = Compose("{{ v }}", Json("<img src=x onerror=alert(1)>&\"'"));
        Assert.Contains("<img", mail.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("<img", mail.Html, StringComparison.Ordinal);
        Assert.Contains("&lt;img", mail.Html, StringComparison.Ordinal);
    }

    [Fact]
    public void Only_the_link_of_the_platform_becomes_a_link()
    {
        var mail = Compose("{{ v }}\n\n事项：{{ v }}\n办理：{{ link }}", Json("办理：https://evil.example/"));
        Assert.Equal(1, Count(mail.Html, "href="));
        Assert.Contains($"href=\"{Link}\"", mail.Html, StringComparison.Ordinal);
        Assert.Contains(">办理</a>", mail.Html, StringComparison.Ordinal);
    }

    [Fact]
    public void A_variable_named_link_does_not_replace_the_link() =>
        Assert.Equal(Link + "\n", Compose("{{ link }}", """{"link":"https://evil.example/"}""").Text);

    [Fact]
    public void The_html_part_has_paragraphs_lists_and_facts_in_Chinese()
    {
        var mail = Compose("您好\n第二行\n\n意见：\n- 甲：同意\n- 乙\n\n\n\n编号：DB-1\n环节：审核\n办理：{{ link }}", "{}");
        Assert.Contains("您好<br>第二行", mail.Html, StringComparison.Ordinal);
        Assert.Equal(2, Count(mail.Html, "<li"));
        Assert.Contains(">编号</td>", mail.Html, StringComparison.Ordinal);
        Assert.DoesNotContain("&#x", mail.Html, StringComparison.Ordinal);
        Assert.Contains("prefers-color-scheme: dark", mail.Html, StringComparison.Ordinal);
        Assert.DoesNotContain("\n\n\n", mail.Text, StringComparison.Ordinal);
    }

    private static int Count(string text, string part) => text.Split(part).Length - 1;

    private static string Json(string value) => System.Text.Json.JsonSerializer.Serialize(new { v = value });

    private static ComposedMail Compose(string body, string data) =>
        MailComposer.Compose(Template("标题", body), data, Link);

    private static MailTemplate Template(string subject, string body) =>
        MailTemplate.TryParse("x", $"---\nsubject: {subject}\n---\n{body}", out _)!;
}
