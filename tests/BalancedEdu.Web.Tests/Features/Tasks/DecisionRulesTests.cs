using BalancedEdu.Bpmn.Model;
using BalancedEdu.Web.Features.Tasks;

namespace BalancedEdu.Web.Tests.Features.Tasks;

public class DecisionRulesTests
{
    private static readonly Outcome[] Outcomes =
    [
        new("agree", "同意", false, "primary"),
        new("merge", "并案", true, "plain"),
        new("return", "退回修改", true, "plain"),
        new("refuse", "不同意", true, "danger"),
    ];

    [Theory]
    [InlineData("agree", null)]
    [InlineData("agree", "同意")]
    [InlineData("merge", "并")]
    [InlineData("return", "材料不齐，请补充证明文件")]
    [InlineData("refuse", "一二三四五六七八九十")]
    public void A_decision_with_enough_words_holds(string outcome, string? comment) =>
        Assert.Empty(Check(outcome, comment, "{}"));

    [Theory]
    [InlineData(null, null, null, "没有选择办理结果")]
    [InlineData("approve-all", null, null, "没有选择办理结果")]
    [InlineData("merge", null, null, "“并案”须写明意见")]
    [InlineData("return", "材料不齐", null, "说明至少 10 个字，现在 4 个字")]
    [InlineData("refuse", null, null, "说明至少 10 个字，现在 0 个字")]
    [InlineData("agree", null, "[1]", "表单内容不完整")]
    [InlineData("agree", null, "{", "表单内容不完整")]
    [InlineData("agree", null, "null", "表单内容不完整")]
    public void Otherwise_it_says_what_is_missing(string? outcome, string? comment, string? form, string error) =>
        Assert.StartsWith(error, Assert.Single(Check(outcome, comment, form)), StringComparison.Ordinal);

    [Fact]
    public void An_opinion_has_a_limit() => Assert.Equal(
        "说明最多 500 个字，现在 501 个字", Assert.Single(Check("agree", new string('好', 501), null)));

    [Fact]
    public void A_form_has_a_limit_in_size_and_depth()
    {
        Assert.False(DraftRules.Hold($$"""{"x":"{{new string('a', DraftRules.FormDataLengthMax)}}"}"""));
        Assert.False(DraftRules.Hold(string.Concat(Enumerable.Repeat("{\"x\":", 40)) + "1" + new string('}', 40)));
        Assert.True(DraftRules.Hold("""{"x":{"y":[1,2]}}"""));
    }

    private static IEnumerable<string> Check(string? outcome, string? comment, string? form) =>
        new DecisionRules(Outcomes)
            .Validate(new DecisionInput { Outcome = outcome, Comment = comment, FormData = form }).Errors
            .Select(e => e.ErrorMessage);
}
