using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace BalancedEdu.Web.Data;

/// <summary>Which database, and where.</summary>
public sealed class DatabaseSettings
{
    /// <summary><c>Sqlite</c> or <c>PostgreSql</c>.</summary>
    public DatabaseProvider Provider { get; set; } = DatabaseProvider.Sqlite;

    /// <summary>An ADO.NET connection string; for SQLite empty means <c>.data/balancededu.db</c>.</summary>
    public string ConnectionString { get; set; } = "";
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

    internal static void UseSqlite(DbContextOptionsBuilder options, string connectionString) =>
        options.UseSqlite(connectionString.Length == 0 ? "Data Source=.data/balancededu.db" : connectionString)
            .UseSnakeCaseNamingConvention();

    internal static void UsePostgres(DbContextOptionsBuilder options, string connectionString) =>
        options.UseNpgsql(connectionString).UseSnakeCaseNamingConvention();
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
