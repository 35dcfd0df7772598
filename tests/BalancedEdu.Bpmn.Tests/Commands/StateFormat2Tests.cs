using System.Text;
using System.Text.Json.Nodes;
using BalancedEdu.Bpmn.Execution;
using BalancedEdu.Bpmn.Model;
using static BalancedEdu.Bpmn.Tests.Drawn;
using static BalancedEdu.Bpmn.Tests.DrawnEvents;

namespace BalancedEdu.Bpmn.Tests.Commands;

/// <summary>
/// States in format 2, one of each part that is new in it, as they were stored: they load, are stored as they were but
/// for the number, and go on. And documents that are nearly states, which are refused with
/// <see cref="FormatException"/> and nothing else.
/// </summary>
public class StateFormat2Tests
{
    private static readonly string Signed = Task("A", attributes: "be:allow=\"add-signer,return\"");

    private static readonly Dictionary<string, (string[] Drawn, Func<Running, Running> Until)> Recipes = new()
    {
        ["subscriptions"] = (
            [Start(), Parallel("F"), Catch("M", "message:m", "be:correlationKey=\"k\""), Task("B"),
                Border("B", "C", "conditional:n > 1", false), Handler("H", "signal:s"), End(),
                Flows("S-F-M-E", "F-B-E", "C-E")],
            run => run.Start(("n", 0), ("k", "2026-1")).Set(("n", 2))),
        ["compensation"] = (
            [Start(), Sub("P", Start("s"), Job("a", Loop(collection: "[1,2]", item: "i")), Undo("a"), End("e"),
                Flows("s-a-e")), EndWith("E", "compensate"), Flows("S-P-E")],
            run => run.Start().Answer("a").Answer("a").Answer("undo_a")),
        ["signers"] = (
            [Start(), Signed, End(), Flows("S-A-E")],
            run => run.Start().Sign("A", SignerPlace.Before, "x").Sign("A", SignerPlace.After, "y", "z").Decide("x")
                .Complete("A")),
        ["added"] = (
            [Start(), Task("A", Loop(collection: "[\"a\",\"b\",\"c\"]", item: "who"), "be:allow=\"add-signer\""), End(),
                Flows("S-A-E")],
            // Then a seat could be taken out that nobody had added.
            run => run),
        ["returned"] = (
            [Start(), Signed, Task("B", attributes: "be:allow=\"return\""), End(), Flows("S-A-B-E")],
            run => run.Start().Complete("A").Return("B", "A", directly: true)),
        ["suspended"] = (
            [Start(), Task("A"), Border("A", "C", "conditional:n > 1"), End(), Flows("S-A-E", "C-E")],
            run => run.Start(("n", 0)).Do(new SuspendInstance("查证")).Set(("n", 2))),
        ["closed"] = (
            [Start(), Script("A", "n + 1", "n"), End(), Flow("S_A", "S", "A"), Flow("A_E", "A", "E", "go = true")],
            run => run.Start(("n", 0))),
        ["called"] = (
            [Start(), Task("A", StandardLoop(null, "loopMaximum=\"3\"")), End(), Flows("S-A-E")],
            run => run.Do(new StartInstance(null, Running.Vars()) { IsCalled = true }).Complete("A")),
    };

    public static TheoryData<string> Names => [.. Recipes.Keys];

    [Theory, MemberData(nameof(Names))]
    public void A_recorded_state_loads_and_is_stored_the_same(string name)
    {
        var recorded = Encoding.UTF8.GetBytes(RecordedStates.Format2[name]);
        Assert.Equal(Today(name), Encoding.UTF8.GetString(ProcessState.FromJson(recorded).ToJson()));
    }

    /// <summary>Since format 3 it is kept who asked for signers.</summary>
    public static TheoryData<string> SameToday => [.. Recipes.Keys.Except(["signers", "added"])];

    [Theory, MemberData(nameof(SameToday))]
    public void A_recorded_state_is_the_one_that_the_same_steps_give_today(string name)
    {
        var (drawn, until) = Recipes[name];
        var run = until(new Running(Process(drawn)));
        Assert.Equal(Today(name), Encoding.UTF8.GetString(run.State.ToJson()));
    }

    /// <summary>As it is stored today: format 3 has further members, of which these states need none.</summary>
    private static string Today(string name) =>
        RecordedStates.Format2[name].Replace("{\"format\":2", "{\"format\":3", StringComparison.Ordinal);

    [Theory, MemberData(nameof(Names))]
    public void A_recorded_state_comes_to_its_end(string name)
    {
        var definition = Process(Recipes[name].Drawn);
        var state = ProcessState.FromJson(Encoding.UTF8.GetBytes(RecordedStates.Format2[name]));
        for (var steps = 0; !state.Ended && steps < 20; steps++)
        {
            var result = ProcessEngine.Step(definition, state, Next(definition, state), Now);
            Assert.True(result.Refusal is null, result.Refusal?.ToString());
            state = result.State;
        }
        Assert.True(state is { Ended: true, Cancelled: false });
        Assert.Empty(state.Compensations);
    }

    /// <summary>What the host or a person would do next.</summary>
    private static Command Next(ProcessDefinition definition, ProcessState state)
    {
        if (state.Suspension is not null)
            return new ResumeInstance();
        if (state.Elements.Values.Any(e => e.Incident is not null) && !state.Variables.TryGet("go", out _))
            return new SetVariables(Running.Vars(("go", true)));
        if (state.Elements.Values.FirstOrDefault(e => e.Incident is not null) is { } stopped)
            return new ResolveIncident(stopped.Id);
        if (state.Subscriptions.Values.FirstOrDefault(s => s.Kind == SubscriptionKind.Message) is { } message)
            return new CorrelateMessage(message.Id, Running.Vars());
        var open = state.Elements.Values.Last(e => e is { Lifecycle: ElementLifecycle.Activated, Loop: null }
            && e.Signing?.Outcome is null && definition.Find(e.ElementId) is UserTask or ServiceTask);
        return definition.Find(open.ElementId) is ServiceTask
            ? new CompleteJob(open.Id, Running.Vars())
            : new CompleteUserTask(open.Id, "ok", null, "li", Running.Vars());
    }

    private static readonly DateTimeOffset Now = new(2026, 9, 8, 9, 0, 0, TimeSpan.FromHours(8));

    [Theory]
    [InlineData("""{"id":1,"element":"p","is":"activated"},{"id":1,"element":"p","is":"activated"}""")]
    [InlineData("""{"id":2,"element":"p","is":"activated"}""")]
    [InlineData("""{"id":1,"element":"p","parent":1,"is":"activated"}""")]
    [InlineData("""{"id":1,"element":"p","is":"activated"},{"id":2,"element":"A","is":"activated"}""")]
    [InlineData("""{"id":1,"element":"p","is":"activated"},{"id":2,"element":"A","parent":3,"is":"activated"}""")]
    [InlineData("""{"id":1,"element":"p","is":"activated"},{"id":9,"element":"A","parent":1,"is":"activated"}""")]
    [InlineData("""{"id":1,"element":"p","is":"activated","tokens":{"f":-1}}""")]
    [InlineData("""{"id":1,"element":"p","is":"activated","tokens":{"f":"1"}}""")]
    [InlineData("""{"id":1,"element":"p","is":"activated","loop":{"total":1,"items":[],"results":[[1,0],[1,5]]}}""")]
    [InlineData("""{"id":1,"element":"p","is":"activated","loop":{"total":1,"items":[],"results":[[1]]}}""")]
    [InlineData("""{"id":1,"element":"p","is":"activated","loop":{"total":1,"items":5,"results":[]}}""")]
    [InlineData("""{"id":1,"element":"p","is":"activated","signing":{"place":7}}""")]
    [InlineData("""{"id":1,"element":"p","is":"activated","signing":{"outcome":5}}""")]
    [InlineData("""{"id":1,"element":"p","is":"activated","signing":{"opinions":[5]}}""")]
    [InlineData("""{"id":1,"element":"p","is":"activated","signing":{"waiting":[null]}}""")]
    [InlineData("""{"id":1,"element":"p","is":"activated","variables":5}""")]
    [InlineData("""{"id":1,"element":"p","is":"activated","compensating":["a"]}""")]
    [InlineData("""{"id":1,"element":"p","is":"activated","incident":{"code":"a"}}""")]
    [InlineData("""{"id":1,"element":null,"is":"activated"}""")]
    [InlineData("""{"id":1.5,"element":"p","is":"activated"}""")]
    [InlineData("""{"id":99999999999999999999,"element":"p","is":"activated"}""")]
    [InlineData("""null""")]
    public void Elements_that_are_none_are_refused(string elements) => Refused($$"""
        {"format":2,"next":5,"passed":[],"elements":[{{elements}}],"timers":[]}
        """);

    [Theory]
    [InlineData("""[{"id":2,"element":"T","instance":9,"due":"2026-09-08T09:00:00+08:00"}]""", "[]", "[]")]
    [InlineData("""[{"id":2,"element":"T","instance":1,"due":"soon"}]""", "[]", "[]")]
    [InlineData("""[{"id":2,"element":"T","instance":1,"due":"2026-09-08T09:00:00+08:00","interval":"PT1H"}]""", "[]", "[]")]
    [InlineData("""[{"id":9,"element":"T","instance":1,"due":"2026-09-08T09:00:00+08:00"}]""", "[]", "[]")]
    [InlineData("[]", """[{"id":2,"element":"M","instance":9,"message":"m"}]""", "[]")]
    [InlineData("[]", """[{"id":2,"element":"M","instance":1,"message":null}]""", "[]")]
    [InlineData("[]", """[{"id":2,"element":"M","instance":1},{"id":2,"element":"M","instance":1}]""", "[]")]
    [InlineData("[]", """[{"id":2,"element":"M","instance":1,"spent":"yes"}]""", "[]")]
    [InlineData("[]", """{"id":2}""", "[]")]
    [InlineData("[]", "[]", """[{"id":2,"instance":3,"element":"a"}]""")]
    [InlineData("[]", "[]", """[{"id":2,"instance":3,"element":"a","scope":1,"variables":[]}]""")]
    [InlineData("[]", "[]", """[{"id":2,"instance":3,"element":"a","scope":1},{"id":2,"instance":3,"element":"a","scope":1}]""")]
    public void What_is_waited_for_or_done_that_is_none_is_refused(string timers, string waits, string done) => Refused($$"""
        {"format":2,"next":5,"passed":[],"elements":[{"id":1,"element":"p","is":"activated"}],"timers":{{timers}},
        "subscriptions":{{waits}},"compensations":{{done}}}
        """);

    [Fact]
    public void A_document_as_deep_as_a_well_is_refused() => Refused(
        $$"""{"format":2,"next":5,"passed":{{new string('[', 5000)}}{{new string(']', 5000)}},"elements":[],"timers":[]}""");

    [Theory]
    [InlineData(20_260_907)]
    public void Recorded_states_with_something_taken_out_or_replaced_load_or_are_refused_never_worse(int seed)
    {
        var random = new Random(seed);
        foreach (var recorded in RecordedStates.Format2.Values.Concat(RecordedStates.Format3.Values))
            for (var i = 0; i < 400; i++)
            {
                var changed = Changed(JsonNode.Parse(recorded)!, random);
                try
                {
                    var state = ProcessState.FromJson(Encoding.UTF8.GetBytes(changed));
                    Assert.Equal(state.ToJson(), ProcessState.FromJson(state.ToJson()).ToJson());
                }
                catch (FormatException)
                {
                    continue;
                }
                catch (Exception other) when (other is not Xunit.Sdk.XunitException)
                {
                    Assert.Fail($"seed {seed}: {other.GetType().Name} for {changed}");
                }
            }
    }

    private static string Changed(JsonNode document, Random random)
    {
        var nodes = new List<JsonNode>();
        Collect(document, nodes);
        var victim = nodes[random.Next(nodes.Count)];
        string[] others = ["null", "-1", "5", "1e300", "\"x\"", "[]", "{}", "[null]", "true"];
        var other = random.Next(3) == 0 ? null : JsonNode.Parse(others[random.Next(others.Length)]);
        switch (victim.Parent)
        {
            case JsonObject parent when random.Next(2) == 0:
                parent.Remove(victim.GetPropertyName());
                break;
            case JsonObject parent:
                parent[victim.GetPropertyName()] = other;
                break;
            case JsonArray parent:
                parent[victim.GetElementIndex()] = other;
                break;
        }
        return document.ToJsonString();
    }

    private static void Collect(JsonNode node, List<JsonNode> into)
    {
        into.Add(node);
        foreach (var child in node switch
        {
            JsonObject inside => inside.Select(pair => pair.Value),
            JsonArray inside => inside,
            _ => Enumerable.Empty<JsonNode?>(),
        })
            if (child is not null)
                Collect(child, into);
    }

    private static void Refused(string json) =>
        Assert.Throws<FormatException>(() => ProcessState.FromJson(Encoding.UTF8.GetBytes(json)));
}
