using System.Globalization;
using BalancedEdu.Bpmn.Execution;
using BalancedEdu.Bpmn.Model;
using BalancedEdu.Feel.Values;
using BalancedEdu.Web.Data;
using BalancedEdu.Web.Data.Notifications;
using BalancedEdu.Web.Processes;
using BalancedEdu.Web.Runtime.Assignment;
using BalancedEdu.Web.Runtime.Bundles;
using BalancedEdu.Web.Runtime.Clocks;
using BalancedEdu.Web.Runtime.Clocks.Cards;
using BalancedEdu.Web.Runtime.Effects;
using BalancedEdu.Web.Runtime.Incidents;
using BalancedEdu.Web.Runtime.Tasks;
using BalancedEdu.Web.Runtime.Transitions;
using Microsoft.EntityFrameworkCore;

namespace BalancedEdu.Web.Runtime.Sweeps;

/// <summary>A rung that is due, with what it belongs to.</summary>
internal sealed record DueRung(
    long Id, string Key, string Level, DateTimeOffset DueAt, long ClockId, long CaseId, long TaskId,
    long ElementInstanceId,
    string ElementId, string TaskName, string SeatName, DateTimeOffset ClockDueAt, string Law, bool OfSigner);

/// <summary>
/// Fires one rung: its mark, event, mails and job, and for the time-out the outcome, in one transaction.
/// </summary>
internal sealed class RungFiring(
    Func<BalancedEduDb> open, ProcessRunner runner, BundleCatalog bundles, Recipients recipients, Notices notices,
    RowIds ids, SweepFailures failures, DatedRules<ClockRules> rules, OfficeTime office)
{
    /// <summary>Fires it; false when it was fired meanwhile or the task is gone.</summary>
    public async Task<bool> FireAsync(DueRung rung, CancellationToken cancellation)
    {
        await using var db = open();
        var seen = await db.Cases.Where(c => c.Id == rung.CaseId).Select(c => new { c.Version, c.BundleVersionId })
            .SingleAsync(cancellation);
        var bundle = await bundles.GetAsync(seen.BundleVersionId, cancellation);

        // The case may have moved to another version since the rung was read, or move from now on, and call the task
        // otherwise: then the step isn't done, and the rung is found again.
        if (bundle.Definition.FindUserTask(rung.ElementId)?.Sla is not { } sla)
            return false;
        var posts = await db.TaskCandidates.Where(c => c.TaskId == rung.TaskId && c.PositionId != null)
            .Select(c => c.PositionId!).Distinct().ToListAsync(cancellation);
        var timeout = rung.Key == Ladder.Timeout;
        var unit = timeout ? await UnitOfAssigneeAsync(db, rung.TaskId, cancellation) : "";
        Command? command = !timeout ? null : rung.OfSigner ? TakeOut(rung) : TimeOut(rung, sla);
        var request = new StepRequest(rung.CaseId, command, Actor.System)
        {
            TaskId = rung.TaskId,
            CaseVersion = seen.Version,
            Host = (step, stop) => command switch
            {
                CompleteUserTask => TimeOutAsync(step, rung, sla, (posts, unit), stop),
                RemoveSigner => TakeOutAsync(step, rung, stop),
                _ => RemindAsync(step, rung, sla, posts, stop),
            },
        };
        var refusal = await runner.RunAsync(request, cancellation);
        if (refusal is { Code: not ("task.stale" or Refusals.BusyCode or Refusals.MovedCode) })
            await failures.RecordAsync(FailureOf(rung, refusal.Message), null, cancellation);
        return refusal is null;
    }

    /// <summary>What an administrator sees of a rung that doesn't fire; it stays due.</summary>
    public static SweepFailure FailureOf(DueRung rung, string why) => new(
        IncidentCodes.RungFailed, rung.Id, rung.CaseId, rung.ElementId,
        $"“{rung.TaskName}”的{(rung.Key == Ladder.Timeout ? "到期处理" : $"提醒 {rung.Key}")}没能执行：{why}系统会继续重试。");

    private static CompleteUserTask TimeOut(DueRung rung, Sla sla) =>
        new(rung.ElementInstanceId, OutcomeOf(sla), null, Actor.System.UserName, FeelContext.Empty) { ByTime = true };

    /// <summary>A signer's silence decides nothing; nor does it hold up what the owner has decided.</summary>
    private static RemoveSigner TakeOut(DueRung rung) =>
        new(rung.ElementInstanceId, Counted: false, Actor.System.UserName) { ByTime = true };

    private static string OutcomeOf(Sla sla)
    {
        const string Prefix = "outcome:";
        var text = sla.OnTimeout ?? "";
        return text.StartsWith(Prefix, StringComparison.Ordinal) ? text[Prefix.Length..] : text;
    }

    private async Task TakeOutAsync(StepContext step, DueRung rung, CancellationToken cancellation)
    {
        step.Transition.FiredRung = (rung.Id, step.Now);
        var signer = step.FindOpen(rung.ElementInstanceId);
        var reason = rung.Law.Length == 0 ? "到期未表态" : $"到期未表态（{rung.Law}）";
        var name = signer?.Assignee is { } user ? step.Staff.Find(user)?.DisplayName ?? user : rung.SeatName;
        step.Append("SignerExcused", rung.ElementId, rung.TaskId, SignerData.Of([name], null, reason));
        await notices.AddAsync(
            step, Notices.SignerRemoved, AboutOf(rung),
            await recipients.ResolveAsync(step, ["assignee"], signer, cancellation), rung.TaskId,
            DataOf(step, rung).With("by", FeelValue.Of(Actor.System.DisplayName))
                .With("comment", FeelValue.Of(reason)),
            false, cancellation);
    }

    /// <summary>
    /// Never recorded as a person's: the event names the system, the rule and who was silent. The department and its
    /// leader are told (domain.md §2.5), also where nobody had claimed the task.
    /// </summary>
    private async Task TimeOutAsync(
        StepContext step, DueRung rung, Sla sla, (IReadOnlyList<string> Posts, string Unit) asked,
        CancellationToken cancellation)
    {
        step.Transition.FiredRung = (rung.Id, step.Now);
        var silent = step.FindOpen(rung.ElementInstanceId);
        var unit = UnitOf(step, rung, asked.Posts);
        if (unit.Length == 0)
            unit = asked.Unit;
        var until = Default(step, rung, unit, silent?.Assignee);
        step.Append("TimeoutDefault", rung.ElementId, rung.TaskId, Json.Of(w =>
        {
            w.WriteStartObject();
            w.WriteString("kind", "timeout-default");
            w.WriteString("outcome", OutcomeOf(sla));
            w.WriteString("law", rung.Law);
            w.WriteString("silentSeat", rung.SeatName);
            w.WriteString("silentUnit", unit);
            w.WriteString("silentAssignee", silent?.Assignee);
            w.WriteString("due", rung.DueAt);
            w.WriteEndObject();
        }));
        await notices.AddAsync(
            step, Notices.TaskTimeout, AboutOf(rung),
            await recipients.ResolveAsync(
                step, [.. EscalationLevels.RecipientsOf("L2", asked.Posts)], silent, cancellation),
            rung.TaskId, step.Case.EndedAt is null ? WithOpinion(DataOf(step, rung), rung, until) : DataOf(step, rung),
            false, cancellation);
    }

    /// <summary>Where and until when the department may speak; not of a case that ends with the decision.</summary>
    private static FeelContext WithOpinion(FeelContext data, DueRung rung, DateTimeOffset until) => data
        .With("link", FeelValue.Of(string.Create(CultureInfo.InvariantCulture, $"/Tasks/{rung.TaskId}/Opinion")))
        .With("until", FeelValue.Of(Notices.DayOf(until)));

    /// <summary>
    /// The department's silence is kept beside the decision, with the time until which it may still speak.
    /// </summary>
    private DateTimeOffset Default(StepContext step, DueRung rung, string unit, string? person)
    {
        var rule = rules.On(OfficeTime.DateOf(step.Now)).LateOpinion;

        // A sweep some seconds after closing time decides on the day itself, not on the next one.
        var from = OfficeTime.DateOf(step.Now) == OfficeTime.DateOf(rung.DueAt) ? rung.DueAt : step.Now;
        var until = new Clock(Budget.Parse(rule.Period), from).Read(office, from).DueAt!.Value;
        step.Transition.Correspondence.Add(new(
            """
            INSERT INTO timeout_defaults (task_id, case_id, task_name, outcome_name, silent_unit, silent_person, law,
                decided_at, opinion_until, opinion_law)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
            """,
            [
                rung.TaskId, rung.CaseId, rung.TaskName, step.Transition.Completion?.OutcomeName ?? "", unit,
                person.OrNull(), rung.Law, step.Now, until, rule.Law,
            ]));
        return until;
    }

    /// <summary>The unit of who was given the task by name; empty where nobody has it.</summary>
    private static async Task<string> UnitOfAssigneeAsync(
        BalancedEduDb db, long taskId, CancellationToken cancellation) =>
        await (
            from t in db.Tasks
            where t.Id == taskId
            join u in db.Users on t.Assignee equals u.UserName
            select u.UnitName).SingleOrDefaultAsync(cancellation) ?? "";

    /// <summary>The seat in words, else the unit of the post that the task waited for.</summary>
    private static string UnitOf(StepContext step, DueRung rung, IReadOnlyList<string> posts) =>
        rung.SeatName.Length > 0 ? rung.SeatName : posts.Select(step.Staff.UnitOf).FirstOrDefault() ?? "";

    private async Task RemindAsync(
        StepContext step, DueRung rung, Sla sla, IReadOnlyList<string> posts, CancellationToken cancellation)
    {
        step.Transition.FiredRung = (rung.Id, step.Now);
        step.Append("RungFired", rung.ElementId, rung.TaskId, Json.Of(w =>
        {
            w.WriteStartObject();
            w.WriteString("rung", rung.Key);
            w.WriteString("level", rung.Level);
            w.WriteString("due", rung.DueAt);
            w.WriteEndObject();
        }));
        var more = sla.Rungs.FirstOrDefault(r => r.At == rung.Key);
        var names = more?.To is { Length: > 0 } to ? to.Split(',') : EscalationLevels.RecipientsOf(rung.Level, posts);
        var template = more?.Mail ?? (rung.Level.Length == 0 ? Notices.TaskReminder : Notices.TaskOverdue);
        var task = step.FindOpen(rung.ElementInstanceId);
        if (rung.Level is "L3" or "L4")
            await SuperviseAsync(step, rung, posts, task?.Assignee, cancellation);
        await notices.AddAsync(
            step,
            new(template, AboutOf(rung), rung.TaskId, DataOf(step, rung))
            {
                Event = EventOf(rung),
                Urgent = rung.Level is "L3" or "L4",
            },
            await recipients.ResolveAsync(step, [.. names], task, cancellation), cancellation);
        if (more?.Job is { } job)
            step.Transition.Jobs.Add(new()
            {
                Id = await ids.NextAsync(cancellation),
                Key = string.Create(CultureInfo.InvariantCulture, $"{rung.CaseId}/rung/{rung.Id}"),
                CaseId = rung.CaseId,
                JobId = 0,
                Job = job,
                Inputs = Json.Of(step.Variables.With("taskId", FeelValue.Of((decimal)rung.TaskId))),
                CreatedAt = step.Now,
            });
    }

    /// <summary>
    /// From L3 on the city's inspection office urges the unit in writing: the order enters its register, a job issues
    /// its document. If we die before the commit neither is there; after it both are, and the job is found again.
    /// </summary>
    private async Task SuperviseAsync(
        StepContext step, DueRung rung, IReadOnlyList<string> posts, string? person, CancellationToken cancellation)
    {
        step.Transition.Correspondence.Add(new(
            """
            INSERT INTO supervision_orders (
                case_id, clock_row_id, task_id, rung_id, level, task_name, unit, person, due_at, law, issued_at)
            VALUES ($1, $2, $3, $4, $5, $6,
                COALESCE(NULLIF($7, ''), (SELECT unit_name FROM "AspNetUsers" WHERE user_name = $8), ''),
                $8, $9, $10, $11)
            ON CONFLICT (rung_id) DO NOTHING
            """,
            [
                rung.CaseId, rung.ClockId, rung.TaskId, rung.Id, rung.Level, rung.TaskName,
                UnitOf(step, rung, posts),
                person.OrNull(), rung.ClockDueAt, rung.Law, rung.DueAt,
            ]));
        step.Transition.Jobs.Add(new()
        {
            Id = await ids.NextAsync(cancellation),
            Key = string.Create(CultureInfo.InvariantCulture, $"{rung.CaseId}/supervision/{rung.Id}"),
            CaseId = rung.CaseId,
            JobId = 0,
            Job = SupervisionRegister.IssueJob,
            Inputs = Json.Of(new FeelContext(
            [
                new("rung", FeelValue.Of((decimal)rung.Id)), new("overdue", FeelValue.Of(DaysOf(rung.Key))),
            ])),
            CreatedAt = step.Now,
        });
    }

    private static FeelContext DataOf(StepContext step, DueRung rung) =>
        Notices.AboutTask(step.Variables, rung.TaskName, rung.ClockDueAt)
            .With("rung", FeelValue.Of(rung.Key))
            .With("level", FeelValue.Of(rung.Level))
            .With("days", FeelValue.Of(DaysOf(rung.Key)));

    private static NotificationEvent EventOf(DueRung rung) =>
        rung.Level.Length > 0 ? NotificationEvent.Escalated
        : rung.Key.StartsWith('+') ? NotificationEvent.Overdue
        : NotificationEvent.NearDue;

    /// <summary>Working days before or after due, without sign.</summary>
    private static decimal DaysOf(string key) =>
        decimal.TryParse(key.Trim('+', '-', 'W', 'D'), CultureInfo.InvariantCulture, out var days) ? days : 0;

    private static string AboutOf(DueRung rung) =>
        string.Create(CultureInfo.InvariantCulture, $"clock/{rung.ClockId}/{rung.Key}");
}
