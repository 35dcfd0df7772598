using BalancedEdu.Web.Data.Cases;

namespace BalancedEdu.Web.Tests.Runtime.Drawn;

/// <summary>
/// Who may do what (approvals.md §1), from the rows of a case and from what was drawn, without any of the product's
/// queries.
/// </summary>
internal static class DrawnRights
{
    /// <summary>Whether somebody may do something with a task, as far as it is about them.</summary>
    public static bool May(this DrawnLook look, string verb, string by, WorkTask t)
    {
        var manages = look.Rights.Manages(by, look.Case);
        var has = t.Assignee == by;
        var owns = has && t is { Owner: null, SignerPlace: null };
        var open = t.Status == WorkTaskStatus.Open && look.Running;
        return verb switch
        {
            "claim" => open && look.Rights.Claimable(by, t),
            "release" => open && has && t is { Claimed: true, Owner: null },
            "draft" => open && t.Assignee is not null && look.Rights.MayAct(by, t),
            "decide" => open && look.Rights.MayAct(by, t) && t.Owner is null && !look.IsKeptAway(by, t)
                && (has || !t.Drawn),
            "transfer" => open && t.Owner is null && look.Allows("transfer", t)
                && (has ? t.SignerPlace is null : manages),
            "delegate" => open && owns && look.Allows("delegate", t),
            "sign" => open && owns && look.Allows("add-signer", t),
            "return" => open && owns && look.Allows("return", t),
            "answer" => open && has && t.Owner is not null && !look.IsKeptAway(by, t),
            "recall" => open && t.Owner is not null && (t.Owner == by || manages),
            "unsign" => open && t.SignerPlace is not null && (t.AddedBy == by || manages),
            "take back" => look.Running && t.Status == WorkTaskStatus.Completed && t.CompletedBy == by,
            "urge" => open && !has && (look.Case.StartedBy == by || look.Rights.Oversees(by, look.Case)),
            _ => throw new ArgumentOutOfRangeException(nameof(verb), verb, null),
        };
    }

    /// <summary>Whether somebody may do something with the case as a whole.</summary>
    public static bool May(this DrawnLook look, string verb, string by) => verb switch
    {
        "copy" or "follow" => look.Rights.Sees(by, look.Case),
        "suspend" => look.Running && !look.Suspended && look.Rights.Manages(by, look.Case),
        "resume" => look.Running && look.Suspended && look.Rights.Manages(by, look.Case),
        "terminate" => look.Running && look.Rights.Manages(by, look.Case),
        "withdraw" => look.Running && look.Case.StartedBy == by && look.Asked is null,
        "agree to withdraw" => look.Running && look.Asked is not null && look.Case.StartedBy != by
            && look.Open.Any(t => look.Rights.MayAct(by, t)
                || (t.Unassignable && look.Rights.Manages(by, look.Case))),
        _ => throw new ArgumentOutOfRangeException(nameof(verb), verb, null),
    };

    /// <summary>Whether somebody may ask for more time on a clock: who has its task, or one of its case.</summary>
    public static bool MayExtend(this DrawnLook look, string by, ClockRow clock) =>
        look.Running && clock.EndedAt is null
        && look.Open.Any(t => t.Assignee == by && (clock.TaskId is null || clock.TaskId == t.Id))
        && (clock.TaskId is null
            ? look.Definition.Clocks.Single(c => c.Id == clock.ClockId).Extendable
            : look.Drawn(look.Rights.Task(clock.TaskId.Value)).Extendable);

    /// <summary>Whether somebody may decide about what was asked of a clock last: never their own.</summary>
    public static bool MayGrant(this DrawnLook look, string by, ClockRow clock) =>
        look.Running && look.Extensions.LastOrDefault(e => e.ClockRowId == clock.Id) is { } asked
        && asked.Status == ExtensionStatus.Asked && asked.AskedBy != by && Approves(look, by);

    /// <summary>Whether somebody may look at the clock: who reads the case, or is to decide about it.</summary>
    public static bool SeesClock(this DrawnLook look, string by, ClockRow clock) =>
        look.Rights.Sees(by, look.Case)
        || (Approves(look, by) && look.Extensions.Any(e => e.ClockRowId == clock.Id && e.AskedBy != by));

    /// <summary>Whether the task may come to somebody by another's hand.</summary>
    public static bool MayReceive(this DrawnLook look, string to, WorkTask t, string by, bool sameGroup) =>
        to != by && to != t.Assignee && to != t.Owner && !look.IsKeptAway(to, t)
        && !t.Exclusions.Exists(x => x.UserName == to && x.UserName != look.Case.StartedBy)
        && (!sameGroup || (t.Candidates.Count > 0
            ? IsCandidate(look, to, t)
            : look.Rights.Users.First(u => u.UserName == to).UnitName
                == look.Rights.Users.First(u => u.UserName == by).UnitName));

    /// <summary>Who started the case, or did what the task is separated from, stays away from it.</summary>
    public static bool IsKeptAway(this DrawnLook look, string name, WorkTask t) =>
        (look.Case.StartedBy == name && !look.Drawn(t).AllowSelf)
        || look.Tasks.Where(o => o.ElementId == look.Drawn(t).Separated).Any(o =>
            (o.Status == WorkTaskStatus.Completed && (o.CompletedBy == name || o.OnBehalfOf == name))
            || look.Rights.Holders.Any(h => h.TaskId == o.Id && h.UserName == name && h.Answered));

    private static bool Allows(this DrawnLook look, string operation, WorkTask t) =>
        look.Drawn(t).Allow.Contains(operation);

    private static bool IsCandidate(DrawnLook look, string name, WorkTask t) => t.Candidates.Exists(c =>
        c.UserName == name || look.Rights.Users.First(u => u.UserName == name).Holdings
            .Exists(h => h.PositionId == c.PositionId));

    private static bool Approves(DrawnLook look, string name) =>
        look.Rights.Users.First(u => u.UserName == name).Holdings
            .Exists(h => h.PositionId == DrawnDefinition.Approver);
}
