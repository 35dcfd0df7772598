using System.Globalization;
using BalancedEdu.Web.Data;
using BalancedEdu.Web.Data.Cases;
using BalancedEdu.Web.Data.Documents;
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
    /// <summary>Whether the reader may give the task to somebody else (改派).</summary>
    public bool MayReassign { get; init; }

    /// <summary>The document that was issued, or null while there is none.</summary>
    public IssuedDocument? Document { get; init; }

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
    /// <summary>The job that issues the document of an order.</summary>
    public const string IssueJob = "supervision.issue-order";

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
        return (
            await WithRightsAsync(person, await WithDocumentsAsync(lines, cancellation), cancellation),
            more ? lines[^1].Order.Id : null);
    }

    /// <summary>The key of an order's document: it is issued once.</summary>
    public static string DocumentKey(SupervisionOrder order)
    {
        ArgumentNullException.ThrowIfNull(order);
        return string.Create(CultureInfo.InvariantCulture, $"supervision:{order.Id}");
    }

    /// <summary>Where the document of an order is read by those who read the register.</summary>
    public static string DocumentUrl(SupervisionOrder order)
    {
        ArgumentNullException.ThrowIfNull(order);
        return string.Create(CultureInfo.InvariantCulture, $"/Ledgers/Supervision/{order.Id}/Document");
    }

    /// <summary>
    /// The document of an order, with its file; null when there is none, or when the order is none that the person may
    /// read. The file is null when the case was archived.
    /// </summary>
    public async Task<(IssuedDocument Document, byte[]? Content)?> FindDocumentAsync(
        AppUser person, long orderId, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(person);
        var cases = db.SupervisedBy(person);
        var order = await db.SupervisionOrders.AsNoTracking()
            .SingleOrDefaultAsync(o => o.Id == orderId && cases.Any(c => c.Id == o.CaseId), cancellation);
        if (order is null)
            return null;
        var key = DocumentKey(order);
        var document = await db.IssuedDocuments.AsNoTracking()
            .SingleOrDefaultAsync(d => d.CaseId == order.CaseId && d.Key == key, cancellation);
        return document is null
            ? null
            : (document, await db.DocumentContents.Where(c => c.DocumentId == document.Id).Select(c => c.Content)
                .SingleOrDefaultAsync(cancellation));
    }

    private async Task<IReadOnlyList<SupervisionLine>> WithDocumentsAsync(
        List<SupervisionLine> lines, CancellationToken cancellation)
    {
        var keys = lines.Select(l => DocumentKey(l.Order)).ToList();
        var cases = lines.Select(l => l.Order.CaseId).Distinct().ToList();
        var documents = await db.IssuedDocuments.AsNoTracking()
            .Where(d => cases.Contains(d.CaseId) && keys.Contains(d.Key)).ToDictionaryAsync(d => d.Key, cancellation);
        return [.. lines.Select(l => l with { Document = documents.GetValueOrDefault(DocumentKey(l.Order)) })];
    }

    private async Task<IReadOnlyList<SupervisionLine>> WithRightsAsync(
        AppUser person, IReadOnlyList<SupervisionLine> lines, CancellationToken cancellation)
    {
        var tasks = lines.Select(l => l.Order.TaskId).ToList();
        var late = await db.EscalatedTo(person).Where(t => tasks.Contains(t.Id) && t.Owner == null).Select(t => t.Id)
            .ToListAsync(cancellation);
        return [.. lines.Select(l => l with { MayReassign = late.Contains(l.Order.TaskId) })];
    }
}
