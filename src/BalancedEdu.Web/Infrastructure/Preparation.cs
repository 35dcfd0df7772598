using BalancedEdu.Web.Data;
using BalancedEdu.Web.Data.Organisation;
using BalancedEdu.Web.Demonstration;
using BalancedEdu.Web.Runtime.Bundles;
using BalancedEdu.Web.Runtime.Clocks.Calendars;
using BalancedEdu.Web.Runtime.Retention;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace BalancedEdu.Web.Infrastructure;

/// <summary>
/// What must be there before the first request: tables, posts, bundles, and in demonstration mode the city.
/// </summary>
public static class Preparation
{
    /// <summary>Brings the database up to date and seeds it. Safe to repeat; every part is all or nothing.</summary>
    public static async Task PrepareAsync(this WebApplication app, CancellationToken cancellation = default)
    {
        await using var scope = app.Services.CreateAsyncScope();
        var settings = scope.ServiceProvider.GetRequiredService<IOptions<DatabaseSettings>>().Value;
        if (settings is { Provider: DatabaseProvider.Sqlite, ConnectionString: "" })
            Directory.CreateDirectory(".data");
        var db = scope.ServiceProvider.GetRequiredService<BalancedEduDb>();
        await db.Database.MigrateAsync(cancellation);
        await scope.ServiceProvider.GetRequiredService<HistorySweep>().RunAsync(cancellation);

        // A copy of the file, such as a restored backup, has lost that readers go on while one writes.
        if (settings.Provider == DatabaseProvider.Sqlite)
            await db.Database.ExecuteSqlRawAsync("PRAGMA journal_mode = WAL", cancellation);
        await scope.ServiceProvider.GetRequiredService<CalendarKeeper>().AdoptAsync(cancellation);
        var posts = await Posts.ReadAsync(Posts.DefaultFile, cancellation);
        await Posts.SynchroniseAsync(db, posts, cancellation);
        var demonstration = scope.ServiceProvider.GetRequiredService<IOptions<DemonstrationSettings>>().Value;
        if (demonstration.Enabled)
            await scope.ServiceProvider.GetRequiredService<DemonstrationCity>()
                .SeedAsync(posts, demonstration.Password, cancellation);
        await scope.ServiceProvider.GetRequiredService<FirstAdministrator>().MakeAsync(cancellation);
        await scope.ServiceProvider.GetRequiredService<BundlePublisher>().PublishFolderAsync(cancellation);
    }
}
