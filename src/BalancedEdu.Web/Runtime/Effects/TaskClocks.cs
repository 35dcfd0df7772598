using BalancedEdu.Bpmn.Model;
using BalancedEdu.Web.Data;
using BalancedEdu.Web.Data.Cases;
using BalancedEdu.Web.Runtime.Clocks;
using BalancedEdu.Web.Runtime.Clocks.DaysOff;
using BalancedEdu.Web.Runtime.Transitions;

namespace BalancedEdu.Web.Runtime.Effects;

/// <summary>What a clock measures when it starts.</summary>
internal sealed record NewClock
{
    /// <summary>The task; null for a clock of the case.</summary>
    public long? TaskId { get; init; }

    /// <summary>总时限, or the task's name.</summary>
    public required string Name { get; init; }

    /// <summary>The id of a named clock; empty for a task's.</summary>
    public string ClockId { get; init; } = "";

    /// <summary>Whose days off count, or null.</summary>
    public string? Organisation { get; init; }
}

/// <summary>Starts, stops and ends clocks with the tasks and the case they measure (approvals.md §3).</summary>
internal sealed class TaskClocks(OfficeTime office, RowIds ids)
{
    /// <summary>
    /// Starts the clock of a task with its ladder, or lets one that runs already go on for it; what the task's row
    /// shows as due is set.
    /// </summary>
    public async Task StartAsync(
        StepContext step, WorkTask task, Sla sla, string budget, Clock? running, CancellationToken cancellation)
    {
        if (Parse(step, budget, task.ElementId) is not { } parsed)
            return;
        var clock = running ?? new Clock(parsed, step.Now) { Law = sla.Law ?? "" };
        var organisation = SeatOrganisation.Of(step.Staff, task);
        var rungs = RungsOf(sla, clock, office.Of(organisation), step.Now);

        // Whom a clock that runs already comes to is not reminded of what is past.
        if (running is not null)
            rungs = [.. rungs.Where(r => r.DueAt > step.Now || r.Key == Ladder.Timeout)];
        var row = await StartAsync(
            step, new() { TaskId = task.Id, Name = task.Name, Organisation = organisation }, clock, rungs,
            cancellation);
        task.DueAt = row.DueAt;
        if (!sla.Pausable)
            return;
        StopBeside(step, row, null);
    }

    /// <summary>
    /// A clock that starts while tasks are open that stop it stands still at once: a named clock when one of them names
    /// it, one that can be paused by any of them.
    /// </summary>
    public void StopBeside(StepContext step, ClockRow row, CaseClock? named)
    {
        foreach (var (id, elementId) in PausingTasks(step).Where(t => t.Id != row.TaskId))
        {
            var details = step.Bundle.Definition.UserTask(elementId);
            if (named is null or { Pausable: true } || details.PausesClock.Contains(named.Id, StringComparer.Ordinal))
                Change(step, row, row.ToClock()
                    .PausedBy(SourceOf(id), step.Now, step.Bundle.Definition.NameOf(elementId), LimitOf(step, id)));
        }
    }

    /// <summary>
    /// A task opens that stops clocks: the named ones of the case and those of tasks that can be paused.
    /// </summary>
    public void Pause(StepContext step, WorkTask task, UserTaskDetails details)
    {
        if (details.PausesClock.Count == 0)
            return;

        var limit = LimitOf(step, task.Id);
        foreach (var row in step.Clocks.Running.Where(c => c.TaskId != task.Id && MayPause(step, c, details)))
            Change(step, row, row.ToClock().PausedBy(SourceOf(task.Id), step.Now, task.Name, limit));
    }

    /// <summary>A task has ended: its own clock ends, those it stopped go on.</summary>
    public void End(StepContext step, long taskId)
    {
        foreach (var row in step.Clocks.Running)
        {
            var clock = row.ToClock();
            if (row.TaskId == taskId)
                Change(step, row, clock with { EndedAt = step.Now });
            else if (clock.Pauses.Any(p => p.Source == SourceOf(taskId) && p.To is null))
                Change(step, row, clock.ResumedBy(SourceOf(taskId), step.Now));
        }
    }

    /// <summary>The case has ended, and all that measures it.</summary>
    public void EndAll(StepContext step)
    {
        foreach (var row in step.Clocks.Running)
            Change(step, row, row.ToClock() with { EndedAt = step.Now });
    }

    /// <summary>All clocks of the case stand still for a reason outside of its tasks: it is suspended.</summary>
    public void PauseAll(StepContext step, string source, string reason)
    {
        foreach (var row in step.Clocks.Running)
            Change(step, row, row.ToClock().PausedBy(source, step.Now, reason, null));
        Write(step);
    }

    /// <summary>What <see cref="PauseAll"/> stopped goes on; what was not stopped by it is left alone.</summary>
    public void ResumeAll(StepContext step, string source)
    {
        foreach (var row in step.Clocks.Running)
            if (row.ToClock() is var clock && clock.Pauses.Any(p => p.Source == source && p.To is null))
                Change(step, row, clock.ResumedBy(source, step.Now));
        Write(step);
    }

    /// <summary>Writes what has changed into the transition; called after the last effect.</summary>
    public void Write(StepContext step)
    {
        foreach (var rung in step.Transition.StartedClocks.Where(s => s.Clock.Paused).SelectMany(s => s.Rungs))
            rung.DueAt = Instants.Never;
        foreach (var row in step.Clocks.Changed)
            step.Transition.ClockChanges
                .Add(new(row, NewInstants(step, row), row.TaskId is null ? null : ShownDue(row)));
    }

    /// <summary>Open tasks that stop clocks: a clock that starts beside them stands still at once.</summary>
    private static IEnumerable<(long Id, string ElementId)> PausingTasks(StepContext step)
    {
        var over = step.Transition.WithdrawnTasks.Append(step.Transition.Completion?.TaskId ?? 0).ToHashSet();
        var definition = step.Bundle.Definition;
        return step.Before.OpenTasks.Where(t => !over.Contains(t.Id)).Select(t => (t.Id, t.ElementId))
            .Concat(step.Transition.OpenedTasks.Select(t => (t.Id, t.ElementId)))
            .Where(t => definition.UserTask(t.ElementId).PausesClock.Count > 0);
    }

    private static bool MayPause(StepContext step, ClockRow row, UserTaskDetails pausing)
    {
        if (row.TaskId is null)
            return pausing.PausesClock.Contains(row.ClockId, StringComparer.Ordinal)
                || step.Bundle.Definition.Clocks.Any(c => c.Id == row.ClockId && c.Pausable);
        var task = step.Before.OpenTasks.FirstOrDefault(t => t.Id == row.TaskId)?.ElementId
            ?? step.Transition.OpenedTasks.FirstOrDefault(t => t.Id == row.TaskId)?.ElementId;
        return task is not null && step.Bundle.Definition.UserTask(task).Sla is { Pausable: true };
    }

    /// <summary>The pause lasts as long as the task may: 停表 补正第4/10日.</summary>
    private static Budget? LimitOf(StepContext step, long taskId) =>
        step.Clocks.Running.FirstOrDefault(c => c.TaskId == taskId)?.ToClock().Total;

    /// <summary>Gives a clock new values; they are written with the step.</summary>
    public void Change(StepContext step, ClockRow row, Clock clock)
    {
        var paused = row.Paused;
        clock.WriteTo(row, office, step.Now);
        if (row.Paused != paused && row.EndedAt is null)
            step.Clocks.Turned.Add((row, row.Paused));
        step.Clocks.Change(row);
        if (step.Transition.OpenedTasks.FirstOrDefault(t => t.Id == row.TaskId) is { } opened)
            opened.DueAt = ShownDue(row);
    }

    /// <summary>While paused nothing is due; when the clock goes on, the ladder moves with its end.</summary>
    private Dictionary<string, DateTimeOffset> NewInstants(StepContext step, ClockRow row)
    {
        if (row.Paused || row.TaskId is null
            || step.Before.OpenTasks.FirstOrDefault(t => t.Id == row.TaskId) is not { } task)
            return [];
        return step.Bundle.Definition.UserTask(task.ElementId).Sla is { } sla
            ? RungsOf(sla, row.ToClock(), office.Of(row.Organisation), step.Now).ToDictionary(r => r.Key, r => r.DueAt)
            : [];
    }

    private static IReadOnlyList<LadderRung> RungsOf(Sla sla, Clock clock, OfficeTime office, DateTimeOffset now) =>
        Ladder.Parse(sla.Reminders, sla.Escalate)
            .Rungs(clock.Start!.Value, clock.Read(office, now).DueAt!.Value, sla.OnTimeout is not null, office);

    /// <summary>
    /// The ladder that another version gives a clock which runs already, and whether each rung still lies ahead.
    /// </summary>
    public IReadOnlyList<(RungRow Rung, bool Ahead)> LadderOf(ClockRow row, Sla? sla, DateTimeOffset now) => sla is null
        ? []
        :
        [
            .. RungsOf(sla, row.ToClock(), office.Of(row.Organisation), now).Select(r => (
                new RungRow
                {
                    ClockRowId = row.Id, Key = r.Key, Level = r.Level, DueAt = row.Paused ? Instants.Never : r.DueAt,
                },
                r.DueAt > now)),
        ];

    /// <summary>Starts a clock of the case or of a task.</summary>
    public async Task<ClockRow> StartAsync(
        StepContext step, NewClock begun, Clock clock, IReadOnlyList<LadderRung> rungs,
        CancellationToken cancellation)
    {
        var row = new ClockRow
        {
            Id = await ids.NextAsync(cancellation),
            CaseId = step.Case.Id,
            TaskId = begun.TaskId,
            Name = begun.Name,
            ClockId = begun.ClockId,
            Organisation = begun.Organisation,
            Budget = "",
            CalendarVersion = "",
        };
        clock.WriteTo(row, office, step.Now);
        step.Clocks.Start(row);
        step.Transition.StartedClocks.Add(
            (row, [.. rungs
                .Select(r => new RungRow { ClockRowId = row.Id, Key = r.Key, Level = r.Level, DueAt = r.DueAt })]));
        return row;
    }

    /// <summary>
    /// A budget that an expression got wrong stops nobody's work: the task has no clock, and a person is told.
    /// </summary>
    public static Budget? Parse(StepContext step, string text, string elementId)
    {
        var budget = Budget.TryParse(text, out var refusal);
        if (refusal is not null)
            step.Transition.Incidents.Add(new()
            {
                CaseId = step.Case.Id,
                ElementId = elementId,
                Code = refusal.Code,
                Message = refusal.Message + refusal.Remedy,
                RaisedAt = step.Now,
            });
        return budget;
    }

    private static DateTimeOffset ShownDue(ClockRow row) => row.Paused ? Instants.Never : row.DueAt;

    private static string SourceOf(long taskId) => $"task:{taskId}";
}
