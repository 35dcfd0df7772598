using BalancedEdu.Bpmn.Execution;
using BalancedEdu.Bpmn.Simulation;
using BalancedEdu.Feel.Values;

namespace BalancedEdu.Bpmn.Tests.Simulation;

/// <summary>
/// Random processes on random paths come to their end. After each step the properties of every step hold: the events
/// folded give the state, the stored state loads to the same bytes, the same step gives the same bytes.
/// </summary>
public class RandomProcessTests
{
    private const int Processes = 500;
    private const int PathsEach = 4;
    private const int CommandsMax = 2_000;

    [Fact]
    public void Every_random_process_comes_to_its_end_on_every_random_path()
    {
        for (var process = 1; process <= Processes; process++)
        {
            var drawn = new RandomProcess(process).Draw();
            var definition = Drawn.Process(drawn);
            for (var path = 1; path <= PathsEach; path++)
                Walk(new Running(definition), process, path);
        }
    }

    [Fact]
    public void The_explorer_finds_nothing_wrong_with_small_random_processes()
    {
        for (var seed = 1; seed <= 60; seed++)
        {
            var exploration = PathExplorer.Explore(Drawn.Process(new RandomProcess(seed).Draw()), 2_000);
            // A terminate end event may leave no path on which what follows a slower branch is completed.
            Assert.True(
                exploration.Findings.All(finding => finding.Code == "bpmn.flow.unreachable"),
                $"process {seed}: {string.Join("\n", exploration.Findings)}");
        }
    }

    private static void Walk(Running run, int process, int path)
    {
        var random = new Random(process * 1_000 + path);
        try
        {
            run.Start(("n", random.Next(12)));
            for (var commands = 0; !run.State.Ended; commands++)
            {
                Assert.True(commands < CommandsMax, "it doesn't come to an end");
                Assert.Empty(run.Incidents);
                Next(run, random);
            }
            Assert.Single(run.State.Elements);
            Assert.Empty(run.Timers);
            Assert.Equal(run.State.ToJson(), ProcessEngine.Fold(ProcessState.New, run.Events).ToJson());
        }
        catch (Exception wrong)
        {
            Assert.Fail($"process {process}, path {path}: {wrong.Message}\n{string.Join("\n", run.Events)}");
        }
    }

    private static void Next(Running run, Random random)
    {
        var open = run.State.Elements.Values.Where(e => e is { Lifecycle: ElementLifecycle.Activated, Loop: null })
            .Select(e => (Element: e, Node: run.Definition.Find(e.ElementId)!))
            .Where(pair => pair.Node is Model.UserTask or Model.ServiceTask).ToList();
        var timers = run.Timers.ToList();
        var choice = random.Next(open.Count + timers.Count);
        if (choice >= open.Count)
        {
            var timer = timers[choice - open.Count];
            run.Now = run.Now > timer.Due ? run.Now : timer.Due;
            run.Do(new FireTimer(timer.Id));
            return;
        }
        var (element, node) = open[choice];
        run.Do(node is Model.ServiceTask
            ? new CompleteJob(element.Id, Running.Vars(("n", random.Next(12))))
            : random.Next(4) == 0
                ? new CompleteUserTask(element.Id, "no", "再来", "li", FeelContext.Empty)
                : new CompleteUserTask(element.Id, "ok", null, "li", Running.Vars(("n", random.Next(12)))));
    }
}
