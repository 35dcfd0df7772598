using BalancedEdu.Web.Data;
using BalancedEdu.Web.Data.Cases;
using BalancedEdu.Web.Infrastructure;
using BalancedEdu.Web.Runtime;
using BalancedEdu.Web.Runtime.Clocks.Extensions;
using BalancedEdu.Web.Runtime.Reading;
using Microsoft.EntityFrameworkCore;

namespace BalancedEdu.Web.Api;

/// <summary>延期: why more time is needed.</summary>
public sealed record ExtensionBody(string Reason);

/// <summary>Whether more time is granted; without it the opinion says why not.</summary>
public sealed record ExtensionDecisionBody(bool Grants, string? Opinion = null);

/// <summary>A clock of a case, of a stage, or of a task; <c>extension</c> is null until one is asked for.</summary>
public sealed record ApiClock(
    long Id, long CaseId, long? TaskId, string Name, string Budget, string Law, DateTimeOffset StartedAt,
    DateTimeOffset? DueAt, bool Paused, bool Provisional, DateTimeOffset? EndedAt, ApiExtension? Extension);

/// <summary>A request for more time: <c>asked</c>, <c>granted</c> or <c>refused</c>.</summary>
public sealed record ApiExtension(
    string Status, string Added, string Law, string Reason, string AskedBy, DateTimeOffset AskedAt, string? DecidedBy,
    DateTimeOffset? DecidedAt, string? Opinion);

/// <summary>A request that waits for the person's decision.</summary>
public sealed record ApiWaitingExtension(
    long ClockId, long CaseId, string CaseNumber, string CaseTitle, string Clock, ApiExtension Extension);

/// <summary>Clocks of cases, and more time on them: by the rules of the pages.</summary>
internal static class ClockSurface
{
    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/cases/{id:long}/clocks", ListAsync).Reads<ApiClock[]>(
            "The clocks of a case, its own, those of stages and of tasks", "404 case.unknown");
        api.MapGet("/extensions", WaitingAsync).Reads<ApiWaitingExtension[]>(
            "What the person is asked to extend, the longest waiting first (延期审批)");
        api.MapPost("/clocks/{id:long}/extension", AskAsync).Writes<ApiClock>(
            ApiScopes.Act, "Ask for more time on a clock that one works under (延期)", revised: false,
            "404 clock.unknown", "403 clock.extension.not-handler", "409 clock.extension.not-provided",
            "409 clock.extension.rule-unknown", "409 clock.extension.asked", "409 clock.extension.late",
            "409 clock.extension.*", "409 case.moved", "409 case.busy", "422 clock.extension.reason");
        api.MapPost("/clocks/{id:long}/extension-decision", DecideAsync).Writes<ApiClock>(
            ApiScopes.Decide, "Grant more time, or refuse it (批准延期, 不批准)", revised: false,
            "404 clock.unknown", "403 clock.extension.not-approver", "409 clock.extension.not-asked",
            "409 clock.extension.decided", "409 clock.extension.late", "409 clock.extension.*", "409 case.moved",
            "409 case.busy", "422 clock.extension.opinion");
    }

    private static async Task<IResult> ListAsync(
        long id, BalancedEduDb db, CurrentUser current, CancellationToken cancellation)
    {
        var person = await current.GetAsync(cancellation);
        if (!await db.VisibleCases(person).AnyAsync(c => c.Id == id, cancellation))
            return ApiAnswer.Of(Refusals.CaseUnknown("查看时限", id)).ToResult();
        return ApiAnswer.Ok(await ReadAsync(db, db.Clocks.Where(c => c.CaseId == id), cancellation)).ToResult();
    }

    private static async Task<IResult> WaitingAsync(
        ExtensionReading reading, CurrentUser current, CancellationToken cancellation)
    {
        var waiting = await reading.ListAsync(await current.GetAsync(cancellation), cancellation);
        return ApiAnswer.Ok(waiting.Select(w => new ApiWaitingExtension(
            w.Row.ClockRowId, w.Row.CaseId, w.CaseNumber, w.CaseTitle, w.Row.ClockName, View(w.Row))).ToArray())
            .ToResult();
    }

    private static async Task<ApiAnswer> AskAsync(
        long id, ExtensionBody body, ExtensionActions actions, CurrentUser current, BalancedEduDb db) =>
        await actions.AskAsync(id, body.Reason, await current.GetAsync(), default) is { } refusal
            ? ApiAnswer.Of(refusal)
            : await StateAsync(db, id);

    private static async Task<ApiAnswer> DecideAsync(
        long id, ExtensionDecisionBody body, ExtensionActions actions, CurrentUser current, BalancedEduDb db) =>
        await actions.DecideAsync(id, body.Grants, body.Opinion, await current.GetAsync(), default) is { } refusal
            ? ApiAnswer.Of(refusal)
            : await StateAsync(db, id);

    private static async Task<ApiAnswer> StateAsync(BalancedEduDb db, long id) =>
        ApiAnswer.Ok((await ReadAsync(db, db.Clocks.Where(c => c.Id == id), default)).Single());

    private static async Task<ApiClock[]> ReadAsync(
        BalancedEduDb db, IQueryable<ClockRow> clocks, CancellationToken cancellation)
    {
        var rows = await clocks.AsNoTracking().OrderBy(c => c.Id)
            .Select(c => new
            {
                Clock = c,
                Last = db.ClockExtensions.Where(e => e.ClockRowId == c.Id).OrderByDescending(e => e.Id)
                    .FirstOrDefault(),
            }).ToListAsync(cancellation);
        return [.. rows.Select(r => new ApiClock(
            r.Clock.Id, r.Clock.CaseId, r.Clock.TaskId, r.Clock.Name, r.Clock.Budget, r.Clock.Law, r.Clock.StartedAt,
            ApiWords.Due(r.Clock.DueAt), r.Clock.Paused, r.Clock.Provisional, r.Clock.EndedAt,
            r.Last is null ? null : View(r.Last)))];
    }

    private static ApiExtension View(ClockExtension e) => new(
        ApiWords.Of(e.Status), e.Added, e.Law, e.Reason, e.AskedBy, e.AskedAt, e.DecidedBy, e.DecidedAt, e.Opinion);
}
