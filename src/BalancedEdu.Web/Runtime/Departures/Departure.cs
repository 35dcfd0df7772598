using System.Globalization;
using BalancedEdu.Bpmn.Forms;
using BalancedEdu.Feel.Values;
using BalancedEdu.Web.Data;
using BalancedEdu.Web.Data.Cases;
using BalancedEdu.Web.Data.Organisation;
using BalancedEdu.Web.Runtime.Assignment;
using BalancedEdu.Web.Runtime.CaseActions;
using BalancedEdu.Web.Runtime.Delegations;
using BalancedEdu.Web.Runtime.Effects;
using BalancedEdu.Web.Runtime.Incidents;
using BalancedEdu.Web.Runtime.Transitions;
using Microsoft.EntityFrameworkCore;

namespace BalancedEdu.Web.Runtime.Departures;

/// <summary>离职: all open tasks of a person go to another, those too that they had delegated (委派).</summary>
/// <param name="From">Who leaves: a name or user name; disabled accounts too.</param>
/// <param name="To">Who takes over: a name or user name.</param>
/// <param name="Disable">Whether the account is disabled first, so that nothing new comes to it.</param>
/// <param name="Reason">Why; up to <see cref="CaseWork.ReasonLengthMax"/> characters. It stands in each case.</param>
public sealed record HandOver(string? From, string? To, bool Disable, string? Reason);

/// <summary>A task that was not handed over.</summary>
/// <param name="CaseNumber">Of its case.</param>
/// <param name="Task">The task.</param>
/// <param name="Refusal">Why not.</param>
public sealed record NotHandedOver(string CaseNumber, string Task, ActionRefusal Refusal);

/// <summary>What became of the tasks.</summary>
/// <param name="Done">How many were handed over.</param>
/// <param name="Left">Those that stayed, with the reason of each.</param>
public sealed record HandOverOutcome(int Done, IReadOnlyList<NotHandedOver> Left);

/// <summary>
/// 离职移交: each task in a step of its own, with a record of its own; who takes over gets a mail for each. The
/// separation of duties holds: what the successor may not do stays, and goes to the other candidates or to 待指派 when
/// the account is disabled. Who was drawn is replaced by another draw, never by name; where nobody is left the seat
/// waits in 待指派: <c>departure.drawn-dry</c>. For administrators of the whole city. Refused:
/// <c>departure.not-administrator</c>, <c>people.unknown</c>, <c>people.ambiguous</c>,
/// <c>departure.person-unknown</c>, <c>departure.to-self</c>, <c>departure.own-account</c>,
/// <c>departure.reason-missing</c>.
/// </summary>
public sealed class Departure
{
    private readonly BalancedEduDb _db;
    private readonly CaseWork _work;
    private readonly TaskHandover _rules;
    private readonly Redrawing _redrawing;

    internal Departure(BalancedEduDb db, CaseWork work, TaskHandover rules, Redrawing redrawing) =>
        (_db, _work, _rules, _redrawing) = (db, work, rules, redrawing);

    /// <summary>Hands over. Asked again it goes on where it stopped.</summary>
    public async Task<Answer<HandOverOutcome>> HandOverAsync(
        HandOver input, AppUser person, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(person);
        if (!person.AdministersCity())
            return new ActionRefusal(
                RefusalKind.Forbidden, "departure.not-administrator", "不能移交：只有系统管理员可以移交他人的事项。请联系管理员。", []);
        var (from, unknown) = await LeaverAsync(input.From, cancellation);
        if (from is null)
            return unknown!;
        var named = PeopleText.Read([input.To ?? ""], await _work.Staff.NowAsync(cancellation));
        if (named.WhyNot("移交", "to") is { } nobody)
            return nobody;
        if (named.People is not [var to] || to.UserName == from.UserName)
            return Field("departure.to-self", "to", "不能移交：接手人应当正好是另外一人。请填写姓名或用户名。");
        if (input.Disable && from.UserName == person.UserName)
            return Field("departure.own-account", "from", "不能移交：不能停用您自己的账号。请由其他管理员操作，或不勾选停用。");
        if (CaseWork.ReasonOf(input.Reason) is not { } reason)
            return Field(
                "departure.reason-missing", "reason",
                $"不能移交：没有填写理由，或超过 {CaseWork.ReasonLengthMax} 字。理由会写入每件事项的记录，请填写后再提交。");
        if (input.Disable)
            await _db.Users.Where(u => u.UserName == from.UserName)
                .ExecuteUpdateAsync(u => u.SetProperty(x => x.Disabled, true), cancellation);
        return await EachAsync(from, to, reason, person, cancellation);
    }

    private async Task<HandOverOutcome> EachAsync(
        AppUser from, Person to, string reason, AppUser person, CancellationToken cancellation)
    {
        var (done, left) = (0, new List<NotHandedOver>());
        var tasks = await _db.Tasks.AsNoTracking()
            .Where(t => t.Status == WorkTaskStatus.Open
                && (t.Assignee == from.UserName || t.Owner == from.UserName))
            .OrderBy(t => t.Id)
            .Select(t => new { t.Id, t.CaseId, t.Name, Number = _db.Cases.First(c => c.Id == t.CaseId).Number })
            .ToListAsync(cancellation);
        foreach (var task in tasks)
        {
            var dry = false;
            var refusal = await _work.RunAsync(
                "移交", _db.Cases, task.CaseId,
                head => PlanAsync(head, task.Id, from, to, reason, person, gone => dry = gone, cancellation),
                cancellation);
            if (refusal is null && dry)
                refusal = DrawnDry(task.Name);
            if (refusal is null)
                done++;
            else
                left.Add(new(task.Number, task.Name, refusal));
        }
        return new(done, left);
    }

    private async Task<CasePlan> PlanAsync(
        CaseHead head, long taskId, AppUser from, Person to, string reason, AppUser person, Action<bool> dry,
        CancellationToken cancellation)
    {
        var task = await _db.Tasks.AsNoTracking().Include(t => t.Exclusions).Include(t => t.Candidates)
            .AsSplitQuery().SingleAsync(t => t.Id == taskId, cancellation);
        if (task.Status != WorkTaskStatus.Open
            || (task.Assignee != from.UserName && task.Owner != from.UserName))
            return CasePlan.Nothing;
        var bundle = await _work.Bundles.GetAsync(head.BundleVersionId, cancellation);
        var draws = Drawing.Draws(bundle.Definition, task.ElementId);
        if (!draws && await _rules.WhyNotAsync(task, to.UserName, cancellation) is { } why)
            return IncidentRefusals.PersonExcluded(to.DisplayName, why);
        return new StepRequest(head.Id, null, CaseWork.ActorOf(person))
        {
            TaskId = task.Id,
            Host = (step, stop) => draws
                ? DrawAsync(step, task, from, reason, dry, stop)
                : WriteAsync(step, task, from, to, reason, stop),
        };
    }

    private async Task DrawAsync(
        StepContext step, WorkTask task, AppUser from, string reason, Action<bool> dry, CancellationToken cancellation)
    {
        var drawn = await _redrawing.ReplaceAsync(step, task, from.UserName!, cancellation);
        dry(drawn is null);
        Record(step, task, from, drawn, reason);
    }

    private async Task WriteAsync(
        StepContext step, WorkTask task, AppUser from, Person to, string reason, CancellationToken cancellation)
    {
        step.Transition.Ownerships.Add(HandedOver(task, from.UserName!, to.UserName) with
        {
            Before = new() { TaskId = task.Id, UserName = from.UserName!, CaseId = task.CaseId },
        });
        Record(step, task, from, to, reason);
        await _work.Notices.AddAsync(
            step, Notices.TaskAssigned,
            string.Create(CultureInfo.InvariantCulture, $"handover/{step.Case.LastSequence}"), [to], task.Id,
            Notices.AboutTask(step.Variables, task.Name, task.DueAt), false, cancellation);
    }

    private static void Record(StepContext step, WorkTask task, AppUser from, Person? to, string reason) =>
        step.Append("TaskHandedOver", task.ElementId, task.Id, Json.Of(new FeelContext(
        [
            new("from", FeelValue.Of(from.UserName!)), new("fromName", FeelValue.Of(from.DisplayName)),
            new("to", FeelValue.Of(to?.UserName)), new("toName", FeelValue.Of(to?.DisplayName)),
            new("reason", FeelValue.Of(reason)),
        ])));

    /// <summary>
    /// A delegate goes on for the new owner, a new delegate answers to the owner; where both would be the same person
    /// the delegation is over.
    /// </summary>
    private static TaskOwnership HandedOver(WorkTask task, string from, string to)
    {
        var owner = task.Owner == from ? to : task.Owner;
        var assignee = task.Assignee == from ? to : task.Assignee;
        return owner == assignee
            ? new(task.Id, task.Revision, to, task.Owner == to && task.Claimed)
            : new(task.Id, task.Revision, assignee, Claimed: false) { Owner = owner };
    }

    /// <summary>Who leaves may be disabled already, so the staff in memory doesn't know them.</summary>
    private async Task<(AppUser? From, ActionRefusal? Refusal)> LeaverAsync(
        string? text, CancellationToken cancellation)
    {
        var name = text?.Trim() ?? "";
        var found = await _db.Users.AsNoTracking()
            .Where(u => u.UserName == name || u.DisplayName == name).OrderBy(u => u.UserName).Take(2)
            .ToListAsync(cancellation);
        var exact = found.Find(u => u.UserName == name);
        return exact is not null ? (exact, null)
            : found is [var only] ? (only, null)
            : (null, Field(
                "departure.person-unknown", "from",
                found.Count == 0 ? $"不能移交：没有账号叫“{name}”。请填写离岗人的姓名或用户名。"
                    : $"不能移交：叫“{name}”的不止一人。请改填登录用的用户名。"));
    }

    private static ActionRefusal DrawnDry(string task) => new(
        RefusalKind.Conflict, "departure.drawn-dry",
        $"“{task}”的办理人由抽签确定，不能移交给指定的人，备选人员中又已无人可抽，现为待指派。请补充备选人员后到“异常”中重试。", []);

    private static ActionRefusal Field(string code, string field, string message) =>
        new(RefusalKind.Invalid, code, message, [new FieldError(field, code, message)]);
}
