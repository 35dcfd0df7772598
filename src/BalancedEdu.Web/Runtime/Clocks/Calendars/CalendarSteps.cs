using System.Globalization;
using BalancedEdu.Feel.Values;
using BalancedEdu.Web.Data.Cases;
using BalancedEdu.Web.Runtime.Assignment;
using BalancedEdu.Web.Runtime.Effects;
using BalancedEdu.Web.Runtime.Transitions;

namespace BalancedEdu.Web.Runtime.Clocks.Calendars;

/// <summary>
/// Derives the open clocks of a case anew, in one step: ends, ladders, events, and mails about less time.
/// </summary>
internal sealed class CalendarSteps(TaskClocks clocks, Notices notices, Recipients recipients, OfficeTime office)
{
    /// <summary>Those that were derived with another calendar; a repetition finds none.</summary>
    public async Task MoveAsync(StepContext step, CancellationToken cancellation)
    {
        var calendars = office.Calendars;
        var earlier = new List<ClockRow>();
        foreach (var row in step.Clocks.Running.Where(c => c.CalendarVersion != calendars.Of(c.Organisation).Version))
        {
            var due = row.DueAt;
            clocks.Change(step, row, row.ToClock());
            if (row.DueAt == due)
                continue;
            Append(step, row, due);
            if (row.DueAt < due && !row.Paused)
                earlier.Add(row);
        }
        clocks.Write(step);
        await TellAsync(step, earlier, cancellation);
    }

    private static void Append(StepContext step, ClockRow row, DateTimeOffset from) =>
        step.Append("ClockMoved", null, row.TaskId, Json.Of(w =>
        {
            w.WriteStartObject();
            w.WriteString("clock", row.Name);
            w.WriteString("from", Notices.DayOf(from));
            w.WriteString("to", Notices.DayOf(row.DueAt));
            w.WriteString("calendar", row.CalendarVersion);
            w.WriteBoolean("provisional", row.Provisional);
            w.WriteEndObject();
        }));

    /// <summary>
    /// One mail a person, with all of the case's clocks that they work under and that end earlier: of a task's clock
    /// those whom the task waits for, of a clock of the case all who have an open task. A day off that is given up may
    /// bring an older version back, so that the version of the case tells the mails apart.
    /// </summary>
    private async Task TellAsync(
        StepContext step, List<ClockRow> earlier, CancellationToken cancellation)
    {
        var told = new Dictionary<Person, List<ClockRow>>();
        foreach (var row in earlier)
            foreach (var task in step.Before.OpenTasks.Where(t => row.TaskId is null || t.Id == row.TaskId))
                foreach (var person in await recipients.ResolveAsync(step, ["assignee"], task, cancellation))
                    if (!told.TryAdd(person, [row]) && !told[person].Contains(row))
                        told[person].Add(row);
        foreach (var (person, rows) in told)
        {
            var changes = string.Join("；", rows.Select(r => $"“{r.Name}”改为截至 {Notices.DayOf(r.DueAt)}"));
            await notices.AddAsync(
                step, Notices.ClockEarlier,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"calendar/{rows[0].CalendarVersion}/{rows[0].Id}/{step.Case.Version}"), [person],
                rows[0].TaskId, new([new("changes", FeelValue.Of(changes))]), false, cancellation);
        }
    }
}
