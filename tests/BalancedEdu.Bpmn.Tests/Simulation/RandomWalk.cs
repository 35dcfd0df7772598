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
    private int _returns;
    private int _signers;
    private byte[] _file = file;

    /// <summary>How many tasks were returned, went on by other versions, and got or lost signers.</summary>
    public (int Returns, int Migrations, int Signers) Done => (_returns, _versions, _signers);

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
        switch (random.Next(changes && _commands < Patience ? 7 : 3))
        {
            case 0:
                StandStill();
                return true;
            case 3:
                return Return();
            case 4:
                return Migrate();
            case 5:
                return AddSigner();
            case 6:
                return RemoveSigner();
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
        var open = OpenTasks();
        var passed = run.State.CompletedElementIds.Where(id => run.Definition.Find(id) is UserTask).ToList();
        foreach (var (task, target) in open.SelectMany(task => passed.Select(target => (task, target)))
            .OrderBy(_ => random.Next()).Take(TargetsTried))
        {
            var result = run.Try(new ReturnTo(task.Id, target, "li", "重办", random.Next(3) == 0));
            if (result.Refusal is null)
            {
                _returns++;
                return true;
            }
            Assert.True(
                result.Refusal.Code is "bpmn.user-task.decided"
                || result.Refusal.Code.StartsWith("bpmn.return.", StringComparison.Ordinal), result.Refusal.ToString());
        }
        return false;
    }

    private bool AddSigner()
    {
        var open = OpenTasks();
        if (open.Count == 0)
            return false;
        var users = Enumerable.Range(0, random.Next(1, 3)).Select(_ => $"u{random.Next(6)}").Distinct().ToList();
        var result = run.Try(new AddSigner(
            open[random.Next(open.Count)].Id, (SignerPlace)random.Next(3), users, "li"));
        Assert.True(
            result.Refusal?.Code is null or "bpmn.user-task.signer-twice" or "bpmn.user-task.signer-of-signer",
            result.Refusal?.ToString());
        return Signed(result);
    }

    private bool RemoveSigner()
    {
        var waiting = run.State.Elements.Values.Where(element => element.Signing is { Waiting.Length: > 0 }).ToList();
        if (waiting.Count > 0 && random.Next(2) == 0)
        {
            var owner = waiting[random.Next(waiting.Count)];
            run.Do(new RemoveSigner(owner.Id, false, "li") { User = owner.Signing!.Waiting[^1].User });
            return true;
        }
        var open = OpenTasks();
        if (open.Count == 0)
            return false;
        var result = run.Try(new RemoveSigner(open[random.Next(open.Count)].Id, random.Next(2) == 0, "li"));
        Assert.True(
            result.Refusal?.Code is null or "bpmn.user-task.not-a-signer",
            result.Refusal?.ToString());
        return Signed(result);
    }

    private bool Signed(StepResult result)
    {
        if (result.Refusal is null)
            _signers++;
        return result.Refusal is null;
    }

    /// <summary>Tasks that nobody has decided yet.</summary>
    private List<ElementInstance> OpenTasks() =>
    [
        .. run.State.Elements.Values.Where(element =>
            element is { Lifecycle: ElementLifecycle.Activated, Loop: null, Signing: null or { Outcome: null } }
            && run.Definition.Find(element.ElementId) is UserTask),
    ];

    private bool Migrate()
    {
        if (_versions == VersionsMax)
            return false;
        var (later, elements) = RandomVersion.After(_file, random, ++_versions);
        var compiled = DefinitionCompiler.Compile(later, FeelEnvironment.Default, null);
        Assert.True(compiled.Definition is not null, string.Join("\n", compiled.Findings));
        run.Migrate(compiled.Definition!, [.. elements.Select(pair => (pair.Key, pair.Value))]);
        _file = later;
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
            case UserTask when element.Signing is { Outcome: not null } || WaitsBefore(element):
                break;
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

    private bool WaitsBefore(ElementInstance owner) => run.State.Elements.Values.Any(element =>
        element.ParentId == owner.Id && element.Signing?.Place == SignerPlace.Before);

    private static bool IsDone(ElementInstance scope, FlowNode entry) =>
        scope.Variables.TryGet("doneActivities", out var done)
        && done.AsList()!.Any(item => item.AsString() == entry.Id);

    /// <summary>What doesn't interrupt could go on for ever.</summary>
    private bool IsNeeded(string elementId) => _commands < Patience || run.Definition.Find(elementId)
        is not (BoundaryEvent { CancelActivity: false } or StartEvent { IsInterrupting: false });
}
