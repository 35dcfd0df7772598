using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using BalancedEdu.Web.Data;

namespace BalancedEdu.Benchmarks.Persisted;

/// <summary>The product as a process of its own, with its pages, on the database of a node.</summary>
internal sealed class WebNode : IDisposable
{
    private const string Password = "lincheng2026";

    private readonly Process _process;

    private WebNode(Process process, Uri address) => (_process, Address) = (process, address);

    public Uri Address { get; }

    /// <summary>Memory and processor time of the process.</summary>
    public (double MiB, TimeSpan Cpu) Used()
    {
        _process.Refresh();
        return (_process.WorkingSet64 / 1048576.0, _process.TotalProcessorTime);
    }

    public static async Task<WebNode> StartAsync(DatabaseSettings settings, bool sweeping = false)
    {
        var address = new Uri($"http://127.0.0.1:{FreePort()}");
        var start = new ProcessStartInfo("dotnet")
        {
            WorkingDirectory = AppContext.BaseDirectory,
            RedirectStandardOutput = true,
        };
        foreach (var argument in new[]
        {
            Path.Combine(AppContext.BaseDirectory, "BalancedEdu.Web.dll"), $"--urls={address}",
            $"--Database:Provider={settings.Provider}", $"--Database:ConnectionString={settings.ConnectionString}",
            $"--Runtime:Sweeping={sweeping}", "--Logging:LogLevel:Default=Warning",
            $"--Workflows:Folder={Path.Combine(AppContext.BaseDirectory, "Workflows")}",
            $"--Mail:Folder={Path.GetTempPath()}",
        })
            start.ArgumentList.Add(argument);
        start.Environment["ASPNETCORE_ENVIRONMENT"] = "Development";
        var process = Process.Start(start)!;
        _ = process.StandardOutput.ReadToEndAsync();
        using var client = new HttpClient { BaseAddress = address };
        for (var attempt = 0; ; attempt++)
            try
            {
                (await client.GetAsync("/Account/Login")).EnsureSuccessStatusCode();
                return new(process, address);
            }
            catch (HttpRequestException) when (attempt < 300 && !process.HasExited)
            {
                await Task.Delay(200);
            }
    }

    /// <summary>A browser in which somebody is signed in, and the antiforgery token of its pages.</summary>
    public async Task<(HttpClient Browser, string Token)> SignInAsync(string userName)
    {
        var handler = new SocketsHttpHandler { AllowAutoRedirect = false, CookieContainer = new() };
        var browser = new HttpClient(handler) { BaseAddress = Address };
        var answer = await PostAsync(
            browser, "/Account/Login", TokenOf(await browser.GetStringAsync("/Account/Login")),
            ("UserName", userName), ("Password", Password));
        if (answer.StatusCode != HttpStatusCode.Redirect)
            throw new InvalidOperationException($"{userName} could not sign in: {answer.StatusCode}.");
        return (browser, TokenOf(await browser.GetStringAsync("/Inbox")));
    }

    public static async Task<HttpResponseMessage> PostAsync(
        HttpClient browser, string address, string token, params (string Name, string Value)[] fields)
    {
        using var form = new FormUrlEncodedContent(fields.Append(("__RequestVerificationToken", token))
            .Select(f => KeyValuePair.Create(f.Item1, f.Item2)));
        return await browser.PostAsync(address, form);
    }

    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
    }

    private static string TokenOf(string page)
    {
        var at = page.IndexOf("name=\"__RequestVerificationToken\"", StringComparison.Ordinal);
        var from = page.IndexOf("value=\"", at, StringComparison.Ordinal) + "value=\"".Length;
        return page[from..page.IndexOf('"', from)];
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
