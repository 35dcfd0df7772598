using static BalancedEdu.Bpmn.Tests.Drawn;

namespace BalancedEdu.Bpmn.Tests.Elements;

public class VoteTallyTests
{
    private static readonly object?[] Seats =
    [
        Running.Vars(("name", "甲"), ("weight", 2)), Running.Vars(("name", "乙"), ("veto", true)),
        Running.Vars(("name", "丙")), Running.Vars(("name", "丁")), Running.Vars(("name", "戊")),
    ];

    private static string Vote(string until, bool sequential = false, string more = "be:tally=\"t\"") => $"""
        <bpmn:userTask id="V"><bpmn:extensionElements><be:assignment candidateGroups="edu.basic"/>
          <be:outcome id="yes" name="同意"/><be:outcome id="no" name="不同意" kind="danger"/>
          <be:outcome id="none" name="弃权" vote="abstain"/><be:outcome id="later" name="再议"/>
        </bpmn:extensionElements>
        {Loop(collection: "seats", item: "seat", until: until, sequential: sequential, more: more)}
        </bpmn:userTask>
        """;

    private static Running Begin(string until, bool sequential = false) => new Running(Process(
        Start(), Vote(until, sequential), Task("N"), End(), Flows("S-V-N-E"))).Start(("seats", Seats));

    [Theory]
    [InlineData("t.agreed >= 3", "1 yes,2 no,3 none,4 yes", "5 yes")]
    [InlineData("t.agreed / t.instances >= 0.6", "1 yes,4 yes", "2 yes")]
    [InlineData("t.agreedWeight >= 4", "1 yes,4 yes", "5 yes")]
    [InlineData("t.rejectedWeight >= 3", "3 no,4 no", "5 no")]
    [InlineData("t.vetoed", "1 no,2 yes,3 no", "")]
    [InlineData("t.vetoed", "1 yes,3 no", "2 no")]
    [InlineData("t.agreed >= 3 or t.agreed + t.open < 3", "1 no,2 none", "3 no")]
    [InlineData("t.agreedWeight + t.openWeight < 3", "1 no,3 no", "4 no")]
    [InlineData("t.abstained >= 2", "1 yes,3 no,4 none", "5 none")]
    public void The_count_decides_as_soon_as_it_is_certain(string until, string before, string last)
    {
        var run = Begin(until);
        foreach (var vote in before.Split(','))
            Cast(run, vote);
        Assert.NotEqual("N", run.TaskIds);
        if (last.Length == 0)
            return;
        Cast(run, last);
        Assert.Equal("N", run.TaskIds);
    }

    [Fact]
    public void It_is_kept_when_all_is_over_and_an_outcome_that_is_no_vote_counts_nowhere()
    {
        var run = Begin("false");
        foreach (var vote in new[] { "1 yes", "2 no", "3 none", "4 later", "5 yes" })
            Cast(run, vote);
        Assert.Equal(
            "5 2 1 1 0 3 1 1 0 true",
            string.Join(' ', run.Variable("t").AsContext()!.Select(entry => entry.Value.ToString())));
    }

    [Fact]
    public void In_a_sequence_those_still_to_come_are_open_too()
    {
        var run = Begin("t.agreed + t.open < 3", sequential: true);
        Cast(run, "1 no");
        Cast(run, "2 yes");
        Cast(run, "3 no");
        Assert.Equal("V", run.TaskIds);
        Cast(run, "4 no");
        Assert.Equal("N", run.TaskIds);
        Assert.True(run.Variable("t").AsContext()!.TryGet("open", out var open) && open.AsNumber() == 0);
    }

    [Theory]
    [InlineData("weight", -1)]
    [InlineData("weight", "重")]
    [InlineData("veto", 1)]
    public void A_seat_whose_weight_or_veto_does_not_read_is_an_incident_before_a_task_opens(string name, object value)
    {
        var run = new Running(Process(Start(), Vote("false"), End(), Flows("S-V-E")))
            .Start(("seats", new object?[] { Running.Vars((name, value)) }));
        Assert.Equal("", run.TaskIds);
        Assert.Contains(name, Assert.Single(run.Incidents).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("bpmn.multi-instance.tally-of-drawn-results", "be:tally=\"t\" be:resultItem=\"V.outcome\"")]
    [InlineData("bpmn.multi-instance.tally-named-as-results", "be:tally=\"V\"")]
    public void A_count_that_can_not_be_made_is_refused(string code, string more)
    {
        var finding = Assert.Single(Compile(Start(), Vote("false", more: more), End(), Flows("S-V-E")).Findings);
        Assert.Equal((code, "V"), (finding.Code, finding.ElementId));
        Assert.True(finding.Line > 0);
    }

    [Fact]
    public void Only_user_tasks_have_votes() => Assert.Equal(
        "bpmn.multi-instance.tally-of-no-votes",
        Assert.Single(Compile(
            Start(), Job("V", Loop(cardinality: "2", more: "be:tally=\"t\"")), End(), Flows("S-V-E")).Findings).Code);

    private static void Cast(Running run, string vote)
    {
        var parts = vote.Split(' ');
        run.Complete(
            "V", parts[1], comment: parts[1] == "no" ? "理由" : null,
            loop: int.Parse(parts[0], System.Globalization.CultureInfo.InvariantCulture));
    }
}
