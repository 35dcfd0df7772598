using BalancedEdu.Bpmn.Execution;
using static BalancedEdu.Bpmn.Tests.Drawn;

namespace BalancedEdu.Bpmn.Tests.Elements;

public class MultiInstanceTests
{
    private static readonly object?[] Five = ["a", "b", "c", "d", "e"];

    private static Running Votes(string loop, string extensions = "") => new(Process(
        Start(), Task("V", loop, "", extensions), Task("N"), End(), Flows("S-V-N-E")));

    [Fact]
    public void Parallel_opens_one_task_an_item_and_each_sees_its_own()
    {
        var run = new Running(Process(
            Start(), $"""
            <bpmn:userTask id="V"><bpmn:extensionElements><be:assignment assignee="=who"/><be:outcome id="ok" name="好"/>
            </bpmn:extensionElements>{Loop(collection: "=people", item: "who")}</bpmn:userTask>
            """, End(), Flows("S-V-E"))).Start(("people", Five));
        Assert.Equal(["a", "b", "c", "d", "e"], run.Tasks.Select(task => task.Assignee));
        Assert.Equal([1, 2, 3, 4, 5], run.Tasks.Select(task => task.LoopCounter));
    }

    [Fact]
    public void All_must_be_done_and_results_are_listed_in_the_order_of_the_items()
    {
        var run = Votes(Loop(collection: "people")).Start(("people", Five));
        foreach (var loop in new[] { 5, 3, 1, 2 })
            run.Complete("V", loop: loop, form: Running.Vars(("n", loop)));
        Assert.Equal("V", run.TaskIds);
        run.Complete("V", "no", loop: 4, comment: "不行");
        Assert.Equal("N", run.TaskIds);
        var results = run.Variable("V").AsList()!;
        Assert.Equal(["ok", "ok", "ok", "no", "ok"],
            results.Select(r => r.AsContext()!.TryGet("outcome", out var o) ? o.AsString() : null));
    }

    [Fact]
    public void A_completion_condition_ends_it_early_and_takes_the_open_tasks_back()
    {
        var run = Votes(Loop(collection: "people",
            until: "nrOfCompletedInstances / nrOfInstances >= 0.6")).Start(("people", Five));
        run.Complete("V", loop: 2).Complete("V", loop: 4);
        Assert.Equal("V V V", run.TaskIds);
        run.Complete("V", loop: 1);
        Assert.Equal("N", run.TaskIds);
        Assert.Equal(2, run.Last.Effects.OfType<CancelUserTask>().Count());
        Assert.Equal(3, run.Variable("V").AsList()!.Count);
    }

    [Theory]
    [InlineData("count(V[outcome = \"no\"]) >= 1", 1)]
    [InlineData("nrOfActiveInstances <= 2", 3)]
    [InlineData("loopCounter = 4", 4)]
    [InlineData("who = \"b\"", 2)]
    public void The_condition_sees_results_counters_and_item(string until, int last)
    {
        var run = Votes(Loop(collection: "people", item: "who", until: until)).Start(("people", Five));
        for (var loop = 1; loop < last; loop++)
            run.Complete("V", loop: loop);
        Assert.False(run.TaskIds == "N");
        run.Complete("V", "no", loop: last, comment: "不");
        Assert.Equal("N", run.TaskIds);
    }

    [Fact]
    public void Results_of_an_earlier_round_do_not_count_in_a_later_one()
    {
        var run = new Running(Process(
            Start(), Exclusive("M"), Task("V", Loop(cardinality: "2", until: "count(V[outcome = \"no\"]) >= 1")),
                Exclusive("X", "X_E"),
            End(), Flows("S-M-V-X-E"), Flow("back", "X", "M", "some v in V satisfies v.outcome = \"no\""))).Start();
        run.Complete("V", "no", loop: 1, comment: "改");
        Assert.Equal("V V", run.TaskIds);
        run.Complete("V", loop: 1);
        Assert.Equal("V", run.TaskIds);
        run.Complete("V", loop: 2).AssertEnded();
    }

    [Fact]
    public void Sequential_opens_one_after_the_other()
    {
        var run = Votes(Loop(collection: "people", sequential: true)).Start(("people", new object?[] { "a", "b" }));
        Assert.Equal(1, Assert.Single(run.Tasks).LoopCounter);
        run.Complete("V");
        Assert.Equal(2, Assert.Single(run.Tasks).LoopCounter);
        Assert.Equal("N", run.Complete("V").TaskIds);
    }

    [Fact]
    public void Sequential_ends_early_too()
    {
        var run = Votes(Loop(cardinality: "5", sequential: true, until: "V[-1].outcome = \"no\"")).Start();
        run.Complete("V");
        Assert.Equal("N", run.Complete("V", "no", comment: "不").TaskIds);
        Assert.Equal(2, run.Variable("V").AsList()!.Count);
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("people[false]")]
    public void Over_an_empty_collection_it_completes_at_once(string collection)
    {
        var run = Votes(Loop(collection: collection)).Start(("people", Five));
        Assert.Equal("N", run.TaskIds);
        Assert.Empty(run.Variable("V").AsList()!);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("3")]
    public void A_cardinality_is_a_number_of_instances(string n)
    {
        var run = Votes(Loop(cardinality: n)).Start();
        Assert.Equal(n == "0" ? "N" : "V V V", run.TaskIds);
    }

    [Theory]
    [InlineData("-1", null, "bpmn.multi-instance.bad-count")]
    [InlineData("1.5", null, "bpmn.multi-instance.bad-count")]
    [InlineData("\"three\"", null, "bpmn.multi-instance.bad-count")]
    [InlineData("10001", null, "bpmn.multi-instance.bad-count")]
    [InlineData("nothing", null, "bpmn.multi-instance.bad-count")]
    [InlineData(null, "nothing", "bpmn.expression.wrong-kind")]
    [InlineData(null, "5", "bpmn.expression.wrong-kind")]
    [InlineData(null, "for i in 1..10001 return i", "bpmn.multi-instance.bad-count")]
    public void What_is_no_count_stops_the_token(string? cardinality, string? collection, string code)
    {
        var run = Votes(Loop(cardinality: cardinality, collection: collection)).Start();
        Assert.Equal(code, Assert.Single(run.Incidents).Code);
        Assert.Empty(run.Tasks);
    }

    [Fact]
    public void A_condition_that_fails_stands_at_the_whole_and_the_others_go_on()
    {
        var run = Votes(Loop(cardinality: "3", until: "enough")).Start();
        run.Complete("V", loop: 1);
        Assert.Equal("bpmn.condition.not-boolean", Assert.Single(run.Incidents).Code);
        Assert.Equal("V V", run.TaskIds);
        run.Do(new SetVariables(Running.Vars(("enough", true)))).Resolve("V");
        Assert.Equal("N", run.TaskIds);
    }

    [Fact]
    public void The_border_is_around_all_instances()
    {
        var run = new Running(Process(
            Start(), Task("V", Loop(cardinality: "3")), Boundary("T", "V", "timeDuration:P5D"), Task("L"), End(),
            Flows("S-V-E", "T-L-E"))).Start();
        Assert.Single(run.Timers);
        run.Complete("V").Fire("T");
        Assert.Equal("L", run.TaskIds);
        run.Complete("L").AssertEnded();
    }

    [Fact]
    public void A_result_may_be_named_and_worked_out()
    {
        var run = Votes(Loop(collection: "people", item: "who", more:
            "be:resultCollection=\"votes\" be:resultItem='=who + \":\" + V.outcome'")).Start(("people",
                new object?[] { "a", "b" }));
        run.Complete("V", loop: 2).Complete("V", loop: 1);
        Assert.Equal("""["a:ok", "b:ok"]""", run.Variable("votes").ToString());
        Assert.True(run.Variable("V").IsNull);
    }

    [Fact]
    public void The_references_of_the_standard_are_understood()
    {
        var run = new Running(Process(
            """<bpmn:dataObject id="people"/><bpmn:dataObjectReference id="ref" dataObjectRef="people"/>""",
            Start(), Task("V", """
                <bpmn:multiInstanceLoopCharacteristics>
                  <bpmn:loopDataInputRef>ref</bpmn:loopDataInputRef><bpmn:loopDataOutputRef>votes</bpmn:loopDataOutputRef>
                  <bpmn:inputDataItem id="i1" name="who"/><bpmn:outputDataItem id="who"/>
                </bpmn:multiInstanceLoopCharacteristics>
                """), End(), Flows("S-V-E"))).Start(("people", new object?[] { "a", "b" }));
        run.Complete("V").Complete("V");
        Assert.Equal("""["a", "b"]""", run.Variable("votes").ToString());
    }

    [Fact]
    public void A_sub_process_done_for_each_keeps_its_results_apart()
    {
        var run = new Running(Process(
            Start(),
            $"""
            <bpmn:subProcess id="P">{Loop(collection: "people", item: "who")}
              {Start("s")}{Task("A")}{Task("B")}{End("e")}{Flows("s-A-B-e")}
            </bpmn:subProcess>
            """, End(), Flows("S-P-E"))).Start(("people", new object?[] { "x", "y" }));
        Assert.Equal("A A", run.TaskIds);
        run.Complete("A").Complete("B");
        Assert.Equal("A", run.TaskIds);
        run.Complete("A", "no", comment: "不").Complete("B").AssertEnded();
        var results = run.Variable("P").AsList()!;
        Assert.Equal(["A", "B"], results[1].AsContext()!.Select(entry => entry.Key));
        Assert.True(run.Variable("A").IsNull);
    }

    [Fact]
    public void Nested_multi_instances_have_their_own_counters()
    {
        var run = new Running(Process(
            Start(),
            $"""
            <bpmn:subProcess id="P">{Loop(cardinality: "2")}
              {Start("s")}{Task("A", Loop(cardinality: "loopCounter + 1"))}{End("e")}{Flows("s-A-e")}
            </bpmn:subProcess>
            """, End(), Flows("S-P-E"))).Start();
        Assert.Equal("1 1 2 2 3", string.Join(" ", run.Tasks.Select(task => task.LoopCounter).Order()));
        for (var i = 0; i < 5; i++)
            run.Complete("A");
        run.AssertEnded();
    }

    [Fact]
    public void An_inner_completion_condition_over_a_fork_takes_its_sibling_back()
    {
        var run = new Running(Process(
            Start(),
            $"""
            <bpmn:subProcess id="P">{Loop(cardinality: "2", until: "nrOfCompletedInstances = 1")}
              {Start("s")}{Parallel("f")}{Task("A")}{Task("B")}{End("e")}{Flows("s-f-A-e", "f-B-e")}
            </bpmn:subProcess>
            """, End(), Flows("S-P-E"))).Start();
        Assert.Equal("A A B B", run.TaskIds);
        run.Complete("A").Complete("B").AssertEnded();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Two_hundred_automatic_instances_add_up_in_one_step_each(bool sequential)
    {
        var run = new Running(Process(
            Start(), Manual("A",
                Loop(cardinality: "200", sequential: sequential, more: "be:resultItem=\"=loopCounter - 1\"")), End(),
            Flows("S-A-E"))).Start();
        run.AssertEnded();
        Assert.Equal(19_900, run.Variable("A").AsList()!.Sum(n => n.AsNumber()!.Value));
    }
}
