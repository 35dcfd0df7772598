using System.Text;
using BalancedEdu.Bpmn.Execution;
using BalancedEdu.Feel.Values;
using static BalancedEdu.Bpmn.Tests.Drawn;
using static BalancedEdu.Bpmn.Tests.DrawnEvents;

namespace BalancedEdu.Bpmn.Tests.Commands;

/// <summary>States in format 3, one of each part that is new in it: they load, give the same bytes, and go on.</summary>
public class StateFormat3Tests
{
    private static readonly string Signed = Task("A", attributes: "be:allow=\"add-signer\"");

    private sealed record Recipe(string[] Drawn, Func<Running, Running> Until, Func<Running, Running> On);

    private static readonly Dictionary<string, Recipe> Recipes = new()
    {
        ["signers"] = new(
            [Start(), Signed, End(), Flows("S-A-E")],
            run => run.Start().Sign("A", SignerPlace.Before, "x").Sign("A", SignerPlace.After, "y"),
            run => run.Decide("x").Complete("A").Decide("y")),
        ["added"] = new(
            [Start(), Task("A", Loop(cardinality: "1"), "be:allow=\"add-signer\""), End(), Flows("S-A-E")],
            run => run.Start().Sign("A", SignerPlace.Parallel, "x"),
            run => run.Complete("A", loop: 1).Decide("x")),
        ["received"] = new(
            [Start(), Task("A"), """
                <bpmn:boundaryEvent id="B" attachedToRef="A" cancelActivity="false" parallelMultiple="true">
                <bpmn:messageEventDefinition messageRef="m"/><bpmn:signalEventDefinition signalRef="s"/>
                </bpmn:boundaryEvent>
                """, Task("T"), End(), Flows("S-A-E", "B-T-E")],
            run => run.Start().Message("m", ("n", 1)),
            run => run.Signal("s").Complete("T").Complete("A")),
        ["progress"] = new(
            [Start(), Task("A", Loop(cardinality: "3", until: "if go then loopCounter = 2 else null")), End(),
                Flows("S-A-E")],
            run => run.Start().Complete("A", loop: 2),
            run => run.Set(("go", true)).Resolve("A")),
        ["delivered"] = new(
            [Start(), Script("A", "n + 1", "n", "<bpmn:dataOutputAssociation><bpmn:targetRef>kept</bpmn:targetRef>"
                + "</bpmn:dataOutputAssociation>"), End(), Flow("S_A", "S", "A"), Flow("A_E", "A", "E", "go")],
            run => run.Start(("n", 1)),
            run => run.Set(("go", true)).Resolve("A")),
        ["call"] = new(
            [Start(), Call("C", "other"), End(), Flows("S-C-E")],
            run => run.Start().Do(new FailChild(run.Calls.Single().CallId, "不见了")).Resolve("C"),
            run => run.Do(new CompleteChild(run.Calls.Single().CallId, FeelContext.Empty))),
        ["fixed"] = new(
            [Start(), Timer("intermediateCatchEvent", "T", "timeCycle:=\"R/2026-10-09T08:00:00+08:00/P1Y\""), End(),
                Flows("S-T-E")],
            run => run.Start(),
            run => run.Fire("T")),
    };

    public static TheoryData<string> Names => [.. Recipes.Keys];

    [Theory, MemberData(nameof(Names))]
    public void A_recorded_state_is_the_one_that_the_same_steps_give_today_and_comes_to_its_end(string name)
    {
        var (drawn, until, on) = Recipes[name];
        var run = until(new Running(Process(drawn)));
        Assert.Equal(RecordedStates.Format3[name], Encoding.UTF8.GetString(run.State.ToJson()));
        on(run).AssertEnded();
    }

    [Theory, MemberData(nameof(Names))]
    public void A_recorded_state_loads_and_is_stored_the_same(string name) => Assert.Equal(
        RecordedStates.Format3[name],
        Encoding.UTF8.GetString(ProcessState.FromJson(Encoding.UTF8.GetBytes(RecordedStates.Format3[name])).ToJson()));

    [Theory]
    [InlineData("\"call\":1")]
    [InlineData("\"call\":9")]
    [InlineData("\"received\":{\"B\":5}")]
    [InlineData("\"received\":{\"B\":{\"payload\":5}}")]
    [InlineData("\"received\":[]")]
    [InlineData("\"delivered\":1")]
    [InlineData("\"signing\":{\"waiting\":[{\"user\":\"x\"}]}")]
    [InlineData("\"signing\":{\"by\":null}")]
    [InlineData("\"loop\":{\"total\":1,\"items\":[],\"results\":[],\"unjudged\":[\"x\"]}")]
    [InlineData("\"loop\":{\"total\":1,\"items\":[],\"results\":[],\"addedBy\":[null]}")]
    public void Members_that_are_none_are_refused(string member) => Assert.Throws<FormatException>(() =>
        ProcessState.FromJson(Encoding.UTF8.GetBytes($$"""
            {"format":3,"next":5,"passed":[],"elements":[{"id":1,"element":"p","is":"activated",{{member}}}],"timers":[]}
            """)));

    [Fact]
    public void A_later_format_is_refused() => Assert.Throws<FormatException>(() => ProcessState.FromJson(
        """{"format":4,"next":1,"passed":[],"elements":[],"timers":[]}"""u8));
}
