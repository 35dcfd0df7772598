using BalancedEdu.Web.Mail;

namespace BalancedEdu.Web.Tests.Mail;

public class MailScheduleTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 5)]
    [InlineData(3, 15)]
    [InlineData(4, 60)]
    [InlineData(5, 240)]
    [InlineData(6, null)]
    public void Each_attempt_waits_longer_until_a_person_decides(int failed, int? minutes)
    {
        var now = DateTimeOffset.UnixEpoch;
        Assert.Equal(minutes is { } m ? now.AddMinutes(m) : null, MailSchedule.After(failed, now, 1));
        Assert.Equal(minutes is { } n ? now.AddMinutes(n / 2.0) : null, MailSchedule.After(failed, now, 0));
        Assert.Equal(6, MailSchedule.AttemptsMax);
    }

    [Theory]
    [InlineData("21:59", false)]
    [InlineData("22:00", true)]
    [InlineData("23:59", true)]
    [InlineData("00:00", true)]
    [InlineData("06:59", true)]
    [InlineData("07:00", false)]
    [InlineData("12:00", false)]
    public void Nights_are_quiet_in_Beijing(string time, bool quiet)
    {
        var now = new DateTimeOffset(new(2026, 11, 24), TimeOnly.Parse(time, null), TimeSpan.FromHours(8));
        Assert.Equal(quiet, MailSchedule.IsQuiet(now.ToUniversalTime(), new()));
    }

    [Fact]
    public void Quiet_hours_may_lie_within_a_day_or_nowhere()
    {
        var noon = new DateTimeOffset(2026, 11, 24, 12, 0, 0, TimeSpan.FromHours(8));
        Assert.True(MailSchedule.IsQuiet(noon, new() { QuietFrom = new(11, 0), QuietTo = new(14, 0) }));
        Assert.False(MailSchedule.IsQuiet(noon, new() { QuietFrom = new(12, 0), QuietTo = new(12, 0) }));
    }
}
