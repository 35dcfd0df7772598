using System.Text.Json;
using BalancedEdu.Bpmn.Simulation;
using static BalancedEdu.Bpmn.Tests.Drawn;

namespace BalancedEdu.Bpmn.Tests.Simulation;

public class ScenarioTests
{
    private static readonly Model.ProcessDefinition Case = Process(
        Start(), Task("A"), Boundary("T", "A", "timeDuration:P5D", false),
        """<bpmn:sendTask id="M" be:mail="reminder" be:mailTo="initiator"/>""", End("M_end"), Exclusive("X"), Job("J"),
        Task("V", Loop(cardinality: "3")), End(),
        Flows("S-A-X", "J-V-E", "T-M-M_end"), Flow("go", "X", "J", "A.outcome = go"));

    private static Scenario Read(string steps, string more = "") => Scenario.Parse(JsonDocument.Parse(
        $$"""{"name":"一例","start":{"go":"ok"}{{more}},"steps":[{{steps}}]}""").RootElement);

    private static string? Failure(string steps, string more = "") =>
        ScenarioRunner.Run(Case, Read(steps, more)).Failure;

    [Fact]
    public void Every_verb_works_on_a_case_that_goes_well() => Assert.Null(Failure("""
        {"expectTasks":["A"]},{"advance":"P4D"},{"expectMails":[]},{"advance":"P1D"},{"expectMails":["reminder"]},
        {"set":{"go":"no"}},{"complete":"A","outcome":"ok","form":{"n":3},"by":"li"},{"expectIncident":"X"},
        {"set":{"go":"ok"}},{"resolve":"X"},{"expectJobs":["test.j"]},{"job":"test.j","fails":"断线"},{"expectIncident":"J"},
        {"resolve":"J"},{"job":"test.j","outputs":{"a":1}},{"expectVariables":{"J":{"a":1}}},
        {"expectTasks":["V","V","V"]},{"complete":"V","loop":2,"outcome":"no","comment":"不"},{"completeAll":"V","outcome":"ok"},
        {"expectTasks":[]},{"expectEnd":"E"}
        """));

    [Fact]
    public void Jobs_can_be_answered_at_once() => Assert.Null(Failure(
        """{"complete":"A","outcome":"ok"},{"expectTasks":["V","V","V"]}""", ",\"jobs\":{\"test.j\":{\"a\":1}}"));

    [Fact]
    public void A_cancelled_case_ends_nowhere() => Assert.Null(Failure("""{"cancel":"撤回"},{"expectEnd":null}"""));

    [Theory]
    [InlineData("""{"expectTasks":["B"]}""", "open tasks are [A], not [B]")]
    [InlineData("""{"complete":"B","outcome":"ok"}""", "no task B is open")]
    [InlineData("""{"complete":"A","outcome":"maybe"}""", "bpmn.user-task.unknown-outcome")]
    [InlineData("""{"completeAll":"B","outcome":"ok"}""", "no task B is open")]
    [InlineData("""{"job":"test.j"}""", "no job test.j waits")]
    [InlineData("""{"advance":"5 days"}""", "no duration")]
    [InlineData("""{"resolve":"X"}""", "no incident at X")]
    [InlineData("""{"expectJobs":["a.b"]}""", "waiting jobs are [], not [a.b]")]
    [InlineData("""{"expectMails":["a"]}""", "mails are [], not [a]")]
    [InlineData("""{"expectIncident":"X"}""", "no incident at X")]
    [InlineData("""{"expectVariables":{"go":"no"}}""", "go is ok, not no")]
    [InlineData("""{"expectEnd":"E"}""", "still open at A")]
    [InlineData("""{"cancel":"撤回"},{"expectEnd":"E"}""", "ended at cancelled")]
    public void What_goes_otherwise_is_told_with_the_step(string steps, string failure)
    {
        var result = ScenarioRunner.Run(Case, Read(steps));
        Assert.Contains(failure, result.Failure);
        Assert.StartsWith("step ", result.Failure);
        Assert.Contains("InstanceStarted", result.Transcript);
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("{\"name\":\"a\"}")]
    [InlineData("{\"name\":\"a\",\"steps\":[],\"begin\":{}}")]
    [InlineData("{\"name\":\"a\",\"steps\":[{}]}")]
    [InlineData("{\"name\":\"a\",\"steps\":[{\"complete\":\"A\",\"expectEnd\":\"E\"}]}")]
    [InlineData("{\"name\":\"a\",\"steps\":[{\"complete\":\"A\",\"outcom\":\"ok\"}]}")]
    [InlineData("{\"name\":\"a\",\"steps\":[],\"start\":[]}")]
    public void What_is_no_scenario_is_refused(string json) =>
        Assert.Throws<FormatException>(() => Scenario.Parse(JsonDocument.Parse(json).RootElement));
}
