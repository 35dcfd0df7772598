using BalancedEdu.Web.Demonstration;

namespace BalancedEdu.Web.Tests.Demonstration;

public class GreetingTests
{
    [Fact]
    public void The_demonstration_tells_its_address_accounts_and_password()
    {
        var text = Greeting.Text(["http://127.0.0.1:5080"], new() { Enabled = true, Password = "open-sesame" });
        Assert.Contains("http://127.0.0.1:5080", text, StringComparison.Ordinal);
        Assert.Contains("open-sesame", text, StringComparison.Ordinal);
        Assert.All(DemonstrationCity.Accounts, a => Assert.Contains(a.UserName, text, StringComparison.Ordinal));
    }

    [Fact]
    public void Outside_of_it_nobody_is_named()
    {
        var text = Greeting.Text(["http://127.0.0.1:5080"], new() { Enabled = false, Password = "open-sesame" });
        Assert.DoesNotContain("open-sesame", text, StringComparison.Ordinal);
        Assert.DoesNotContain("peimingyuan", text, StringComparison.Ordinal);
    }
}
