using BalancedEdu.Bpmn.Execution;
using BalancedEdu.Feel.Values;
using static BalancedEdu.Bpmn.Tests.Drawn;

namespace BalancedEdu.Bpmn.Tests.Commands;

/// <summary>Each refusal of each command, a row each, in order of precedence.</summary>
public class RefusalTests
{
    private static readonly FeelContext Nothing = FeelContext.Empty;

    private static Running Case() => new(Process(
        Start(), Parallel("F"), Task("A"), Job("J"), Timer("intermediateCatchEvent", "T", "timeDuration:P1D"), Sub("P",
            Start("s"), Task("B", Loop(cardinality: "2")), End("e"), Flows("s-B-e")), End(),
        Flows("S-F-A-E", "F-J-E", "F-T-E", "F-P-E")));

    public static TheoryData<string, string> Rows => new()
    {
        { "bpmn.instance.not-started", "complete 1 before" },
        { "bpmn.instance.not-started", "cancel before" },
        { "bpmn.start-event.unknown", "start X before" },
        { "bpmn.start-event.unknown", "start A before" },
        { "bpmn.instance.already-started", "start" },
        { "bpmn.user-task.not-open", "complete 999" },
        { "bpmn.user-task.not-open", "complete J" },
        { "bpmn.user-task.not-open", "complete P" },
        { "bpmn.user-task.not-open", "complete B" },
        { "bpmn.user-task.unknown-outcome", "complete A maybe" },
        { "bpmn.user-task.unknown-outcome", "complete A OK" },
        { "bpmn.user-task.comment-missing", "complete A no" },
        { "bpmn.user-task.performer-missing", "complete A ok nobody" },
        { "bpmn.job.not-open", "answer 999" },
        { "bpmn.job.not-open", "answer A" },
        { "bpmn.job.not-open", "fail A" },
        { "bpmn.timer.not-running", "fire 999" },
        { "bpmn.timer.not-running", "fire A" },
        { "bpmn.incident.none", "resolve A" },
        { "bpmn.incident.none", "resolve 999" },
        { "bpmn.instance.already-started", "start after" },
        { "bpmn.instance.ended", "complete A after" },
        { "bpmn.instance.ended", "answer J after" },
        { "bpmn.instance.ended", "fire T after" },
        { "bpmn.instance.ended", "set after" },
        { "bpmn.instance.ended", "resolve A after" },
        { "bpmn.instance.ended", "cancel after" },
    };

    [Theory, MemberData(nameof(Rows))]
    public void It_is_refused_and_nothing_has_changed(string code, string asked)
    {
        var run = Case();
        var words = asked.Split(' ');
        if (words[^1] != "before")
            run.Start();
        var command = CommandOf(words, run);
        if (words[^1] == "after")
            run.Do(new CancelInstance("结束"));
        var before = run.State.ToJson();
        var result = run.Try(command);
        Assert.Equal(code, result.Refusal?.Code);
        Assert.Empty(result.Events);
        Assert.Empty(result.Effects);
        Assert.Equal(before, run.State.ToJson());
        Assert.EndsWith("。", result.Refusal!.Message);
    }

    [Fact]
    public void Setting_nothing_is_accepted_and_does_nothing() =>
        Assert.Empty(Case().Start().Try(new SetVariables(Nothing)).Events);

    private static Command CommandOf(string[] words, Running run)
    {
        var id = words.Length < 2 ? 0
            : long.TryParse(words[1], out var number) ? number
            : run.State.Elements.Values.FirstOrDefault(e => e.ElementId == words[1])?.Id ?? 0;
        return words[0] switch
        {
            "start" => new StartInstance(words.Length > 1 && words[1].Length == 1 ? words[1] : null, Nothing),
            "complete" => new CompleteUserTask(
                id, words.Length > 2 && words[2] != "after" && words[2] != "before" ? words[2] : "ok", null,
                words[^1] == "nobody" ? " " : "li", Nothing),
            "answer" => new CompleteJob(id, Nothing),
            "fail" => new FailJob(id, "坏了"),
            "fire" => new FireTimer(words[1] == "T" ? run.Timers.First().Id : id),
            "set" => new SetVariables(Running.Vars(("a", 1))),
            "resolve" => new ResolveIncident(id),
            _ => new CancelInstance("不办了"),
        };
    }
}
