using System.Diagnostics;

namespace BalancedEdu.Web.Tests.App;

/// <summary>The product as a process of its own, which dies at a checkpoint as by <c>kill -9</c>.</summary>
public static class ChildProcess
{
    /// <summary>The exit code of a process that was ended by SIGKILL.</summary>
    public const int Killed = 137;

    /// <summary>Runs a node on the database of an application until it dies at the checkpoint.</summary>
    /// <param name="app">Whose database, workflows and mail folder it uses.</param>
    /// <param name="checkpoint">Where it dies.</param>
    /// <returns>Its exit code.</returns>
    public static async Task<int> RunUntilItDiesAsync(ProductApp app, int checkpoint)
    {
        var start = Start(app, []);
        start.ArgumentList.Add("--urls=http://127.0.0.1:0");
        start.ArgumentList.Add("--Runtime:Sweeping=true");
        start.ArgumentList.Add($"--Crash:At={checkpoint}");
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(3));
        try
        {
            await process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill();
            throw new InvalidOperationException(
                $"The node passed no checkpoint {checkpoint} in three minutes:\n{await output}\n{await errors}");
        }
        return process.ExitCode;
    }
    /// <summary>Has the product carry out a command of the operator on the database of an application.</summary>
    /// <param name="app">Whose database and folders it uses.</param>
    /// <param name="command">The command and its options.</param>
    /// <returns>Its exit code and its standard output.</returns>
    public static async Task<(int ExitCode, string Output)> CommandAsync(ProductApp app, params string[] command)
    {
        using var process = Process.Start(Start(app, command))!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.Equal("", await errors);
        return (process.ExitCode, await output);
    }

    private static ProcessStartInfo Start(ProductApp app, string[] command)
    {
        ArgumentNullException.ThrowIfNull(app);
        var start = new ProcessStartInfo("dotnet")
        {
            WorkingDirectory = AppContext.BaseDirectory,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "BalancedEdu.Web.dll"));
        foreach (var argument in command)
            start.ArgumentList.Add(argument);
        foreach (var (key, value) in app.SettingsOfAnotherProcess)
            start.ArgumentList.Add($"--{key}={value}");
        start.Environment["ASPNETCORE_ENVIRONMENT"] = "Testing";
        return start;
    }
}
