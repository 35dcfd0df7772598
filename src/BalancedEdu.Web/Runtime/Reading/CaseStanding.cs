using BalancedEdu.Web.Data;
using BalancedEdu.Web.Data.Cases;
using BalancedEdu.Web.Data.Organisation;
using BalancedEdu.Web.Runtime.CaseActions;
using Microsoft.EntityFrameworkCore;

namespace BalancedEdu.Web.Runtime.Reading;

/// <summary>A person to whom a case was passed.</summary>
/// <param name="Name">The person.</param>
/// <param name="By">Who passed it on last.</param>
/// <param name="SentAt">When.</param>
/// <param name="ReadAt">When it was read since, or null.</param>
public sealed record CopyLine(string Name, string By, DateTimeOffset SentAt, DateTimeOffset? ReadAt);

/// <summary>How a reader stands to a case, and what they may do with it as a whole.</summary>
public sealed record CaseStanding
{
    /// <summary>The case.</summary>
    public required CaseFile File { get; init; }

    /// <summary>Whether the reader started it.</summary>
    public bool IsInitiator { get; init; }

    /// <summary>Whether the reader oversees it: may urge.</summary>
    public bool Oversees { get; init; }

    /// <summary>Whether the reader administers it: may suspend, resume and end it.</summary>
    public bool Manages { get; init; }

    /// <summary>Whether the reader follows it.</summary>
    public bool Follows { get; init; }

    /// <summary>Whether it was passed to the reader, who has not read it.</summary>
    public bool Unread { get; init; }

    /// <summary>To how many people it was passed.</summary>
    public int Copies { get; init; }

    /// <summary>How many of them have read it.</summary>
    public int CopiesRead { get; init; }

    /// <summary>The newest request to withdraw, while nobody has decided on it; or null.</summary>
    public WithdrawalRequest? Request { get; init; }

    /// <summary>Whether the reader may answer that request and has not.</summary>
    public bool Answers { get; init; }

    /// <summary>Tasks whose decision the reader may take back now.</summary>
    public IReadOnlyList<WorkTask> TakeBacks { get; init; } = [];

    /// <summary>Open tasks that the reader may urge.</summary>
    public IReadOnlyList<WorkTask> Urgeable { get; init; } = [];

    /// <summary>Whether the case has not ended.</summary>
    public bool Runs => File.Case.Status == CaseStatus.Running;

    /// <summary>Whether it stands still.</summary>
    public bool Suspended => Runs && File.Case.SuspendedAt is not null;
}

/// <summary>Reads how a person stands to a case that they may read.</summary>
public sealed class CaseStandings(BalancedEduDb db)
{
    /// <summary>How many of those to whom it was passed are listed.</summary>
    public const int CopiesMax = 200;

    /// <summary>Three looks, however much has happened in the case.</summary>
    public async Task<CaseStanding> ReadAsync(CaseFile file, AppUser person, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(file);
        ArgumentNullException.ThrowIfNull(person);
        var (id, name) = (file.Case.Id, person.UserName);
        var (overseen, managed) = (db.OverseenCases(person), db.ManagedCases(person));
        var standing = await db.Cases.Where(c => c.Id == id).Select(c => new CaseStanding
        {
            File = file,
            IsInitiator = c.StartedBy == name,
            Oversees = overseen.Any(o => o.Id == id),
            Manages = managed.Any(m => m.Id == id),
            Follows = db.CaseFollows.Any(f => f.CaseId == id && f.UserName == name),
            Unread = db.CaseCopies.Any(p => p.CaseId == id && p.UserName == name && p.ReadAt == null),
            Copies = db.CaseCopies.Count(p => p.CaseId == id),
            CopiesRead = db.CaseCopies.Count(p => p.CaseId == id && p.ReadAt != null),
        }).SingleAsync(cancellation);
        if (!standing.Runs)
            return standing;
        var request = await db.WithdrawalRequests.AsNoTracking()
            .SingleOrDefaultAsync(w => w.CaseId == id && w.Status == WithdrawalStatus.Open, cancellation);
        return standing with
        {
            Request = request,
            Answers = request is not null && !standing.IsInitiator
                && await AnswersAsync(request, standing, person, cancellation),
            TakeBacks = standing.Suspended ? [] : TaskTakingBack.Offered(file.Tasks, person),
            Urgeable = standing.Suspended || !(standing.IsInitiator || standing.Oversees)
                ? []
                : [.. file.OpenTasks.Where(t => !t.Unassignable && t.Assignee != name)],
        };
    }

    /// <summary>To whom a case was passed, those who have not read it first.</summary>
    public async Task<IReadOnlyList<CopyLine>> CopiesAsync(long caseId, CancellationToken cancellation) => await (
        from p in db.CaseCopies
        where p.CaseId == caseId
        join u in db.Users on p.UserName equals u.UserName
        join s in db.Users on p.SentBy equals s.UserName
        orderby p.ReadAt != null, p.SentAt descending, p.UserName
        select new CopyLine(u.DisplayName, s.DisplayName, p.SentAt, p.ReadAt))
        .Take(CopiesMax).ToListAsync(cancellation);

    private Task<bool> AnswersAsync(
        WithdrawalRequest request, CaseStanding standing, AppUser person, CancellationToken cancellation) =>
        db.Tasks.AnyAsync(t => t.CaseId == request.CaseId && t.Status == WorkTaskStatus.Open
            && (db.OpenFor(person).Any(o => o.Id == t.Id) || (t.Unassignable && standing.Manages))
            && !db.WithdrawalAnswers.Any(a => a.RequestId == request.Id && a.TaskId == t.Id), cancellation);
}
