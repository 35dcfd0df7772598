using BalancedEdu.Bpmn.Execution;
using static BalancedEdu.Bpmn.Tests.Drawn;
using static BalancedEdu.Bpmn.Tests.DrawnEvents;

namespace BalancedEdu.Bpmn.Tests.Commands;

/// <summary>挂起 and 激活.</summary>
public class SuspensionTests
{
    private static Running Waiting(string time, params string[] more) => new Running(Process(
        [Start(), Task("A"), Boundary("T", "A", time, false), End(), End("t"), Flows("S-A-E", "T-t"), .. more])).Start(
            ("n", 0));

    [Fact]
    public void Nothing_goes_on_while_it_stands_still()
    {
        var run = Waiting("timeDuration:PT1H", Border("A", "M", "message:m"), Flows("M-t"));
        var (task, timer, message) = (run.TaskId("A"), run.Timers.Single().Id, run.Subscriptions.Single().Id);
        run.Do(new SuspendInstance("查证"));
        Assert.Equal([new CancelTimer(timer)], run.Last.Effects);
        run.Now = run.Now.AddHours(2);
        foreach (var command in new Command[]
        {
            new CompleteUserTask(task, "ok", null, "li", Running.Vars()), new FireTimer(timer),
            new CorrelateMessage(message, Running.Vars()), new BroadcastSignal("s", Running.Vars()),
            new ResolveIncident(task),
        })
        {
            var refusal = run.Try(command).Refusal!;
            Assert.Equal("bpmn.instance.suspended", refusal.Code);
            Assert.Contains("查证", refusal.Message);
        }
    }

    [Fact]
    public void A_duration_is_put_off_by_the_time_it_stood_still()
    {
        var run = Waiting("timeDuration:PT1H");
        var due = run.Timers.Single().Due;
        run.Now = run.Now.AddMinutes(40);
        run.Do(new SuspendInstance("查证"));
        run.Now = run.Now.AddDays(3);
        run.Do(new ResumeInstance());
        var timer = run.Timers.Single();
        Assert.Equal(due.AddDays(3), timer.Due);
        Assert.Equal([new ScheduleTimer(timer.Id, "T", timer.Due)], run.Last.Effects);
    }

    [Fact]
    public void A_cycle_is_put_off_as_a_whole()
    {
        var run = Waiting("timeCycle:R3/PT1H").Fire("T");
        var due = run.Timers.Single().Due;
        run.Do(new SuspendInstance("查证"));
        run.Now = run.Now.AddMinutes(90);
        run.Do(new ResumeInstance());
        Assert.Equal(due.AddMinutes(90), run.Timers.Single().Due);
        run.Fire("T");
        Assert.Equal(due.AddMinutes(150), run.Timers.Single().Due);
    }

    [Theory]
    [InlineData("timeDate:2026-10-09T08:00:00+08:00")]
    [InlineData("timeCycle:R/2026-10-09T08:00:00+08:00/P1Y")]
    [InlineData("timeDate:=date and time(\"2026-10-09T08:00:00+08:00\")")]
    [InlineData("timeCycle:=\"R/\" + \"2026-10-09T08:00:00+08:00\" + \"/P1Y\"")]
    public void A_date_keeps(string time)
    {
        var run = Waiting(time);
        var due = run.Timers.Single().Due;
        run.Do(new SuspendInstance("查证"));
        run.Now = due.AddDays(1);
        run.Do(new ResumeInstance());
        Assert.Equal(due, run.Timers.Single().Due);
        run.Fire("T");
    }

    [Fact]
    public void Variables_may_be_mended_and_conditions_are_looked_at_when_it_goes_on()
    {
        var run = Waiting("timeDuration:PT1H", Border("A", "C", "conditional:n > 1"), Task("B"), Flows("C-B-t"));
        run.Do(new SuspendInstance("查证")).Set(("n", 2));
        Assert.Equal("A", run.TaskIds);
        run.Do(new ResumeInstance());
        Assert.Equal("B", run.TaskIds);
    }

    [Fact]
    public void Going_on_without_a_change_looks_at_no_condition()
    {
        var run = new Running(Process(Start(), Catch("C", "conditional:n > 1"), End(), Flows("S-C-E"))).Start(("n", 2));
        run.Do(new SuspendInstance("查证")).Do(new ResumeInstance());
        Assert.Equal("C", run.Waits);
    }

    [Fact]
    public void It_may_be_cancelled()
    {
        var run = Waiting("timeDuration:PT1H").Do(new SuspendInstance("查证")).Do(new CancelInstance("不办了"));
        Assert.True(run.State.Cancelled);
    }

    [Fact]
    public void A_timer_that_a_migration_brings_stands_still_too()
    {
        string[] plain = [Start(), Task("A"), End(), Flows("S-A-E")];
        var run = new Running(Process(plain)).Start().Do(new SuspendInstance("改流程"));
        run.Now = run.Now.AddDays(1);
        run.Migrate(Process([.. plain, Boundary("T", "A", "timeDuration:PT1H"), End("t"), Flows("T-t")]));
        Assert.Empty(run.Last.Effects);
        run.Now = run.Now.AddDays(1);
        run.Do(new ResumeInstance());
        Assert.Equal(run.Now.AddHours(1), run.Timers.Single().Due);
    }

    [Fact]
    public void A_timer_that_an_earlier_release_stored_keeps_the_date_that_was_drawn()
    {
        var run = Waiting("timeDate:2026-10-09T08:00:00+08:00").Do(new SuspendInstance("查证"));
        var stored = System.Text.Encoding.UTF8.GetString(run.State.ToJson());
        var earlier = ProcessState.FromJson(System.Text.Encoding.UTF8.GetBytes(
            stored.Replace(",\"fixed\":true", "", StringComparison.Ordinal)));
        var resumed = ProcessEngine.Step(run.Definition, earlier, new ResumeInstance(), run.Now.AddDays(3)).State;
        Assert.Equal(run.Timers.Single().Due, resumed.Timers.Values.Single().Due);
    }
}
