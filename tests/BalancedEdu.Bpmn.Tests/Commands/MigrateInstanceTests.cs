using BalancedEdu.Bpmn.Execution;
using BalancedEdu.Bpmn.Model;
using static BalancedEdu.Bpmn.Tests.Drawn;
using static BalancedEdu.Bpmn.Tests.DrawnEvents;

namespace BalancedEdu.Bpmn.Tests.Commands;

public class MigrateInstanceTests
{
    private static readonly string[] Plain =
        [Start(), Task("A"), Boundary("T", "A", "timeDuration:P1D"), Task("B"), End(), End("t"), Flows("S-A-B-E",
            "T-t")];

    [Fact]
    public void T5_A_migrated_instance_keeps_its_boundary_timers_with_their_due_and_id()
    {
        var run = new Running(Process(Plain)).Start();
        var timer = run.Timers.Single();
        run.Now = run.Now.AddHours(5);
        run.Migrate(Process([.. Plain, Boundary("U", "B", "timeDuration:P1D"), Flows("U-t")]));
        Assert.Equal(timer, run.Timers.Single());
        Assert.Empty(run.Last.Effects);
        run.Fire("T").AssertEnded("t");
    }

    [Fact]
    public void Elements_may_be_called_otherwise_with_all_that_stands_at_them()
    {
        var run = new Running(Process([.. Plain, Border("A", "M", "message:m", false), End("m"),
            Flows("M-m")])).Start();
        var timer = run.Timers.Single().Id;
        run.Migrate(
            Process(
                Start(), Task("A2"), Boundary("T2", "A2", "timeDuration:P9D"), Task("B"), End(), End("t"),
                Border("A2", "M2", "message:m", false), End("m"), Flows("S-A2-B-E", "T2-t", "M2-m")),
            ("A", "A2"), ("T", "T2"), ("M", "M2"));
        Assert.Equal((timer, "T2"), (run.Timers.Single().Id, run.Timers.Single().ElementId));
        Assert.Equal("M2", run.Waits);
        Assert.Equal(["A2"], run.State.ActiveElementIds);
        run.Message("m").Do(new CompleteUserTask(run.Id("A2"), "ok", null, "li", Running.Vars()));
        Assert.Equal("B", run.TaskIds);
    }

    [Fact]
    public void What_is_new_begins_and_what_is_gone_is_given_up()
    {
        var run = new Running(Process([.. Plain, Border("A", "M", "message:m"), Flows("M-t")])).Start();
        run.Migrate(Process(
            Start(), Task("A"), Border("A", "N", "signal:n"), Boundary("U", "A", "timeDuration:PT1H"), Task("B"), End(),
            End("t"), Handler("H", "message:h"), Flows("S-A-B-E", "N-t", "U-t")));
        Assert.Equal("H_s N", run.Waits);
        Assert.Equal("U", run.Timers.Single().ElementId);
        Assert.Equal(run.Now.AddHours(1), run.Timers.Single().Due);
    }

    [Fact]
    public void What_has_happened_before_does_not_begin_again()
    {
        string[] drawn = [Start(), Task("A"), Boundary("T", "A", "timeDuration:PT1H", false), Task("B"), End(),
            Handler("H", "signal:s"), Flows("S-A-E", "T-B-E")];
        var run = new Running(Process(drawn)).Start().Fire("T");
        run.Migrate(Process(drawn));
        Assert.Empty(run.Timers);
        run.Signal("s").Migrate(Process(drawn));
        Assert.Equal("H_t", run.TaskIds);
        Assert.Empty(run.Waits);
    }

    [Fact]
    public void Tokens_at_a_join_and_half_of_a_multi_instance_go_on_by_the_new_version()
    {
        string Join(string flow) => string.Concat(
            Flow("S_F", "S", "F"), Flow("F_A", "F", "A"), Flow("F_V", "F", "V"), Flow(flow, "A", "J"),
            Flow("V_J", "V", "J"), Flow("J_E", "J", "E"));
        string[] Drawn(string flow) =>
            [Start(), Parallel("F"), Task("A"), Task("V", Loop(cardinality: "2")), Parallel("J"), End(), Join(flow)];
        var run = new Running(Process(Drawn("A_J"))).Start().Complete("A").Complete("V");
        Assert.Equal("bpmn.migration.impossible", run.TryMigrate(Process(Drawn("f9"))).Refusal!.Code);
        run.Migrate(Process(Drawn("f9")), ("A_J", "f9")).Complete("V").AssertEnded();
    }

    public static TheoryData<string, string> Impossible => new()
    {
        { "gone", "在新版本里没有" },
        { "other kind", "另一种元素" },
        { "other loop", "另一种元素" },
        { "other scope", "别的子流程" },
        { "other event", "另一种元素" },
        { "direct target gone", "直达" },
    };

    [Theory, MemberData(nameof(Impossible))]
    public void What_is_open_must_be_there_as_the_same_thing(string how, string words)
    {
        var tasks = Drawn.Task("A", attributes: "be:allow=\"return\"") + Drawn.Task("B", attributes: "be:allow=\"return\"");
        var run = new Running(Process(Start(), Parallel("F"), tasks, Catch("M", "message:m"), End(),
            Flows("S-F-A-B-E", "F-M-E"))).Start();
        if (how == "direct target gone")
            run.Complete("A").Return("B", "A", directly: true);
        string Version(string a) => a + Catch("M", how == "other event" ? "signal:m" : "message:m");
        var to = Process([Start(), Parallel("F"), End(), .. how switch
        {
            "gone" => [Version(Drawn.Task("C")), Flows("S-F-C-E", "F-M-E")],
            "other kind" => [Version(Job("A")), Flows("S-F-A-E", "F-M-E")],
            "other loop" => [Version(Drawn.Task("A", Loop(cardinality: "2"))), Flows("S-F-A-E", "F-M-E")],
            "other scope" => [Version(Sub("P", Start("s"), Drawn.Task("A"), End("e"), Flows("s-A-e"))),
                Flows("S-F-P-E", "F-M-E")],
            _ => (string[])[Version(Drawn.Task("A")), Flows("S-F-A-E", "F-M-E")],
        }]);
        var before = run.State.ToJson();
        var refusal = run.TryMigrate(to).Refusal!;
        Assert.Equal("bpmn.migration.impossible", refusal.Code);
        Assert.Contains(words, refusal.Message);
        Assert.Equal(before, run.State.ToJson());
    }

    [Fact]
    public void What_is_new_and_cannot_be_worked_out_refuses_it()
    {
        string[] drawn = [Start(), Task("A"), End(), Flows("S-A-E")];
        var run = new Running(Process(drawn)).Start();
        var to = Process([.. drawn, Boundary("T", "A", "timeDate:=nothing"), End("t"), Flows("T-t")]);
        Assert.Contains("算不出来", run.TryMigrate(to).Refusal!.Message);
        run.Complete("A").AssertEnded();
    }

    [Fact]
    public void A_job_that_has_failed_gets_the_border_that_was_missing()
    {
        string[] drawn = [Start(), Job("J"), End(), Flows("S-J-E")];
        var run = new Running(Process(drawn)).Start();
        run.Do(new FailJob(run.Jobs[0].JobId, "断线"));
        run.Migrate(Process([.. drawn, Boundary("T", "J", "timeDuration:PT1H"), End("late"), Flows("T-late")]));
        run.Fire("T").AssertEnded("late");
    }

    [Fact]
    public void Signers_and_what_was_done_are_kept()
    {
        string[] drawn = [Start(), Job("a"), Undo("a"), Drawn.Task("A", attributes: "be:allow=\"add-signer\""),
            EndWith("E", "compensate"), Flows("S-a-A-E")];
        var run = new Running(Process(drawn)).Start().Answer("a").Sign("A", SignerPlace.Before, "x");
        run.Migrate(Process(drawn)).Decide("x").Complete("A");
        Assert.Equal("undo_a", run.JobIds);
        run.AnswerAll().AssertEnded();
    }

    [Fact]
    public void What_was_done_and_is_not_drawn_any_more_cannot_be_undone()
    {
        var run = new Running(Process(
            Start(), Job("a"), Undo("a"), Task("A"), EndWith("E", "compensate"), Flows("S-a-A-E"))).Start().Answer("a");
        run.Migrate(Process(Start(), Task("A"), EndWith("E", "compensate"), Flows("S-A-E")));
        Assert.Empty(run.State.Compensations);
        run.Complete("A").AssertEnded();
    }

    [Fact]
    public void An_event_gateway_gives_up_and_begins_too()
    {
        string[] Drawn(string about) => [Start(), EventGateway("G"), Catch("M", "message:m"), Catch("N" + about[0],
            about),
            End(), Flows("S-G-M-E", $"G-N{about[0]}-E")];
        var run = new Running(Process(Drawn("signal:s"))).Start();
        run.Migrate(Process(Drawn("message:n")));
        Assert.Equal("M Nm", run.Waits);
        run.Message("n").AssertEnded();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_join_that_waits_for_fewer_branches_goes_on_unless_the_case_stands_still(bool suspended)
    {
        string[] same = [Start(), Parallel("F"), Task("A"), Task("B"), Parallel("J"), Task("C"), End(),
            Flows("S-F-A-J-C-E", "F-B")];
        var run = new Running(Process([.. same, Flows("B-J")])).Start().Complete("A");
        if (suspended)
            run.Do(new SuspendInstance("核查"));
        run.Migrate(Process([.. same, Flows("B-E")]));
        if (suspended)
        {
            Assert.Equal("B", run.TaskIds);
            run.Do(new ResumeInstance());
        }
        Assert.Equal("B C", run.TaskIds);
        run.Complete("B").Complete("C").AssertEnded();
    }

    [Fact]
    public void Results_stand_under_the_new_ids()
    {
        string[] Drawn(string a, string v) =>
        [
            Start(), Task(a), Task(v, Loop(cardinality: "2")), AdHoc("H", "", "false", Task("h" + a), Task("i")),
            Exclusive("X", "X_E"), Task("B"), End(), Flows($"S-{a}-{v}-H-X-E", "B-E"),
            Flow("X_B", "X", "B", $"{a}.outcome = \"ok\" and count({v}) = 2"),
        ];
        var run = new Running(Process(Drawn("A", "V"))).Start().Complete("A").Complete("V").Complete("V");
        run.Do(new ActivateAdHoc(run.Id("H"), "hA")).Complete("hA");
        run.Migrate(Process(Drawn("A2", "V2")), ("A", "A2"), ("V", "V2"), ("hA", "hA2"));
        Assert.True(run.State.Variables.TryGet("A2", out _));
        Assert.False(run.State.Variables.TryGet("A", out _));
        Assert.Equal("[\"hA2\"]", run.State.Elements[run.Id("H")].Variables.TryGet("doneActivities", out var done)
            ? done.ToString() : null);
    }

    [Fact]
    public void Two_results_do_not_come_to_stand_under_one_id()
    {
        string[] drawn = [Start(), Task("A"), Task("B"), Task("C"), End(), Flows("S-A-B-C-E")];
        var run = new Running(Process(drawn)).Start().Complete("A").Complete("B");
        Assert.Contains("已有变量“B”", run.TryMigrate(Process(drawn), ("A", "B")).Refusal!.Message);
        run.Migrate(Process(drawn), ("A", "B"), ("B", "A"));
        Assert.True(run.State.Variables.TryGet("A", out _));
    }

    [Fact]
    public void An_event_that_stands_behind_another_event_gateway_now_is_not_waited_for_any_more()
    {
        string[] nodes =
        [
            Start(), Exclusive("X", "X_G"), EventGateway("G"), EventGateway("G2"), Catch("M", "message:m"),
            Catch("N", "signal:n"), Catch("O", "message:o"), Catch("Q", "signal:q"), End(),
            Flow("X_G2", "X", "G2", "false"), Flows("S-X-G-N-E", "M-E", "O-E", "G2-Q-E"),
        ];
        var run = new Running(Process([.. nodes, Flows("G-M", "G2-O")])).Start();
        Assert.Equal("M N", run.Waits);
        run.Migrate(Process([.. nodes, Flows("G2-M", "G-O")]));
        Assert.Equal("N O", run.Waits);
        run.Message("o").AssertEnded();
    }

    [Fact]
    public void In_a_scope_that_was_interrupted_no_new_event_sub_process_can_start()
    {
        string[] drawn = [Start(), Task("A"), Handler("H", "signal:s"), End(), Flows("S-A-E")];
        var run = new Running(Process(drawn)).Start().Signal("s");
        run.Migrate(Process([.. drawn, Handler("K", "message:k")]));
        Assert.Equal("", run.Waits);
        run = new Running(Process(drawn)).Start();
        run.Migrate(Process([.. drawn, Handler("K", "message:k")]));
        Assert.Equal("H_s K_s", run.Waits);
    }

    [Fact]
    public void In_a_transaction_that_is_being_cancelled_neither()
    {
        string[] Drawn(params string[] more) =>
        [
            Start(),
            Transaction("X", [Start("s"), Job("a"), Undo("a"), EndWith("c", "cancel"), Flows("s-a-c"), .. more]),
            Border("X", "C", "cancel"), End(), End("cancelled"), Flows("S-X-E", "C-cancelled"),
        ];
        var run = new Running(Process(Drawn())).Start().Answer("a");
        run.Migrate(Process(Drawn(Handler("K", "message:k"))));
        Assert.Equal("", run.Waits);
        run.Answer("undo_a").AssertEnded("cancelled");
    }

    public static TheoryData<string> Others => ["element", "flow", "timer", "subscription", "done"];

    [Theory, MemberData(nameof(Others))]
    public void A_version_that_the_instance_does_not_go_by_is_refused(string lacks)
    {
        string[] Drawn(string without) =>
        [
            Start(), Parallel("F"), Job(without == "done" ? "a2" : "a"), Undo(without == "done" ? "a2" : "a"),
            Task(without == "element" ? "A2" : "A"), Task("B"), Parallel("J"), End(),
            Boundary(without == "timer" ? "T2" : "T", "B", "timeDuration:P1D"),
            Border("B", without == "subscription" ? "M2" : "M", "message:m"), End("t"),
            Flow(without == "flow" ? "J1" : "j1", "a2,a".Split(',')[without == "done" ? 0 : 1], "J"),
            Flows($"S-F-{(without == "done" ? "a2" : "a")}", $"F-{(without == "element" ? "A2" : "A")}-J-E", "F-B-J",
                $"{(without == "timer" ? "T2" : "T")}-t", $"{(without == "subscription" ? "M2" : "M")}-t"),
        ];
        var definition = Process(Drawn(""));
        var run = new Running(definition).Start().Answer("a");
        var before = run.State.ToJson();
        var result = run.Try(new MigrateInstance(Process(Drawn(lacks)), new Dictionary<string, string>()));
        Assert.Equal("bpmn.migration.wrong-version", result.Refusal?.Code);
        Assert.Equal(before, run.State.ToJson());
    }
}
