using System.Diagnostics;
using BalancedEdu.Web.Data;
using BalancedEdu.Web.Tests.App;
using BalancedEdu.Web.Tests.Architecture;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Npgsql;

namespace BalancedEdu.Web.Tests.Deploy;

/// <summary>Runs the scripts of deploy/ as an operator does, against the database of an application or another.</summary>
internal sealed class Scripts : IDisposable
{
    private static int _count;

    private readonly Dictionary<string, string> _environment;

    private Scripts(Dictionary<string, string> environment) => _environment = environment;

    /// <summary>A folder that is removed with this.</summary>
    public string Folder { get; } = Directory.CreateTempSubdirectory("balancededu-deploy-").FullName;

    /// <summary>The backup that tests make.</summary>
    public string Backup => Path.Combine(Folder, "backup");

    public static Scripts For(ProductApp app)
    {
        var settings = app.Services.GetRequiredService<IOptions<DatabaseSettings>>().Value;
        if (settings.Provider == DatabaseProvider.Sqlite)
            return new(new() { ["BALANCEDEDU_SQLITE"] = settings.ConnectionString["Data Source=".Length..] });
        var target = new NpgsqlConnectionStringBuilder(settings.ConnectionString);
        return new(new()
        {
            ["PGHOST"] = target.Host!,
            ["PGPORT"] = $"{target.Port}",
            ["PGUSER"] = target.Username!,
            ["PGDATABASE"] = target.Database!,
        });
    }

    /// <summary>Points to an empty database, or to a file that isn't there.</summary>
    public async Task<string> PointToNewAsync()
    {
        if (_environment.ContainsKey("BALANCEDEDU_SQLITE"))
            return _environment["BALANCEDEDU_SQLITE"] = Path.Combine(Folder, $"restored{_count++}.db");
        var name = $"balancededu_restored_{Environment.ProcessId}_{Interlocked.Increment(ref _count)}";
        await PostgresServer.ExecuteAsync($"CREATE DATABASE {name}");
        return _environment["PGDATABASE"] = name;
    }

    /// <summary>Runs a script.</summary>
    /// <returns>Its exit code, and all that it printed.</returns>
    public async Task<(int ExitCode, string Output)> RunAsync(string script, params string[] arguments)
    {
        var start = new ProcessStartInfo("bash")
        {
            WorkingDirectory = Folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.ArgumentList.Add(Path.Combine(SourceTree.Root, "deploy", script));
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        foreach (var (key, value) in _environment)
            start.Environment[key] = value;
        start.Environment["PROGRAM"] = Path.Combine(AppContext.BaseDirectory, "BalancedEdu.Web.dll");
        start.Environment["PATH"] = $"{PostgresServer.Binaries}:{Environment.GetEnvironmentVariable("PATH")}";
        using var process = Process.Start(start)!;
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        return (process.ExitCode, await output + await errors);
    }

    /// <summary>Runs a script and expects it to refuse.</summary>
    public async Task RefusedAsync(string code, string script, params string[] arguments)
    {
        var (exitCode, output) = await RunAsync(script, arguments);
        Assert.True(exitCode == 1 && output.Contains(code + "　", StringComparison.Ordinal), $"{code}: {output}");
    }

    /// <summary>Runs a script and expects it to go through.</summary>
    public async Task<string> DoneAsync(string script, params string[] arguments)
    {
        var (exitCode, output) = await RunAsync(script, arguments);
        Assert.True(exitCode == 0, output);
        return output;
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
