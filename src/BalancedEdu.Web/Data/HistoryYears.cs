using System.Globalization;
using Microsoft.EntityFrameworkCore;

namespace BalancedEdu.Web.Data;

/// <summary>
/// The partitions of the events' table on PostgreSQL: one for each year of Beijing, named by it, so that what is
/// written and read daily stays small, and an old year can be taken off as a whole. SQLite has none.
/// </summary>
internal static class HistoryYears
{
    /// <summary>
    /// Makes the partitions of the time's year and the next, where they are missing. Safe to repeat and from several
    /// nodes; each is all or nothing. Events go on being written meanwhile: a partition is attached when it is whole.
    /// </summary>
    public static async Task MakeAsync(BalancedEduDb db, DateTimeOffset now, CancellationToken cancellation)
    {
        if (!db.Database.IsNpgsql())
            return;
        foreach (var year in new[] { YearOf(now), YearOf(now) + 1 })
#pragma warning disable EF1002 // Two numbers; names of tables can't be parameters.
            await db.Database.ExecuteSqlRawAsync(Create(year), cancellation);
#pragma warning restore EF1002
    }

    /// <summary>The year in Beijing, where the day begins eight hours earlier.</summary>
    public static int YearOf(DateTimeOffset time) => time.ToOffset(TimeSpan.FromHours(8)).Year;

    // An event that no year is there for stands in case_events_other: nothing is ever refused. A year of which some
    // stand there already is left there.
    private static string Create(int year) => string.Create(
        CultureInfo.InvariantCulture,
        $"""
        DO $$
        BEGIN
            PERFORM pg_advisory_xact_lock(20261128);
            IF to_regclass('case_events_{year}') IS NOT NULL OR EXISTS (
                SELECT FROM case_events_other WHERE at >= '{year}-01-01 00:00+08' AND at < '{year + 1}-01-01 00:00+08'
            ) THEN
                RETURN;
            END IF;
            CREATE TABLE case_events_{year} (
                LIKE case_events INCLUDING DEFAULTS, CONSTRAINT pk_case_events_{year} PRIMARY KEY (case_id, sequence));
            ALTER TABLE case_events ATTACH PARTITION case_events_{year}
                FOR VALUES FROM ('{year}-01-01 00:00+08') TO ('{year + 1}-01-01 00:00+08');
        END $$
        """);
}
