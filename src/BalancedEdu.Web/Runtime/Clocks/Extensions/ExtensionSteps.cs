using System.Globalization;
using BalancedEdu.Bpmn.Model;
using BalancedEdu.Feel.Values;
using BalancedEdu.Web.Data.Cases;
using BalancedEdu.Web.Runtime.Assignment;
using BalancedEdu.Web.Runtime.Effects;
using BalancedEdu.Web.Runtime.Transitions;

namespace BalancedEdu.Web.Runtime.Clocks.Extensions;

/// <summary>
/// The rows of an extension, in the one transaction of its step: the request, the clock, event and mails.
/// </summary>
internal sealed class ExtensionSteps(TaskClocks clocks, Notices notices)
{
    /// <summary>What the definition grants a clock, or null.</summary>
    /// <param name="definition">The definition.</param>
    /// <param name="row">The clock.</param>
    /// <param name="elementId">The task that it belongs to, or null for a clock of the case.</param>
    public static ExtensionGrant? GrantOf(ProcessDefinition definition, ClockRow row, string? elementId) =>
        elementId is not null
            ? definition.FindUserTask(elementId)?.Sla?.Extension
            : definition.Clocks.FirstOrDefault(c => c.Id == row.ClockId)?.Extension;

    /// <summary>The clock with what was asked for, or null with the reason.</summary>
    public static Clock? Extended(
        ClockRow row, ClockExtension asked, string by, DateTimeOffset now, out ClockTextRefusal? refusal) =>
        row.ToClock().ExtendedBy(new(Budget.Parse(asked.Added), by, asked.Reason, now), out refusal);

    /// <summary>The request is recorded and the approvers are told.</summary>
    public async Task AskAsync(
        StepContext step, ClockRow row, ClockExtension asked, IReadOnlyList<string> approvers,
        CancellationToken cancellation)
    {
        step.Transition.Correspondence.Add(new(
            """
            INSERT INTO clock_extensions (
                case_id, clock_row_id, clock_name, added, law, approvers, asked_by, asked_at, reason, status)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 0)
            """,
            [
                asked.CaseId, asked.ClockRowId, asked.ClockName, asked.Added, asked.Law, asked.Approvers, asked.AskedBy,
                asked.AskedAt, asked.Reason,
            ]));
        Append(step, "ClockExtensionAsked", row.TaskId, asked, asked.Reason);
        var people = step.Staff.Concerned(approvers, step.Case.DistrictCode, step.Case.SchoolCode)
            .Where(p => p.UserName != asked.AskedBy);
        var data = DataOf(asked, row)
            .With("asker", FeelValue.Of(step.Actor.DisplayName))
            .With("link", FeelValue.Of(PageOf(row.Id)));
        await notices.AddAsync(
            step, Notices.ExtensionAsked, AboutOf(asked, "asked"), people, null, data, true, cancellation);
    }

    /// <summary>The decision is recorded, of a granted one the clock goes on, and those concerned are told.</summary>
    public async Task DecideAsync(
        StepContext step, ClockRow row, ClockExtension asked, CancellationToken cancellation)
    {
        var granted = asked.Status == ExtensionStatus.Granted;
        step.Transition.Correspondence.Add(new(
            """
            UPDATE clock_extensions SET status = $2, decided_by = $3, decided_at = $4, opinion = $5
            WHERE id = $1 AND status = 0
            """,
            [asked.Id, asked.Status, asked.DecidedBy!, step.Now, asked.Opinion.OrNull()], CommitResult.Taken));
        if (granted)
        {
            // What is refused may be of a clock that has ended meanwhile: the request would wait for ever.
            row = step.Clocks.Running.Single(c => c.Id == row.Id);
            clocks.Change(step, row, Extended(row, asked, asked.DecidedBy!, step.Now, out _)!);
            clocks.Write(step);
        }
        Append(
            step, granted ? "ClockExtended" : "ClockExtensionRefused", row.TaskId, asked,
            granted ? asked.Reason : asked.Opinion!);
        var told = granted ? new[] { asked.AskedBy, step.Case.StartedBy } : [asked.AskedBy];
        var data = DataOf(asked, row)
            .With("approver", FeelValue.Of(step.Actor.DisplayName))
            .With("opinion", FeelValue.Of(asked.Opinion ?? ""));
        await notices.AddAsync(
            step, granted ? Notices.ExtensionGranted : Notices.ExtensionRefused, AboutOf(asked, "decided"),
            step.Staff.People(told.Distinct()), null, data, false, cancellation);
    }

    /// <summary>The page of a clock's extension.</summary>
    public static string PageOf(long clockRowId) =>
        string.Create(CultureInfo.InvariantCulture, $"/Clocks/{clockRowId}/Extension");

    /// <summary>The same where the clock may be extended by its definition and has not ended; else null.</summary>
    public static string? UrlOf(ProcessDefinition definition, ClockRow row, string? elementId) =>
        row.EndedAt is null && GrantOf(definition, row, elementId) is not null ? PageOf(row.Id) : null;

    private static void Append(StepContext step, string kind, long? taskId, ClockExtension asked, string reason) =>
        step.Append(kind, null, taskId, Json.Of(w =>
        {
            w.WriteStartObject();
            w.WriteString("clock", asked.ClockName);
            w.WriteString("added", Budget.Parse(asked.Added).InWords);
            w.WriteString("law", asked.Law);
            w.WriteString("askedBy", asked.AskedBy);
            w.WriteString("reason", reason);
            w.WriteEndObject();
        }));

    private static FeelContext DataOf(ClockExtension asked, ClockRow row) => new(
    [
        new("clock", FeelValue.Of(asked.ClockName)),
        new("added", FeelValue.Of(Budget.Parse(asked.Added).InWords)),
        new("law", FeelValue.Of(asked.Law)),
        new("reason", FeelValue.Of(asked.Reason)),
        new("due", FeelValue.Of(row.Paused ? "停表中，恢复后顺延" : Notices.DayOf(row.DueAt))),
    ]);

    private static string AboutOf(ClockExtension asked, string what) => string.Create(
        CultureInfo.InvariantCulture, $"clock/{asked.ClockRowId}/extension/{what}/{asked.AskedAt.UtcTicks}");
}
