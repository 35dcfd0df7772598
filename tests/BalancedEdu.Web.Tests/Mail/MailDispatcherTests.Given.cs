using System.Text;
using BalancedEdu.Web.Data;
using BalancedEdu.Web.Data.Bundles;
using BalancedEdu.Web.Data.Cases;
using BalancedEdu.Web.Mail;
using BalancedEdu.Web.Tests.App;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using MimeKit;

namespace BalancedEdu.Web.Tests.Mail;

/// <summary>What is given: a server, mails in the outbox, a case with a template of its own.</summary>
public partial class MailDispatcherTests
{
    private static Task<ProductApp> StartAsync(DatabaseProvider provider, SmtpTestServer server) =>
        ProductApp.StartAsync(provider, NoWorkflows, services => services.Configure<MailSettings>(settings =>
        {
            (settings.Host, settings.Port) = ("127.0.0.1", server.Port);
            settings.CertificateSha256 = SmtpTestServer.CertificateSha256;
            settings.PublicUrl = "https://shenpi.example/";
            (settings.QuietFrom, settings.QuietTo) = (new(22, 0), new(7, 0));
        }));

    /// <summary>An empty folder of bundles: mails need none of the product's.</summary>
    internal static readonly string NoWorkflows = Directory.CreateTempSubdirectory("no-workflows").FullName;

    private static long _id = 800_000;

    /// <summary>Puts a mail into the outbox as a step does.</summary>
    internal static async Task<long> PutAsync(ProductApp app, Action<OutboxMail>? change = null)
    {
        var id = Interlocked.Increment(ref _id);
        var mail = new OutboxMail
        {
            Id = id,
            Key = $"test/{id}",
            ToUserName = "admin",
            Template = "task-assigned",
            Data = """{"number":"DB-2026-00377","title":"望江路小学","task":"方案审核"}""",
            CreatedAt = app.Clock.GetUtcNow(),
            NextAttemptAt = app.Clock.GetUtcNow(),
        };
        change?.Invoke(mail);
        await using var db = app.Open();
        db.OutboxMails.Add(mail);
        await db.SaveChangesAsync();
        return id;
    }

    internal static async Task<OutboxMail> RowAsync(ProductApp app, long id)
    {
        await using var db = app.Open();
        return await db.OutboxMails.AsNoTracking().SingleAsync(m => m.Id == id);
    }

    private static async Task<long> PutCaseAsync(ProductApp app, string? template)
    {
        await using var db = app.Open();
        var bundle = new BundleVersion
        {
            ProcessId = "mail-test", Version = 1, Name = "测试", ShortName = "测试", ContentHash = "x",
            PublishedBy = "admin",
        };
        if (template is not null)
            bundle.Files.Add(new() { Path = "mail/task-assigned.liquid", Content = Encoding.UTF8.GetBytes(template) });
        db.BundleVersions.Add(bundle);
        await db.SaveChangesAsync();
        var @case = new Case
        {
            Id = 900_000, Number = "DB-2026-00377", ProcessId = "mail-test", BundleVersionId = bundle.Id,
            Title = "望江路小学", State = [], StartedBy = "admin", LastHash = [], StartedAt = app.Clock.GetUtcNow(),
        };
        db.Cases.Add(@case);
        await db.SaveChangesAsync();
        return @case.Id;
    }

    private static Task<int> DispatchAsync(ProductApp app) =>
        app.Services.GetRequiredService<MailDispatcher>().DispatchAsync(default);

    private static async Task<MimeMessage> ReadAsync(TakenMail taken)
    {
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(taken.Content));
        return await MimeMessage.LoadAsync(stream);
    }
}
