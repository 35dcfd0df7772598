using BalancedEdu.Web.Data;
using BalancedEdu.Web.Infrastructure.Commands;
using BalancedEdu.Web.Tests.App;
using Microsoft.Extensions.DependencyInjection;

namespace BalancedEdu.Web.Tests.Runtime.Retention;

/// <summary>Trial cases that end and are archived into a folder of the test.</summary>
public abstract class ArchiveTrial : IDisposable
{
    /// <summary>After so many days a case is archived.</summary>
    protected const int Days = 30;

    protected string Folder { get; } = Directory.CreateTempSubdirectory("balancededu-archive-").FullName;

    public void Dispose()
    {
        Directory.Delete(Folder, recursive: true);
        GC.SuppressFinalize(this);
    }

    protected Task<ProductApp> StartAsync(
        DatabaseProvider provider, string workflows = TrialProcess.Folder, DateTimeOffset? now = null) =>
        ProductApp.StartAsync(
            provider, workflows,
            services =>
            {
                services.AddSingleton(new TrialJobs());
                TrialProcess.AddJobs(services);
            },
            now,
            new Dictionary<string, string?>
            {
                ["Retention:ArchiveAfterDays"] = $"{Days}",
                ["Retention:Folder"] = Folder,
            });

    protected static async Task<long> EndOneAsync(ProductApp app)
    {
        var started = await app.StartCaseAsync("trial", TrialProcess.Variables);
        await app.CompleteAsync(started.CaseId, "REVIEW", "peimingyuan", "pass", form: """{ "seats": 45 }""");
        await app.SweepAsync();
        await app.AdvanceAsync(TimeSpan.FromHours(1));
        await app.CompleteAsync(started.CaseId, "APPROVE", "fangqiheng", "agree");
        await app.SweepAsync();
        return started.CaseId;
    }

    protected static async Task<(int Code, string Output)> VerifyAsync(ProductApp app)
    {
        await using var output = new StringWriter();
        return (await OperatorCommands.RunAsync(app.Services, ["verify-audit"], output), output.ToString());
    }

    protected static async Task<(int, string)> CodeAsync(ProductApp app)
    {
        var (code, output) = await VerifyAsync(app);
        return (code, output.Split('　')[1]);
    }
}
