using BalancedEdu.Bpmn.Execution;
using BalancedEdu.Bpmn.Model;
using BalancedEdu.Web.Data.Cases;
using BalancedEdu.Web.Runtime.Clocks;

namespace BalancedEdu.Web.Runtime.Effects;

/// <summary>The named clocks: of the case as a whole, and of the stages that the definition measures.</summary>
internal sealed class CaseClocks(TaskClocks clocks)
{
    /// <summary>Follows what the engine says has happened: stages that end and begin, budgets that change.</summary>
    /// <param name="step">The step.</param>
    /// <param name="asOf">Since when what begins now counts: <see cref="AsOf"/>.</param>
    /// <param name="cancellation">Stops it.</param>
    public async Task FollowAsync(StepContext step, DateTimeOffset asOf, CancellationToken cancellation)
    {
        foreach (var clock in step.Bundle.Definition.Clocks)
        {
            var before = step.Clocks.Running.FirstOrDefault(c => c.TaskId is null && c.ClockId == clock.Id);
            var begun = clock.Start is null && step.Transition.IsNew
                ? await StartAsync(step, clock, asOf, cancellation)
                : null;
            var row = await PassAsync(step, clock, before ?? begun, asOf, cancellation);
            if (row is not null && row == before)
                Rebudget(step, clock, row);
        }
    }

    /// <summary>
    /// Since when clocks that begin in this step count. What the law deems received because nobody asked for missing
    /// papers in time was received on the day it came (行政许可法 32), not when the time was up.
    /// </summary>
    public static DateTimeOffset AsOf(StepContext step)
    {
        if (step.Actor != Actor.System || step.Transition.Completion is not { } done
            || step.Before.OpenTasks.FirstOrDefault(t => t.Id == done.TaskId) is not { } task
            || step.Bundle.Definition.UserTask(task.ElementId).Sla is not { TimeoutAsOfReceipt: true })
            return step.Now;
        return step.Clocks.Running.FirstOrDefault(c => c.TaskId == task.Id)?.StartedAt ?? task.CreatedAt;
    }

    /// <summary>
    /// A stage that is entered again while its clock runs goes on with it; after its end it has a new one, also where
    /// one decision ends it and leads back to its beginning. Of an element with several instances, or with signers, the
    /// whole begins and ends it.
    /// </summary>
    private async Task<ClockRow?> PassAsync(
        StepContext step, CaseClock clock, ClockRow? row, DateTimeOffset asOf, CancellationToken cancellation)
    {
        foreach (var moved in step.Happened.OfType<ElementMoved>().Where(e => !step.Parts.Contains(e.Id)))
            if (row is null && moved is ElementActivating && moved.Element == clock.Start)
                row = await StartAsync(step, clock, asOf, cancellation);
            else if (row is not null && moved is ElementCompleted && moved.Element == clock.End)
            {
                clocks.Change(step, row, row.ToClock() with { EndedAt = step.Now });
                row = null;
            }
        return row;
    }

    private async Task<ClockRow?> StartAsync(
        StepContext step, CaseClock clock, DateTimeOffset asOf, CancellationToken cancellation)
    {
        if (TaskClocks.Parse(step, clock.Budget.Evaluate(step.Variables, step.Now), clock.Id) is not { } budget)
            return null;
        var started = new Clock(budget, asOf)
        {
            Law = clock.Law ?? "",
            Warn = clock.Warn is null ? null : Budget.Parse(clock.Warn),
        };
        var row = await clocks.StartAsync(
            step, new() { Name = clock.Name, ClockId = clock.Id }, started, [], cancellation);
        clocks.StopBeside(step, row, clock);
        if (asOf != step.Now)
            step.Append("ClockBackdated", null, null, Json.Of(w =>
            {
                w.WriteStartObject();
                w.WriteString("clock", clock.Name);
                w.WriteString("from", asOf);
                w.WriteEndObject();
            }));
        return row;
    }

    /// <summary>
    /// The budget is an expression and gives another period than before, such as when a matter turns out to be one of
    /// joint handling. The start and the ledger of pauses stay; what no longer reads leaves the clock as it was.
    /// </summary>
    private void Rebudget(StepContext step, CaseClock clock, ClockRow row)
    {
        if (clock.Budget.Expression is null || !step.Happened.Any(e => e is VariablesSet)
            || Budget.TryParse(clock.Budget.Evaluate(step.Variables, step.Now), out _) is not { } budget)
            return;
        var was = row.ToClock();
        if (budget == was.Budget || (was.Extension is { } extension && extension.Added.Unit != budget.Unit))
            return;
        clocks.Change(step, row, was with { Budget = budget });
        step.Append("ClockBudgetChanged", null, null, Json.Of(w =>
        {
            w.WriteStartObject();
            w.WriteString("clock", clock.Name);
            w.WriteString("from", was.Budget.InWords);
            w.WriteString("to", budget.InWords);
            w.WriteString("law", clock.Law ?? "");
            w.WriteEndObject();
        }));
    }
}
