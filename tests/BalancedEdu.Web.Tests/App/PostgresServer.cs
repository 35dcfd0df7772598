using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace BalancedEdu.Web.Tests.App;

/// <summary>
/// The PostgreSQL that tests make their databases in: the one of <c>BALANCEDEDU_TEST_POSTGRES</c>, else a throw-away
/// cluster that this run starts on a free port of the loopback and removes when it ends.
/// </summary>
public static class PostgresServer
{
    private static readonly Lazy<Task<string>> Started = new(StartAsync);
    private static string? _folder;
    private static int _port;

    /// <summary>
    /// How the cluster is started. Tests don't ask what survives a power failure; who measures sets it to what is
    /// measured, before the first connection.
    /// </summary>
    public static string Options { get; set; } =
        "-c fsync=off -c full_page_writes=off -c synchronous_commit=off -c max_connections=300";

    /// <summary>Where the programs of the newest PostgreSQL lie: <c>initdb</c>, <c>pgbench</c>.</summary>
    public static string Binaries => Path.Combine(
        Directory.GetDirectories("/usr/lib/postgresql").Order(StringComparer.Ordinal).LastOrDefault()
            ?? throw new InvalidOperationException(
                "Start PostgreSQL for the tests: /usr/lib/postgresql is empty. "
                + "Install it or set BALANCEDEDU_TEST_POSTGRES."),
        "bin");

    /// <summary>A connection string without a database.</summary>
    public static Task<string> ConnectionStringAsync() => Started.Value;

    /// <summary>Runs one statement in the maintenance database.</summary>
    public static async Task ExecuteAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(
            await ConnectionStringAsync() + ";Database=postgres;Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>Fills an empty database with what <c>pg_dump</c> has written as text.</summary>
    public static async Task RestoreAsync(string database, string dump)
    {
        var server = new NpgsqlConnectionStringBuilder(await ConnectionStringAsync());
        using var psql = Process.Start(new ProcessStartInfo(Path.Combine(Binaries, "psql"))
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            ArgumentList =
            {
                "-h", server.Host!, "-p", $"{server.Port}", "-U", server.Username!, "-d", database, "-q",
                "-v", "ON_ERROR_STOP=1",
            },
        })!;
        var output = psql.StandardOutput.ReadToEndAsync();
        await psql.StandardInput.WriteAsync(dump);
        psql.StandardInput.Close();
        await output;
        await psql.WaitForExitAsync();
        if (psql.ExitCode != 0)
            throw new InvalidOperationException($"The dump could not be read into {database}: {psql.ExitCode}.");
    }

    /// <summary>Stops the throw-away cluster as a crash would, and starts it again after a while.</summary>
    public static async Task RestartAsync(TimeSpan away)
    {
        var folder = _folder ?? throw new InvalidOperationException("This PostgreSQL is not ours to stop.");
        await RunAsync(
            "runuser", "-u", "postgres", "--", Path.Combine(Binaries, "pg_ctl"), "-D", $"{folder}/data", "-m",
            "immediate", "stop");
        await Task.Delay(away);
        await StartClusterAsync(Binaries, folder, _port);
    }

    private static async Task<string> StartAsync()
    {
        if (Environment.GetEnvironmentVariable("BALANCEDEDU_TEST_POSTGRES") is { Length: > 0 } given)
            return given;
        var bin = Binaries;
        var folder = Directory.CreateTempSubdirectory("balancededu-pg-").FullName;
        var port = FreePort();
        await RunAsync("chown", "postgres", folder);
        await RunAsync(
            "runuser", "-u", "postgres", "--", Path.Combine(bin, "initdb"), "-D", $"{folder}/data", "-A", "trust", "-U",
            "postgres",
            "--no-sync", "-E", "UTF8", "--locale=C.UTF-8");
        await StartClusterAsync(bin, folder, port);
        (_folder, _port) = (folder, port);
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Stop(bin, folder);
        return $"Host=127.0.0.1;Port={port};Username=postgres";
    }

    private static Task StartClusterAsync(string bin, string folder, int port) => RunAsync(
        "runuser", "-u", "postgres", "--", Path.Combine(bin, "pg_ctl"), "-D", $"{folder}/data", "-w", "-l",
        $"{folder}/log",
        "-o", $"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories='{folder}' {Options}",
        "start");

    private static void Stop(string bin, string folder)
    {
        using var stop = Process.Start(Quiet(
            "runuser", "-u", "postgres", "--", Path.Combine(bin, "pg_ctl"), "-D", $"{folder}/data", "-m", "immediate",
            "stop"))!;
        stop.WaitForExit(TimeSpan.FromSeconds(10));
        Directory.Delete(folder, recursive: true);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static async Task RunAsync(string program, params string[] arguments)
    {
        // The output stays with the console: a server that keeps a pipe of ours open would never let us read its end.
        using var process = Process.Start(Quiet(program, arguments))!;
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
            throw new InvalidOperationException(
                $"{program} {string.Join(' ', arguments)} ended with {process.ExitCode}.");
    }

    private static ProcessStartInfo Quiet(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo("/bin/sh") { UseShellExecute = false, WorkingDirectory = "/" };
        start.ArgumentList.Add("-c");
        start.ArgumentList.Add("exec \"$0\" \"$@\" >/dev/null 2>&1 </dev/null");
        start.ArgumentList.Add(program);
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        return start;
    }
}
