using static BalancedEdu.Bpmn.Tests.Drawn;

namespace BalancedEdu.Bpmn.Tests.Elements;

public class SendTaskTests
{
    [Fact]
    public void It_sends_and_the_token_goes_on_at_once()
    {
        var run = new Running(Process(
            Start(), """<bpmn:sendTask id="M" be:mail="opened" be:mailTo="initiator, user:li.si,edu.basic"/>""", End(), Flows("S-M-E")))
            .Start(("no", "DB-1"));
        var mail = Assert.Single(run.Mails);
        Assert.Equal(("opened", "M"), (mail.Template, mail.ElementId));
        Assert.Equal(["initiator", "user:li.si", "edu.basic"], mail.To);
        Assert.True(mail.Data.TryGet("no", out var no));
        Assert.Equal("DB-1", no.AsString());
        run.AssertEnded();
    }

    [Fact]
    public void Recipients_may_be_worked_out() => Assert.Equal(
        ["user:a", "user:b"],
        new Running(Process(
            Start(), """<bpmn:sendTask id="M" be:mail="m" be:mailTo='=for p in people return "user:" + p'/>""", End(), Flows("S-M-E")))
        .Start(("people", new object?[] { "a", "b" })).Mails[0].To);

    [Fact]
    public void Recipients_that_are_no_texts_stop_the_token_and_nothing_is_sent()
    {
        var run = new Running(Process(
            Start(), """<bpmn:sendTask id="M" be:mail="m" be:mailTo="=[1]"/>""", End(), Flows("S-M-E"))).Start();
        Assert.Equal("bpmn.expression.wrong-kind", Assert.Single(run.Incidents).Code);
        Assert.Empty(run.Mails);
    }

    [Theory]
    [InlineData("""<bpmn:intermediateThrowEvent id="M" be:mail="m" be:mailTo="initiator"/>""", "S-M-E")]
    [InlineData("""<bpmn:endEvent id="M" be:mail="m" be:mailTo="initiator"/>""", "S-A-M")]
    public void Throwing_events_send_too(string element, string flows)
    {
        var run = new Running(Process(Start(), element, flows.EndsWith('E') ? End()
            : Manual("A"), Flows(flows))).Start();
        Assert.Equal("m", Assert.Single(run.Mails).Template);
        Assert.True(run.State.Ended);
    }
}
