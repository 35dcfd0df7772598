using BalancedEdu.Web.Data;
using BalancedEdu.Web.Data.Cases;
using BalancedEdu.Web.Data.Organisation;
using BalancedEdu.Web.Processes;
using BalancedEdu.Web.Runtime.Bundles;
using BalancedEdu.Web.Runtime.Reading;
using Microsoft.EntityFrameworkCore;

namespace BalancedEdu.Web.Runtime.Clocks.Extensions;

/// <summary>A request in words.</summary>
/// <param name="Row">The request.</param>
/// <param name="Asker">Who asked, as shown.</param>
/// <param name="Decider">Who decided, as shown; empty before.</param>
public sealed record ExtensionLine(ClockExtension Row, string Asker, string Decider);

/// <summary>What the page of a clock's extension shows.</summary>
/// <param name="CaseId">The case.</param>
/// <param name="CaseNumber">Its number.</param>
/// <param name="CaseTitle">Its title.</param>
/// <param name="Clock">The clock in words.</param>
/// <param name="Rule">By how much it may be extended today; null: not at all.</param>
/// <param name="Requests">What was asked, newest first.</param>
/// <param name="CanAsk">Whether the reader works under the clock and nothing stands against asking.</param>
/// <param name="CanDecide">Whether a request waits for the reader.</param>
/// <param name="CanReadCase">Whether the reader may open the case.</param>
public sealed record ExtensionSheet(
    long CaseId, string CaseNumber, string CaseTitle, ClockSummary Clock, ExtensionRule? Rule,
    IReadOnlyList<ExtensionLine> Requests, bool CanAsk, bool CanDecide, bool CanReadCase);

/// <summary>A request that waits, in a list.</summary>
/// <param name="Row">The request.</param>
/// <param name="CaseNumber">The number of the case.</param>
/// <param name="CaseTitle">Its title.</param>
/// <param name="Asker">Who asks.</param>
/// <param name="Due">How the clock stands.</param>
public sealed record WaitingExtension(
    ClockExtension Row, string CaseNumber, string CaseTitle, string Asker, Deadline Due);

/// <summary>Reads extensions; the right to see is part of the query.</summary>
public sealed class ExtensionReading(
    BalancedEduDb db, BundleCatalog bundles, DatedRules<ClockRules> rules, OfficeTime office, TimeProvider time)
{
    /// <summary>How many requests a list shows: the oldest, which are the most urgent.</summary>
    public const int ListMax = 100;

    /// <summary>The sheet of a clock, or null when there is none for the person.</summary>
    public async Task<ExtensionSheet?> FindAsync(long clockId, AppUser person, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(person);
        var found = await (
            from c in db.VisibleClocks(person).AsNoTracking()
            where c.Id == clockId
            join k in db.Cases on c.CaseId equals k.Id
            select new
            {
                Row = c, k.Number, k.Title, k.BundleVersionId,
                ElementId = db.Tasks.Where(t => t.Id == c.TaskId).Select(t => t.ElementId).FirstOrDefault(),
                Works = db.ClocksWorkedUnderBy(person).Any(w => w.Id == c.Id),
                Decides = db.ExtensionsDecidedBy(person)
                    .Any(e => e.ClockRowId == c.Id && e.Status == ExtensionStatus.Asked),
                Reads = db.VisibleCases(person).Any(v => v.Id == c.CaseId),
            }).SingleOrDefaultAsync(cancellation);
        if (found is null)
            return null;
        var now = time.GetUtcNow();
        var requests = await RequestsAsync(clockId, cancellation);
        var bundle = await bundles.GetAsync(found.BundleVersionId, cancellation);
        var grant = ExtensionSteps.GrantOf(bundle.Definition, found.Row, found.ElementId);
        var rule = grant is null ? null : rules.On(OfficeTime.DateOf(now)).Extension(grant.Rule);
        var summary = ClockSummary.Of(found.Row, found.Row.Name, office, now);
        var mayAsk = rule is not null && found.Works && found.Row.EndedAt is null && found.Row.Extension is null
            && summary.Deadline.Tone != DeadlineTone.Over
            && requests.All(r => r.Row.Status == ExtensionStatus.Refused);
        return new(
            found.Row.CaseId, found.Number, found.Title, summary, rule, requests, mayAsk, found.Decides, found.Reads);
    }

    /// <summary>What waits for the person's decision, the longest waiting first.</summary>
    public async Task<IReadOnlyList<WaitingExtension>> ListAsync(AppUser person, CancellationToken cancellation)
    {
        var rows = await (
            from e in db.ExtensionsDecidedBy(person).AsNoTracking()
            where e.Status == ExtensionStatus.Asked
            join c in db.Clocks on e.ClockRowId equals c.Id
            join k in db.Cases on e.CaseId equals k.Id
            orderby e.AskedAt, e.Id
            select new
            {
                Row = e, Clock = c, k.Number, k.Title,
                Asker = db.Users.Where(u => u.UserName == e.AskedBy).Select(u => u.DisplayName).FirstOrDefault(),
            }).Take(ListMax).ToListAsync(cancellation);
        var now = time.GetUtcNow();
        return [.. rows.Select(r => new WaitingExtension(
            r.Row, r.Number, r.Title, r.Asker ?? r.Row.AskedBy, Deadline.Of(r.Clock.Read(office, now))))];
    }

    private async Task<IReadOnlyList<ExtensionLine>> RequestsAsync(long clockId, CancellationToken cancellation) =>
        await db.ClockExtensions.AsNoTracking().Where(e => e.ClockRowId == clockId).OrderByDescending(e => e.Id)
            .Select(e => new ExtensionLine(
                e,
                db.Users.Where(u => u.UserName == e.AskedBy).Select(u => u.DisplayName).FirstOrDefault() ?? e.AskedBy,
                db.Users.Where(u => u.UserName == e.DecidedBy).Select(u => u.DisplayName).FirstOrDefault() ?? ""))
            .ToListAsync(cancellation);
}
