using BalancedEdu.Bpmn.Execution;
using BalancedEdu.Bpmn.Model;
using BalancedEdu.Web.Data.Cases;
using BalancedEdu.Web.Runtime.Assignment;
using BalancedEdu.Web.Runtime.Bundles;
using BalancedEdu.Web.Runtime.Effects;
using BalancedEdu.Web.Runtime.Starts;
using BalancedEdu.Web.Runtime.Tasks;
using BalancedEdu.Web.Runtime.Transitions;

namespace BalancedEdu.Web.Runtime;

/// <summary>Computes a step: lets the engine decide, and turns what it says into the rows of one transition.</summary>
internal sealed class StepBuilder(
    EffectDispatcher effects, StaffList staff, IEnumerable<ICaseLedger> ledgers)
{
    private readonly ILookup<string, ICaseLedger> _ledgers = ledgers.ToLookup(l => l.ProcessId);

    /// <summary>The first step of a new case.</summary>
    /// <returns>The transition, or why the engine refused.</returns>
    public async Task<(Transition? Transition, Refusal? Refusal)> StartAsync(
        CaseBeginning beginning, Case @case, CancellationToken cancellation)
    {
        var bundle = beginning.Bundle;
        var result = ProcessEngine.Step(
            bundle.Definition, ProcessState.New, beginning.Command, @case.StartedAt);
        if (result.Refusal is not null)
            return (null, result.Refusal);
        var transition = new Transition(@case, isNew: true)
        {
            Number = NumberFormat.At(bundle.Definition.NumberFormat, @case.StartedAt),
        };
        var step = new StepContext(
            bundle, new(@case, [], [], false), await staff.NowAsync(cancellation), beginning.Actor, @case.StartedAt,
            transition);
        transition.Correspondence.AddRange(beginning.Rows(@case));
        await ApplyAsync(step, ProcessState.New, result, cancellation);
        TellProgram(step);
        return (transition, null);
    }

    /// <summary>A step of a case that runs.</summary>
    /// <returns>The transition, or why it was refused.</returns>
    public async Task<(Transition? Transition, ActionRefusal? Refusal)> ContinueAsync(
        PublishedBundle bundle, CaseSnapshot snapshot, StepRequest request, DateTimeOffset now,
        CancellationToken cancellation)
    {
        if (request.Command is MigrateInstance { Elements: var renamed })
            snapshot = snapshot.Renamed(renamed);
        var transition = new Transition(snapshot.Case, isNew: false) { DedupeKey = request.DedupeKey };
        var step = new StepContext(
            bundle, snapshot, await staff.AtAsync(snapshot.StaffStamp, cancellation), request.Actor, now, transition);
        var state = ProcessState.FromJson(snapshot.Case.State);
        step.Variables = state.Variables;
        if (request.Judge is not null && await request.Judge(step, cancellation) is { } judged)
            return (null, judged);
        if (request.Command is { } command)
        {
            var result = ProcessEngine.Step(bundle.Definition, state, command, now);
            if (result.Refusal is not null)
                return (null, Refusals.OfEngine(result.Refusal));
            Carry(step, command, request);
            step.Note = request.Note;
            await ApplyAsync(step, state, result, cancellation);
        }
        else if (request.Steps is { } steps)
        {
            var result = steps(bundle.Definition, state, now);
            if (result.Refusal is not null)
                return (null, Refusals.OfEngine(result.Refusal));
            await ApplyAsync(step, state, result, cancellation);
        }
        if (request.Host is not null)
            await request.Host(step, cancellation);
        TellProgram(step);
        return (transition, null);
    }

    /// <summary>
    /// What a program did in a person's name says by which of their tokens. Of no task: the last event of a task tells
    /// who had it last.
    /// </summary>
    private static void TellProgram(StepContext step)
    {
        if (step.Actor.Via is { } token)
            step.Append("DoneByProgram", null, null, Json.Of(w =>
            {
                w.WriteStartObject();
                w.WriteString("token", token);
                w.WriteEndObject();
            }));
    }

    /// <summary>What a command changes by itself in the rows that it answers.</summary>
    private static void Carry(StepContext step, Command command, StepRequest request)
    {
        switch (command)
        {
            case CompleteUserTask done when step.FindOpen(done.TaskId) is { } task:
                var outcome = step.Bundle.Definition.UserTask(task.ElementId).Outcomes
                    .FirstOrDefault(o => o.Id == done.Outcome);
                step.Transition.Completion = new(
                    task.Id, request.Revision, done.By, done.Outcome, outcome?.Name ?? done.Outcome, done.Comment)
                {
                    OnBehalfOf = request.OnBehalfOf,
                };
                break;
            case ReturnTo { TakesBack: false } back when step.FindOpen(back.TaskId) is { } returned:
                step.Return = new(
                    back.Target, back.Directly, ReturnReasons.Text(back.ReasonCode, back.Reason),
                    $"{returned.ElementId}/{back.By}");
                step.Transition.WithdrawnBecause = "returned";
                break;
            case CompleteJob done:
                // What a person puts in place of the handler's answer makes the job itself unwanted.
                step.Transition.EndedJobs.Add(
                    (done.JobId, step.Actor == Actor.System ? OutboxStatus.Done : OutboxStatus.Discarded));
                break;
            case FailJob failed:
                step.Transition.EndedJobs.Add((failed.JobId, OutboxStatus.Dead));
                break;
            case FireTimer fired:
                step.Transition.EndedTimers.Add(fired.TimerId);
                break;
        }
    }

    private async Task ApplyAsync(
        StepContext step, ProcessState before, StepResult result, CancellationToken cancellation)
    {
        var @case = step.Case;
        step.Variables = result.State.Variables;
        step.Happened = result.Events;
        step.Parts = PartsOf(step.Bundle.Definition.Clocks, before, result.Events);
        step.Transition.StateChanged = true;
        @case.State = result.State.ToJson();
        step.Append(result.Events);
        await effects.DispatchAsync(step, result.Effects, cancellation);
        foreach (var ledger in _ledgers[@case.ProcessId])
            step.Transition.Ledgers.Add(c => ledger.Follow(new(
                c, step.Transition.IsNew, step.Variables, Touched(step, result), OpenElements(step), step.Now)));
    }

    /// <summary>The instances whose parent is the same element: one of several, or a further signer's.</summary>
    private static HashSet<long> PartsOf(
        IEnumerable<CaseClock> clocks, ProcessState before, IReadOnlyList<ProcessEvent> events)
    {
        var measured = clocks.SelectMany(c => new[] { c.Start, c.End }).OfType<string>().ToHashSet();
        if (measured.Count == 0)
            return [];
        var entered = events.OfType<ElementActivating>().ToDictionary(e => e.Id);
        string? ElementOf(long id) => before.Elements.GetValueOrDefault(id)?.ElementId
            ?? entered.GetValueOrDefault(id)?.Element;
        long ParentOf(long id) => before.Elements.GetValueOrDefault(id)?.ParentId
            ?? entered.GetValueOrDefault(id)?.ParentId ?? 0;
        return
        [
            .. events.OfType<ElementMoved>()
                .Where(e => measured.Contains(e.Element) && ElementOf(ParentOf(e.Id)) == e.Element).Select(e => e.Id),
        ];
    }

    private static HashSet<string> Touched(StepContext step, StepResult result) =>
    [
        .. result.Events.Select(e => e.ElementId).Concat(step.Transition.Events.Select(e => e.ElementId))
            .OfType<string>(),
    ];

    private static string[] OpenElements(StepContext step)
    {
        var closed = step.Transition.WithdrawnTasks.Append(step.Transition.Completion?.TaskId ?? 0).ToHashSet();
        return [
            .. step.Before.OpenTasks.Where(t => !closed.Contains(t.Id)).Select(t => t.ElementId)
                .Concat(step.Transition.OpenedTasks.Select(t => t.ElementId)).Distinct(),
        ];
    }
}
