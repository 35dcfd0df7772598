using System.Text;
using BalancedEdu.Bpmn.Execution;
using static BalancedEdu.Bpmn.Tests.Drawn;

namespace BalancedEdu.Bpmn.Tests.Commands;

public class StateJsonTests
{
    [Fact]
    public void A_state_is_one_readable_document_with_its_format()
    {
        var run = new Running(Process(Start(), Task("A"), End(), Flows("S-A-E"))).Start(("name", "东洲"));
        Assert.Equal(
            """{"format":3,"next":4,"passed":["S","S_A"],"elements":[{"id":1,"element":"p","is":"activated","variables":"""
            + """{"name":"东洲"}},{"id":3,"element":"A","parent":1,"is":"activated"}],"timers":[]}""",
            Encoding.UTF8.GetString(run.State.ToJson()));
    }

    [Fact]
    public void A_state_that_has_not_started_can_be_stored() => Assert.Equal(
        ProcessState.New.ToJson(), ProcessState.FromJson(ProcessState.New.ToJson()).ToJson());

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("{\"format\":2}")]
    [InlineData("{\"format\":0}")]
    [InlineData("{\"format\":\"1\"}")]
    [InlineData("{\"format\":2,\"next\":2,\"passed\":[],\"elements\":[{\"id\":1}],\"timers\":[]}")]
    [InlineData("{\"format\":2,\"next\":2,\"passed\":[],\"elements\":[{\"id\":1,\"element\":\"p\",\"is\":\"asleep\"}],\"timers\":[]}")]
    [InlineData("{\"format\":2,\"next\":2,\"passed\":[null],\"elements\":[],\"timers\":[]}")]
    [InlineData("{\"format\":2,\"next\":2,\"passed\":[],\"elements\":[],\"timers\":[{}]}")]
    [InlineData("{\"format\":2,\"next\":2,\"passed\":[],\"elements\":[]")]
    public void What_is_no_state_is_refused(string json) =>
        Assert.Throws<FormatException>(() => ProcessState.FromJson(Encoding.UTF8.GetBytes(json)));

    [Fact]
    public void A_state_of_another_definition_is_noticed()
    {
        var run = new Running(Process(Start(), Task("A"), End(), Flows("S-A-E"))).Start();
        var other = Process(Start(), Task("B"), End(), Flows("S-B-E"));
        Assert.Throws<InvalidOperationException>(() => ProcessEngine.Step(
            other, run.State, new CompleteUserTask(run.Tasks[0].TaskId, "ok", null, "li", Running.Vars()), run.Now));
    }
}
