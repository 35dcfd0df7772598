using BalancedEdu.Bpmn.Execution;
using static BalancedEdu.Bpmn.Tests.Drawn;
using static BalancedEdu.Bpmn.Tests.DrawnEvents;

namespace BalancedEdu.Bpmn.Tests.Elements;

public class TransactionTests
{
    private static Running Booking() => new(Process(
        Start(), Transaction("X", Start("s"), Parallel("f"),
            Job("book", Loop(cardinality: "5")), Undo("book"), Job("charge"), Undo("charge"), Parallel("j"),
            Job("note"), Undo("note"), Task("ask"), Exclusive("g", "g_e"), EndWith("c", "cancel"), End("e"),
            Flows("s-f-book-j", "f-charge-j-note-ask-g"), Flow("g_c", "g", "c", "ask.outcome = \"no\""),
            Flow("g_e", "g", "e")),
        Border("X", "cancelled", "cancel"), Receive("afterCancellation", "ok"), Task("afterSuccess"), End(),
        Flows("S-X-afterSuccess-E", "cancelled-afterCancellation-E")));

    [Fact]
    public void Completed_it_goes_on_and_nothing_is_undone()
    {
        var run = Booking().Start().AnswerAll().Complete("ask");
        Assert.Equal("afterSuccess", run.TaskIds);
        Assert.DoesNotContain("undo", run.AskedJobs);
        run.Complete("afterSuccess").AssertEnded();
    }

    [Fact]
    public void Cancelled_all_it_did_is_undone_before_it_goes_on_from_the_border()
    {
        var run = Booking().Start().AnswerAll().Complete("ask", "no", comment: "不要了");
        Assert.Empty(run.Waits);
        run.AnswerAll();
        Assert.Equal("afterCancellation", run.Waits);
        var undone = run.AskedJobs.Split(' ').Where(job => job.StartsWith("undo", StringComparison.Ordinal)).ToList();
        Assert.Equal(7, undone.Count);
        Assert.Equal(5, undone.Count(job => job == "undo_book"));
        Assert.Equal("undo_note", undone[0]);
        run.Message("ok").AssertEnded();
    }

    [Fact]
    public void A_cancel_ends_all_else_in_it_first()
    {
        var run = new Running(Process(
            Start(), Transaction("X", Start("s"), Parallel("f"), Task("A"), Boundary("T", "A", "timeDuration:PT1H"),
                Task("B"), Parallel("j"), Job("a"), Undo("a"), EndWith("c", "cancel"), End("e"),
                Flows("s-f-A-j-e", "f-B-j", "f-a-c", "T-e"), Handler("H", "signal:s", false)),
            Border("X", "cancelled", "cancel"), End(), End("x"), Flows("S-X-E", "cancelled-x"))).Start().Complete("B");
        run.Answer("a");
        Assert.Equal("", run.TaskIds);
        Assert.Empty(run.Timers);
        Assert.Empty(run.Waits);
        run.Answer("undo_a").AssertEnded("x");
    }

    private static Running Nested(string innerEnd, string outerEnd) => new(Process(
        Start(), Transaction("O", Start("os"), Job("a"), Undo("a"),
            Transaction("I", Start("s"), Job("b"), Undo("b"), Task("ask"), innerEnd, Flows("s-b-ask-ie")),
            Border("I", "ic", "cancel"), Task("afterInner"), Task("go"), Parallel("f"), outerEnd, End("oend"),
            Flows("os-a-f-I-afterInner-oend", "f-go-oe", "ic-oend")),
        Border("O", "oc", "cancel"), Task("afterOuter"), End(), Flows("S-O-E", "oc-afterOuter-E")));

    [Fact]
    public void Cancelling_the_inner_one_undoes_the_inner_one_only()
    {
        var run = Nested(EndWith("ie", "cancel"), EndWith("oe", "cancel")).Start().AnswerAll().Complete("ask");
        Assert.Equal("undo_b", run.JobIds);
        run.Answer("undo_b");
        Assert.Equal("go", run.TaskIds);
        Assert.DoesNotContain("undo_a", run.AskedJobs);
    }

    [Fact]
    public void Cancelling_the_outer_one_drops_an_open_inner_one_without_undoing_it()
    {
        var run = Nested(End("ie"), EndWith("oe", "cancel")).Start().AnswerAll().Complete("go").AnswerAll();
        Assert.Equal("afterOuter", run.TaskIds);
        Assert.Equal("a b undo_a", run.AskedJobs);
        run.Complete("afterOuter").AssertEnded();
    }

    [Fact]
    public void Cancelling_the_outer_one_undoes_a_completed_inner_one()
    {
        var run = Nested(End("ie"), EndWith("oe",
            "cancel")).Start().AnswerAll().Complete("ask").Complete("go").AnswerAll();
        Assert.Equal("a b undo_b undo_a", run.AskedJobs);
        run.Complete("afterOuter").AssertEnded();
    }

    [Fact]
    public void An_error_leaves_it_without_undoing_anything()
    {
        var run = new Running(Process(
            Start(), Transaction("X", Start("s"), Job("a"), Undo("a"), EndWith("x", "error:E1"), Flows("s-a-x")),
            Border("X", "B", "error:E1"), End(), End("failed"), Flows("S-X-E", "B-failed"))).Start().Answer("a");
        run.AssertEnded("failed");
        Assert.Equal("a", run.AskedJobs);
    }
}
