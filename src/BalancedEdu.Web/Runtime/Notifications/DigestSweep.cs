using System.Globalization;
using BalancedEdu.Web.Data;
using BalancedEdu.Web.Data.Cases;
using BalancedEdu.Web.Data.Notifications;
using BalancedEdu.Web.Runtime.Clocks;
using BalancedEdu.Web.Runtime.Reading;
using BalancedEdu.Web.Runtime.Sweeps;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace BalancedEdu.Web.Runtime.Notifications;

/// <summary>
/// Writes the digests of a working day into the outbox: one mail a person and day, none with nothing in it. It goes
/// through the accounts in their order, a page a transaction that also keeps how far it is; so nodes that write at the
/// same time take turns, and whoever comes after a crash goes on with the next page. A day on which no node ran from
/// its hour on has no digest: the next one tells what waited.
/// </summary>
internal sealed class DigestSweep(
    Func<BalancedEduDb> open, RowIds ids, OfficeTime office, TimeProvider time,
    IOptions<NotificationSettings> settings, ILogger<DigestSweep> log) : ISweep
{
    /// <summary>Accounts of one transaction.</summary>
    public const int PageSize = 200;

    /// <summary>The template.</summary>
    public const string Template = "daily-digest";

    private DateOnly _done;

    public async Task<int> RunAsync(CancellationToken cancellation)
    {
        var now = time.GetStoredNow();
        var day = OfficeTime.DateOf(now);
        if (day == _done || now < OfficeTime.At(day, settings.Value.DigestTime) || !office.Calendar.IsWorkingDay(day))
            return 0;
        await using var db = open();
        var looked = await PageAsync(db, day, now, cancellation);
        if (looked == 0)
            _done = day;
        return looked;
    }

    /// <summary>The row of a page of accounts: digest/2026-11-02/shenzhiyuan.</summary>
    internal static string KeyOf(DateOnly day, string userName) => $"digest/{DayOf(day)}/{userName}";

    private static string DayOf(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>Writes a page.</summary>
    /// <returns>How many accounts it had; 0 when the day is done.</returns>
    private async Task<int> PageAsync(
        BalancedEduDb db, DateOnly day, DateTimeOffset now, CancellationToken cancellation)
    {
        var row = await BeginAsync(db, DayOf(day), cancellation);
        if (row.DoneAt is not null)
            return 0;
#pragma warning disable CA1309 // The database compares, by what it also orders by.
        var people = await db.Users.AsNoTracking()
            .Where(u => !u.Disabled && string.Compare(u.UserName, row.After) > 0)
            .OrderBy(u => u.UserName).Select(u => u.UserName!).Take(PageSize).ToListAsync(cancellation);
#pragma warning restore CA1309
        // Read and numbered before anything is written: who holds the only writer must not ask for it again.
        var (mails, told) = await MailsAsync(db, people, day, now, cancellation);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        if (await db.DigestDays.Where(d => d.Day == row.Day && d.After == row.After && d.DoneAt == null)
            .ExecuteUpdateAsync(
                d => d.SetProperty(x => x.After, people.Count > 0 ? people[^1] : row.After)
                    .SetProperty(x => x.DoneAt, people.Count > 0 ? null : (DateTimeOffset?)now),
                cancellation) == 0)
        {
            // Another node has written this page meanwhile; there may be a next one.
            return 1;
        }
        db.OutboxMails.AddRange(mails);
        await db.SaveChangesAsync(cancellation);

        // By number, not by what waits: what came meanwhile is not in these mails.
        foreach (var some in told.Chunk(5000))
            await db.Notifications.Where(n => some.Contains(n.Id)).ExecuteUpdateAsync(
                n => n.SetProperty(x => x.InDigest, false), cancellation);

        // If we die before this, nothing of the page is there; after it, all is, and it is never written again.
        await transaction.CommitAsync(cancellation);
        if (mails.Count > 0)
            log.LogInformation("{Count} digests of {Day} up to {Last}", mails.Count, row.Day, people[^1]);
        return people.Count;
    }

    private static async Task<DigestDay> BeginAsync(BalancedEduDb db, string day, CancellationToken cancellation)
    {
        if (await db.DigestDays.AsNoTracking().SingleOrDefaultAsync(d => d.Day == day, cancellation) is { } known)
            return known;
        await db.Database.ExecuteSqlAsync(
            $"INSERT INTO digest_days (day, after) VALUES ({day}, '') ON CONFLICT (day) DO NOTHING", cancellation);
        return await db.DigestDays.AsNoTracking().SingleAsync(d => d.Day == day, cancellation);
    }

    /// <summary>The mails of a page, and what waited of its people, also of those who want no digest.</summary>
    private async Task<(List<OutboxMail> Mails, List<long> Told)> MailsAsync(
        BalancedEduDb db, List<string> people, DateOnly day, DateTimeOffset now, CancellationToken cancellation)
    {
        var endOfToday = OfficeTime.At(day.AddDays(1), TimeOnly.MinValue);
        var unwanted = (await db.NotificationChoices
            .Where(c => people.Contains(c.UserName) && c.Event == NotificationEvent.DailyDigest
                && c.Mode == NotificationMode.None)
            .Select(c => c.UserName).ToListAsync(cancellation)).ToHashSet(StringComparer.Ordinal);
        var tasks = await TasksAsync(db, people, NearEnds.Of(office, day), cancellation);
        var waiting = await NewsAsync(db, people, cancellation);
        var news = waiting.ToLookup(n => n.News.UserName, n => n.News);
        var mails = new List<OutboxMail>();
        foreach (var userName in people.Where(p => !unwanted.Contains(p)))
            if (DigestContent.Of(day, now, endOfToday, [.. tasks[userName]], [.. news[userName]]) is { } data)
                mails.Add(new()
                {
                    Id = await ids.NextAsync(cancellation),
                    Key = KeyOf(day, userName),
                    ToUserName = userName,
                    Template = Template,
                    Data = data,
                    CreatedAt = now,
                    NextAttemptAt = now,
                });
        return (mails, waiting.ConvertAll(n => n.Id));
    }

    private static async Task<ILookup<string, DigestTask>> TasksAsync(
        BalancedEduDb db, List<string> people, NearEnds near, CancellationToken cancellation)
    {
        var tasks = await (
            from t in db.Tasks.Where(near.DueBy(db))
            where t.Status == WorkTaskStatus.Open && people.Contains(t.Assignee!)
            join c in db.Cases on t.CaseId equals c.Id
            orderby t.DueAt, t.Id
            select new DigestTask(t.Assignee!, c.Number, c.Title, t.Name, t.DueAt!.Value)).ToListAsync(cancellation);
        return tasks.ToLookup(t => t.UserName);
    }

    private static async Task<List<(long Id, DigestNews News)>> NewsAsync(
        BalancedEduDb db, List<string> people, CancellationToken cancellation)
    {
        var news = await (
            from n in db.Notifications
            where n.InDigest && people.Contains(n.UserName)
            from c in db.Cases.Where(c => c.Id == n.CaseId).DefaultIfEmpty()
            orderby n.Id
            select new
            {
                n.Id,
                News = new DigestNews(
                    n.UserName, n.Event, n.Text, c == null ? "" : c.Number, c == null ? "" : c.Title),
            }).ToListAsync(cancellation);
        return news.ConvertAll(n => (n.Id, n.News));
    }
}
