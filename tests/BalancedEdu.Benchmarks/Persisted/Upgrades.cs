using System.Diagnostics;
using System.Globalization;
using BalancedEdu.Web.Data;
using BalancedEdu.Web.Tests.App;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace BalancedEdu.Benchmarks.Persisted;

/// <summary>
/// An upgrade node by node from a build of before: it makes the database and works on it, alone and then beside this
/// one, which has migrated it under the old workers. Workers are killed at random moments and come back as old or new
/// by chance, until no old one is left and new ones pack in their own way. Nothing may be lost or there twice.
/// </summary>
internal static class Upgrades
{
    private const int AtOnce = 3;
    private const string PackBy = "BALANCEDEDU_PACK_BY";

    private enum Build
    {
        /// <summary>The build of before.</summary>
        Old,

        /// <summary>This one, told to write what the one before can read.</summary>
        Beside,

        /// <summary>This one as it is when no older one runs.</summary>
        New,
    }

    /// <summary>Runs it.</summary>
    /// <param name="oldBuild">The folder of the older BalancedEdu.Benchmarks.dll.</param>
    /// <param name="args">
    /// How many kills, and <c>unprepared</c> to forget <c>BALANCEDEDU_PACK_BY</c>: then it must fail.
    /// </param>
    public static async Task<int> RunAsync(string oldBuild, string[] args)
    {
        var kills = args is [var asked, ..] ? int.Parse(asked, CultureInfo.InvariantCulture) : 40;
        var beside = args is [.., "unprepared"] ? Build.New : Build.Beside;

        // What this process writes itself, when it migrates, is read by old workers too.
        Environment.SetEnvironmentVariable(PackBy, beside == Build.Beside ? "brotli" : null);
        var watch = Stopwatch.StartNew();
        var settings = await MakeByOldAsync(oldBuild);
        var folder = Directory.CreateTempSubdirectory("balancededu-upgrade-");
        var crew = new Crew(oldBuild, settings, folder);
        try
        {
            await crew.StartAsync([Build.Old, Build.Old, Build.Old]);
            await crew.KillAsync(kills / 5, [Build.Old]);
            await Node.UpgradeAsync(settings);
            Console.WriteLine($"migrated under {AtOnce} old workers");
            await crew.KillAsync(kills * 3 / 5, [beside, Build.Old]);
            await crew.ReplaceAsync(beside);
            await crew.ReplaceAsync(Build.New);
            await crew.KillAsync(kills - crew.Kills, [Build.New]);
            await crew.AllDecideAsync();
        }
        catch (WorkerStoppedException e)
        {
            Console.WriteLine($"FAILED after {crew.Kills} kills: {e.Message}");
            return 1;
        }
        finally
        {
            await crew.EndAsync();
        }
        await Kills.DrainAsync(settings, folder.FullName);
        return await TellAsync(crew, beside, settings, folder, watch.Elapsed);
    }

    private static async Task<int> TellAsync(
        Crew crew, Build beside, DatabaseSettings settings, DirectoryInfo folder, TimeSpan elapsed)
    {
        await using var node = Node.Over(settings, TimeProvider.System, folder.FullName);
        await using var db = node.Open();
        var verdict = await Kills.VerifyAsync(db, Kills.ToldIn(folder), folder.FullName);
        var incidents = await db.Incidents.CountAsync();
        var handovers = await HandoversAsync(settings);
        Console.WriteLine(
            $"{crew.Kills} kills, {crew.Started[Build.Old]} old and {crew.Started[Build.Beside]} new workers beside, "
            + $"then {crew.Started[Build.New]} new ones alone, {elapsed.TotalSeconds:F0} s: {verdict}, "
            + $"{incidents} incidents");
        foreach (var (by, after, steps) in handovers)
            Console.WriteLine($"{steps} steps by {by} on cases that {after} had last written");
        folder.Delete(recursive: true);
        var missing = Crossings(beside).Where(c => !handovers.Exists(h => (h.By, h.After) == c)).ToList();
        foreach (var (by, after) in missing)
            Console.WriteLine($"no step by {by} on a case that {after} had last written");
        if (verdict.Holds && incidents == 0 && missing.Count == 0)
            return 0;
        Console.WriteLine("FAILED");
        return 1;
    }

    /// <summary>
    /// Who must have gone on with whose cases: old ones and those beside them with each other's, and in the end new
    /// ones, which pack otherwise, with what was written for old ones.
    /// </summary>
    private static IEnumerable<(string By, string After)> Crossings(Build beside)
    {
        yield return (nameof(Build.Old), beside.ToString());
        yield return (beside.ToString(), nameof(Build.Old));
        if (beside != Build.New)
            yield return (nameof(Build.New), beside.ToString());
    }

    /// <summary>
    /// The old build makes a database for its own run of one kill; what it prints tells that it works alone, and the
    /// database stays. Each event is noted with the build that wrote it, by the name that its connection gives.
    /// </summary>
    private static async Task<DatabaseSettings> MakeByOldAsync(string oldBuild)
    {
        var server = await PostgresServer.ConnectionStringAsync();
        using var old = Process.Start(new ProcessStartInfo("dotnet")
        {
            RedirectStandardOutput = true,
            ArgumentList = { Path.Combine(oldBuild, "BalancedEdu.Benchmarks.dll"), "persisted", "kills", "1" },
            Environment = { ["BALANCEDEDU_TEST_POSTGRES"] = server },
        })!;
        Console.WriteLine($"the old build alone: {await old.StandardOutput.ReadLineAsync()}");
        old.Kill(entireProcessTree: true);
        await old.WaitForExitAsync();
        var settings = new DatabaseSettings
        {
            Provider = DatabaseProvider.PostgreSql,
            ConnectionString = $"{server};Database=bench_{old.Id}_1",
        };
        await using var database = NpgsqlDataSource.Create(settings.ConnectionString);
        await using var note = database.CreateCommand(
            """
            CREATE TABLE builds_of_events (case_id bigint, sequence bigint, build text);
            CREATE FUNCTION note_build() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                INSERT INTO builds_of_events VALUES (NEW.case_id, NEW.sequence, current_setting('application_name'));
                RETURN NULL;
            END $$;
            CREATE TRIGGER note_build AFTER INSERT ON case_events FOR EACH ROW EXECUTE FUNCTION note_build();
            """);
        await note.ExecuteNonQueryAsync();
        return settings;
    }

    /// <summary>The first events of steps by one build whose case another one had last written.</summary>
    private static async Task<List<(string By, string After, long Steps)>> HandoversAsync(DatabaseSettings settings)
    {
        await using var database = NpgsqlDataSource.Create(settings.ConnectionString);
        await using var ask = database.CreateCommand(
            """
            SELECT build, before, count(*) FROM (
                SELECT build, lag(build) OVER (PARTITION BY case_id ORDER BY sequence) AS before
                FROM builds_of_events WHERE build IN ('Old', 'Beside', 'New')) AS e
            WHERE build <> before GROUP BY build, before ORDER BY build, before
            """);
        await using var reader = await ask.ExecuteReaderAsync();
        var found = new List<(string, string, long)>();
        while (await reader.ReadAsync())
            found.Add((reader.GetString(0), reader.GetString(1), reader.GetInt64(2)));
        return found;
    }

    /// <summary>The workers that are at it.</summary>
    private sealed class Crew(string oldBuild, DatabaseSettings settings, DirectoryInfo folder)
    {
        private readonly Random _random = new(1);
        private readonly List<Worker> _workers = [];

        public int Kills { get; private set; }

        public Dictionary<Build, int> Started { get; } = Enum.GetValues<Build>().ToDictionary(b => b, _ => 0);

        public async Task StartAsync(IEnumerable<Build> builds)
        {
            foreach (var build in builds)
                _workers.Add(await StartAsync(build));
        }

        /// <summary>Kills one after the other; each comes back as one of these by chance.</summary>
        public async Task KillAsync(int kills, Build[] then)
        {
            for (var i = 0; i < kills; i++)
            {
                // The first of each is there for certain.
                var build = i < then.Length ? then[i] : then[_random.Next(then.Length)];
                await ReplaceAsync(_workers[_random.Next(_workers.Count)], build);
            }
        }

        /// <summary>Replaces all that are of another build.</summary>
        public async Task ReplaceAsync(Build build)
        {
            foreach (var worker in _workers.Where(w => w.Build != build).ToList())
                await ReplaceAsync(worker, build);
        }

        /// <summary>Waits until each, also the last that came, has decided something from now on.</summary>
        public async Task AllDecideAsync()
        {
            var since = TimeProvider.System.GetUtcNow().UtcDateTime;
            while (_workers.Exists(w => !w.HasDecidedSince(since)))
            {
                foreach (var worker in _workers)
                    worker.ThrowIfStopped();
                await Task.Delay(100);
            }
            foreach (var worker in _workers)
                worker.ThrowIfStopped();
        }

        public async Task EndAsync()
        {
            foreach (var worker in _workers)
            {
                // A killed one may still be writing into the folder that is deleted in the end.
                worker.Process.Kill();
                await worker.Process.WaitForExitAsync();
                worker.Process.Dispose();
            }
        }

        private async Task ReplaceAsync(Worker worker, Build build)
        {
            await Task.Delay(_random.Next(50, 1_500));
            foreach (var each in _workers)
                each.ThrowIfStopped();
            worker.Process.Kill();
            await worker.Process.WaitForExitAsync();
            worker.Process.Dispose();
            _workers.Remove(worker);
            Kills++;
            _workers.Add(await StartAsync(build));
        }

        private async Task<Worker> StartAsync(Build build)
        {
            var seed = Started.Values.Sum();
            var own = folder.CreateSubdirectory($"{seed}");
            var start = Persisted.Kills.Worker(
                build == Build.Old ? oldBuild : AppContext.BaseDirectory,
                new()
                {
                    Provider = settings.Provider,
                    ConnectionString = $"{settings.ConnectionString};Application Name={build}",
                },
                own.FullName, seed);
            start.RedirectStandardError = true;
            start.Environment.Remove(PackBy);
            if (build == Build.Beside)
                start.Environment.Add(PackBy, "brotli");
            Started[build]++;
            var worker = new Worker(build, Process.Start(start)!, Path.Combine(own.FullName, "acknowledged"));
            await worker.IsWorkingAsync();
            return worker;
        }
    }

    /// <summary>One of them.</summary>
    private sealed class Worker(Build build, Process process, string acknowledged)
    {
        /// <summary>Each acknowledges several decisions a second, also where they share two cores.</summary>
        private static readonly TimeSpan Silence = TimeSpan.FromSeconds(10);

        private readonly Task<string> _error = process.StandardError.ReadToEndAsync();
        private DateTime _since;

        public Build Build => build;

        public Process Process => process;

        public async Task IsWorkingAsync()
        {
            await Persisted.Kills.IsWorkingAsync(process);
            _since = TimeProvider.System.GetUtcNow().UtcDateTime;
            ThrowIfStopped();
        }

        public bool HasDecidedSince(DateTime time) => File.GetLastWriteTimeUtc(acknowledged) > time;

        /// <summary>
        /// Nothing stops a worker but a kill, or that it can't work with what it finds: then it ends, or, a build of
        /// before, lives on and decides nothing.
        /// </summary>
        public void ThrowIfStopped()
        {
            if (process.HasExited)
                throw new WorkerStoppedException(
                    $"A worker of build {build} ended by itself: "
                    + string.Join(' ', _error.GetAwaiter().GetResult().Split('\n').Take(3)));
            var told = File.GetLastWriteTimeUtc(acknowledged);
            var silent = TimeProvider.System.GetUtcNow().UtcDateTime - (told > _since ? told : _since);
            if (silent > Silence)
                throw new WorkerStoppedException(
                    $"A worker of build {build} lives, but has decided nothing for {silent.TotalSeconds:F0} s");
        }
    }

    private sealed class WorkerStoppedException(string message) : Exception(message);
}
