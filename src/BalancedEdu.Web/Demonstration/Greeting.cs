using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Options;

namespace BalancedEdu.Web.Demonstration;

/// <summary>Tells whoever started the product where it is, and in demonstration mode who may sign in.</summary>
public static class Greeting
{
    /// <summary>Writes to the console once the server listens.</summary>
    public static void GreetWhenStarted(this WebApplication app)
    {
        ArgumentNullException.ThrowIfNull(app);
        app.Lifetime.ApplicationStarted.Register(() =>
        {
            var addresses = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>();
            var demonstration = app.Services.GetRequiredService<IOptions<DemonstrationSettings>>().Value;
            Console.Out.WriteLine(Text(addresses?.Addresses ?? [], demonstration));
        });
    }

    /// <summary>The address, and in demonstration mode the accounts with their password.</summary>
    public static string Text(IEnumerable<string> addresses, DemonstrationSettings demonstration)
    {
        ArgumentNullException.ThrowIfNull(demonstration);
        List<string> lines = ["", $"均衡审批 BalancedEdu: {string.Join(" ", addresses)}"];
        if (demonstration.Enabled)
        {
            lines.Add($"演示账号（虚构的临澄市），密码都是 {demonstration.Password}：");
            lines.AddRange(DemonstrationCity.Accounts.Select(a => $"  {a.UserName,-16} {a.DisplayName}  {a.Post}"));
        }
        return string.Join(Environment.NewLine, lines);
    }
}
