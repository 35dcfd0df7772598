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
            var row = step.Clocks.Running.FirstOrDefault(c => c.TaskId is null && c.ClockId == clock.Id);
            if (row is not null && Ends(step, clock))
                clocks.Change(step, row, row.ToClock() with { EndedAt = step.Now });
            else if (row is not null)
                Rebudget(step, clock, row);
            else if (Begins(step, clock))
                await StartAsync(step, clock, asOf, cancellation);
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
    /// A stage that is entered again while its clock runs goes on with it; after its end it has a new one.
    /// </summary>
    private static bool Begins(StepContext step, CaseClock clock) => clock.Start is { } start
        ? step.Happened.OfType<ElementActivating>().Any(e => e.Element == start)
        : step.Transition.IsNew;

    /// <summary>Of an element with several instances the last one ends it.</summary>
    private static bool Ends(StepContext step, CaseClock clock) => clock.End is { } end
        && step.Happened.OfType<ElementCompleted>().Any(e => e.Element == end) && !step.ActiveElements.Contains(end);

    private async Task StartAsync(
        StepContext step, CaseClock clock, DateTimeOffset asOf, CancellationToken cancellation)
    {
        if (TaskClocks.Parse(step, clock.Budget.Evaluate(step.Variables, step.Now), clock.Id) is not { } budget)
            return;
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
