using BalancedEdu.Web.Runtime.Sweeps;

namespace BalancedEdu.Web.Tests.Runtime.Sweeps;

public sealed class BackOffTests
{
    [Theory]
    [InlineData(1, 7.5, 15)]
    [InlineData(2, 15, 30)]
    [InlineData(5, 120, 240)]
    [InlineData(9, 1800, 3600)]
    [InlineData(2_000_000_000, 1800, 3600)]
    public void Each_failure_waits_twice_as_long_less_a_part_up_to_an_hour(int failures, double least, double most)
    {
        Assert.Equal(TimeSpan.FromSeconds(least), BackOff.After(failures, 0));
        Assert.Equal(TimeSpan.FromSeconds(most), BackOff.After(failures, 1));
    }
}
