using BalancedEdu.Bpmn.Model;
using BalancedEdu.Feel.Values;

namespace BalancedEdu.Bpmn.Execution.Elements;

/// <summary>
/// Further signers of one user task (加签). A signer's task is an instance of the same user task that stands inside of
/// its owner's. All must agree, which is the first of the task's outcomes: the first other one decides at once.
/// </summary>
internal static class Signers
{
    /// <summary>The variable of its own in which an instance keeps who was asked to sign.</summary>
    public const string Signer = "added signer";

    /// <summary>Opens a signer's task.</summary>
    public static void Enter(Stepping x, ElementInstance owner, WaitingSigner signer, SignerPlace place) =>
        x.Enter(new ElementActivating(
            x.State.NextId, owner.ElementId, owner.Id, [], 0,
            new FeelContext([new(Signer, FeelValue.Of(signer.User))]))
        {
            Signing = SigningState.None with { Place = place, By = signer.By },
        });

    /// <summary>The user who was asked to sign by 加签, or null when an instance was drawn.</summary>
    public static string? UserOf(ElementInstance element) =>
        (element.Signing is { Place: not null } || element.LoopCounter > 0)
        && element.Variables.TryGet(Signer, out var user)
            ? user.AsString()
            : null;

    /// <summary>Who was asked to sign a task and has not yet, whether it is open to them or waits.</summary>
    public static IEnumerable<string> Asked(Stepping x, ElementInstance owner) =>
        x.State.ChildrenOf(owner.Id).Select(UserOf).OfType<string>()
            .Concat(owner.Signing?.Waiting.Select(waiting => waiting.User) ?? []);

    /// <summary>Whether signers before the owner are still open.</summary>
    public static bool WaitsBefore(Stepping x, ElementInstance owner) =>
        x.State.ChildrenOf(owner.Id).Exists(child => child.Signing?.Place == SignerPlace.Before);

    /// <summary>
    /// The owner has decided: the decision is kept until all have signed. False: nobody else signs.
    /// </summary>
    public static bool Defers(Stepping x, ElementInstance owner, FeelContext decision)
    {
        if (owner.Signing is not { } signing)
            return false;
        Change(x, owner, signing with { Outcome = decision });
        Progress(x, x.State.Element(owner.Id));
        return true;
    }

    /// <summary>
    /// Time has decided: nobody is asked any more, and what signers have said stands beside the decision.
    /// </summary>
    /// <returns>The decision, with their opinions.</returns>
    public static FeelContext EndByTime(Stepping x, ElementInstance owner, FeelContext decision)
    {
        if (owner.Signing is not { } signing)
            return decision;
        x.TerminateChildren(owner.Id);
        Change(x, owner, signing with { Waiting = [] });
        return WithOpinions(decision, signing);
    }

    /// <summary>The time of a signer is up: whom the owner's decision still waits for is not asked any more.</summary>
    public static void AskNobodyMore(Stepping x, ElementInstance owner)
    {
        if (owner.Signing is { Outcome: not null } signing)
            Change(x, owner, signing with { Waiting = [] });
    }

    /// <summary>A signer has decided.</summary>
    public static void SignerCompleted(Stepping x, ElementInstance signer)
    {
        var owner = x.State.Element(signer.ParentId);
        signer.Variables.TryGet("decision", out var opinion);
        x.Finish(signer);
        owner = x.State.Element(owner.Id);
        var signing = owner.Signing ?? SigningState.None;
        Change(x, owner, signing with { Opinions = signing.Opinions.Add(opinion) });
        Progress(x, x.State.Element(owner.Id));
    }

    /// <summary>Goes on when the owner and all signers have decided.</summary>
    public static void Progress(Stepping x, ElementInstance owner)
    {
        if (owner.Signing is not { Outcome: { } decision } signing)
            return;
        var agreed = FeelValue.Of(((UserTask)x.NodeOf(owner)).Details.Outcomes[0].Id);
        var result = Deciding(decision, signing, agreed);
        if (!OutcomeOf(result).Equals(agreed))
        {
            x.TerminateChildren(owner.Id);
            signing = signing with { Waiting = [] };
        }
        if (signing.Waiting.Length > 0 && x.State.Element(owner.Id).ChildCount == 0)
        {
            Enter(x, owner, signing.Waiting[0], SignerPlace.After);
            Change(x, owner, signing with { Waiting = signing.Waiting.RemoveAt(0) });
        }
        else if (x.State.Element(owner.Id).ChildCount == 0)
        {
            x.Set(x.ResultScope(owner), owner.ElementId, FeelValue.Of(WithOpinions(result, signing)));
            x.Complete(owner.Id);
        }
    }

    /// <summary>
    /// The owner's decision; where the owner agrees, with the outcome of the first signer who did not.
    /// </summary>
    private static FeelContext Deciding(FeelContext decision, SigningState signing, FeelValue agreed)
    {
        if (OutcomeOf(decision).Equals(agreed))
            foreach (var opinion in signing.Opinions)
                if (!OutcomeOf(opinion.AsContext()!).Equals(agreed))
                    return decision.With("outcome", OutcomeOf(opinion.AsContext()!));
        return decision;
    }

    private static FeelContext WithOpinions(FeelContext decision, SigningState signing) =>
        decision.With("signers", FeelValue.Of((IReadOnlyList<FeelValue>)signing.Opinions));

    private static FeelValue OutcomeOf(FeelContext decision) =>
        decision.TryGet("outcome", out var outcome) ? outcome : FeelValue.Null;

    private static void Change(Stepping x, ElementInstance owner, SigningState signing) =>
        x.Emit(new SigningChanged(owner.Id, owner.ElementId, signing));
}
