using System.Text.RegularExpressions;
using BalancedEdu.Web.Api;
using BalancedEdu.Web.Data;
using BalancedEdu.Web.Demonstration;
using BalancedEdu.Web.Documents;
using BalancedEdu.Web.Infrastructure;
using BalancedEdu.Web.Infrastructure.Observability;
using BalancedEdu.Web.Mail;
using BalancedEdu.Web.Mail.Bounces;
using BalancedEdu.Web.Runtime;
using BalancedEdu.Web.Runtime.Clocks;
using BalancedEdu.Web.Runtime.Notifications;
using BalancedEdu.Web.Runtime.Retention;
using BalancedEdu.Web.Runtime.Webhooks;
using BalancedEdu.Web.Tests.Architecture;
using Microsoft.Extensions.Configuration;

namespace BalancedEdu.Web.Tests.Configuration;

/// <summary>appsettings.sample.json tells the truth: every section, every key, every default.</summary>
public partial class SampleSettingsTests
{
    private static readonly IConfiguration Sample =
        new ConfigurationBuilder().AddJsonFile(Path.Combine(SourceTree.Root, "appsettings.sample.json")).Build();

    public static TheoryData<string, Type> Sections => new()
    {
        { "Database", typeof(DatabaseSettings) },
        { "Bureau", typeof(BureauSettings) },
        { "Demonstration", typeof(DemonstrationSettings) },
        { "Administrator", typeof(AdministratorSettings) },
        { "Workflows", typeof(WorkflowSettings) },
        { "Runtime", typeof(RuntimeSettings) },
        { "Observability", typeof(ObservabilitySettings) },
        { "Retention", typeof(RetentionSettings) },
        { "Documents", typeof(DocumentSettings) },
        { "Notifications", typeof(NotificationSettings) },
        { "Webhooks", typeof(WebhookSettings) },
        { "Clocks", typeof(ClockSettings) },
        { "Api", typeof(ApiSettings) },
        { "Mail", typeof(MailSettings) },
        { "Bounces", typeof(BounceSettings) },
    };

    [Theory]
    [MemberData(nameof(Sections))]
    public void A_section_binds_without_unknown_keys_and_holds_every_default(string section, Type type)
    {
        var bound = Activator.CreateInstance(type)!;
        Sample.GetSection(section).Bind(bound, o => o.ErrorOnUnknownConfiguration = true);
        var fresh = Activator.CreateInstance(type)!;
        foreach (var property in type.GetProperties().Where(p => p.CanWrite))
        {
            var key = $"{section}:{property.Name}";
            Assert.True(Sample.GetSection(key).Exists(), $"{key} is missing");
            Assert.Equal(property.GetValue(fresh), property.GetValue(bound));
        }
    }

    [Fact]
    public void A_misspelt_key_is_refused()
    {
        var wrong = new ConfigurationBuilder().AddInMemoryCollection([new("Mail:Hosts", "smtp")]).Build();
        Assert.Throws<InvalidOperationException>(() =>
            wrong.GetSection("Mail").Bind(new MailSettings(), o => o.ErrorOnUnknownConfiguration = true));
    }

    [Fact]
    public void Every_section_that_the_product_reads_is_in_the_sample()
    {
        var read = SourceTree.Files("src/BalancedEdu.Web", ".cs")
            .SelectMany(f => SectionName().Matches(SourceTree.Read(f)).Select(m => m.Groups[1].Value))
            .Distinct().Order();
        Assert.Equal(Sample.GetChildren().Select(s => s.Key).Order(), read);
    }

    [GeneratedRegex("""GetSection\("(\w+)"\)""")]
    private static partial Regex SectionName();
}
