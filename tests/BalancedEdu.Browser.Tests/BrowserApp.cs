using System.Diagnostics;
using BalancedEdu.Web.Tests.Mail;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Time.Testing;
using Microsoft.Playwright;

namespace BalancedEdu.Browser.Tests;

/// <summary>
/// The whole product as its users meet it: a real server on a free port, an embedded database with 临澄市, a real SMTP
/// server that takes its mails, a clock that the test moves, and Chromium.
/// </summary>
public sealed class BrowserApp : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("balancededu-browser-").FullName;
    private WebApplicationFactory<Program>? _factory;
    private IPlaywright? _playwright;

    /// <summary>Tuesday, 24 November 2026, ten in the morning in Beijing.</summary>
    public FakeTimeProvider Clock { get; } = new(new DateTimeOffset(2026, 11, 24, 10, 0, 0, TimeSpan.FromHours(8)));

    public SmtpTestServer Smtp { get; } = new();

    public IBrowser Browser { get; private set; } = null!;

    public Uri Address => _factory!.ClientOptions.BaseAddress;

    public IServiceProvider Services => _factory!.Services;

    public async Task InitializeAsync()
    {
        _factory = new WebApplicationFactory<Program>().WithWebHostBuilder(web =>
        {
            web.UseEnvironment("Testing");
            web.UseSetting("Database:Provider", "Sqlite");
            web.UseSetting("Database:ConnectionString", $"Data Source={Path.Combine(_folder, "browser.db")}");
            web.UseSetting("Demonstration:Enabled", "true");
            web.UseSetting("Mail:Host", "127.0.0.1");
            web.UseSetting("Mail:Port", $"{Smtp.Port}");
            web.UseSetting("Mail:Security", "None");
            web.ConfigureTestServices(services =>
            {
                services.RemoveAll<TimeProvider>();
                services.AddSingleton<TimeProvider>(Clock);
            });
        });
        _factory.UseKestrel(0);
        _factory.StartServer();
        _playwright = await Playwright.CreateAsync();
        Browser = await _playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = Chromium(),
            Args =
            [
                "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
                "--disable-component-update", "--disable-sync",
            ],
        });
    }

    public async Task DisposeAsync()
    {
        await Browser.DisposeAsync();
        _playwright?.Dispose();
        await _factory!.DisposeAsync();
        await Smtp.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>Signs a person in, in a browser window of their own.</summary>
    public async Task<Person> SignInAsync(string userName, int width = 1440, int height = 900)
    {
        var context = await Browser.NewContextAsync(new()
        {
            BaseURL = Address.ToString(),
            ViewportSize = new() { Width = width, Height = height },
            Locale = "zh-CN",
            TimezoneId = "Asia/Shanghai",
        });
        var page = await context.NewPageAsync();
        page.SetDefaultTimeout(30_000);
        var person = new Person(page);
        await person.SignInAsync(userName);
        return person;
    }

    private static string Chromium()
    {
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator);
        var names = new[] { "chromium", "chromium-browser", "google-chrome", "google-chrome-stable" };
        return names.SelectMany(n => folders.Select(f => Path.Combine(f, n))).FirstOrDefault(File.Exists)
            ?? throw new UnreachableException("Chromium isn't on the PATH; ./test installs it.");
    }
}

/// <summary>One server and one browser for all tests that look at pages.</summary>
[CollectionDefinition(nameof(BrowserApp))]
public sealed class BrowserCollection : ICollectionFixture<BrowserApp>;
