using BalancedEdu.Web.Runtime.Reading;

namespace BalancedEdu.Web.Tests.Runtime.Reading;

public class InboxCursorTests
{
    [Fact]
    public void A_place_survives_the_address()
    {
        var place = new InboxCursor(new DateTimeOffset(2026, 11, 27, 9, 30, 0, TimeSpan.Zero), 17);
        Assert.Equal(place, InboxCursor.Parse(place.ToString()));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("17")]
    [InlineData("a-b")]
    [InlineData("-5-17")]
    [InlineData("99999999999999999999-1")]
    [InlineData("9223372036854775807-1")]
    [InlineData("639000000000000000-0")]
    [InlineData("639000000000000000-1-2")]
    public void Anything_else_is_the_first_page(string? text) => Assert.Null(InboxCursor.Parse(text));
}
