using System.Text;
using BalancedEdu.Bpmn.Execution;
using static BalancedEdu.Bpmn.Tests.Drawn;

namespace BalancedEdu.Bpmn.Tests.Commands;

/// <summary>
/// States as earlier releases stored them load and go on. A release that changes the format adds its own state here and
/// leaves these as they are.
/// </summary>
public class RecordedStateTests
{
    /// <summary>0.1.0: a join with a token, a multi-instance half done, a cycle that has fired once, an
    /// incident.</summary>
    private const string Release_0_1_0 = """
        {"format":1,"next":16,"passed":["F","F_A","F_J","F_V","S","S_F","T","T_N","A_K","A"],"elements":[
        {"id":1,"element":"p","is":"activated","variables":{"day":{"$date":"2026-10-09"},"A":{"outcome":"ok"}},"tokens":{"A_K":1}},
        {"id":5,"element":"V","parent":1,"is":"activated","loop":{"total":2,"items":["a","b"],"results":[[2,{"outcome":"no"}]]}},
        {"id":6,"element":"J","parent":1,"is":"activated","incident":{"code":"bpmn.job.failed","message":"断线"}},
        {"id":7,"element":"V","parent":5,"is":"activated","counter":1,"variables":{"who":"a"}},
        {"id":15,"element":"N","parent":1,"is":"activated"}],
        "timers":[{"id":10,"element":"T","instance":5,"due":"2026-09-07T11:00:00+08:00","first":"2026-09-07T10:00:00+08:00",
        "fired":1,"repetitions":3,"interval":"P0MT3600S"}]}
        """;

    [Fact]
    public void The_state_of_0_1_0_loads_and_comes_to_its_end()
    {
        var definition = Process(
            Start(), Parallel("F"), Task("A"), Job("J"), Task("V", Loop(collection: "[\"a\",\"b\"]", item: "who")),
            Boundary("T", "V", "timeCycle:R3/PT1H", false), Task("N"), Parallel("K"), End(), End("N_end"),
            Flows("S-F-A-K-E", "F-J-K", "F-V-K", "T-N-N_end"));
        var now = new DateTimeOffset(2026, 9, 7, 12, 0, 0, TimeSpan.FromHours(8));
        var state = ProcessState.FromJson(Encoding.UTF8.GetBytes(Release_0_1_0));
        Assert.Equal(["J", "N", "V"], state.ActiveElementIds);
        foreach (var command in new Command[]
        {
            new FireTimer(10), new ResolveIncident(6), new CompleteJob(6, Running.Vars()),
            new CompleteUserTask(7, "ok", null, "li", Running.Vars()),
                new CompleteUserTask(15, "ok", null, "li", Running.Vars()),
            new CompleteUserTask(17, "ok", null, "li", Running.Vars()),
        })
        {
            var result = ProcessEngine.Step(definition, state, command, now);
            Assert.True(result.Refusal is null, $"{command}: {result.Refusal}");
            state = result.State;
        }
        Assert.True(state.Ended);
        Assert.True(state.Variables.TryGet("V", out var results));
        Assert.Equal(2, results.AsList()!.Count);
    }
}
