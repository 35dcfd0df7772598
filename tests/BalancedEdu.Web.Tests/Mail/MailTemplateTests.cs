using BalancedEdu.Web.Mail;
using BalancedEdu.Web.Tests.Architecture;

namespace BalancedEdu.Web.Tests.Mail;

public class MailTemplateTests
{
    [Theory]
    [InlineData("", "mail.template.no-front-matter")]
    [InlineData("Hello", "mail.template.no-front-matter")]
    [InlineData("---\nsubject: a\nbody", "mail.template.no-front-matter")]
    [InlineData("---\n---\nbody", "mail.template.no-subject")]
    [InlineData("---\nsubject:\n---\nbody", "mail.template.no-subject")]
    [InlineData("---\nsubject: \"\"\n---\nbody", "mail.template.no-subject")]
    [InlineData("---\nsubject: a\nbcc: all@x\n---\nbody", "mail.template.unknown-key")]
    [InlineData("---\nnonsense\n---\nbody", "mail.template.unknown-key")]
    [InlineData("---\nsubject: a\n---\n\n ", "mail.template.no-body")]
    [InlineData("---\nsubject: {{ a\n---\nbody", "mail.template.syntax")]
    [InlineData("---\nsubject: a\n---\n{% if a %}body", "mail.template.syntax")]
    [InlineData("---\nsubject: a\n---\n{% include_all %}", "mail.template.syntax")]
    public void A_text_that_is_no_template_is_refused_with_what_to_write(string text, string code)
    {
        Assert.Null(MailTemplate.TryParse("x", text, out var finding));
        Assert.Equal(code, finding!.Code);
        Assert.NotEmpty(finding.Remedy);
    }

    [Fact]
    public void A_template_that_is_too_long_is_refused()
    {
        Assert.Null(MailTemplate.TryParse("x", "---\nsubject: a\n---\n" + new string('长', 20_000), out var finding));
        Assert.Equal("mail.template.too-long", finding!.Code);
    }

    [Fact]
    public void Files_from_other_systems_are_read_too()
    {
        var template = MailTemplate.TryParse("x", "\uFEFF---\r\nsubject: \"a {{ n }}\"\r\n---\r\n正文\r\n", out _);
        Assert.Equal("a 1", MailComposer.Compose(template!, """{"n":1}""", "http://x/").Subject);
    }

    [Fact]
    public void The_shared_templates_are_there_and_can_be_filled()
    {
        Assert.Equal(
            ["case-copied", "case-migrated", "case-resumed", "case-suspended", "case-terminated", "case-withdrawn",
                "clock-earlier", "cosign-asked", "cosigned", "daily-digest", "delegate-decided", "delegation-answered",
                "delegation-begun", "delegation-ended", "delegation-made", "delegation-over", "delegation-recalled",
                "enrolment-cap", "extension-asked", "extension-granted", "extension-refused", "interview-notice",
                "late-opinion", "notice",
                "reminder-letter", "signer-added", "signer-removed", "supervision-letter", "task-assigned",
                "task-delegated", "task-overdue", "task-reminder", "task-returned", "task-taken-back", "task-timeout",
                "task-transferred", "task-unassignable", "task-urged", "task-withdrawn", "withdrawal-agreed",
                "withdrawal-refused", "withdrawal-requested"],
            MailTemplates.Shared.Keys.Order(StringComparer.Ordinal));
        const string data = """
            {"recipient":"江予安","number":"DB-2026-00377","title":"望江路小学四（3）班 58 人","task":"方案审核",
             "due":{"$date":"2026-11-27"},"level":"L2","rung":"+5WD","days":5,"comment":"措施不具体"}
            """;
        foreach (var template in MailTemplates.Shared.Values.Where(t => t.Id != "daily-digest"))
        {
            // A delegation is about no case.
            if (template.Id is "delegation-made" or "delegation-begun" or "delegation-over" or "delegation-ended")
                continue;
            var mail = MailComposer.Compose(template, data, "http://shenpi/Tasks/17");
            Assert.Contains("DB-2026-00377", mail.Subject, StringComparison.Ordinal);
            Assert.Contains("http://shenpi/Tasks/17", mail.Text, StringComparison.Ordinal);
            Assert.DoesNotContain("{{", mail.Text + mail.Subject, StringComparison.Ordinal);
            Assert.EndsWith("义务教育协同审批平台\n", mail.Text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Every_mail_of_the_shipped_bundles_is_a_template()
    {
        var files = SourceTree.Files("workflows", ".liquid")
            .Where(f => f.Contains("/mail/", StringComparison.Ordinal)).ToList();
        Assert.NotEmpty(files);
        Assert.All(files, f =>
        {
            var template = MailTemplate.TryParse(f, SourceTree.Read(f), out var finding);
            Assert.True(template is not null, finding?.Message);
        });
    }

    [Fact]
    public void An_overdue_mail_says_the_level_and_the_days() => Assert.Equal(
        "[逾期·L2] DB-2026-00377 方案审核 已逾期 5 个工作日",
        MailComposer.Compose(MailTemplates.Shared["task-overdue"],
            """{"number":"DB-2026-00377","task":"方案审核","level":"L2","days":5}""", "http://x/").Subject);
}
