using System.Linq.Expressions;
using BalancedEdu.Web.Data;
using BalancedEdu.Web.Data.Cases;

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
