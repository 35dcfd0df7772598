using System.Data.Common;
using BalancedEdu.Web.Data;
using BalancedEdu.Web.Tests.App;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace BalancedEdu.Web.Tests.Runtime.CaseActions;

/// <summary>
/// A context between two of whose reads somebody else acts: a race that comes out the same each time.
/// </summary>
internal static class Interposed
{
    /// <summary>Opens one, between whose first read and second one it happens.</summary>
    public static BalancedEduDb Open(ProductApp app, Func<Task> act) => Open(app, new Acting(act));

    /// <summary>Opens one, in which it happens after the first read that names something.</summary>
    public static BalancedEduDb OpenAfter(ProductApp app, string name, Func<Task> act) =>
        Open(app, new ActingAfter(name, act));

    private static BalancedEduDb Open(ProductApp app, DbCommandInterceptor acting)
    {
        var settings = app.Services.GetRequiredService<IOptions<DatabaseSettings>>().Value;
        if (settings.Provider == DatabaseProvider.PostgreSql)
        {
            var postgres = new DbContextOptionsBuilder<PostgresDb>();
            Database.UsePostgres(postgres, settings.ConnectionString);
            return new PostgresDb(postgres.AddInterceptors(acting).Options);
        }
        var sqlite = new DbContextOptionsBuilder<SqliteDb>();
        Database.UseSqlite(sqlite, settings.ConnectionString);
        return new SqliteDb(sqlite.AddInterceptors(acting).Options);
    }

    private sealed class Acting(Func<Task> act) : DbCommandInterceptor
    {
        private int _reads;

        public override async ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
            DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result,
            CancellationToken cancellationToken = default)
        {
            if (++_reads == 2)
                await act();
            return result;
        }
    }

    private sealed class ActingAfter(string name, Func<Task> act) : DbCommandInterceptor
    {
        private bool _acted;

        public override async ValueTask<DbDataReader> ReaderExecutedAsync(
            DbCommand command, CommandExecutedEventData eventData, DbDataReader result,
            CancellationToken cancellationToken = default)
        {
            if (!_acted && command.CommandText.Contains(name, StringComparison.Ordinal))
            {
                _acted = true;
                await act();
            }
            return result;
        }
    }
}
