using BalancedEdu.Bpmn.Execution;
using BalancedEdu.Feel.Values;
using Place = BalancedEdu.Bpmn.Execution.SignerPlace;
using static BalancedEdu.Bpmn.Tests.Drawn;
using static BalancedEdu.Bpmn.Tests.DrawnEvents;

namespace BalancedEdu.Bpmn.Tests.Commands;

/// <summary>
/// Each refusal of each command, a row each, in order of precedence: the state of the case, then the thing, then what
/// is asked of it. A refusal names what, why and what to do, and leaves not a byte changed.
/// </summary>
public class RefusalTests
{
    private static readonly FeelContext Nothing = FeelContext.Empty;

    /// <summary>Where the case stands when the command comes.</summary>
    private enum Stage
    {
        New,
        Running,
        Suspended,
        Ended,
    }

    private sealed record Row(string Code, string What, Stage Stage, Func<Running, Command> Ask);

    private static readonly (string Name, Func<Running, Command> Ask)[] All =
    [
        ("CompleteUserTask", x => Complete(Id(x, "A"))), ("CompleteJob", x => new CompleteJob(Id(x, "J"), Nothing)),
        ("FailJob", x => new FailJob(Id(x, "J"), "坏了")), ("FireTimer", x => new FireTimer(TimerOf(x))),
        ("ResolveIncident", x => new ResolveIncident(Id(x, "J"))),
        ("ThrowBpmnError", x => new ThrowBpmnError(Id(x, "J"), "E", null)),
        ("ThrowEscalation", x => new ThrowEscalation(Id(x, "J"), "L")),
        ("CorrelateMessage", x => new CorrelateMessage(SubscriptionOf(x, "M"), Nothing)),
        ("BroadcastSignal", _ => new BroadcastSignal("s", Nothing)),
        ("CompleteChild", x => new CompleteChild(Id(x, "C"), Nothing)),
        ("ReturnTo", x => Return(Id(x, "A"), "Z")), ("AddSigner", x => Sign(Id(x, "A"), Place.Before, "x")),
        ("RemoveSigner", x => new RemoveSigner(Id(x, "V", 1), false, "li")),
        ("ActivateAdHoc", x => new ActivateAdHoc(Id(x, "H"), "H1")),
    ];

    private static readonly (string Name, Func<Running, Command> Ask)[] EvenWhenSuspended =
    [
        ("SetVariables", _ => new SetVariables(Running.Vars(("a", 1)))), ("CancelInstance",
            _ => new CancelInstance("不办")),
        ("SuspendInstance", _ => new SuspendInstance("查证")), ("ResumeInstance", _ => new ResumeInstance()),
        ("MigrateInstance", x => new MigrateInstance(x.Definition, new Dictionary<string, string>())),
    ];

    /// <summary>A refusal says what of all could not be done.</summary>
    private static readonly Dictionary<Type, string> Verbs = new()
    {
        [typeof(StartInstance)] = "启动", [typeof(CompleteUserTask)] = "提交", [typeof(CompleteJob)] = "接收作业",
        [typeof(FailJob)] = "接收作业", [typeof(CompleteChild)] = "接收子流程", [typeof(FireTimer)] = "触发定时器",
        [typeof(ResolveIncident)] = "重试", [typeof(ThrowBpmnError)] = "抛出", [typeof(ThrowEscalation)] = "抛出",
        [typeof(CorrelateMessage)] = "接收消息", [typeof(BroadcastSignal)] = "接收信号", [typeof(ReturnTo)] = "退回",
        [typeof(AddSigner)] = "加签", [typeof(RemoveSigner)] = "减签", [typeof(ActivateAdHoc)] = "开始",
        [typeof(SetVariables)] = "修改变量", [typeof(CancelInstance)] = "终止", [typeof(SuspendInstance)] = "挂起",
        [typeof(ResumeInstance)] = "激活", [typeof(MigrateInstance)] = "迁移",
    };

    private static readonly Row[] Table =
    [
        .. All.Concat(EvenWhenSuspended).Select(command =>
            new Row("bpmn.instance.not-started", command.Name, Stage.New, command.Ask)),
        .. All.Concat(EvenWhenSuspended).Select(command =>
            new Row("bpmn.instance.ended", command.Name, Stage.Ended, command.Ask)),
        .. All.Select(command => new Row("bpmn.instance.suspended", command.Name, Stage.Suspended, command.Ask)),

        new("bpmn.start-event.unknown", "start at nothing", Stage.New, _ => new StartInstance("nowhere", Nothing)),
        new("bpmn.start-event.unknown", "start at a task", Stage.New, _ => new StartInstance("A", Nothing)),
        new("bpmn.start-event.unknown", "start at an inner start", Stage.New, _ => new StartInstance("ps", Nothing)),
        new("bpmn.instance.already-started", "start again", Stage.Running, _ => new StartInstance(null, Nothing)),
        new("bpmn.instance.already-started", "start suspended", Stage.Suspended, _ => new StartInstance("x", Nothing)),
        new("bpmn.instance.already-started", "start after the end", Stage.Ended, _ => new StartInstance(null, Nothing)),

        new("bpmn.user-task.not-open", "complete nothing", Stage.Running, _ => Complete(999)),
        new("bpmn.user-task.not-open", "complete the process", Stage.Running, _ => Complete(1)),
        new("bpmn.user-task.not-open", "complete a job", Stage.Running, x => Complete(Id(x, "J"))),
        new("bpmn.user-task.not-open", "complete a sub-process", Stage.Running, x => Complete(Id(x, "P"))),
        new("bpmn.user-task.not-open", "complete a multi-instance", Stage.Running, x => Complete(Id(x, "V"))),
        new("bpmn.user-task.not-open", "complete what an incident stops", Stage.Running, x => Complete(Id(x, "W"))),
        new("bpmn.user-task.unknown-outcome", "complete with maybe", Stage.Running, x => Complete(Id(x, "A"), "maybe")),
        new("bpmn.user-task.unknown-outcome", "complete with OK", Stage.Running, x => Complete(Id(x, "A"), "OK",
            by: "")),
        new("bpmn.user-task.comment-missing", "no without reason", Stage.Running, x => Complete(Id(x, "A"), "no",
            by: "")),
        new("bpmn.user-task.performer-missing", "complete by nobody", Stage.Running, x => Complete(Id(x, "A"),
            by: " ")),
        new("bpmn.user-task.outcome-of-time", "a person times out", Stage.Running, x => Complete(Id(x, "A"), "late")),
        new("bpmn.user-task.waits-for-signer", "complete before the signer", Stage.Running,
            x => Complete(Id(x.Do(Sign(Id(x, "A"), Place.Before, "x")), "A"))),
        new("bpmn.user-task.signer-of-time", "a signer times out", Stage.Running,
            x => Complete(x.Do(Sign(Id(x, "A"), Place.Before, "x")).Tasks[^1].TaskId, "late") with { ByTime = true }),
        new("bpmn.user-task.decided", "complete twice", Stage.Running,
            x => Complete(Id(x.Do(Sign(Id(x, "A"), Place.Parallel, "x")).Do(Complete(Id(x, "A"))), "A"))),

        new("bpmn.job.not-open", "answer nothing", Stage.Running, _ => new CompleteJob(999, Nothing)),
        new("bpmn.job.not-open", "answer a task", Stage.Running, x => new CompleteJob(Id(x, "A"), Nothing)),
        new("bpmn.job.not-open", "fail nothing", Stage.Running, _ => new FailJob(999, "坏了")),
        new("bpmn.job.not-open", "fail a task", Stage.Running, x => new FailJob(Id(x, "A"), "坏了")),
        new("bpmn.call-activity.not-open", "end no call", Stage.Running, _ => new CompleteChild(999, Nothing)),
        new("bpmn.call-activity.not-open", "end a job as a call", Stage.Running,
            x => new CompleteChild(Id(x, "J"), Nothing)),
        new("bpmn.timer.not-running", "fire nothing", Stage.Running, _ => new FireTimer(999)),
        new("bpmn.timer.not-running", "fire a task", Stage.Running, x => new FireTimer(Id(x, "A"))),
        new("bpmn.timer.not-due", "fire too early", Stage.Running, x => new FireTimer(TimerOf(x))),
        new("bpmn.incident.none", "resolve nothing", Stage.Running, _ => new ResolveIncident(999)),
        new("bpmn.incident.none", "resolve what goes well", Stage.Running, x => new ResolveIncident(Id(x, "A"))),
        new("bpmn.throw.not-open", "error from nothing", Stage.Running, _ => new ThrowBpmnError(999, "E", null)),
        new("bpmn.throw.not-open", "error from an event", Stage.Running, x => new ThrowBpmnError(Id(x, "M"), "E",
            null)),
        new("bpmn.throw.not-open", "escalation from a sub-process", Stage.Running,
            x => new ThrowEscalation(Id(x, "P"), "L")),
        new("bpmn.throw.code-missing", "error without code", Stage.Running, x => new ThrowBpmnError(Id(x, "J"), " ",
            null)),
        new("bpmn.throw.code-missing", "escalation without code", Stage.Running, x => new ThrowEscalation(Id(x, "J"),
            "")),
        new("bpmn.message.not-awaited", "a message to nothing", Stage.Running, _ => new CorrelateMessage(999, Nothing)),
        new("bpmn.message.not-awaited", "a message to a signal", Stage.Running,
            x => new CorrelateMessage(SubscriptionOf(x, "N"), Nothing)),
        new("bpmn.message.not-awaited", "a message to a condition", Stage.Running,
            x => new CorrelateMessage(SubscriptionOf(x, "K"), Nothing)),

        new("bpmn.user-task.not-open", "return nothing", Stage.Running, _ => Return(999, "Z")),
        new("bpmn.user-task.not-open", "return a job", Stage.Running, x => Return(Id(x, "J"), "Z")),
        new("bpmn.user-task.not-allowed", "return where it is not allowed", Stage.Running, x => Return(Id(x, "B"),
            "Z")),
        new("bpmn.user-task.performer-missing", "return by nobody", Stage.Running,
            x => new ReturnTo(Id(x, "A"), "Z", "", null, false)),
        new("bpmn.user-task.decided", "return what is decided", Stage.Running,
            x => Return(Id(x.Do(Sign(Id(x, "A"), Place.Parallel, "x")).Do(Complete(Id(x, "A"))), "A"), "Z")),
        new("bpmn.return.unknown-target", "return to nothing", Stage.Running, x => Return(Id(x, "A"), "nowhere")),
        new("bpmn.return.unknown-target", "return to a job", Stage.Running, x => Return(Id(x, "A"), "J")),
        new("bpmn.return.other-scope", "return into a sub-process", Stage.Running, x => Return(Id(x, "A"), "B")),
        new("bpmn.return.not-passed", "return to itself", Stage.Running, x => Return(Id(x, "A"), "A")),
        new("bpmn.return.not-passed", "return forward", Stage.Running, x => Return(Id(x, "A"), "Y")),
        new("bpmn.return.direct-across-fork", "directly across the fork", Stage.Running,
            x => new ReturnTo(Id(x, "A"), "Z", "li", null, true)),

        new("bpmn.user-task.not-open", "sign nothing", Stage.Running, _ => Sign(999, Place.Before, "x")),
        new("bpmn.user-task.not-allowed", "sign where it is not allowed", Stage.Running, x => Sign(Id(x, "B"),
            Place.Before)),
        new("bpmn.user-task.performer-missing", "signers asked by nobody", Stage.Running,
            x => new AddSigner(Id(x, "A"), Place.Before, [], " ")),
        new("bpmn.user-task.no-signers", "no signer", Stage.Running, x => Sign(Id(x, "A"), Place.Before)),
        new("bpmn.user-task.no-signers", "a signer without name", Stage.Running, x => Sign(Id(x, "A"), Place.Before,
            "x", "")),
        new("bpmn.user-task.no-signers", "a signer twice", Stage.Running, x => Sign(Id(x, "A"), Place.After, "x", "x")),
        new("bpmn.user-task.no-signers", "51 signers", Stage.Running,
            x => Sign(Id(x, "A"), Place.Before, [.. Enumerable.Range(1, 51).Select(i => $"u{i}")])),
        new("bpmn.user-task.signer-of-signer", "a signer asks", Stage.Running,
            x => Sign(x.Do(Sign(Id(x, "A"), Place.Before, "x")).Tasks[^1].TaskId, Place.Before, "y")),
        new("bpmn.user-task.decided", "sign what is decided", Stage.Running,
            x => Sign(Id(x.Do(Sign(Id(x, "A"), Place.Parallel, "x")).Do(Complete(Id(x, "A"))), "A"), Place.After, "y")),
        new("bpmn.user-task.not-open", "take out nothing", Stage.Running, _ => new RemoveSigner(999, false, "li")),
        new("bpmn.user-task.not-open", "take out the whole", Stage.Running,
            x => new RemoveSigner(Id(x, "V"), false, "li")),
        new("bpmn.user-task.not-a-signer", "take out the owner", Stage.Running,
            x => new RemoveSigner(Id(x, "A"), false, "")),
        new("bpmn.user-task.performer-missing", "taken out by nobody", Stage.Running,
            x => new RemoveSigner(Id(x.Do(Sign(Id(x, "V", 1), Place.Parallel, "w")), "V", 3), false, "")),
        new("bpmn.user-task.not-a-signer", "take out a seat", Stage.Running,
            x => new RemoveSigner(Id(x, "V", 1), false, "li")),
        new("bpmn.user-task.decided", "take out who has acted", Stage.Running, x => new RemoveSigner(
            Id(x.Do(Sign(Id(x, "V", 1), Place.Parallel, "w")).Do(Sign(Id(x, "V", 3), Place.After, "x"))
                .Do(Complete(Id(x, "V", 3))), "V", 3), false, "li")),

        new("bpmn.ad-hoc.not-open", "start in nothing", Stage.Running, _ => new ActivateAdHoc(999, "H1")),
        new("bpmn.ad-hoc.not-open", "start in a sub-process", Stage.Running, x => new ActivateAdHoc(Id(x, "P"), "B")),
        new("bpmn.ad-hoc.unknown-activity", "start nothing", Stage.Running, x => new ActivateAdHoc(Id(x, "H"), "no")),
        new("bpmn.ad-hoc.unknown-activity", "start what is outside", Stage.Running,
            x => new ActivateAdHoc(Id(x, "H"), "A")),
        new("bpmn.ad-hoc.unknown-activity", "start what a flow leads to", Stage.Running,
            x => new ActivateAdHoc(Id(x, "H"), "H2")),
        new("bpmn.ad-hoc.busy", "start a second one", Stage.Running,
            x => new ActivateAdHoc(Id(x.Do(new ActivateAdHoc(Id(x, "H"), "H1")), "H"), "H1")),

        new("bpmn.instance.already-suspended", "suspend twice", Stage.Suspended, _ => new SuspendInstance("再查")),
        new("bpmn.instance.not-suspended", "resume what goes on", Stage.Running, _ => new ResumeInstance()),
        new("bpmn.migration.impossible", "migrate to nothing", Stage.Running, x => new MigrateInstance(
            x.Definition, new Dictionary<string, string> { ["A"] = "nowhere" })),
    ];

    public static TheoryData<string, string, string> Rows
    {
        get
        {
            var rows = new TheoryData<string, string, string>();
            foreach (var row in Table)
                rows.Add(row.Code, row.Stage.ToString(), row.What);
            return rows;
        }
    }

    private static Running Case() => new(Process(
        Start(), Drawn.Task("Z"), Parallel("F"),
        Drawn.Task("A", attributes: "be:allow=\"return,add-signer\"",
            extensions: "<be:outcome id=\"late\" name=\"视为同意\" kind=\"system\"/>"), Drawn.Task("Y"),
        Job("J"), Call("C", "other"), Timer("intermediateCatchEvent", "T", "timeDuration:P1D"), Catch("M", "message:m"),
        Catch("N", "signal:n"), Catch("K", "conditional:n > 9"),
        Drawn.Task("V", Loop(cardinality: "2"), "be:allow=\"add-signer\""),
        Drawn.Task("W"), Boundary("WT", "W", "timeDate:=nothing"), End("we"), Flows("WT-we"),
        Sub("P", Start("ps"), Drawn.Task("B"), End("pe"), Flows("ps-B-pe")),
        AdHoc("H", "ordering=\"Sequential\"", "false", Drawn.Task("H1"), Drawn.Task("H2"), Flows("H1-H2")), End(),
        Flows("S-Z-F-A-Y-E", "F-J-E", "F-C-E", "F-T-E", "F-M-E", "F-N-E", "F-K-E", "F-V-E", "F-W-E", "F-P-E",
            "F-H-E")));

    [Theory, MemberData(nameof(Rows))]
    public void It_is_refused_in_a_sentence_and_nothing_has_changed(string code, string stage, string what)
    {
        var row = Table.Single(row => row.Code == code && row.Stage.ToString() == stage && row.What == what);
        var run = Case();
        if (row.Stage != Stage.New)
            run.Start(("n", 0)).Complete("Z");
        if (row.Stage == Stage.Suspended)
            run.Do(new SuspendInstance("查证"));
        if (row.Stage == Stage.Ended)
            run.Do(new CancelInstance("结束"));
        var command = row.Ask(run);
        var before = run.State.ToJson();
        var result = run.Try(command);
        Assert.Equal(code, result.Refusal?.Code);
        Assert.Empty(result.Events);
        Assert.Empty(result.Effects);
        Assert.Equal(before, run.State.ToJson());
        Assert.StartsWith("不能" + Verbs[command.GetType()], result.Refusal!.Message, StringComparison.Ordinal);
        // What could not be done, why, and what to do now.
        Assert.Matches("^不能[^：]+：[^。]+。[^。]+。$", result.Refusal!.Message);
    }

    [Fact]
    public void Without_a_none_start_event_it_must_be_said_where_to_start()
    {
        var run = new Running(Process(Event("startEvent", "S", "message:m"), End(), Flows("S-E")));
        Assert.Equal("bpmn.start-event.none", run.Try(new StartInstance(null, Nothing)).Refusal?.Code);
    }

    [Fact]
    public void Setting_nothing_is_accepted_and_does_nothing() =>
        Assert.Empty(Case().Start().Try(new SetVariables(Nothing)).Events);

    private static long Id(Running run, string element, int loop = 0) => run.State.Elements.Values
        .FirstOrDefault(e => e.ElementId == element && e.LoopCounter == loop)?.Id ?? 999;

    private static long TimerOf(Running run) => run.Timers.FirstOrDefault()?.Id ?? 999;

    private static long SubscriptionOf(Running run, string element) =>
        run.Subscriptions.FirstOrDefault(s => s.ElementId == element)?.Id ?? 999;

    private static CompleteUserTask Complete(long id, string outcome = "ok", string by = "li") =>
        new(id, outcome, null, by, Nothing);

    private static ReturnTo Return(long id, string target) => new(id, target, "li", null, false);

    private static AddSigner Sign(long id, SignerPlace place, params string[] users) => new(id, place, users, "li");
}
