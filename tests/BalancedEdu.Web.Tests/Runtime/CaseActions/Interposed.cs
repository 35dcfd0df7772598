using System.Data.Common;
using BalancedEdu.Web.Data;
using BalancedEdu.Web.Tests.App;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace BalancedEdu.Web.Tests.Runtime.CaseActions;

/// <summary>
/// A context between whose first read and second one somebody else acts: a race that comes out the same each time.
/// </summary>
internal static class Interposed
{
    /// <summary>Opens one.</summary>
    public static BalancedEduDb Open(ProductApp app, Func<Task> act)
    {
        var settings = app.Services.GetRequiredService<IOptions<DatabaseSettings>>().Value;
        if (settings.Provider == DatabaseProvider.PostgreSql)
        {
            var postgres = new DbContextOptionsBuilder<PostgresDb>();
            Database.UsePostgres(postgres, settings.ConnectionString);
            return new PostgresDb(postgres.AddInterceptors(new Acting(act)).Options);
        }
        var sqlite = new DbContextOptionsBuilder<SqliteDb>();
        Database.UseSqlite(sqlite, settings.ConnectionString);
        return new SqliteDb(sqlite.AddInterceptors(new Acting(act)).Options);
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
}
