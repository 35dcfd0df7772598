using BalancedEdu.Web.Runtime.Clocks;

namespace BalancedEdu.Web.Tests.Runtime.Clocks;

public class BudgetTests
{
    [Theory]
    [InlineData("20WD", 20, BudgetUnit.WorkingDays, "20 个工作日")]
    [InlineData(" 30D ", 30, BudgetUnit.Days, "30 日")]
    [InlineData("8WH", 8, BudgetUnit.WorkingHours, "8 个工作小时")]
    [InlineData("3M", 3, BudgetUnit.Months, "3 个月")]
    [InlineData("9999D", 9999, BudgetUnit.Days, "9999 日")]
    public void A_budget_is_a_number_and_a_unit(string text, int amount, BudgetUnit unit, string words)
    {
        var budget = Budget.Parse(text);
        Assert.Equal(new Budget(amount, unit), budget);
        Assert.Equal(words, budget.InWords);
        Assert.Equal(text.Trim(), budget.ToString());
    }

    [Theory]
    [InlineData(null, "clock.budget.empty")]
    [InlineData("  ", "clock.budget.empty")]
    [InlineData("P5D", "clock.budget.iso-period")]
    [InlineData("P7WD", "clock.budget.iso-period")]
    [InlineData("PT8H", "clock.budget.iso-period")]
    [InlineData("-5WD", "clock.budget.signed")]
    [InlineData("+5WD", "clock.budget.signed")]
    [InlineData("２０WD", "clock.budget.full-width")]
    [InlineData("2.5WD", "clock.budget.fraction")]
    [InlineData("20", "clock.budget.no-unit")]
    [InlineData("20wd", "clock.budget.lower-case")]
    [InlineData("WD", "clock.budget.unit")]
    [InlineData("20W", "clock.budget.unit")]
    [InlineData("20 WD", "clock.budget.unit")]
    [InlineData("20个工作日", "clock.budget.unit")]
    [InlineData("0WD", "clock.budget.range")]
    [InlineData("10000D", "clock.budget.range")]
    [InlineData("99999999999999D", "clock.budget.range")]
    public void A_text_that_is_no_budget_is_refused_with_what_to_write(string? text, string code)
    {
        Assert.Null(Budget.TryParse(text, out var refusal));
        Assert.Equal(code, refusal!.Code);
        Assert.NotEmpty(refusal.Remedy);
    }
}
