using System.Linq.Expressions;
using BalancedEdu.Web.Data;
using BalancedEdu.Web.Data.Cases;
using BalancedEdu.Web.Data.Organisation;

namespace BalancedEdu.Web.Runtime.Reading;

/// <summary>A row of a list before it is read: what filters and orders look at.</summary>
internal sealed class InboxLine
{
    public long Id { get; init; }

    public DateTimeOffset At { get; init; }

    public WorkTask? Task { get; init; }

    /// <summary>Who passed the case on, or null.</summary>
    public string? From { get; init; }

    public string Note { get; init; } = "";

    public required Case Case { get; init; }

    public required Data.Bundles.BundleVersion Bundle { get; init; }
}

/// <summary>The order of a list and the halves of it on both sides of a place (keyset paging).</summary>
/// <param name="NewestFirst">Descending instants for what is past; else ascending.</param>
internal sealed record InboxOrder(bool NewestFirst)
{
    /// <summary>Tasks without a clock stand after those with one and before the paused ones.</summary>
    public static readonly DateTimeOffset WithoutClock = Instants.Never.AddYears(-1);

    public InboxOrder Reversed => this with { NewestFirst = !NewestFirst };

    public IQueryable<InboxLine> Apply(IQueryable<InboxLine> lines) => NewestFirst
        ? lines.OrderByDescending(l => l.At).ThenByDescending(l => l.Id)
        : lines.OrderBy(l => l.At).ThenBy(l => l.Id);

    public Expression<Func<InboxLine, bool>> After(InboxCursor place) => NewestFirst ? Below(place) : Above(place);

    public Expression<Func<InboxLine, bool>> Before(InboxCursor place) => NewestFirst ? Above(place) : Below(place);

    private static Expression<Func<InboxLine, bool>> Above(InboxCursor place)
    {
        var (at, id) = (place.At, place.Id);
        return l => l.At > at || (l.At == at && l.Id > id);
    }

    private static Expression<Func<InboxLine, bool>> Below(InboxCursor place)
    {
        var (at, id) = (place.At, place.Id);
        return l => l.At < at || (l.At == at && l.Id < id);
    }
}

internal static class UnassignedTasks
{
    /// <summary>待指派 of an administrator, looked up by their incidents, which are few.</summary>
    public static IQueryable<WorkTask> UnassignedFor(this BalancedEduDb db, AppUser person)
    {
        var managed = db.ManagedCases(person);
        return
            from i in db.Incidents
            where i.ResolvedAt == null && i.Code == Incidents.IncidentCodes.Unassignable
            join t in db.Tasks on i.SourceId equals t.Id
            where t.Status == WorkTaskStatus.Open && t.Unassignable && managed.Any(c => c.Id == t.CaseId)
            select t;
    }
}
