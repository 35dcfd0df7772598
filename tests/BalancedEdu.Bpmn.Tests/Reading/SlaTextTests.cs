using BalancedEdu.Bpmn.Model;

namespace BalancedEdu.Bpmn.Tests.Reading;

public class SlaTextTests
{
    [Theory]
    [InlineData("20WD", true)]
    [InlineData("30D", true)]
    [InlineData("8WH", true)]
    [InlineData("3M", true)]
    [InlineData("999D", true)]
    [InlineData("1000D", false)]
    [InlineData("0D", false)]
    [InlineData("05D", false)]
    [InlineData("20wd", false)]
    [InlineData("20 WD", false)]
    [InlineData("WD", false)]
    [InlineData("20WDx", false)]
    [InlineData("２０WD", false)]
    public void A_budget(string text, bool reads) => Assert.Equal(reads, SlaText.IsPeriod(text));

    [Theory]
    [InlineData("-2WD", true)]
    [InlineData("0", true)]
    [InlineData("+1WD", false)]
    [InlineData("-0WD", false)]
    [InlineData("-1M", false)]
    public void A_reminder(string text, bool reads) => Assert.Equal(reads, SlaText.IsReminder(text));

    [Theory]
    [InlineData("+1WD:L1", true)]
    [InlineData("+20WD:L4", true)]
    [InlineData("+1WD:L0", false)]
    [InlineData("1WD:L1", false)]
    [InlineData("+1WD", false)]
    public void An_escalation(string text, bool reads) => Assert.Equal(reads, SlaText.IsEscalation(text));
}
