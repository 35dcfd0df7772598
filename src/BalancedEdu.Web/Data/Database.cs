using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Npgsql;

namespace BalancedEdu.Web.Data;

/// <summary>Which database, and where.</summary>
public sealed class DatabaseSettings
{
    /// <summary><c>Sqlite</c> or <c>PostgreSql</c>.</summary>
    public DatabaseProvider Provider { get; set; } = DatabaseProvider.Sqlite;

    /// <summary>An ADO.NET connection string; for SQLite empty means <c>.data/balancededu.db</c>.</summary>
    public string ConnectionString { get; set; } = "";

    /// <summary>The folder of the embedded file; null for a server.</summary>
    public string? Folder => Provider == DatabaseProvider.Sqlite
        ? Path.GetDirectoryName(Path.GetFullPath(
            new SqliteConnectionStringBuilder(Database.SqliteString(ConnectionString)).DataSource))
        : null;
}

/// <summary>The databases that the product runs on.</summary>
public enum DatabaseProvider
{
    /// <summary>Embedded, one node.</summary>
    Sqlite,

    /// <summary>A server, many nodes.</summary>
    PostgreSql,
}

/// <summary>Registers the rows on one of the two databases.</summary>
public static class Database
{
    /// <summary>Registers <see cref="BalancedEduDb"/> and a factory of it for work outside of requests.</summary>
    public static IServiceCollection AddBalancedEduDatabase(this IServiceCollection services, DatabaseSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        services.AddSingleton(new RawConnections(settings));
        services.AddSingleton<RowIds>();
        if (settings.Provider == DatabaseProvider.PostgreSql)
        {
            services.AddDbContextFactory<PostgresDb>(options => UsePostgres(options, settings.ConnectionString));
            services.AddScoped<BalancedEduDb>(provider => provider.GetRequiredService<PostgresDb>());
            services.AddSingleton<Func<BalancedEduDb>>(provider =>
                provider.GetRequiredService<IDbContextFactory<PostgresDb>>().CreateDbContext);
        }
        else
        {
            services.AddDbContextFactory<SqliteDb>(options => UseSqlite(options, settings.ConnectionString));
            services.AddScoped<BalancedEduDb>(provider => provider.GetRequiredService<SqliteDb>());
            services.AddSingleton<Func<BalancedEduDb>>(provider =>
                provider.GetRequiredService<IDbContextFactory<SqliteDb>>().CreateDbContext);
        }
        return services;
    }

    /// <summary>
    /// Readers go on while one writes (WAL is set once, when the tables are made); a commit survives the death of the
    /// process, and a power failure may cost the last ones but never the file.
    /// </summary>
    internal const string SqlitePragmas = "PRAGMA synchronous = NORMAL; PRAGMA busy_timeout = 5000;";

    /// <summary>
    /// That SQLite makes a table anew to change it, and does so outside of a transaction, is known of our migrations:
    /// those of a release are run on the databases of the ones before it by the tests.
    /// </summary>
    internal static void UseSqlite(DbContextOptionsBuilder options, string connectionString) =>
        options.UseSqlite(SqliteString(connectionString)).UseSnakeCaseNamingConvention()
            .AddInterceptors(SqlitePragmaInterceptor.Instance)
            .ConfigureWarnings(warnings => warnings.Ignore(
                SqliteEventId.TableRebuildPendingWarning,
                RelationalEventId.NonTransactionalMigrationOperationWarning));

    internal static void UsePostgres(DbContextOptionsBuilder options, string connectionString) =>
        options.UseNpgsql(PostgresString(connectionString)).UseSnakeCaseNamingConvention();

    internal static string SqliteString(string connectionString) =>
        connectionString.Length == 0 ? "Data Source=.data/balancededu.db" : connectionString;

    /// <summary>
    /// Statements that come again are prepared on their connection, unless the setting says otherwise.
    /// </summary>
    internal static string PostgresString(string connectionString)
    {
        var builder = new NpgsqlConnectionStringBuilder(connectionString);
        if (builder.MaxAutoPrepare == 0)
            builder.MaxAutoPrepare = 100;
        return builder.ConnectionString;
    }
}

/// <summary>Sets what SQLite forgets when a connection is closed.</summary>
internal sealed class SqlitePragmaInterceptor : DbConnectionInterceptor
{
    public static readonly SqlitePragmaInterceptor Instance = new();

    public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData)
    {
        using var command = connection.CreateCommand();
        command.CommandText = Database.SqlitePragmas;
        command.ExecuteNonQuery();
    }

    public override async Task ConnectionOpenedAsync(
        DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = Database.SqlitePragmas;
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}

/// <summary>For <c>dotnet ef migrations add NAME --context SqliteDb -o Data/Migrations/Sqlite</c>.</summary>
internal sealed class SqliteDbDesign : IDesignTimeDbContextFactory<SqliteDb>
{
    public SqliteDb CreateDbContext(string[] args)
    {
        var options = new DbContextOptionsBuilder<SqliteDb>();
        Database.UseSqlite(options, "Data Source=design.db");
        return new(options.Options);
    }
}

/// <summary>For <c>dotnet ef migrations add NAME --context PostgresDb -o Data/Migrations/Postgres</c>.</summary>
internal sealed class PostgresDbDesign : IDesignTimeDbContextFactory<PostgresDb>
{
    public PostgresDb CreateDbContext(string[] args)
    {
        var options = new DbContextOptionsBuilder<PostgresDb>();
        Database.UsePostgres(options, "Host=localhost;Database=design");
        return new(options.Options);
    }
}
