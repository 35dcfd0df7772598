using BalancedEdu.Web.Data;
using Microsoft.EntityFrameworkCore;

namespace BalancedEdu.Web.Infrastructure.Commands;

/// <summary>
/// <c>copy-database FILE</c>: the embedded database as of one moment in a file of its own, while the service goes on
/// writing. SQLite does it itself, so that a machine needs nothing but the program.
/// </summary>
internal static class CopyDatabase
{
    public static async Task<int> RunAsync(
        IServiceProvider services, string file, TextWriter output, CancellationToken cancellation)
    {
        await using var scope = services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<BalancedEduDb>();
        if (await SqliteOnly.RefuseAsync(db, cancellation) is { } refusal)
            return await RefuseAsync(refusal);
        if (Path.Exists(file))
            return await RefuseAsync($"database.file-exists　{file} 已经存在。请换一个名字，复制从不覆盖。");
        await db.Database.ExecuteSqlAsync($"VACUUM INTO {Path.GetFullPath(file)}", cancellation);
        return OperatorCommands.Fine;

        async Task<int> RefuseAsync(string sentence)
        {
            await output.WriteLineAsync(sentence);
            return OperatorCommands.NotDone;
        }
    }
}

/// <summary>What PostgreSQL has its own programs for.</summary>
internal static class SqliteOnly
{
    /// <summary>The refusal, or null when the database is an embedded one that is there.</summary>
    public static async Task<string?> RefuseAsync(BalancedEduDb db, CancellationToken cancellation) =>
        !db.Database.IsSqlite()
            ? "database.not-sqlite　数据库是 PostgreSQL，这个命令只用于 SQLite。请用 deploy/backup.sh，它用 pg_dump。"
            : !await db.Database.CanConnectAsync(cancellation)
                ? "database.missing　数据库文件不存在。请核对 Database:ConnectionString。"
                : null;
}
