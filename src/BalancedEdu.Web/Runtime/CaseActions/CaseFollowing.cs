using BalancedEdu.Web.Data.Cases;
using BalancedEdu.Web.Data.Organisation;
using BalancedEdu.Web.Runtime.Transitions;
using Microsoft.EntityFrameworkCore;

namespace BalancedEdu.Web.Runtime.CaseActions;

/// <summary>
/// 关注: keeps a case in a list of one's own. It gives no right: who may no longer read the case doesn't see it there.
/// Refused: <c>case.unknown</c>.
/// </summary>
public sealed class CaseFollowing(CaseWork work)
{
    /// <summary>Follows it; nothing happens when it is followed already.</summary>
    public Task<ActionRefusal?> FollowAsync(long caseId, AppUser person, CancellationToken cancellation) =>
        SetAsync(caseId, person, true, cancellation);

    /// <summary>Follows it no longer; nothing happens when it is not followed.</summary>
    public Task<ActionRefusal?> UnfollowAsync(long caseId, AppUser person, CancellationToken cancellation) =>
        SetAsync(caseId, person, false, cancellation);

    private Task<ActionRefusal?> SetAsync(
        long caseId, AppUser person, bool follow, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(person);
        return work.RunAsync(follow ? "关注" : "取消关注", work.Db.VisibleCases(person), caseId, async head =>
        {
            var follows = await work.Db.CaseFollows.AnyAsync(
                f => f.CaseId == caseId && f.UserName == person.UserName, cancellation);
            return follows == follow ? CasePlan.Nothing : new StepRequest(head.Id, null, CaseWork.ActorOf(person))
            {
                Host = (step, _) =>
                {
                    step.Append(follow ? "CaseFollowed" : "CaseUnfollowed", null, null, "{}");
                    step.Transition.Correspondence.Add(follow
                        ? new(
                            """
                            INSERT INTO case_follows (case_id, user_name, since) VALUES ($1, $2, $3)
                            ON CONFLICT (case_id, user_name) DO NOTHING
                            """,
                            [caseId, person.UserName, step.Now])
                        : new(
                            "DELETE FROM case_follows WHERE case_id = $1 AND user_name = $2",
                            [caseId, person.UserName]));
                    return Task.CompletedTask;
                },
            };
        }, cancellation);
    }
}
