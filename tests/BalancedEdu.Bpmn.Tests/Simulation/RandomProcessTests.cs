using System.Globalization;
using System.Text;
using BalancedEdu.Bpmn.Execution;
using BalancedEdu.Bpmn.Model;
using BalancedEdu.Bpmn.Reading;
using BalancedEdu.Bpmn.Simulation;
using BalancedEdu.Feel;
using Xunit.Abstractions;

namespace BalancedEdu.Bpmn.Tests.Simulation;

/// <summary>
/// Random processes on random paths come to their end. On half of the paths what must hold of every step is checked
/// after each: the events folded give the state, the stored state loads to the same bytes, the same step gives the same
/// bytes, and <see cref="Invariants"/>. On half of each, tasks are returned and the case goes on by later versions.
/// </summary>
public class RandomProcessTests(ITestOutputHelper output)
{
    private const int PathsEach = 4;

    /// <summary>
    /// How many processes; each is walked on four paths. More by the environment, as many as one likes.
    /// </summary>
    private static readonly int Processes = Setting("BALANCEDEDU_RANDOM_PROCESSES", 1_250);

    /// <summary>The seed of the first process; the others follow.</summary>
    private static readonly int First = Setting("BALANCEDEDU_RANDOM_FIRST", 1);

    [Fact]
    public void Every_random_process_comes_to_its_end_on_every_random_path()
    {
        output.WriteLine($"processes {First} to {First + Processes - 1}, {PathsEach} paths each");
        var done = (Returns: 0, Migrations: 0, Signers: 0);
        for (var process = First; process < First + Processes; process++)
        {
            var definition = Compile(process);
            for (var path = 1; path <= PathsEach; path++)
            {
                var more = Walk(new Running(definition) { IsChecked = path <= 2 }, process, path);
                done = (done.Returns + more.Returns, done.Migrations + more.Migrations, done.Signers + more.Signers);
            }
        }
        output.WriteLine($"{done.Returns} returns, {done.Migrations} migrations, {done.Signers} changes of signers");
        Assert.True(done is { Returns: > 0, Migrations: > 0, Signers: > 0 } || Processes < 100);
    }

    [Fact]
    public void The_explorer_finds_nothing_wrong_with_small_random_processes()
    {
        for (var seed = 1; seed <= 60; seed++)
        {
            var exploration = PathExplorer.Explore(Compile(seed), 2_000);
            // A terminate end event may leave no path on which what follows a slower branch is completed.
            Assert.True(
                exploration.Findings.All(finding => finding.Code == "bpmn.flow.unreachable"),
                $"process {seed}: {string.Join("\n", exploration.Findings)}\n{Xml(seed)}");
        }
    }

    private static int Setting(string name, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), CultureInfo.InvariantCulture, out var set)
            ? set
            : otherwise;

    private static ProcessDefinition Compile(int seed)
    {
        var compiled = DefinitionCompiler.Compile(new RandomProcess(seed).Draw(), FeelEnvironment.Default, null);
        Assert.True(compiled.Definition is not null, $"process {seed}: {string.Join("\n", compiled.Findings)}");
        return compiled.Definition!;
    }

    /// <summary>On every other path tasks are returned, signers come and go, and versions change.</summary>
    private static (int Returns, int Migrations, int Signers) Walk(Running run, int process, int path)
    {
        var walk = new RandomWalk(
            run, new RandomProcess(process).Draw(), new Random(process * 1_000 + path), changes: path % 2 == 0);
        try
        {
            walk.ToTheEnd();
            return walk.Done;
        }
        catch (Exception wrong)
        {
            Assert.Fail($"process {process}, path {path}: {wrong.Message}\n{wrong.StackTrace}\n"
                + string.Join("\n", run.Events.Where((e, i) => e is TaskReturned || i >= run.Events.Count - 220)
                    .Select(Line))
                + "\n" + Xml(process));
            throw;
        }
    }

    private static string Xml(int seed) => Encoding.UTF8.GetString(new RandomProcess(seed).Draw());

    private static string Line(ProcessEvent happened) => happened switch
    {
        ElementActivating entered => $"{entered.Kind} {entered.ElementId} {entered.Id} in {entered.ParentId}",
        ElementMoved moved => $"{moved.Kind} {moved.ElementId} {moved.Id}",
        TaskReturned back => $"{back.Kind} {back.ElementId} {back.TaskId} to {back.Target}, directly {back.Directly}",
        IncidentRaised raised => $"{raised.Kind} {raised.ElementId} {raised.Incident.Message}",
        _ => $"{happened.Kind} {happened.ElementId}",
    };
}
