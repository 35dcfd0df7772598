using BalancedEdu.Bpmn.Model;
using BalancedEdu.Web.Features.Tasks;

namespace BalancedEdu.Web.Tests.Features.Tasks;

public class OutcomeWordsTests
{
    private static readonly Outcome Agree = new("agree", "同意", false, "primary");
    private static readonly Outcome Conditional = new("cond", "有条件同意", true, "plain");
    private static readonly Outcome Return = new("return", "退回", true, "plain");
    private static readonly Outcome Refuse = new("refuse", "不同意", true, "danger");
    private static readonly Outcome[] All = [Agree, Conditional, Return, Refuse];

    [Fact]
    public void The_primary_outcome_stands_rightmost_and_refusals_left() =>
        Assert.Equal([Return, Refuse, Conditional, Agree], OutcomeWords.InBarOrder(All));

    [Fact]
    public void A_opens_the_primary_outcome_and_R_the_return() =>
        Assert.Equal(["a", null, "r", null], All.Select(o => OutcomeWords.KeyOf(o, All)));

    [Fact]
    public void Ready_sentences_fit_the_outcome()
    {
        Assert.Contains("同意", Phrases.For(Agree));
        Assert.All(Phrases.For(Return), p => Assert.True(p.Length >= OutcomeWords.ReasonLengthMin, p));
        Assert.DoesNotContain("同意", Phrases.For(Refuse));
        Assert.NotEqual(Phrases.For(Agree), Phrases.For(Conditional));
    }
}
