using System.Collections.Concurrent;
using System.IO.Compression;
using BalancedEdu.Web.Data;
using BalancedEdu.Web.Demonstration;
using BalancedEdu.Web.Data.Organisation;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace BalancedEdu.Web.Tests.App;

/// <summary>
/// A database of one test with the people of 临澄市 in it: a copy of a template that is made once a run. It is removed
/// with the test.
/// </summary>
public sealed class TestDatabase : IAsyncDisposable
{
    private static readonly ConcurrentDictionary<DatabaseProvider, Lazy<Task<string>>> Templates = new();
    private static readonly string Folder = Directory.CreateTempSubdirectory("balancededu-db-").FullName;
    private static int _count;

    static TestDatabase() => AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(Folder, recursive: true);

    private TestDatabase(DatabaseSettings settings, string name) => (Settings, Name) = (settings, name);

    /// <summary>How to reach it.</summary>
    public DatabaseSettings Settings { get; }

    private string Name { get; }

    /// <summary>Makes a database.</summary>
    public static async Task<TestDatabase> CreateAsync(DatabaseProvider provider)
    {
        var template = await Templates.GetOrAdd(provider, p => new(() => MakeTemplateAsync(p))).Value;
        var name = NextName();
        var settings = await SettingsAsync(provider, name);
        if (provider == DatabaseProvider.PostgreSql)
            await PostgresServer.ExecuteAsync($"CREATE DATABASE {name} TEMPLATE {template}");
        else
            File.Copy(Path.Combine(Folder, template + ".db"), Path.Combine(Folder, name + ".db"));
        return new(settings, name);
    }

    /// <summary>Makes a database as a released version has left it.</summary>
    /// <param name="provider">Which of the pair.</param>
    /// <param name="release">The date in the name of the files in <c>Data/Released</c>.</param>
    public static async Task<TestDatabase> OfReleaseAsync(DatabaseProvider provider, string release)
    {
        var name = NextName();
        var settings = await SettingsAsync(provider, name);
        var kind = provider == DatabaseProvider.PostgreSql ? "sql" : "sqlite";
        await using var file = File.OpenRead(
            Path.Combine(AppContext.BaseDirectory, "Data", "Released", $"{release}.{kind}.br"));
        await using var content = new BrotliStream(file, CompressionMode.Decompress);
        if (provider == DatabaseProvider.Sqlite)
        {
            await using var copy = File.Create(Path.Combine(Folder, name + ".db"));
            await content.CopyToAsync(copy);
            return new(settings, name);
        }
        await PostgresServer.ExecuteAsync($"CREATE DATABASE {name}");
        using var reader = new StreamReader(content);
        await PostgresServer.RestoreAsync(name, await reader.ReadToEndAsync());
        return new(settings, name);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (Settings.Provider == DatabaseProvider.PostgreSql)
        {
            await PostgresServer.ExecuteAsync($"DROP DATABASE IF EXISTS {Name} WITH (FORCE)");
            return;
        }
        using (var connection = new SqliteConnection(Settings.ConnectionString))
            SqliteConnection.ClearPool(connection);
        foreach (var file in Directory.GetFiles(Folder, Name + ".db*"))
            File.Delete(file);
    }

    private static string NextName() => $"balancededu_{Environment.ProcessId}_{Interlocked.Increment(ref _count)}";

    private static async Task<DatabaseSettings> SettingsAsync(DatabaseProvider provider, string name) => new()
    {
        Provider = provider,
        ConnectionString = provider == DatabaseProvider.PostgreSql
            ? await PostgresServer.ConnectionStringAsync() + $";Database={name};Maximum Pool Size=60"
            : $"Data Source={Path.Combine(Folder, name + ".db")}",
    };

    private static async Task<string> MakeTemplateAsync(DatabaseProvider provider)
    {
        var name = NextName() + "_template";
        var settings = await SettingsAsync(provider, name);
        if (provider == DatabaseProvider.PostgreSql)
            await PostgresServer.ExecuteAsync($"CREATE DATABASE {name}");
        var services = new ServiceCollection().AddLogging();
        services.AddDataProtection();
        services.AddBalancedEduDatabase(settings);
        services.AddSingleton<Microsoft.AspNetCore.Identity.ILookupNormalizer,
            Microsoft.AspNetCore.Identity.UpperInvariantLookupNormalizer>();
        services.AddSingleton(typeof(Microsoft.AspNetCore.Identity.IPasswordHasher<>),
            typeof(Microsoft.AspNetCore.Identity.PasswordHasher<>));
        services.AddScoped<DemonstrationCity>();
        await using (var provider1 = services.BuildServiceProvider())
        {
            await using var scope = provider1.CreateAsyncScope();
            var db = scope.ServiceProvider.GetRequiredService<BalancedEduDb>();
            await db.Database.MigrateAsync();
            var posts = await Posts.ReadAsync(Posts.DefaultFile, default);
            await Posts.SynchroniseAsync(db, posts, default);
            await scope.ServiceProvider.GetRequiredService<DemonstrationCity>()
                .SeedAsync(posts, ProductApp.Password, default);
        }

        // A template may have no open connections, and the file must hold what is still in its log.
        if (provider == DatabaseProvider.PostgreSql)
            NpgsqlConnection.ClearAllPools();
        else
            SqliteConnection.ClearAllPools();
        return name;
    }
}
