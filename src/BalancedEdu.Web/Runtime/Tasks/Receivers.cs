using BalancedEdu.Web.Data;
using BalancedEdu.Web.Data.Cases;
using BalancedEdu.Web.Data.Organisation;
using BalancedEdu.Web.Runtime.Assignment;
using BalancedEdu.Web.Runtime.Reading;
using Microsoft.EntityFrameworkCore;

namespace BalancedEdu.Web.Runtime.Tasks;

/// <summary>A colleague as a picker shows them.</summary>
/// <param name="UserName">The account.</param>
/// <param name="Name">The person's name.</param>
/// <param name="Unit">The unit and office.</param>
/// <param name="WhyNot">Why they can't be chosen, or null.</param>
public sealed record Colleague(string UserName, string Name, string Unit, string? WhyNot);

/// <summary>
/// Who may be given a task by somebody's hand. The rules of avoidance are those by which the task was opened: not who
/// started the case, nor who did a step that it is separated from; also since it opened, and as a delegate or in whose
/// place. By natural person: all accounts of each.
/// </summary>
internal sealed class Receivers(BalancedEduDb db, StaffList staff)
{
    /// <summary>People on one look at the picker.</summary>
    public const int ShownMax = 20;

    /// <summary>Checks one person; null when they may have it.</summary>
    /// <param name="hand">The task.</param>
    /// <param name="verb">What is done, as the sentence says it: 转办.</param>
    /// <param name="userName">Who is to have it.</param>
    /// <param name="sameGroup">Whether only people whom the definition offers the task to may have it.</param>
    /// <param name="cancellation">Stops it.</param>
    public async Task<(Colleague? Person, ActionRefusal? Refusal)> CheckAsync(
        TaskInHand hand, string verb, string? userName, bool sameGroup, CancellationToken cancellation)
    {
        if (OperationTexts.Given(userName) is not { } to)
            return (null, OperationRefusals.NobodyChosen(verb));
        var person = await db.Users.AsNoTracking().Where(u => u.UserName == to && !u.Disabled)
            .Select(u => new Colleague(u.UserName!, u.DisplayName, u.UnitName, null))
            .SingleOrDefaultAsync(cancellation);
        if (person is null)
            return (null, OperationRefusals.Unavailable(verb, to));
        if (to == hand.Person.UserName)
            return (null, OperationRefusals.Self(verb));
        if (to == hand.Task.Assignee || to == hand.Task.Owner)
            return (null, OperationRefusals.HasIt(verb, person.Name));
        var now = await staff.NowAsync(cancellation);
        if (now.AccountsOf(to).Contains(hand.Person.UserName))
            return (null, OperationRefusals.SamePerson(verb, person.Name));
        if (IsBarredApplicant(hand, to, now))
            return (null, OperationRefusals.Applicant(verb, person.Name));
        if ((await SeparatedAsync(hand, now, cancellation)).TryGetValue(to, out var step))
            return (null, OperationRefusals.Separated(verb, person.Name, step));
        return sameGroup && !await Group(hand).AnyAsync(u => u.UserName == to, cancellation)
            ? (null, OperationRefusals.OtherGroup(verb, person.Name))
            : (person, null);
    }

    /// <summary>
    /// Colleagues by a part of their name, unit or post; who can't be chosen says why. The look begins with one's own
    /// unit, an applicant's own company too: the rest of the city is there for who searches for somebody.
    /// </summary>
    public async Task<Colleague[]> SearchAsync(
        TaskInHand hand, string? search, bool sameGroup, CancellationToken cancellation)
    {
        var people = (sameGroup ? Group(hand) : db.Users).AsNoTracking().Where(u => !u.Disabled);
        people = Colleagues.Matching(db, people, search);
        var unit = hand.Person.UnitName;
        if (!sameGroup && string.IsNullOrWhiteSpace(search))
            people = people.Where(u => u.UnitName == unit);
        var found = await people.OrderByDescending(u => u.UnitName == unit).ThenBy(u => u.UnitName)
            .ThenBy(u => u.UserName).Take(ShownMax)
            .Select(u => new { u.UserName, u.DisplayName, u.UnitName, u.Title }).ToListAsync(cancellation);
        var now = await staff.NowAsync(cancellation);
        var separated = await SeparatedAsync(hand, now, cancellation);
        return [.. found.Select(u => new Colleague(
            u.UserName!, u.DisplayName, u.Title.Length > 0 ? $"{u.UnitName} {u.Title}" : u.UnitName,
            WhyNot(hand, u.UserName!, separated, now)))];
    }

    /// <summary>
    /// Why who has the task as a delegate may not answer: they came to be kept away after they were asked. Null: they
    /// may.
    /// </summary>
    public async Task<ActionRefusal?> WhyNotAnswerAsync(
        TaskInHand hand, string ownerName, CancellationToken cancellation)
    {
        var (now, answering) = (await staff.NowAsync(cancellation), hand.Person.UserName!);
        if (IsBarredApplicant(hand, answering, now))
            return OperationRefusals.AnsweredByApplicant(hand.Task, ownerName);
        return (await SeparatedAsync(hand, now, cancellation)).TryGetValue(answering, out var step)
            ? OperationRefusals.AnsweredBySeparated(hand.Task, step, ownerName)
            : null;
    }

    private static string? WhyNot(
        TaskInHand hand, string userName, Dictionary<string, string> separated, Staff now) =>
        now.AccountsOf(userName).Contains(hand.Person.UserName) ? "本人"
        : userName == hand.Task.Assignee || userName == hand.Task.Owner ? "现在的办理人"
        : IsBarredApplicant(hand, userName, now) ? "发起人，不能办理"
        : separated.TryGetValue(userName, out var step) ? $"办理过{step}，职责分离"
        : null;

    private static bool IsBarredApplicant(TaskInHand hand, string userName, Staff now) =>
        !hand.Details.Assignment.AllowSelf && now.AccountsOf(userName).Contains(hand.Case.StartedBy);

    /// <summary>
    /// All accounts of who is kept away by the separation of duties, with the step that they did, or that was done in
    /// their place.
    /// </summary>
    private async Task<Dictionary<string, string>> SeparatedAsync(
        TaskInHand hand, Staff now, CancellationToken cancellation)
    {
        var (caseId, definition) = (hand.Case.Id, hand.Bundle.Definition);
        var separated = hand.Details.Assignment.SeparatedFrom;
        var found = new Dictionary<string, string>(StringComparer.Ordinal);
        void Keep(string? userName, string step)
        {
            foreach (var account in userName is null ? [] : now.AccountsOf(userName))
                found[account] = step;
        }

        foreach (var excluded in hand.Task.Exclusions.Where(x => x.UserName != hand.Case.StartedBy))
            Keep(excluded.UserName, "前面相关环节");
        if (separated.Count == 0)
            return found;
        var did = await db.Tasks.Where(t => t.CaseId == caseId && separated.Contains(t.ElementId)
                && t.Status == WorkTaskStatus.Completed && t.CompletedBy != null)
            .Select(t => new { Name = t.CompletedBy!, t.OnBehalfOf, t.ElementId }).ToListAsync(cancellation);
        var answered = await db.TaskHolders.Where(h => h.CaseId == caseId && h.Answered)
            .Join(db.Tasks.Where(t => separated.Contains(t.ElementId)), h => h.TaskId, t => t.Id,
                (h, t) => new { Name = h.UserName, OnBehalfOf = (string?)null, t.ElementId }).ToListAsync(cancellation);
        foreach (var one in did.Concat(answered))
        {
            Keep(one.OnBehalfOf, $"“{definition.NameOf(one.ElementId)}”");
            Keep(one.Name, $"“{definition.NameOf(one.ElementId)}”");
        }
        return found;
    }

    /// <summary>转办 stays in the group: whom the task is offered to; of a task given by name, the same unit.</summary>
    private IQueryable<AppUser> Group(TaskInHand hand)
    {
        var (id, unit) = (hand.Task.Id, hand.Person.UnitName);
        return hand.Task.Candidates.Count == 0
            ? db.Users.Where(u => u.UnitName == unit)
            : db.Users.Where(u => db.TaskCandidates.Any(c => c.TaskId == id && (c.UserName == u.UserName
                || u.Holdings.Any(h => h.PositionId == c.PositionId
                    && (c.DistrictCode == null || c.DistrictCode == h.DistrictCode)
                    && (c.SchoolCode == null || c.SchoolCode == h.SchoolCode)))));
    }
}
