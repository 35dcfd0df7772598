using System.Globalization;
using BalancedEdu.Web.Data;
using BalancedEdu.Web.Data.Cases;
using BalancedEdu.Web.Data.Organisation;
using Microsoft.EntityFrameworkCore;

namespace BalancedEdu.Web.Runtime.Clocks.Cards;

/// <summary>A supervision order as it is listed.</summary>
/// <param name="Order">The order.</param>
/// <param name="CaseNumber">The number of the case.</param>
/// <param name="CaseTitle">Its title.</param>
/// <param name="PersonName">Who has the task, as shown; empty while nobody has.</param>
/// <param name="EndedAt">When the task was done, or null.</param>
public sealed record SupervisionLine(
    SupervisionOrder Order, string CaseNumber, string CaseTitle, string PersonName, DateTimeOffset? EndedAt)
{
    /// <summary>The number that people quote: <c>DBD-2026-00017</c>.</summary>
    public string Number => NumberOf(Order);

    /// <summary>The number of an order.</summary>
    public static string NumberOf(SupervisionOrder order)
    {
        ArgumentNullException.ThrowIfNull(order);
        return string.Create(
            CultureInfo.InvariantCulture, $"DBD-{OfficeTime.DateOf(order.IssuedAt).Year}-{order.Id:00000}");
    }
}

/// <summary>Reads the register of supervision orders; the right to see is part of the query.</summary>
public sealed class SupervisionRegister(BalancedEduDb db)
{
    /// <summary>Orders a page.</summary>
    public const int PageSize = 50;

    /// <summary>A page, newest first.</summary>
    /// <param name="person">Who reads.</param>
    /// <param name="before">Only orders before this row; null: from the newest.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <returns>The orders, and the row before which the next page begins, or null.</returns>
    public async Task<(IReadOnlyList<SupervisionLine> Lines, long? Next)> PageAsync(
        AppUser person, long? before, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(person);
        var cases = db.SupervisedBy(person);
        var lines = await (
            from o in db.SupervisionOrders.AsNoTracking()
            where cases.Any(k => k.Id == o.CaseId) && (before == null || o.Id < before)
            join k in db.Cases on o.CaseId equals k.Id
            orderby o.Id descending
            select new SupervisionLine(
                o, k.Number, k.Title,
                db.Users.Where(u => u.UserName == o.Person).Select(u => u.DisplayName).FirstOrDefault() ?? "",
                db.Tasks.Where(t => t.Id == o.TaskId).Select(t => t.EndedAt).FirstOrDefault()))
            .Take(PageSize + 1).ToListAsync(cancellation);
        var more = lines.Count > PageSize;
        if (more)
            lines.RemoveAt(PageSize);
        return (lines, more ? lines[^1].Order.Id : null);
    }
}
