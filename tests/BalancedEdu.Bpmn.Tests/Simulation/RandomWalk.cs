using BalancedEdu.Bpmn.Execution;
using BalancedEdu.Bpmn.Model;
using BalancedEdu.Feel.Values;

namespace BalancedEdu.Bpmn.Tests.Simulation;

/// <summary>
/// One random path: whatever the outside world may do next, one thing after the other, until the end.
/// </summary>
internal sealed class RandomWalk(Running run, Random random)
{
    private const int CommandsMax = 4_000;

    /// <summary>After so many commands nothing is begun any more that needn't be.</summary>
    private const int Patience = 150;

    private int _commands;

    public void ToTheEnd()
    {
        run.Start(("n", N()));
        for (; !run.State.Ended; _commands++)
        {
            Assert.True(_commands < CommandsMax, $"it doesn't come to an end: {run.TaskIds}");
            Assert.Empty(run.Incidents);
            Next();
        }
        Assert.Single(run.State.Elements);
        Assert.Empty(run.State.Timers);
        Assert.Empty(run.State.Subscriptions);
        Assert.Empty(run.State.Compensations);
        Assert.Equal(run.State.ToJson(), ProcessEngine.Fold(ProcessState.New, run.Events).ToJson());
    }

    /// <summary>What data says; in the end always the same, so that no condition comes true again and again.</summary>
    private int N() => _commands < Patience ? random.Next(12) : 1;

    private void Next()
    {
        if (random.Next(12) == 0 && Aside())
            return;
        var choices = Choices().ToList();
        Assert.True(choices.Count > 0, "nothing can be done: " + string.Join(" ", run.State.ActiveElementIds));
        choices[random.Next(choices.Count)]();
    }

    /// <summary>What happens to a case from outside: data changes, it stands still for a while.</summary>
    private bool Aside()
    {
        if (random.Next(3) > 0)
        {
            run.Do(new SetVariables(Running.Vars(("n", N()))));
            return true;
        }
        run.Do(new SuspendInstance("核查"));
        run.Now += TimeSpan.FromHours(random.Next(5));
        run.Do(new ResumeInstance());
        return true;
    }

    private IEnumerable<Action> Choices()
    {
        foreach (var element in run.State.Elements.Values)
            if (element is { Lifecycle: ElementLifecycle.Activated, Loop: null, Compensates: false }
                or { Lifecycle: ElementLifecycle.Activated, Loop: null, Compensates: true, ChildCount: 0 })
                foreach (var action in Work(element, run.Definition.Find(element.ElementId)!))
                    yield return action;
        foreach (var timer in run.State.Timers.Values)
            if (IsNeeded(timer.ElementId))
                yield return () =>
                {
                    run.Now = run.Now > timer.Due ? run.Now : timer.Due;
                    run.Do(new FireTimer(timer.Id));
                };
        foreach (var waiting in run.State.Subscriptions.Values)
            if (IsNeeded(waiting.ElementId))
                yield return () => run.Do(waiting.Kind switch
                {
                    SubscriptionKind.Message => new CorrelateMessage(waiting.Id, Running.Vars(("n", N()))),
                    SubscriptionKind.Signal => new BroadcastSignal(waiting.Name!, FeelContext.Empty),
                    _ => new SetVariables(Running.Vars(("n", N()))),
                });
    }

    private IEnumerable<Action> Work(ElementInstance element, FlowNode node)
    {
        switch (node)
        {
            case UserTask when element.ParentId != 0:
                yield return () => run.Do(random.Next(4) == 0
                    ? new CompleteUserTask(element.Id, "no", "再来", "li", FeelContext.Empty)
                    : new CompleteUserTask(element.Id, "ok", null, "li", Running.Vars(("n", N()))));
                break;
            case ServiceTask:
                yield return () => run.Do(new CompleteJob(element.Id, Running.Vars(("n", N()))));
                break;
            case CallActivity:
                yield return () => run.Do(random.Next(3) == 0
                    ? new ThrowBpmnError(element.Id, "ERR", "子流程出错")
                    : new CompleteChild(element.Id, Running.Vars(("n", N()))));
                break;
            case AdHocSubProcess adHoc when !adHoc.IsSequential || element.ChildCount == 0:
                foreach (var entry in run.Definition.EntriesOf(adHoc))
                    if (_commands < Patience || !IsDone(element, entry))
                        yield return () => run.Do(new ActivateAdHoc(element.Id, entry.Id));
                break;
        }
    }

    private static bool IsDone(ElementInstance scope, FlowNode entry) =>
        scope.Variables.TryGet("doneActivities", out var done)
        && done.AsList()!.Any(item => item.AsString() == entry.Id);

    /// <summary>What doesn't interrupt could go on for ever.</summary>
    private bool IsNeeded(string elementId) => _commands < Patience || run.Definition.Find(elementId)
        is not (BoundaryEvent { CancelActivity: false } or StartEvent { IsInterrupting: false });
}
