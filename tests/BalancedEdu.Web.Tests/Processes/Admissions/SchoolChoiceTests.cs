using BalancedEdu.Web.Processes.Admissions;

namespace BalancedEdu.Web.Tests.Processes.Admissions;

/// <summary>择校不超过 5%.</summary>
public sealed class SchoolChoiceTests
{
    [Theory]
    [InlineData(1236, 61, 4.94, false)]
    [InlineData(1236, 62, 5.02, true)]
    [InlineData(1000, 50, 5.00, false)]
    [InlineData(100_000, 5001, 5.00, true)]
    [InlineData(0, 0, 0, false)]
    public void The_limit_is_exceeded_by_the_exact_figures(int enrolled, int chosen, double percent, bool exceeds)
    {
        Assert.Equal(exceeds, SchoolChoice.Exceeds(enrolled, chosen, 5));
        Assert.Equal((decimal)percent, SchoolChoice.Percent(enrolled, chosen));
    }
}
