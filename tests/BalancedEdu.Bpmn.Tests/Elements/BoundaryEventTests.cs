using BalancedEdu.Bpmn.Execution;
using static BalancedEdu.Bpmn.Tests.Drawn;

namespace BalancedEdu.Bpmn.Tests.Elements;

public class BoundaryEventTests
{
    private static Running Host(bool interrupts, string time = "timeDuration:PT1H") => new(Process(
        Start(), Task("A"), Boundary("T", "A", time, interrupts), Task("B"), End(), End("E2"),
            Flows("S-A-E", "T-B-E2")));

    [Fact]
    public void Interrupting_ends_the_activity_and_goes_on_from_the_border()
    {
        var run = Host(true).Start();
        var task = run.Tasks[0].TaskId;
        run.Fire("T");
        Assert.Equal("B", run.TaskIds);
        Assert.Contains(new CancelUserTask(task), run.Last.Effects);
        run.Complete("B").AssertEnded("E2");
    }

    [Fact]
    public void Completing_the_activity_takes_the_timer_back()
    {
        var run = Host(true).Start();
        var timer = run.Timers.First().Id;
        run.Complete("A").AssertEnded();
        Assert.Contains(new CancelTimer(timer), run.Last.Effects);
    }

    [Fact]
    public void Non_interrupting_adds_a_token_and_the_activity_stays()
    {
        var run = Host(false).Start().Fire("T");
        Assert.Equal("A B", run.TaskIds);
        Assert.Empty(run.Timers);
        run.Complete("A");
        Assert.False(run.State.Ended);
        run.Complete("B").AssertEnded("E2");
    }

    [Fact]
    public void A_cycle_fires_as_often_as_it_says_and_never_drifts()
    {
        var run = Host(false, "timeCycle:R3/PT1H").Start();
        var begun = run.Now;
        run.Now = begun.AddMinutes(95);
        run.Fire("T");
        Assert.Equal(begun.AddHours(2), run.Timers.First().Due);
        Assert.Contains(run.Last.Effects, effect =>
            effect is ScheduleTimer schedule && schedule.Due == begun.AddHours(2));
        run.Fire("T").Fire("T");
        Assert.Empty(run.Timers);
        Assert.Equal("A B B B", run.TaskIds);
        run.Complete("A").Complete("B").Complete("B").Complete("B").AssertEnded("E2");
    }

    [Fact]
    public void A_monthly_cycle_comes_back_to_its_day_after_a_short_month()
    {
        var run = Host(false, "timeCycle:R/2027-01-31T09:00:00+08:00/P1M").Start();
        run.Fire("T");
        Assert.Equal(new DateTimeOffset(2027, 2, 28, 9, 0, 0, TimeSpan.FromHours(8)), run.Timers.First().Due);
        run.Fire("T");
        Assert.Equal(new DateTimeOffset(2027, 3, 31, 9, 0, 0, TimeSpan.FromHours(8)), run.Timers.First().Due);
    }

    [Fact]
    public void Two_timers_on_one_task_go_their_own_ways()
    {
        var run = new Running(Process(
            Start(), Task("A"), Boundary("T1", "A", "timeDuration:PT1H", false),
                Boundary("T2", "A", "timeDuration:PT2H"),
            Task("B"), Task("C"), End(), Flows("S-A-E", "T1-B-E", "T2-C-E"))).Start();
        run.Fire("T1");
        Assert.Equal("A B", run.TaskIds);
        run.Fire("T2");
        Assert.Equal("B C", run.TaskIds);
        run.Complete("B").Complete("C").AssertEnded();
    }

    [Fact]
    public void On_an_outer_sub_process_it_ends_everything_inside()
    {
        var run = new Running(Process(
            Start(),
            Sub("O", Start("os"),
                Sub("I", Start("is"), Parallel("f"), Task("A"), Task("B"), End("ie"), Flows("is-f-A-ie", "f-B-ie")),
                Boundary("IT", "I", "timeDuration:PT5H"), End("oe"), End("ox"), Flows("os-I-oe", "IT-ox")),
            Boundary("T", "O", "timeDuration:PT1H"), Task("C"), End(), Flows("S-O-E", "T-C-E"))).Start();
        Assert.Equal(2, run.Timers.Count());
        run.Fire("T");
        Assert.Equal("C", run.TaskIds);
        Assert.Equal(2, run.Last.Effects.OfType<CancelUserTask>().Count());
        Assert.Single(run.Last.Effects.OfType<CancelTimer>());
    }

    [Fact]
    public void A_timer_branch_and_the_main_branch_meet_in_a_join()
    {
        var run = new Running(Process(
            Start(), Task("A"), Boundary("T", "A", "timeDuration:PT1H", false), Task("B"), Parallel("J"), End(),
            Flows("S-A-J-E", "T-B-J"))).Start().Fire("T");
        run.Complete("A").Complete("B").AssertEnded();
    }

    [Fact]
    public void An_activity_that_an_incident_holds_can_still_be_interrupted()
    {
        var run = new Running(Process(
            Start(), Job("J"), Boundary("T", "J", "timeDuration:PT1H"), End(), End("late"),
                Flows("S-J-E", "T-late"))).Start();
        var id = run.Jobs[0].JobId;
        run.Do(new FailJob(id, "坏了")).Fire("T");
        run.AssertEnded("late");
        Assert.Contains(new ClearIncident(id), run.Last.Effects);
        Assert.Contains(new CancelJob(id), run.Last.Effects);
    }

    [Fact]
    public void A_time_that_cannot_be_worked_out_opens_nothing_of_the_activity()
    {
        var run = Host(true, "timeDate:=when").Start();
        Assert.Equal("bpmn.timer.does-not-read", Assert.Single(run.Incidents).Code);
        Assert.Empty(run.Tasks);
        run.Do(new SetVariables(Running.Vars(("when", "2026-10-09")))).Resolve("A");
        Assert.Equal("A", run.TaskIds);
        Assert.Single(run.Timers);
    }

    [Fact]
    public void A_loop_that_only_an_event_on_a_border_ends_may_be_drawn()
    {
        var run = new Running(Process(
            Start(), Task("A"), Task("B"), Boundary("T", "B", "timeDuration:P1D"), End(), Flows("S-A-B-A", "T-E")))
            .Start().Complete("A").Complete("B").Complete("A");
        run.Fire("T").AssertEnded();
    }
}
