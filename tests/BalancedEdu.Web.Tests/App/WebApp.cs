using System.Net;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace BalancedEdu.Web.Tests.App;

/// <summary>
/// The real application on an embedded database of its own, with the invented city in it and the clock stopped at
/// ten o'clock on Tuesday 24 November 2026 in Beijing.
/// </summary>
public partial class WebApp : WebApplicationFactory<Program>
{
    /// <summary>The password of all demonstration accounts.</summary>
    public const string Password = "lincheng2026";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("balancededu-");

    /// <summary>The clock of the application.</summary>
    public FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 11, 24, 10, 0, 0, TimeSpan.FromHours(8)));

    /// <summary>Settings beyond the usual ones; read before the first request.</summary>
    public Dictionary<string, string> Settings { get; } = new() { ["Demonstration:Enabled"] = "true" };

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        builder.UseEnvironment("Production");
        builder.UseSetting("Database:ConnectionString", $"Data Source={Path.Combine(_folder.FullName, "app.db")}");
        foreach (var (key, value) in Settings) builder.UseSetting(key, value);
        builder.ConfigureTestServices(services => services.AddSingleton<TimeProvider>(Time));
    }

    /// <summary>A browser that keeps cookies and does not follow redirects by itself.</summary>
    public HttpClient Browser() =>
        CreateClient(new() { AllowAutoRedirect = false, BaseAddress = new("https://localhost") });

    /// <summary>A browser in which somebody is signed in.</summary>
    public async Task<HttpClient> SignInAsync(string userName)
    {
        var browser = Browser();
        var answer = await SendFormAsync(
            browser, "/Account/Login", new() { ["UserName"] = userName, ["Password"] = Password });
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        return browser;
    }

    /// <summary>Opens a page and sends its form as a browser would, with the page's antiforgery token.</summary>
    public static async Task<HttpResponseMessage> SendFormAsync(
        HttpClient browser, string page, Dictionary<string, string> fields, string? to = null)
    {
        var html = await browser.GetStringAsync(page);
        var token = Token().Match(html);
        Assert.True(token.Success, $"{page} has no form with an antiforgery token.");
        fields["__RequestVerificationToken"] = token.Groups[1].Value;
        return await browser.PostAsync(to ?? page, new FormUrlEncodedContent(fields));
    }

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        if (disposing && _folder.Exists) _folder.Delete(recursive: true);
    }

    [GeneratedRegex("""name="__RequestVerificationToken"[^>]*value="([^"]+)""")]
    private static partial Regex Token();
}
