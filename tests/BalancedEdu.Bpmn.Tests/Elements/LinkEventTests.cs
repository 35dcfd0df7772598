using static BalancedEdu.Bpmn.Tests.Drawn;
using static BalancedEdu.Bpmn.Tests.DrawnEvents;

namespace BalancedEdu.Bpmn.Tests.Elements;

public class LinkEventTests
{
    [Fact]
    public void Two_throws_and_one_catch_give_two_tokens()
    {
        var run = new Running(Process(
            Start(), Parallel("F"), Throw("T1", "link:L"), Throw("T2", "link:L"), Catch("C", "link:L"),
            Task("WaitAfterLink"), End(), Flows("S-F-T1", "F-T2", "C-WaitAfterLink-E"))).Start();
        Assert.Equal("WaitAfterLink WaitAfterLink", run.TaskIds);
        run.Complete("WaitAfterLink").Complete("WaitAfterLink").AssertEnded();
    }

    [Fact]
    public void It_stays_in_its_own_scope()
    {
        var run = new Running(Process(
            Start(), Sub("P", Start("s"), Throw("t", "link:L"), Catch("c", "link:L"), Task("A"), End("e"),
                Flows("s-t", "c-A-e")), Catch("C", "link:other"), Throw("T", "link:other"), Task("B"), End(),
            Flows("S-P-T", "C-B-E"))).Start();
        Assert.Equal("A", run.TaskIds);
        run.Complete("A").Complete("B").AssertEnded();
    }
}
