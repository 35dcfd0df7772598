using System.Linq.Expressions;
using BalancedEdu.Web.Data;
using BalancedEdu.Web.Data.Cases;
using Microsoft.EntityFrameworkCore.Query;

namespace BalancedEdu.Web.Runtime.Clocks;

/// <summary>
/// Up to when a task is due soon (即将逾期) as of a day: midnight after the last working day that counts as near by the
/// calendar of the city; later for tasks whose clock follows an organisation that is closed meanwhile. Their due
/// instants are stored, so that only the end is looked at by organisation, and only where it differs from the city's.
/// </summary>
internal sealed class NearEnds
{
    private readonly List<(DateTimeOffset End, string[] Organisations)> _later;

    private NearEnds(DateTimeOffset city, List<(DateTimeOffset, string[])> later) => (City, _later) = (city, later);

    /// <summary>The end for all who keep the calendar of the city.</summary>
    public DateTimeOffset City { get; }

    /// <summary>Whether it is another for some.</summary>
    public bool Differ => _later.Count > 0;

    /// <summary>As of a day.</summary>
    public static NearEnds Of(OfficeTime office, DateOnly day)
    {
        ArgumentNullException.ThrowIfNull(office);
        var calendars = office.Calendars;
        var city = EndOf(calendars.City);
        return new(city,
        [
            .. calendars.Own.Select(o => (End: EndOf(o.Value), Organisation: o.Key)).Where(o => o.End > city)
                .GroupBy(o => o.End, o => o.Organisation).OrderBy(g => g.Key)
                .Select(g => (g.Key, g.Order(StringComparer.Ordinal).ToArray())),
        ]);

        DateTimeOffset EndOf(WorkingDayCalendar calendar) => OfficeTime.At(
            calendar.AddWorkingDays(day, office.NearWorkingDays).Date.AddDays(1), TimeOnly.MinValue);
    }

    /// <summary>
    /// Tasks that are due by then, overdue ones among them. One range of the index in any case: the clocks are asked
    /// only of tasks that are due between the end of the city and the latest.
    /// </summary>
    public Expression<Func<WorkTask, bool>> DueBy(BalancedEduDb db)
    {
        ArgumentNullException.ThrowIfNull(db);
        var city = City;
        if (!Differ)
            return t => t.DueAt <= city;
        Expression<Func<WorkTask, bool>> due = t => t.DueAt <= city;
        foreach (var (end, organisations) in _later)
            due = Join(Expression.OrElse, due, t => t.DueAt <= end && db.Clocks.Any(c =>
                c.TaskId == t.Id && organisations.Contains(c.Organisation!)));
        var latest = _later[^1].End;
        return Join(Expression.AndAlso, t => t.DueAt <= latest, due);
    }

    private static Expression<Func<WorkTask, bool>> Join(
        Func<Expression, Expression, Expression> how, Expression<Func<WorkTask, bool>> one,
        Expression<Func<WorkTask, bool>> other) => Expression.Lambda<Func<WorkTask, bool>>(
            how(one.Body, ReplacingExpressionVisitor.Replace(other.Parameters[0], one.Parameters[0], other.Body)),
            one.Parameters[0]);
}
