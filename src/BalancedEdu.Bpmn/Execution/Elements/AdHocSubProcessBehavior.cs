using BalancedEdu.Bpmn.Model;
using BalancedEdu.Feel.Values;

namespace BalancedEdu.Bpmn.Execution.Elements;

/// <summary>
/// A sub-process whose activities are started by <see cref="ActivateAdHoc"/>. It ends when its condition holds after an
/// activity was done; without a condition, when each of its activities was done and none is open. The condition finds
/// the ids of what was done in the list <c>doneActivities</c>.
/// </summary>
internal sealed class AdHocSubProcessBehavior : ActivityBehavior<AdHocSubProcess>
{
    /// <summary>The variable of its own that lists what was done.</summary>
    public const string Done = "doneActivities";

    protected override Effect? Open(Stepping x, AdHocSubProcess node, ElementInstance element) => null;

    protected override void Opened(Stepping x, AdHocSubProcess node, ElementInstance element, bool asked)
    {
    }

    /// <summary>The last token may have ended at an event or gateway, which is no activity.</summary>
    protected override void Emptied(Stepping x, AdHocSubProcess node, ElementInstance element) => x.Resume(element.Id);

    protected override void Resume(Stepping x, AdHocSubProcess node, ElementInstance element) => Look(x, node, element);

    /// <summary>An activity was done: in an ad-hoc sub-process that may end it.</summary>
    public static void ActivityCompleted(Stepping x, FlowNode activity, long scopeId)
    {
        if (activity.Container is not AdHocSubProcess node
            || x.State.Element(scopeId) is not { IsAlive: true } scope)
            return;
        x.Set(scopeId, Done, FeelValue.Of((IReadOnlyList<FeelValue>)[.. DoneIn(scope), FeelValue.Of(activity.Id)]));
        Look(x, node, x.State.Element(scopeId));
    }

    private static void Look(Stepping x, AdHocSubProcess node, ElementInstance scope)
    {
        bool done;
        try
        {
            done = node.CompletionCondition is { } condition
                ? Evaluation.Boolean(x, condition, scope.Id)
                : AllDone(x, node, scope);
        }
        catch (ElementFault fault)
        {
            // The condition belongs to the whole: the incident stands there, and the other activities go on.
            x.RaiseIncident(scope, fault, ofProgress: true);
            return;
        }
        x.ResolveProgress(scope.Id);
        if (done)
            End(x, node, x.State.Element(scope.Id));
    }

    private static void End(Stepping x, AdHocSubProcess node, ElementInstance scope)
    {
        if (node.CancelRemainingInstances)
            x.CompleteAtOnce(scope.Id);
        else if (scope is { ChildCount: 0, FlowTokens.Count: 0 })
            x.Complete(scope.Id);
    }

    private static bool AllDone(Stepping x, AdHocSubProcess node, ElementInstance scope) =>
        scope is { ChildCount: 0, FlowTokens.Count: 0 }
        && x.Definition.EntriesOf(node).All(entry => entry is SubProcess { TriggeredByEvent: true }
            || DoneIn(scope).Any(done => done.AsString() == entry.Id));

    private static IReadOnlyList<FeelValue> DoneIn(ElementInstance scope) =>
        scope.Variables.TryGet(Done, out var done) ? done.AsList() ?? [] : [];
}
