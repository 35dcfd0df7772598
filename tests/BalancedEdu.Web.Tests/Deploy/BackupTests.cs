using BalancedEdu.Web.Data;
using BalancedEdu.Web.Tests.App;
using BalancedEdu.Web.Tests.Runtime;
using BalancedEdu.Web.Tests.Runtime.Retention;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using System.Security.Cryptography;

namespace BalancedEdu.Web.Tests.Deploy;

public sealed class BackupTests
{
    private const int Copies = 200;

    [Fact]
    public async Task A_backup_of_PostgreSQL_restores_into_an_empty_database_with_every_row_and_chain()
    {
        await using var app = await FilledAsync(DatabaseProvider.PostgreSql);
        using var scripts = Scripts.For(app);
        var files = Directory.CreateDirectory(Path.Combine(scripts.Folder, "archive")).FullName;
        await File.WriteAllTextAsync(Path.Combine(files, "DB-2020-00001.zip"), "package");
        await scripts.DoneAsync("backup.sh", scripts.Backup, files);
        await scripts.RefusedAsync("backup.exists", "backup.sh", scripts.Backup);
        await scripts.RefusedAsync("restore.not-empty", "restore.sh", scripts.Backup);

        var restored = await scripts.PointToNewAsync();
        try
        {
            var filesBack = Path.Combine(scripts.Folder, "back");
            var output = await scripts.DoneAsync("restore.sh", scripts.Backup, filesBack);
            Assert.Contains("哈希链断裂 0 件", output, StringComparison.Ordinal);
            Assert.Contains("行数与校验和都与备份一致", output, StringComparison.Ordinal);
            Assert.Equal("package", await File.ReadAllTextAsync(filesBack + files + "/DB-2020-00001.zip"));
            await using var db = app.Open();
            Assert.Equal(
                (await db.Cases.LongCountAsync(), await db.CaseEvents.LongCountAsync(),
                    await db.Users.LongCountAsync()),
                (await CountAsync(restored, "cases"), await CountAsync(restored, "case_events"),
                    await CountAsync(restored, "\"AspNetUsers\"")));
        }
        finally
        {
            await PostgresServer.ExecuteAsync($"DROP DATABASE {restored} WITH (FORCE)");
        }
    }

    [Fact]
    public async Task A_backup_that_is_not_whole_is_refused_and_leaves_the_target_empty()
    {
        await using var app = await FilledAsync(DatabaseProvider.PostgreSql);
        using var scripts = Scripts.For(app);
        await scripts.DoneAsync("backup.sh", scripts.Backup);
        var restored = await scripts.PointToNewAsync();
        var manifest = Path.Combine(scripts.Backup, "manifest");
        var dump = Path.Combine(scripts.Backup, "database.dump");
        var (text, bytes) = (await File.ReadAllTextAsync(manifest), await File.ReadAllBytesAsync(dump));
        try
        {
            bytes[bytes.Length / 2] ^= 1;
            await File.WriteAllBytesAsync(dump, bytes);
            await scripts.RefusedAsync("restore.file-damaged", "restore.sh", scripts.Backup);

            // Even under a manifest that was made for the damaged file, nothing of it stays.
            bytes.AsSpan(bytes.Length / 3).Clear();
            await File.WriteAllBytesAsync(dump, bytes);
            var sum = text.Split('\n').Single(l => l.StartsWith("sha256 ", StringComparison.Ordinal));
            var damaged = $"sha256 database.dump {Convert.ToHexStringLower(SHA256.HashData(bytes))}";
            await WriteSignedAsync(manifest, text.Replace(sum, damaged, StringComparison.Ordinal));
            await scripts.RefusedAsync("restore.failed", "restore.sh", scripts.Backup);

            File.Delete(dump);
            await scripts.RefusedAsync("restore.file-missing", "restore.sh", scripts.Backup);
            await File.WriteAllTextAsync(manifest, text[..(text.Length / 2)]);
            await scripts.RefusedAsync("restore.manifest-damaged", "restore.sh", scripts.Backup);
            File.Delete(manifest);
            await scripts.RefusedAsync("restore.no-manifest", "restore.sh", scripts.Backup);
            Assert.Equal(0, await CountAsync(restored, "pg_stat_user_tables"));
        }
        finally
        {
            await PostgresServer.ExecuteAsync($"DROP DATABASE {restored} WITH (FORCE)");
        }
    }

    [Theory, Databases]
    public async Task What_differs_from_the_manifest_or_was_broken_before_is_told(DatabaseProvider provider)
    {
        await using var app = await TrialProcess.StartAppAsync(provider);
        await app.StartCaseAsync("trial", TrialProcess.Variables);
        await using (var db = app.Open())
            await db.CaseEvents.ExecuteUpdateAsync(e => e.SetProperty(x => x.Actor, "fangqiheng"));
        using var scripts = Scripts.For(app);
        await scripts.DoneAsync("backup.sh", scripts.Backup);
        var targets = new[] { await scripts.PointToNewAsync(), "" };
        try
        {
            await scripts.RefusedAsync("restore.chain-broken", "restore.sh", scripts.Backup);
            var manifest = Path.Combine(scripts.Backup, "manifest");
            var text = await File.ReadAllTextAsync(manifest);
            var cases = text.Split('\n').Single(l => l.Contains("cases 1 ", StringComparison.Ordinal));
            await WriteSignedAsync(manifest, text.Replace(cases, cases + "7", StringComparison.Ordinal));
            targets[1] = await scripts.PointToNewAsync();
            await scripts.RefusedAsync("restore.differs", "restore.sh", scripts.Backup);
        }
        finally
        {
            if (provider == DatabaseProvider.PostgreSql)
                foreach (var target in targets.Where(t => t.Length > 0))
                    await PostgresServer.ExecuteAsync($"DROP DATABASE {target} WITH (FORCE)");
        }
    }

    [Fact]
    public async Task A_backup_of_SQLite_needs_the_program_only_and_the_service_starts_on_what_was_restored()
    {
        await using var app = await FilledAsync(DatabaseProvider.Sqlite);
        using var scripts = Scripts.For(app);
        await scripts.DoneAsync("backup.sh", scripts.Backup);
        await scripts.RefusedAsync("restore.not-empty", "restore.sh", scripts.Backup);
        var restored = await scripts.PointToNewAsync();
        Assert.Contains(
            "哈希链断裂 0 件", await scripts.DoneAsync("restore.sh", scripts.Backup), StringComparison.Ordinal);
        await scripts.RefusedAsync("restore.not-empty", "restore.sh", scripts.Backup);

        await using var service = new WebApp
        {
            Settings = { ["Database:ConnectionString"] = $"Data Source={restored}" },
        };
        using var page = await service.Browser().GetAsync("/Account/Login");
        page.EnsureSuccessStatusCode();
        await using var connection = new SqliteConnection($"Data Source={restored}");
        await connection.OpenAsync();
        Assert.Equal("wal", await ScalarAsync("PRAGMA journal_mode"));
        Assert.Equal(Copies + 1L, await ScalarAsync("SELECT count(*) FROM cases"));

        async Task<object?> ScalarAsync(string sql)
        {
            await using var command = connection.CreateCommand();
            command.CommandText = sql;
            return await command.ExecuteScalarAsync();
        }
    }

    private static async Task<ProductApp> FilledAsync(DatabaseProvider provider)
    {
        var app = await TrialProcess.StartAppAsync(provider);
        var started = await app.StartCaseAsync("trial", TrialProcess.Variables);
        await app.CompleteAsync(started.CaseId, "REVIEW", "peimingyuan", "pass", form: """{ "seats": 45 }""");
        await ManyCases.CopyAsync(app, started.CaseId, Copies);
        return app;
    }

    private static Task WriteSignedAsync(string manifest, string text)
    {
        var body = text[..(text.TrimEnd('\n').LastIndexOf('\n') + 1)];
        var sum = Convert.ToHexStringLower(SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(body)));
        return File.WriteAllTextAsync(manifest, $"{body}manifest {sum}\n");
    }

    private static async Task<long> CountAsync(string database, string table)
    {
        await using var connection = new NpgsqlConnection(
            $"{await PostgresServer.ConnectionStringAsync()};Database={database};Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand($"SELECT count(*) FROM {table}", connection);
        return (long)(await command.ExecuteScalarAsync())!;
    }
}
