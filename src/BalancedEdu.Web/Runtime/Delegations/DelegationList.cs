using BalancedEdu.Web.Data;
using BalancedEdu.Web.Data.Organisation;
using BalancedEdu.Web.Runtime.Bundles;
using BalancedEdu.Web.Runtime.Reading;
using Microsoft.EntityFrameworkCore;

namespace BalancedEdu.Web.Runtime.Delegations;

/// <summary>A delegation as it is shown.</summary>
/// <param name="Id">The row.</param>
/// <param name="Principal">Whose tasks.</param>
/// <param name="Delegate">Who acts.</param>
/// <param name="From">The first instant.</param>
/// <param name="Until">The last instant.</param>
/// <param name="Scope">The processes in words.</param>
/// <param name="Reason">Why; may be empty.</param>
/// <param name="Standing">未开始, 生效中, 已到期 or 已撤销.</param>
/// <param name="MayRevoke">Whether the reader may end it now.</param>
/// <param name="Record">Who made it and who ended it, when, and by which token.</param>
public sealed record DelegationLine(
    long Id, string Principal, string Delegate, DateTimeOffset From, DateTimeOffset Until, string Scope, string Reason,
    string Standing, bool MayRevoke, string Record);

/// <summary>A process that can be chosen.</summary>
/// <param name="Id">The BPMN process id.</param>
/// <param name="Name">The name.</param>
public sealed record ProcessChoice(string Id, string Name);

/// <summary>All that the page of delegations shows.</summary>
/// <param name="Mine">Of the reader's tasks.</param>
/// <param name="ToMe">Of others, to the reader.</param>
/// <param name="Others">All others, for administrators.</param>
/// <param name="Processes">What can be chosen.</param>
public sealed record DelegationSheet(
    IReadOnlyList<DelegationLine> Mine, IReadOnlyList<DelegationLine> ToMe, IReadOnlyList<DelegationLine> Others,
    IReadOnlyList<ProcessChoice> Processes);

/// <summary>Reads delegations for a page; the newest first.</summary>
public sealed class DelegationList(BalancedEduDb db, BundleCatalog bundles, TimeProvider time)
{
    /// <summary>How many of each kind are listed.</summary>
    public const int LinesMax = 100;

    /// <summary>What the reader may see.</summary>
    public async Task<DelegationSheet> ReadAsync(AppUser person, bool manages, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(person);
        var me = person.UserName!;
        var processes = (await bundles.NewestAsync(cancellation))
            .Select(b => new ProcessChoice(b.Definition.Id, b.Definition.Name)).OrderBy(p => p.Name).ToList();
        var names = processes.ToDictionary(p => p.Id, p => p.Name);
        var rows = db.Delegations.AsNoTracking();
        return new(
            await LinesAsync(rows.Where(d => d.Principal == me), true, names, cancellation),
            await LinesAsync(rows.Where(d => d.Delegate == me), manages, names, cancellation),
            manages
                ? await LinesAsync(
                    rows.Where(d => d.Principal != me && d.Delegate != me), true, names, cancellation)
                : [],
            processes);
    }

    private async Task<IReadOnlyList<DelegationLine>> LinesAsync(
        IQueryable<Delegation> rows, bool mayRevoke, Dictionary<string, string> names, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        var found = await (
            from d in rows
            join p in db.Users on d.Principal equals p.UserName
            join t in db.Users on d.Delegate equals t.UserName
            orderby d.Id descending
            select new
            {
                Row = d, Principal = p.DisplayName, To = t.DisplayName,
                Made = db.Users.Where(u => u.UserName == d.CreatedBy).Select(u => u.DisplayName).FirstOrDefault(),
                Ended = db.Users.Where(u => u.UserName == d.RevokedBy).Select(u => u.DisplayName).FirstOrDefault(),
            }).Take(LinesMax)
            .ToListAsync(cancellation);
        return [.. found.Select(f => new DelegationLine(
            f.Row.Id, f.Principal, f.To, f.Row.FromAt, f.Row.ToAt.AddTicks(-1),
            f.Row.ProcessIds is null
                ? "全部流程"
                : string.Join('、', f.Row.ProcessIds.Split(',').Select(id => names.GetValueOrDefault(id, id))),
            f.Row.Reason, StandingOf(f.Row, now), mayRevoke && f.Row.RevokedAt is null && f.Row.ToAt > now,
            RecordOf(f.Row, f.Made, f.Ended, now)))];
    }

    private static string RecordOf(Delegation row, string? made, string? ended, DateTimeOffset now)
    {
        var record = Line(made ?? row.CreatedBy, row.CreatedVia, row.CreatedAt, "设置");
        return row is { RevokedAt: { } at, RevokedBy: { } by }
            ? $"{record}，{Line(ended ?? by, row.RevokedVia, at, "撤销")}"
            : record;

        string Line(string who, string? token, DateTimeOffset when, string did) =>
            $"{who} {Texts.ShortInstant(when, now)} {(token is null ? "" : $"由程序用个人令牌“{token}”")}{did}";
    }

    private static string StandingOf(Delegation row, DateTimeOffset now) =>
        row.RevokedAt is not null ? "已撤销" : row.ToAt <= now ? "已到期" : row.FromAt > now ? "未开始" : "生效中";
}
