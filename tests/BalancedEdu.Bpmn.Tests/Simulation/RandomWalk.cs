using BalancedEdu.Bpmn.Execution;
using BalancedEdu.Bpmn.Model;
using BalancedEdu.Bpmn.Reading;
using BalancedEdu.Feel;
using BalancedEdu.Feel.Values;

namespace BalancedEdu.Bpmn.Tests.Simulation;

/// <summary>
/// One random path: whatever the outside world may do next, one thing after the other, until the end.
/// </summary>
/// <param name="run">The instance.</param>
/// <param name="file">What it was drawn in.</param>
/// <param name="random">Where the path comes from.</param>
/// <param name="changes">Whether tasks are returned on the way, and the case goes on by later versions.</param>
internal sealed class RandomWalk(Running run, byte[] file, Random random, bool changes)
{
    /// <summary>A version more is compiled for each.</summary>
    private const int VersionsMax = 3;

    private const int TargetsTried = 8;

    private const int CommandsMax = 4_000;

    /// <summary>After so many commands nothing is begun any more that needn't be.</summary>
    private const int Patience = 150;

    private int _commands;
    private int _versions;
    private byte[] _file = file;

    /// <summary>How many returns and migrations were done.</summary>
    public (int Returns, int Migrations) Done { get; private set; }

    public void ToTheEnd()
    {
        run.Start(("n", N()));
        for (; !run.State.Ended; _commands++)
        {
            Assert.True(_commands < CommandsMax, $"it doesn't come to an end: {run.TaskIds}");
            Assert.Empty(run.Incidents);
            if (run.IsChecked)
                Invariants.Check(run.Definition, run.State);
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
        if (random.Next(changes ? 6 : 12) == 0 && Aside())
            return;
        var choices = Choices().ToList();
        Assert.True(choices.Count > 0, "nothing can be done: " + string.Join(" ", run.State.ActiveElementIds));
        choices[random.Next(choices.Count)]();
    }

    /// <summary>
    /// What happens to a case from outside: data changes, it stands still for a while, is sent back or goes on by
    /// another version.
    /// </summary>
    private bool Aside()
    {
        switch (random.Next(changes && _commands < Patience ? 5 : 3))
        {
            case 0:
                StandStill();
                return true;
            case 3:
                return Return();
            case 4:
                return Migrate();
            default:
                run.Do(new SetVariables(Running.Vars(("n", N()))));
                return true;
        }
    }

    private void StandStill()
    {
        run.Do(new SuspendInstance("核查"));
        run.Now += TimeSpan.FromHours(random.Next(5));
        if (changes && _commands < Patience && random.Next(3) == 0)
            Migrate();
        if (random.Next(3) == 0)
            run.Do(new SetVariables(Running.Vars(("n", N()))));
        run.Now += TimeSpan.FromHours(random.Next(5));
        run.Do(new ResumeInstance());
    }

    /// <summary>退回 from an open task to one that was done; where it is refused, by one of the rules.</summary>
    private bool Return()
    {
        var open = run.State.Elements.Values.Where(element =>
            element is { Lifecycle: ElementLifecycle.Activated, Loop: null }
            && run.Definition.Find(element.ElementId) is UserTask).ToList();
        var passed = run.State.CompletedElementIds.Where(id => run.Definition.Find(id) is UserTask).ToList();
        foreach (var (task, target) in open.SelectMany(task => passed.Select(target => (task, target)))
            .OrderBy(_ => random.Next()).Take(TargetsTried))
        {
            var result = run.Try(new ReturnTo(task.Id, target, "li", "重办", random.Next(3) == 0));
            if (result.Refusal is null)
            {
                Done = (Done.Returns + 1, Done.Migrations);
                return true;
            }
            Assert.StartsWith("bpmn.return.", result.Refusal.Code, StringComparison.Ordinal);
        }
        return false;
    }

    private bool Migrate()
    {
        if (_versions == VersionsMax)
            return false;
        var (later, elements) = RandomVersion.After(_file, random, ++_versions);
        var compiled = DefinitionCompiler.Compile(later, FeelEnvironment.Default, null);
        Assert.True(compiled.Definition is not null, string.Join("\n", compiled.Findings));
        run.Migrate(compiled.Definition!, [.. elements.Select(pair => (pair.Key, pair.Value))]);
        _file = later;
        Done = (Done.Returns, Done.Migrations + 1);
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
