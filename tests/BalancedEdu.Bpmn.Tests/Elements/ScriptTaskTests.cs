using static BalancedEdu.Bpmn.Tests.Drawn;
using static BalancedEdu.Bpmn.Tests.DrawnEvents;

namespace BalancedEdu.Bpmn.Tests.Elements;

public class ScriptTaskTests
{
    [Fact]
    public void Its_value_is_kept_under_the_result_variable_or_its_id()
    {
        var run = new Running(Process(
            Start(), Script("A", "n + 1", "m"), """<bpmn:scriptTask id="B"><bpmn:script>m * 2</bpmn:script></bpmn:scriptTask>""",
            End(), Flows("S-A-B-E"))).Start(("n", 1));
        run.AssertEnded();
        Assert.Equal(("2", "4"), (run.Variable("m").ToString(), run.Variable("B").ToString()));
    }

    [Fact]
    public void Null_with_warnings_is_an_incident_that_quotes_the_script()
    {
        var run = new Running(Process(Start(), Script("A", "n + 1", "m"), End(), Flows("S-A-E"))).Start(("n", "x"));
        var incident = Assert.Single(run.Incidents);
        Assert.Equal("bpmn.script.failed", incident.Code);
        Assert.Contains("n + 1", incident.Message);
        Assert.Contains("n = \"x\"", incident.Message);
        run.Set(("n", 1)).Resolve("A").AssertEnded();
    }

    [Fact]
    public void Null_that_was_meant_is_a_value()
    {
        var run = new Running(Process(Start(), Script("A", "null", "m"), End(), Flows("S-A-E"))).Start(("m", 1));
        run.AssertEnded();
        Assert.True(run.Variable("m").IsNull);
    }

    [Fact]
    public void In_one_of_several_it_changes_the_variable_where_it_is()
    {
        var run = new Running(Process(
            Start(), Script("A", "sum + n", "sum", Loop(collection: "[1,2,3]", item: "n", sequential: true)), End(),
            Flows("S-A-E"))).Start(("sum", 0));
        run.AssertEnded();
        Assert.Equal("6", run.Variable("sum").ToString());
    }

    [Fact]
    public void What_it_did_is_not_done_again_when_the_way_on_is_tried_again()
    {
        var run = new Running(Process(
            Start(), Script("A", "n + 1", "n"), End(), Flow("S_A", "S", "A"), Flow("A_E", "A", "E", "go = true")));
        run.Start(("n", 0), ("go", false));
        Assert.Equal("bpmn.activity.no-flow-selected", Assert.Single(run.Incidents).Code);
        run.Resolve("A");
        Assert.Single(run.Incidents);
        run.Set(("go", true)).Resolve("A").AssertEnded();
        Assert.Equal("1", run.Variable("n").ToString());
    }

    [Fact]
    public void A_mail_that_was_sent_is_not_sent_again_when_the_way_on_is_tried_again()
    {
        var run = new Running(Process(
            Start(), """<bpmn:sendTask id="A" be:mail="note" be:mailTo="initiator"/>""", End(), Flow("S_A", "S", "A"),
            Flow("A_E", "A", "E", "go = true"))).Start(("go", false));
        run.Resolve("A").Set(("go", true)).Resolve("A").AssertEnded();
        Assert.Single(run.Mails);
    }
}
