using BalancedEdu.Web.Data;
using BalancedEdu.Web.Infrastructure;
using BalancedEdu.Web.Runtime.CaseActions;
using BalancedEdu.Web.Runtime.Reading;

namespace BalancedEdu.Web.Api;

/// <summary>抄送: names or user names, and a word that goes with it.</summary>
public sealed record CopiesBody(string[] To, string? Note = null);

/// <summary>催办: a word that goes with it.</summary>
public sealed record UrgeBody(string? Note = null);

/// <summary>撤回, 挂起, 激活, 终止: why.</summary>
public sealed record ReasonBody(string Reason);

/// <summary>
/// 迁移: the row of the version, the version of the case that the plan was seen for, old ids and new ids of what is
/// called otherwise, and why.
/// </summary>
public sealed record MigrationBody(
    long VersionId, long Version, string Reason, IReadOnlyDictionary<string, string>? Elements = null);

/// <summary>The answer to a request to withdraw; who disagrees says why.</summary>
public sealed record WithdrawalAnswerBody(long RequestId, bool Agrees, string? Reason = null);

/// <summary>What programs do with cases as a whole.</summary>
internal static class CaseWriting
{
    private static readonly string[] Managed =
    [
        "403 case.not-manager", "409 case.ended", "409 bpmn.*", "422 case.reason-missing",
    ];

    private static readonly Dictionary<string, string> Same = [];

    public static void Map(RouteGroupBuilder api)
    {
        MapReading(api);
        MapWithdrawal(api);
        api.MapCase<ReasonBody, CaseSuspension>(
            "suspend", ApiScopes.Administer, "Let a case stand still (挂起)",
            [.. Managed, "409 case.suspended-already"],
            (a, c) => a.SuspendAsync(new(c.Id, c.Body.Reason), c.Person, default));
        api.MapCase<ReasonBody, CaseSuspension>(
            "resume", ApiScopes.Administer, "Let a case go on (激活)", [.. Managed, "409 case.not-suspended"],
            (a, c) => a.ResumeAsync(new(c.Id, c.Body.Reason), c.Person, default));
        api.MapCase<MigrationBody, CaseMigration>(
            "migrate", ApiScopes.Administer, "Move a case to another version of its definition (迁移)",
            [
                .. Managed, "422 case.migration-version-unknown", "422 case.migration-other-process",
                "422 case.migration-same-version", "422 case.migration-mapping-unknown",
                "422 case.migration-mapping-too-long", "422 case.migration-impossible",
            ],
            (a, c) => a.MigrateAsync(
                new(c.Id, c.Body.VersionId, c.Body.Version, c.Body.Reason) { Elements = c.Body.Elements ?? Same },
                c.Person, default));
        api.MapCase<ReasonBody, CaseTermination>(
            "terminate", ApiScopes.Administer, "End a case without a result (终止)", Managed,
            (a, c) => a.TerminateAsync(new(c.Id, c.Body.Reason), c.Person, default));
    }

    private static void MapReading(RouteGroupBuilder api)
    {
        api.MapCase<CopiesBody, CaseCopying>(
            "copies", ApiScopes.Act, "Pass a case to people to be read (抄送)",
            [
                "422 case.copy-nobody", "422 case.copy-too-many", "422 people.unknown", "422 people.ambiguous",
                "422 case.note-too-long",
            ],
            (a, c) => a.CopyAsync(new(c.Id, c.Body.To, c.Body.Note) { Once = c.Once }, c.Person, default));
        api.MapPost("/cases/{id:long}/reading", ReadAsync).Writes<ApiCaseState>(
            ApiScopes.Act, "Mark what was passed to the person as read (已阅)", revised: false, "404 case.unknown");
        api.MapCase<CaseFollowing>(
            "follow", ApiScopes.Act, "Keep a case in the person's list (关注)", [],
            (a, id, person) => a.FollowAsync(id, person, default));
        api.MapCase<CaseFollowing>(
            "unfollow", ApiScopes.Act, "Take a case off the person's list (取消关注)", [],
            (a, id, person) => a.UnfollowAsync(id, person, default));
        api.MapPost("/tasks/{id:long}/urge", UrgeAsync).Writes<ApiCaseState>(
            ApiScopes.Act, "Ask who has a task to hurry (催办)", revised: false,
            "403 task.urge-not-yours", "404 task.unknown", "409 task.stale", "409 task.urge-own",
            "409 case.suspended", "409 task.urge-nobody", "409 task.urge-too-soon", "409 case.busy",
            "422 case.note-too-long");
    }

    private static void MapWithdrawal(RouteGroupBuilder api)
    {
        api.MapCase<ReasonBody, CaseWithdrawal>(
            "withdraw", ApiScopes.Decide, "Withdraw a case, or ask those who handle it (撤回)",
            [
                "403 case.not-initiator", "409 case.ended", "409 case.called", "409 case.withdrawal-open",
                "409 case.withdrawal-nobody", "409 bpmn.*", "422 case.reason-missing",
            ],
            async (a, c) => (await a.WithdrawAsync(new(c.Id, c.Body.Reason), c.Person, default)).Refusal);
        api.MapCase<WithdrawalAnswerBody, WithdrawalAnswering>(
            "withdrawal-answer", ApiScopes.Decide, "Agree or disagree that a case is withdrawn (答复撤回申请)",
            [
                "403 case.withdrawal-not-handler", "409 case.withdrawal-answered", "409 bpmn.*",
                "422 case.reason-missing",
            ],
            (a, c) => a.AnswerAsync(
                new(c.Id, c.Body.RequestId, c.Body.Agrees, c.Body.Reason), c.Person, default));
    }

    private static async Task<ApiAnswer> ReadAsync(
        long id, CaseCopying copying, CaseFiles files, CurrentUser current, BalancedEduDb db, TaskRightsQuery rights)
    {
        var person = await current.GetAsync();
        if (await files.FindAsync(person, id, default) is null)
            return ApiAnswer.Of(Runtime.Refusals.CaseUnknown("标为已阅", id));
        await copying.ReadAsync(id, person, default);
        return await ApiVerbs.StateOfCaseAsync(db, rights, id, person);
    }

    private static async Task<ApiAnswer> UrgeAsync(
        long id, UrgeBody body, HttpContext http, TaskUrging urging, CurrentUser current, BalancedEduDb db,
        CaseFiles files, TaskRightsQuery rights)
    {
        var person = await current.GetAsync();
        var ask = new UrgeTask(id, body.Note) { Once = Idempotency.OnceOf(http) };
        if (await urging.UrgeAsync(ask, person, default) is { } refusal)
            return ApiAnswer.Of(refusal);
        var outline = await files.FindOutlineAsync(person, id, default);
        return await ApiVerbs.StateOfCaseAsync(db, rights, outline!.Task.CaseId, person);
    }
}
