using static BalancedEdu.Bpmn.Tests.Drawn;

namespace BalancedEdu.Bpmn.Tests.Elements;

/// <summary>Activities that need, or give, more than one token.</summary>
public class QuantityTests
{
    private static Running Needs(int tokens, int quantity) => new(Process(
        [Start(), Parallel("F"), Exclusive("M"), Task("A", attributes: $"startQuantity=\"{quantity}\""), End(),
            .. Enumerable.Range(1, tokens).Select(i => Task($"T{i}")), Flows("S-F", "M-A-E"),
            .. Enumerable.Range(1, tokens).Select(i => Flows($"F-T{i}-M"))]));

    [Fact]
    public void It_starts_when_enough_tokens_have_come()
    {
        var run = Needs(4, 2).Start().Complete("T1");
        Assert.DoesNotContain("A", run.TaskIds);
        run.Complete("T2");
        Assert.Equal("A T3 T4", run.TaskIds);
        run.Complete("T3").Complete("T4");
        Assert.Equal("A A", run.TaskIds);
        run.Complete("A").Complete("A").AssertEnded();
    }

    [Fact]
    public void Too_few_tokens_strand_and_a_person_is_told()
    {
        var run = Needs(3, 2).Start().Complete("T1").Complete("T2").Complete("T3").Complete("A");
        Assert.Equal("bpmn.join.stranded", Assert.Single(run.Incidents).Code);
    }

    [Fact]
    public void It_gives_as_many_tokens_as_it_says()
    {
        var run = new Running(Process(
            Start(), Task("A", attributes: "completionQuantity=\"3\""), Task("B"), End(), Flows("S-A-B-E"))).Start()
            .Complete("A");
        Assert.Equal("B B B", run.TaskIds);
        run.Complete("B").Complete("B").Complete("B").AssertEnded();
    }
}
