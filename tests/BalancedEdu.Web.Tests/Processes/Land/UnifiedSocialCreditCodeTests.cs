using BalancedEdu.Web.Processes.Land;

namespace BalancedEdu.Web.Tests.Processes.Land;

/// <summary>GB 32100-2015.</summary>
public sealed class UnifiedSocialCreditCodeTests
{
    [Theory]
    [InlineData("91350100M000100Y43")] // the example of the standard
    [InlineData("110000000000000000")]
    public void Only_one_last_character_is_right(string code)
    {
        var right = code[..17] + UnifiedSocialCreditCode.CheckCharacter(code[..17]);
        var valid = "0123456789ABCDEFGHJKLMNPQRTUWXY".Where(c => UnifiedSocialCreditCode.IsValid(code[..17] + c));

        Assert.Equal(right[^1], Assert.Single(valid));
    }

    [Fact]
    public void The_example_of_the_standard_is_valid() =>
        Assert.True(UnifiedSocialCreditCode.IsValid("91350100M000100Y43"));

    [Theory]
    [InlineData("")]
    [InlineData("91350100M000100Y4")]
    [InlineData("91350100M000100Y433")]
    [InlineData("91350100M000100Y44")]
    [InlineData("91350100M000100y43")]
    [InlineData("9135O100M000100Y43")]
    [InlineData("１1350100M000100Y43")]
    public void Anything_else_is_refused(string code) => Assert.False(UnifiedSocialCreditCode.IsValid(code));
}
