using BalancedEdu.Web.Data;
using BalancedEdu.Web.Data.Cases;
using BalancedEdu.Web.Data.Organisation;
using BalancedEdu.Web.Runtime.Letters;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace BalancedEdu.Web.Mail;

/// <summary>How a mail stands, as an administrator sees it.</summary>
public enum MailView
{
    /// <summary>Not tried yet.</summary>
    Queued,

    /// <summary>Tried in vain, to be tried again.</summary>
    Retrying,

    /// <summary>Given up; a person decides.</summary>
    Dead,

    /// <summary>Taken by a server, or written as a file.</summary>
    Sent,

    /// <summary>No longer wanted.</summary>
    Discarded,
}

/// <summary>A line of the list.</summary>
/// <param name="Id">The outbox row.</param>
/// <param name="View">How it stands.</param>
/// <param name="Subject">The subject; null until it was composed.</param>
/// <param name="Template">The template's id.</param>
/// <param name="CaseId">The case, or null.</param>
/// <param name="CaseNumber">Its number, or null.</param>
/// <param name="To">The recipient's name, or the user name where there is no such account.</param>
/// <param name="Attempts">How often it was tried.</param>
/// <param name="LastError">Why the last attempt failed, or null.</param>
/// <param name="At">When it was sent, else when it is tried next, else when it was made.</param>
public sealed record MailLine(
    long Id, MailView View, string? Subject, string Template, long? CaseId, string? CaseNumber, string To, int Attempts,
    string? LastError, DateTimeOffset At);

/// <summary>A page of the list.</summary>
/// <param name="Lines">Newest first.</param>
/// <param name="Before">What the next page begins before, or null on the last.</param>
public sealed record MailPage(IReadOnlyList<MailLine> Lines, long? Before);

/// <summary>One mail with its words.</summary>
/// <param name="Line">How it stands.</param>
/// <param name="ToAddress">The recipient's address, or null.</param>
/// <param name="Text">The text part; of a mail that was not composed yet, as it would be now.</param>
/// <param name="Refusal">Why it can't be composed, or null.</param>
/// <param name="CreatedAt">When it was asked for.</param>
public sealed record MailSheet(
    MailLine Line, string? ToAddress, string? Text, string? Refusal, DateTimeOffset CreatedAt);

/// <summary>What an administrator of the whole city sees of mails; for others there are none.</summary>
public sealed class MailDesk(
    BalancedEduDb db, IOptions<MailSettings> settings, TimeProvider time)
{
    private const int PageSize = 50;

    /// <summary>Where mails go when there is no server, or null.</summary>
    public string? Folder => settings.Value.Host.Length == 0 ? settings.Value.Folder : null;

    /// <summary>How many mails stand in each view.</summary>
    public async Task<IReadOnlyDictionary<MailView, int>> CountAsync(AppUser person, CancellationToken cancellation)
    {
        var groups = await db.MailsFor(person).GroupBy(m => new { m.Status, Tried = m.Attempts > 0 })
            .Select(g => new { g.Key.Status, g.Key.Tried, Count = g.Count() }).ToListAsync(cancellation);
        return Enum.GetValues<MailView>().ToDictionary(
            v => v, v => groups.Where(g => ViewOf(g.Status, g.Tried) == v).Sum(g => g.Count));
    }

    /// <summary>Mails of a view, newest first.</summary>
    /// <param name="view">Which.</param>
    /// <param name="words">Part of the subject, the case's number or the recipient; null for all.</param>
    /// <param name="before">Only rows before this one; null from the newest.</param>
    /// <param name="person">Who asks.</param>
    /// <param name="cancellation">Stops the query.</param>
    public async Task<MailPage> FindAsync(
        MailView view, string? words, long? before, AppUser person, CancellationToken cancellation)
    {
        var mails = InView(db.MailsFor(person).AsNoTracking(), view);
        if (before is not null) mails = mails.Where(m => m.Id < before);
        if (words is not null)
            mails = mails.Where(m => m.ToUserName == words || (m.Subject != null && m.Subject.Contains(words))
                || db.Cases.Any(c => c.Id == m.CaseId && c.Number == words)
                || db.Users.Any(u => u.UserName == m.ToUserName && u.DisplayName.Contains(words)));
        var lines = await Lines(mails.OrderByDescending(m => m.Id).Take(PageSize + 1)).ToListAsync(cancellation);
        var more = lines.Count > PageSize;
        return new([.. lines.Take(PageSize).Select(l => l.Line)], more ? lines[PageSize - 1].Line.Id : null);
    }

    /// <summary>One mail, or null when there is none.</summary>
    public async Task<MailSheet?> ReadAsync(long id, AppUser person, CancellationToken cancellation)
    {
        var read = await Lines(db.MailsFor(person).AsNoTracking().Where(m => m.Id == id))
            .SingleOrDefaultAsync(cancellation);
        if (read is null) return null;
        var (text, refusal, line) = (read.Text, (string?)null, read.Line);
        if (text is null)
        {
            var mail = await db.OutboxMails.AsNoTracking().SingleAsync(m => m.Id == id, cancellation);
            try
            {
                await new MailComposition(db, settings.Value).ComposeAsync(mail, time.GetUtcNow(), cancellation);
            }
            catch (Exception e) when (e is MailCompositionException or FormatException)
            {
                refusal = e.Message;
            }
            (text, line) = (mail.Text, line with { Subject = mail.Subject });
        }
        return new(line, read.Address, text, refusal, read.CreatedAt);
    }

    private IQueryable<LineRow> Lines(IQueryable<OutboxMail> mails) =>
        from mail in mails
        from @case in db.Cases.Where(c => c.Id == mail.CaseId).DefaultIfEmpty()
        from user in db.Users.Where(u => u.UserName == mail.ToUserName).DefaultIfEmpty()
        select new LineRow(mail.Id, mail.Status, mail.Subject, mail.Template, mail.CaseId,
            @case == null ? null : @case.Number, user == null ? null : user.DisplayName, mail.ToUserName, mail.Attempts,
            mail.LastError, mail.SentAt, mail.NextAttemptAt, mail.CreatedAt,
            user == null ? null : user.Email, mail.Text);

    private static IQueryable<OutboxMail> InView(IQueryable<OutboxMail> mails, MailView view) => view switch
    {
        MailView.Queued => mails.Where(m => m.Status == OutboxStatus.Pending && m.Attempts == 0),
        MailView.Retrying => mails.Where(m => m.Status == OutboxStatus.Pending && m.Attempts > 0),
        MailView.Dead => mails.Where(m => m.Status == OutboxStatus.Dead),
        MailView.Sent => mails.Where(m => m.Status == OutboxStatus.Done),
        MailView.Discarded => mails.Where(m => m.Status == OutboxStatus.Discarded),
        _ => throw new ArgumentOutOfRangeException(nameof(view), view, "There is no such view."),
    };

    private static MailView ViewOf(OutboxStatus status, bool tried) => status switch
    {
        OutboxStatus.Pending => tried ? MailView.Retrying : MailView.Queued,
        OutboxStatus.Done => MailView.Sent,
        OutboxStatus.Dead => MailView.Dead,
        OutboxStatus.Discarded => MailView.Discarded,
        _ => throw new InvalidOperationException($"No view for {status}."),
    };

    private sealed record LineRow(
        long Id, OutboxStatus Status, string? Subject, string Template, long? CaseId, string? Number,
        string? DisplayName, string UserName, int Attempts, string? LastError,
        DateTimeOffset? SentAt, DateTimeOffset NextAttemptAt, DateTimeOffset CreatedAt, string? Address, string? Text)
    {
        public MailLine Line => new(Id, ViewOf(Status, Attempts > 0), Subject, Template, CaseId, Number,
            DisplayName ?? UserName, Attempts, LastError,
            SentAt ?? (Status == OutboxStatus.Pending ? NextAttemptAt : CreatedAt));
    }
}
