using BalancedEdu.Bpmn.Execution.Elements;
using BalancedEdu.Bpmn.Model;
using BalancedEdu.Feel.Values;

namespace BalancedEdu.Bpmn.Execution.Commands;

/// <summary>
/// 加签 and 减签. In a multi-instance, a signer at the same time is one more instance; else signers stand inside of the
/// owner's task.
/// </summary>
internal static class SignerHandler
{
    private const int MaxSigners = 50;

    public static Refusal? Add(Stepping x, AddSigner command)
    {
        if (x.FindOpen(command.TaskId) is not { } element
            || x.NodeOf(element) is not UserTask task)
            return Refusals.TaskNotOpen(command, command.TaskId);
        if (!task.Details.Allow.Contains("add-signer"))
            return Refusals.NotAllowed(task.Name ?? task.Id, "加签");
        if (string.IsNullOrWhiteSpace(command.By))
            return Refusals.PerformerMissing(command, task.Name ?? task.Id);
        if (command.Users.Count is 0 or > MaxSigners || command.Users.Any(string.IsNullOrWhiteSpace)
            || command.Users.Distinct().Count() != command.Users.Count)
            return Refusals.NoSigners(task.Name ?? task.Id, MaxSigners);
        if (element.Signing is { Place: not null })
            return Refusals.SignerOfSigner(task.Name ?? task.Id);
        if (element.Signing is { Outcome: not null })
            return Refusals.TaskDecided(command, task.Name ?? task.Id);
        var several = command.Place == SignerPlace.Parallel && element.LoopCounter > 0
            ? task.Loop as MultiInstanceLoopCharacteristics
            : null;
        var asked = several is null
            ? Signers.Asked(x, element)
            : Voters(x, x.State.Element(element.ParentId), several.IsSequential);
        var twice = asked.Intersect(command.Users).ToList();
        if (twice.Count > 0)
            return Refusals.SignerTwice(task.Name ?? task.Id, twice);
        x.Emit(new SignersAdded(element.Id, task.Id, command.Place, command.Users, command.By, x.Now));
        if (several is not null)
            Extend(x, task, several, element, command);
        else
            Open(x, element, command);
        return null;
    }

    public static Refusal? Remove(Stepping x, RemoveSigner command)
    {
        if (x.FindOpen(command.TaskId) is not { } element
            || x.NodeOf(element) is not UserTask task)
            return Refusals.TaskNotOpen(command, command.TaskId);
        if (command.User is not null)
            return RemoveWaiting(x, command, element, task);
        var signer = element.Signing is { Place: not null };
        if (!signer && Signers.UserOf(element) is null)
            return Refusals.NotASigner(task.Name ?? task.Id);
        if (string.IsNullOrWhiteSpace(command.By))
            return Refusals.PerformerMissing(command, task.Name ?? task.Id);
        if (element.Signing is { Outcome: not null })
            return Refusals.TaskDecided(command, task.Name ?? task.Id);
        x.Emit(new SignerRemoved(element.Id, task.Id, command.By, x.Now));
        x.Terminate(element);
        if (signer)
        {
            if (command.ByTime)
                Signers.AskNobodyMore(x, x.State.Element(element.ParentId));
            Signers.Progress(x, x.State.Element(element.ParentId));
            return null;
        }
        x.Emit(command.Counted
            ? new LoopResultTaken(element.ParentId, task.Id, element.LoopCounter, FeelValue.Null)
            : new LoopReduced(element.ParentId, task.Id, element.LoopCounter));
        MultiInstanceProgress.Look(x, task, element.ParentId, null);
        return null;
    }

    /// <summary>A 后加签 that is not open yet: nobody has a task of it.</summary>
    private static Refusal? RemoveWaiting(Stepping x, RemoveSigner command, ElementInstance owner, UserTask task)
    {
        if (string.IsNullOrWhiteSpace(command.By))
            return Refusals.PerformerMissing(command, task.Name ?? task.Id);
        var waiting = owner.Signing?.Waiting.FirstOrDefault(signer => signer.User == command.User);
        if (waiting is null)
            return Refusals.SignerNotWaiting(task.Name ?? task.Id, command.User!);
        x.Emit(new SignerRemoved(owner.Id, task.Id, command.By, x.Now) { User = waiting.User });
        x.Emit(new SigningChanged(
            owner.Id, task.Id, owner.Signing! with { Waiting = owner.Signing.Waiting.Remove(waiting) }));
        Signers.Progress(x, x.State.Element(owner.Id));
        return null;
    }

    /// <summary>
    /// Who has a task of a multi-instance open or still to come, as far as the items of its collection are users.
    /// </summary>
    private static IEnumerable<string> Voters(Stepping x, ElementInstance whole, bool sequential)
    {
        var loop = whole.Loop!;
        var counters = x.State.ChildrenOf(whole.Id).Select(child => child.LoopCounter);
        if (sequential)
        {
            var started = loop.Results.Count + loop.Removed + whole.ChildCount;
            counters = counters.Concat(Enumerable.Range(started + 1, loop.Total - started));
        }
        return counters.Where(counter => counter <= loop.Items.Count)
            .Select(counter => loop.Items[counter - 1].AsString()).OfType<string>();
    }

    /// <summary>One more instance each. What is collected is a list of users, or items that name one.</summary>
    private static void Extend(
        Stepping x, UserTask task, MultiInstanceLoopCharacteristics several, ElementInstance element, AddSigner command)
    {
        var whole = x.State.Element(element.ParentId);
        var next = whole.Loop!.Total + 1;
        x.Emit(new LoopExtended(whole.Id, task.Id, [.. command.Users.Select(user => FeelValue.Of(user))])
        {
            By = command.By,
        });
        if (!several.IsSequential)
            for (var i = 0; i < command.Users.Count; i++)
                MultiInstance.EnterOne(x, task, whole.Id, next + i);
    }

    private static void Open(Stepping x, ElementInstance element, AddSigner command)
    {
        var signing = element.Signing ?? SigningState.None;
        if (command.Place == SignerPlace.After)
            signing = signing with { Waiting = signing.Waiting.AddRange(command.Users.Select(Asked)) };
        x.Emit(new SigningChanged(element.Id, element.ElementId, signing));
        if (command.Place != SignerPlace.After)
            foreach (var user in command.Users)
                Signers.Enter(x, x.State.Element(element.Id), Asked(user), command.Place);
        WaitingSigner Asked(string user) => new(user, command.By);
    }
}
