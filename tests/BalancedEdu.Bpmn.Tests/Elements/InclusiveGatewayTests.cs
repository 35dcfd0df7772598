using static BalancedEdu.Bpmn.Tests.Drawn;
using static BalancedEdu.Bpmn.Tests.DrawnEvents;

namespace BalancedEdu.Bpmn.Tests.Elements;

public class InclusiveGatewayTests
{
    private static Running Split(string? defaultFlow = null) => new(Process(
        Start(), Inclusive("F", defaultFlow), Task("A"), Task("B"), Task("C"), Inclusive("J"), Task("D"), End(),
        Flow("S_F", "S", "F"), Flow("F_A", "F", "A", "n > 1"), Flow("F_B", "F", "B", "n > 2"),
        Flow("F_C", "F", "C", defaultFlow is null ? "n > 3" : null), Flows("A-J-D-E", "B-J", "C-J")));

    [Theory]
    [InlineData(2, "A")]
    [InlineData(3, "A B")]
    [InlineData(4, "A B C")]
    public void Every_true_flow_is_taken_and_the_join_waits_for_exactly_these(int n, string tasks)
    {
        var run = Split().Start(("n", n));
        Assert.Equal(tasks, run.TaskIds);
        foreach (var task in tasks.Split(' '))
        {
            Assert.DoesNotContain("D", run.TaskIds);
            run.Complete(task);
        }
        Assert.Equal("D", run.TaskIds);
        run.Complete("D").AssertEnded();
    }

    [Fact]
    public void The_default_flow_is_taken_when_none_is_true()
    {
        var run = Split("F_C").Start(("n", 0));
        Assert.Equal("C", run.TaskIds);
        run.Complete("C").Complete("D").AssertEnded();
    }

    [Fact]
    public void Without_a_default_the_token_is_kept_until_variables_are_mended()
    {
        var run = Split().Start(("n", 0));
        Assert.Equal("bpmn.gateway.no-flow-selected", Assert.Single(run.Incidents).Code);
        run.Set(("n", 2)).Resolve("F");
        Assert.Equal("A", run.TaskIds);
    }

    [Fact]
    public void A_split_after_a_merge_opens_one_task()
    {
        var run = new Running(Process(
            Start(), Inclusive("F"), Task("A"), Task("B"), Inclusive("J"), Inclusive("G"), Task("C"), Task("D"), End(),
            Flow("S_F", "S", "F"), Flow("F_A", "F", "A", "input = 1"), Flow("F_B", "F", "B", "input > 0"),
            Flows("A-J-G", "B-J", "C-E", "D-E"), Flow("G_C", "G", "C", "input = 1"), Flow("G_D", "G", "D",
                "input = 2")));
        run.Start(("input", 1));
        Assert.Equal("A B", run.TaskIds);
        run.Complete("A").Complete("B");
        Assert.Equal("C", run.TaskIds);
        run.Complete("C").AssertEnded();
    }

    private static Running AfterSubProcesses() => new(Process(
        Start(), Inclusive("F"),
        Sub("P", Start("ps"), Task("A"), End("pe"), Flows("ps-A-pe")),
        Sub("Q", Start("qs"), Task("B"), End("qe"), Flows("qs-B-qe")),
        Inclusive("J"), Task("C"), End(),
        Flow("S_F", "S", "F"), Flow("F_P", "F", "P", "a = 1"), Flow("F_Q", "F", "Q", "b = 1"),
        Flows("P-J-C-E", "Q-J")));

    [Fact]
    public void A_join_waits_for_both_sub_processes()
    {
        var run = AfterSubProcesses().Start(("a", 1), ("b", 1)).Complete("A");
        Assert.Equal("B", run.TaskIds);
        run.Complete("B");
        Assert.Equal("C", run.TaskIds);
        run.Complete("C").AssertEnded();
    }

    [Fact]
    public void A_join_does_not_wait_for_the_sub_process_that_was_not_taken()
    {
        var run = AfterSubProcesses().Start(("a", 1), ("b", 2)).Complete("A");
        Assert.Equal("C", run.TaskIds);
        Assert.Single(AfterSubProcesses().Start(("a", 2), ("b", 2)).Incidents);
    }

    [Fact]
    public void A_join_waits_for_a_token_at_an_event_gateway()
    {
        var run = new Running(Process(
            Start(), Parallel("F"), Task("A"), EventGateway("G"), Catch("M", "message:foo"),
            Timer("intermediateCatchEvent", "T", "timeDuration:PT1H"), Inclusive("J"), Task("D"), End(), End("X"),
            Flows("S-F-A-J-D-E", "F-G-M-J", "G-T-X"))).Start().Complete("A");
        Assert.Equal("", run.TaskIds);
        run.Message("foo");
        Assert.Equal("D", run.TaskIds);
        run.Complete("D").AssertEnded();
    }

    [Fact]
    public void A_token_that_ends_elsewhere_lets_the_join_go_on()
    {
        var run = new Running(Process(
            Start(), Parallel("F"), Task("A"), Task("B"), Exclusive("G", "G_X"), Inclusive("J"), Task("D"), End(),
            End("X"), Flows("S-F-A-J-D-E", "F-B-G"), Flow("G_J", "G", "J", "B.outcome = \"ok\""),
            Flow("G_X", "G", "X"))).Start().Complete("A");
        Assert.Equal("B", run.TaskIds);
        run.Complete("B", "no", comment: "不办");
        Assert.Equal("D", run.TaskIds);
    }

    [Fact]
    public void A_token_that_an_interrupting_event_takes_elsewhere_lets_the_join_go_on()
    {
        var run = new Running(Process(
            Start(), Parallel("F"), Task("A"), Task("B"), Boundary("T", "B", "timeDuration:PT1H"), Inclusive("J"),
            Task("D"), End(), End("X"), Flows("S-F-A-J-D-E", "F-B-J", "T-X"))).Start().Complete("A").Fire("T");
        Assert.Equal("D", run.TaskIds);
    }

    [Fact]
    public void A_join_waits_for_what_a_border_may_still_send()
    {
        var run = new Running(Process(
            Start(), Parallel("F"), Task("A"), Task("B"), Boundary("T", "B", "timeDuration:PT1H", false),
            Inclusive("J"), Task("D"), End(), End("X"), Flows("S-F-A-J-D-E", "F-B-X", "T-J"))).Start().Complete("A");
        Assert.Equal("B", run.TaskIds);
        run.Fire("T").Complete("B");
        Assert.Equal("D", run.TaskIds);
        run.Complete("D").AssertEnded();
    }

    [Fact]
    public void A_join_in_a_loop_counts_afresh_in_each_round()
    {
        var run = new Running(Process(
            Start(), Exclusive("L"), Inclusive("F"), Task("A"), Task("B"), Inclusive("J"), Task("C"),
            Exclusive("G", "G_L"), End(), Flows("S-L-F", "A-J-C-G", "B-J"), Flow("F_A", "F", "A", "true"),
            Flow("F_B", "F", "B", "n = 1"), Flow("G_E", "G", "E", "C.outcome = \"ok\""), Flow("G_L", "G", "L")));
        run.Start(("n", 1)).Complete("A").Complete("B").Set(("n", 2)).Complete("C", "no", comment: "重来");
        Assert.Equal("A", run.TaskIds);
        run.Complete("A");
        Assert.Equal("C", run.TaskIds);
        run.Complete("C").AssertEnded();
    }

    [Fact]
    public void Two_joins_that_only_wait_for_each_other_go_on_one_after_the_other()
    {
        var run = new Running(Process(
            Start(), Parallel("F"), Inclusive("J"), Inclusive("K"), Task("A"), Task("B"), End(),
            Exclusive("X", "X_E"), Exclusive("Y", "Y_E"),
            Flows("S-F-J-A-X", "F-K-B-Y"), Flow("X_K", "X", "K", "false"), Flow("X_E", "X", "E"),
            Flow("Y_J", "Y", "J", "false"), Flow("Y_E", "Y", "E"))).Start();
        Assert.Equal("A", run.TaskIds);
        run.Complete("A").Complete("B").AssertEnded();
    }
}
