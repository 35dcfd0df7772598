using BalancedEdu.Web.Runtime.Transitions;

namespace BalancedEdu.Web.Tests.Runtime;

public sealed class NumberFormatTests
{
    [Theory]
    [InlineData("DB-{yyyy}-{seq:5}", "2026-11-02T09:00:00+08:00", 377, "DB-2026-00377")]
    [InlineData("LD-{yy}{MM}-{seq:3}", "2026-03-31T23:59:00+08:00", 7, "LD-2603-007")]
    [InlineData("BF-{yyyy}-{seq:1}", "2026-11-02T09:00:00+08:00", 12, "BF-2026-12")]
    [InlineData("DB-{yyyy}-{seq:2}", "2026-12-31T16:00:00+00:00", 100, "DB-2027-100")]
    public void A_number_counts_in_the_series_of_its_day_in_Beijing(
        string format, string at, long next, string number) =>
        Assert.Equal(
            number,
            NumberFormat.At(format, DateTimeOffset.Parse(at, System.Globalization.CultureInfo.InvariantCulture))
                .With(next));
}
