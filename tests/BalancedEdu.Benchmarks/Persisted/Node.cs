using BalancedEdu.Web.Data;
using BalancedEdu.Web.Documents;
using BalancedEdu.Web.Data.Organisation;
using BalancedEdu.Web.Demonstration;
using BalancedEdu.Web.Mail;
using BalancedEdu.Web.Processes;
using BalancedEdu.Web.Runtime;
using BalancedEdu.Web.Runtime.Bundles;
using BalancedEdu.Web.Tests.App;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace BalancedEdu.Benchmarks.Persisted;

/// <summary>
/// A node of the product without its pages, on a database of its own with the people of 临澄市. Nothing sweeps by itself.
/// </summary>
internal sealed class Node : IAsyncDisposable
{
    private static int _count;

    private readonly WebApplication _app;
    private readonly string? _folder;

    private Node(WebApplication app, DatabaseSettings settings, string? folder) =>
        (_app, Settings, _folder) = (app, settings, folder);

    public DatabaseSettings Settings { get; }

    public IServiceProvider Services => _app.Services;

    public ProcessRunner Runner => Services.GetRequiredService<ProcessRunner>();

    public static async Task<Node> StartAsync(DatabaseProvider provider)
    {
        var name = $"bench_{Environment.ProcessId}_{Interlocked.Increment(ref _count)}";
        string? folder = null;
        var settings = new DatabaseSettings { Provider = provider };
        if (provider == DatabaseProvider.PostgreSql)
        {
            await PostgresServer.ExecuteAsync($"CREATE DATABASE {name}");
            settings.ConnectionString = await PostgresServer.ConnectionStringAsync() + $";Database={name}";
        }
        else
        {
            folder = Directory.CreateTempSubdirectory("balancededu-bench-").FullName;
            settings.ConnectionString = $"Data Source={Path.Combine(folder, name + ".db")}";
        }
        var node = new Node(Build(settings, TimeProvider.System, Path.GetTempPath()), settings, folder);
        await node.PrepareAsync();
        return node;
    }

    /// <summary>A node on a database that is there already.</summary>
    /// <param name="settings">The database.</param>
    /// <param name="time">Its time.</param>
    /// <param name="mailFolder">Where its mails go.</param>
    public static Node Over(DatabaseSettings settings, TimeProvider time, string mailFolder) =>
        new(Build(settings, time, mailFolder), settings, null);

    /// <summary>Makes the database what this build expects, as its first node does when it starts.</summary>
    public static async Task UpgradeAsync(DatabaseSettings settings)
    {
        await using var node = Over(settings, TimeProvider.System, Path.GetTempPath());
        await node.PrepareAsync();
    }

    public BalancedEduDb Open() => Services.GetRequiredService<Func<BalancedEduDb>>()();

    private static WebApplication Build(DatabaseSettings settings, TimeProvider time, string mailFolder)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { EnvironmentName = "Benchmark" });
        builder.Logging.ClearProviders();
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Runtime:Sweeping"] = "false",
            ["Workflows:Folder"] = Path.Combine(AppContext.BaseDirectory, "Workflows"),
            ["Mail:Folder"] = mailFolder,
            ["Mail:QuietFrom"] = "00:00",
            ["Mail:QuietTo"] = "00:00",
        });
        builder.Services.AddSingleton(time);
        builder.Services.AddBalancedEduDatabase(settings);
        builder.Services.AddSingleton<ILookupNormalizer, UpperInvariantLookupNormalizer>();
        builder.Services.AddSingleton(typeof(IPasswordHasher<>), typeof(PasswordHasher<>));
        builder.Services.AddDataProtection();
        builder.Services.AddScoped<DemonstrationCity>();
        builder.Services.AddBalancedEduMail(builder.Configuration);
        builder.Services.AddBalancedEduRuntime(builder.Configuration);
        builder.Services.AddBalancedEduProcesses();
        builder.Services.AddBalancedEduDocuments(builder.Configuration);
        return builder.Build();
    }

    private async Task PrepareAsync()
    {
        await using var scope = Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<BalancedEduDb>();
        await db.Database.MigrateAsync();
        await HistoryYears.MakeAsync(db, Services.GetRequiredService<TimeProvider>().GetUtcNow(), default);
        var posts = await Posts.ReadAsync(Posts.DefaultFile, default);
        await Posts.SynchroniseAsync(db, posts, default);
        await scope.ServiceProvider.GetRequiredService<DemonstrationCity>()
            .SeedAsync(posts, "lincheng2026", default);
        await scope.ServiceProvider.GetRequiredService<BundlePublisher>().PublishFolderAsync(default);
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        if (_folder is not null)
            Directory.Delete(_folder, recursive: true);
    }
}
