using BalancedEdu.Web.Data.Cases;
using BalancedEdu.Web.Data.Organisation;
using BalancedEdu.Web.Infrastructure;
using BalancedEdu.Web.Runtime;
using BalancedEdu.Web.Runtime.CaseActions;
using BalancedEdu.Web.Runtime.Reading;

namespace BalancedEdu.Web.Api;

/// <summary>What programs read of cases: those that the token's owner may see, and no other.</summary>
internal static class CaseReading
{
    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/cases", ListAsync).Reads<ApiCasePage>(
            "Cases that the person may see, the newest first, by number, title or applicant", "422 api.limit-wrong");
        api.MapGet("/cases/{id:long}", CaseAsync).Reads<ApiCase>(
            "One case: its tasks, what was handed in, and what the person may do with it", "404 case.unknown");
        api.MapGet("/cases/{id:long}/events", EventsAsync).Reads<ApiEventPage>(
            "What happened in a case, in words and in its order", "404 case.unknown", "422 api.limit-wrong");
        api.MapGet("/cases/{id:long}/migration", MigrationAsync).Reads<ApiMigration>(
            "Versions that a case could be moved to (迁移), and what one of them would do",
            "404 case.unknown", "409 case.ended", "422 case.migration-version-unknown",
            "422 case.migration-other-process", "422 case.migration-same-version");
    }

    private static async Task<IResult> MigrationAsync(
        long id, CaseMigration migration, CurrentUser current, CancellationToken cancellation, long? versionId = null)
    {
        var person = await current.GetAsync(cancellation);
        var versions = await migration.VersionsAsync(id, person, cancellation);
        if (versions.Refused || versionId is not { } version)
            return ApiAnswer.Of(versions, v => new ApiMigration(v, null)).ToResult();
        var plan = await migration.ProposeAsync(
            id, version, new Dictionary<string, string>(), person, cancellation);
        return ApiAnswer.Of(plan, p => new ApiMigration(versions.Value, new(
            p.From.Version, p.To.Version, p.CaseVersion,
            [.. p.Moves.Select(m => new ApiMove(
                m.Word, m.ElementId, m.To, m.Problem,
                [.. m.Candidates.Select(c => c.Id)]))],
            p.Begins, [.. p.Obstacles.Select(o => o.Why)]))).ToResult();
    }

    private static async Task<IResult> ListAsync(
        CaseSearch search, CurrentUser current, CancellationToken cancellation,
        string? q = null, long? after = null, int? limit = null)
    {
        if (ApiPaging.WhyNot(limit) is { } wrong)
            return ApiAnswer.Of(wrong).ToResult();
        var page = await search.FindAsync(
            await current.GetAsync(cancellation), q, after, ApiPaging.SizeOf(limit), cancellation);
        return ApiAnswer.Ok(new ApiCasePage(
            [.. page.Rows.Select(r => new ApiCaseRow(
                r.Id, r.Number, r.Title, r.Type, r.Applicant, r.Step, ApiWords.Of(r.Status), r.StartedAt))],
            page.Next)).ToResult();
    }

    private static async Task<IResult> CaseAsync(
        long id, CaseFiles files, CaseStandings standings, TaskRightsQuery rights, CurrentUser current,
        CancellationToken cancellation)
    {
        var person = await current.GetAsync(cancellation);
        if (await files.FindAsync(person, id, cancellation) is not { } file)
            return ApiAnswer.Of(Refusals.CaseUnknown("查看", id)).ToResult();
        var standing = await standings.ReadAsync(file, person, cancellation);
        return ApiAnswer.Ok(View(file, standing, await rights.OpenForAsync(person, id, cancellation))).ToResult();
    }

    private static async Task<IResult> EventsAsync(
        long id, CaseFiles files, CurrentUser current, CancellationToken cancellation,
        long after = 0, int? limit = null)
    {
        if (ApiPaging.WhyNot(limit) is { } wrong)
            return ApiAnswer.Of(wrong).ToResult();
        if (await files.FindAsync(await current.GetAsync(cancellation), id, cancellation) is not { } file)
            return ApiAnswer.Of(Refusals.CaseUnknown("查看", id)).ToResult();
        var size = ApiPaging.SizeOf(limit);
        var numbers = file.Events.Where(e => e.Sequence > after).Select(e => e.Sequence).Take(size + 1).ToList();
        var last = numbers.Count > size ? numbers[size - 1] : (long?)null;
        return ApiAnswer.Ok(new ApiEventPage(
            [.. EventText.Read(file).Reverse().Where(e => e.Sequence > after && !(e.Sequence > last))], last))
            .ToResult();
    }

    private static ApiCase View(CaseFile file, CaseStanding standing, List<long> waiting)
    {
        var c = file.Case;
        return new(
            c.Id, c.Number, c.Title, c.ProcessId, file.Definition.Name, ApiWords.Of(c.Status),
            standing.Suspended ? c.SuspendedAt : null, c.StartedBy, c.StartedAt, c.EndedAt, c.ApplicantName,
            file.Place, c.DistrictCode, c.SchoolCode, c.ParentCaseId, c.Version,
            standing.Request is { } r ? new(r.Id, r.RequestedBy, r.Reason, r.RequestedAt) : null,
            new(
                standing.IsInitiator, standing.Manages, standing.Follows, standing.Unread, standing.Answers, waiting,
                [.. standing.TakeBacks.Select(t => t.Id)], [.. standing.Urgeable.Select(t => t.Id)]),
            [.. file.Tasks.Select(View)], file.Submissions());
    }

    private static ApiCaseTask View(WorkTask t) => new(
        t.Id, t.ElementId, t.Name, t.Role, ApiWords.Given(t.SeatName), ApiWords.Of(t.Status), t.Assignee,
        t.CompletedBy, t.OnBehalfOf, t.Outcome, t.OutcomeName, t.Comment, t.VoidReason, t.CreatedAt, t.EndedAt,
        ApiWords.Due(t.DueAt), t.Revision);
}
