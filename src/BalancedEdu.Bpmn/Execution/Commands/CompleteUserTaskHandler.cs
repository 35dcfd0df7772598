using BalancedEdu.Bpmn.Execution.Elements;
using BalancedEdu.Bpmn.Model;
using BalancedEdu.Feel.Values;

namespace BalancedEdu.Bpmn.Execution.Commands;

/// <summary>
/// A decision on an open user task: recorded, kept as a variable under the task's id, and the token goes on.
/// </summary>
internal static class CompleteUserTaskHandler
{
    /// <summary>The kind of outcomes that only time gives.</summary>
    private const string OfTime = "system";

    public static Refusal? Handle(Stepping x, CompleteUserTask command)
    {
        if (x.FindOpen(command.TaskId) is not { } element)
            return Refusals.TaskNotOpen(command, command.TaskId);
        if (x.NodeOf(element) is StartEvent start && StartEventBehavior.IsReturned(element))
            return Resubmit(x, command, start, element);
        if (x.NodeOf(element) is not UserTask task)
            return Refusals.TaskNotOpen(command, command.TaskId);
        var name = task.Name ?? task.Id;
        var outcome = task.Details.Outcomes.FirstOrDefault(known => known.Id == command.Outcome);
        if (outcome is null)
            return Refusals.UnknownOutcome(name, command.Outcome, task.Details.Outcomes.Select(known => known.Id));
        if (outcome.RequiresComment && !command.ByTime && string.IsNullOrWhiteSpace(command.Comment))
            return Refusals.CommentMissing(name, outcome.Name);
        if (string.IsNullOrWhiteSpace(command.By))
            return Refusals.PerformerMissing(command, name);
        if (outcome.Kind == OfTime && !command.ByTime)
            return Refusals.OutcomeOfTime(name, outcome.Name);
        if (command.ByTime && element.Signing is { Place: not null })
            return Refusals.SignerOfTime(name);
        if (!command.ByTime && Signers.WaitsBefore(x, element))
            return Refusals.WaitsForSigner(name);
        if (element.Signing is { Outcome: not null, Place: null })
            return Refusals.TaskDecided(command, name);
        x.Emit(new UserTaskCompleted(element.Id, task.Id, command.Outcome, command.Comment, command.By, x.Now));
        var decision = new FeelContext(
        [
            new("outcome", FeelValue.Of(command.Outcome)),
            new("comment", FeelValue.Of(command.Comment)),
            new("by", FeelValue.Of(command.By)),
            new("at", FeelValue.Of(x.Now)),
            new("form", FeelValue.Of(command.Form)),
        ]);
        x.Previous = element.Id;
        if (element.Signing is { Place: not null })
            x.Set(element.Id, "decision", FeelValue.Of(decision));
        else if (command.ByTime)
            x.Set(x.ResultScope(element), task.Id, FeelValue.Of(Signers.EndByTime(x, element, decision)));
        else if (Signers.Defers(x, element, decision))
            return null;
        else
            x.Set(x.ResultScope(element), task.Id, FeelValue.Of(decision));
        x.Complete(element.Id);
        return null;
    }

    /// <summary>
    /// The form that started the case was sent back and is filled in anew: it takes the place of the first.
    /// </summary>
    private static Refusal? Resubmit(Stepping x, CompleteUserTask command, StartEvent start, ElementInstance element)
    {
        var name = start.Name ?? start.Id;
        if (command.Outcome != StartEventBehavior.Submit)
            return Refusals.UnknownOutcome(name, command.Outcome, [StartEventBehavior.Submit]);
        if (string.IsNullOrWhiteSpace(command.By))
            return Refusals.PerformerMissing(command, name);
        x.Emit(new UserTaskCompleted(element.Id, start.Id, command.Outcome, command.Comment, command.By, x.Now));
        x.Set(ProcessState.RootId, start.Id, FeelValue.Of(new FeelContext(
        [
            new("form", FeelValue.Of(command.Form)),
            new("by", FeelValue.Of(command.By)),
            new("at", FeelValue.Of(x.Now)),
        ])));
        x.Previous = element.Id;
        x.Complete(element.Id);
        return null;
    }
}
