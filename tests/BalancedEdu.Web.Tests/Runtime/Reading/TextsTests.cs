using BalancedEdu.Web.Runtime.Reading;

namespace BalancedEdu.Web.Tests.Runtime.Reading;

public class TextsTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 24, 2, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_day_is_the_day_in_Beijing() =>
        Assert.Equal("2026-11-25\u00a0周三", Texts.Day(new DateTimeOffset(2026, 11, 24, 16, 30, 0, TimeSpan.Zero)));

    [Fact]
    public void The_year_is_left_out_while_it_is_this_one()
    {
        Assert.Equal("11-27\u00a0周五", Texts.ShortDay(Now.AddDays(3), Now));
        Assert.Equal("2027-01-04\u00a0周一", Texts.ShortDay(new(2027, 1, 4, 1, 0, 0, TimeSpan.Zero), Now));
        Assert.Equal("11-24 10:00", Texts.ShortInstant(Now, Now));
        Assert.Equal("2025-11-24 10:00", Texts.ShortInstant(Now.AddYears(-1), Now));
    }
}
