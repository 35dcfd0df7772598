using BalancedEdu.Web.Data;
using Microsoft.EntityFrameworkCore;

namespace BalancedEdu.Web.Infrastructure.Commands;

/// <summary>
/// What an operator has the program do instead of serving pages: <c>dotnet BalancedEdu.Web.dll verify-audit</c>.
/// Results go to the standard output, logs to the error output.
/// </summary>
public static class OperatorCommands
{
    /// <summary>Everything was as it should be.</summary>
    public const int Fine = 0;

    /// <summary>Something was found that must not be.</summary>
    public const int Found = 1;

    /// <summary>It could not be carried out.</summary>
    public const int NotDone = 2;

    private const string Usage = """
        用法：
          dotnet BalancedEdu.Web.dll                              启动服务
          dotnet BalancedEdu.Web.dll verify-audit [--case 编号]    核对事件的哈希链
          dotnet BalancedEdu.Web.dll verify-audit --package 文件   核对一个归档包
          dotnet BalancedEdu.Web.dll copy-database 文件           复制内嵌数据库（deploy/backup.sh 用它）
          dotnet BalancedEdu.Web.dll table-sums                   内嵌数据库各表的行数与校验和
        """;

    /// <summary>Whether the arguments name a command: settings begin with a dash or a slash, or hold an =.</summary>
    public static bool Asked(string[] args) =>
        args is [var first, ..] && first is not ['-', ..] and not ['/', ..] && !first.Contains('=');

    /// <summary>Logs to the error output, and only what matters.</summary>
    public static void LogApart(ILoggingBuilder logging)
    {
        logging.ClearProviders();
        logging.AddConsole(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
        logging.SetMinimumLevel(LogLevel.Warning);
        logging.AddFilter("Microsoft", LogLevel.Error);
    }

    /// <summary>Carries the command out.</summary>
    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(
        IServiceProvider services, string[] args, TextWriter output, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(args);
        ArgumentNullException.ThrowIfNull(output);
        Task<int>? run = args switch
        {
            ["verify-audit", "--package", var file, .. var rest] when Options(rest) is not null =>
                VerifyPackage.RunAsync(file, output, cancellation),
            ["verify-audit", .. var rest] when Options(rest, "--case") is { } options =>
                VerifyAudit.RunAsync(services, options.GetValueOrDefault("--case"), output, cancellation),
            ["copy-database", var file, .. var rest] when Options(rest) is not null =>
                CopyDatabase.RunAsync(services, file, output, cancellation),
            ["table-sums", .. var rest] when Options(rest) is not null =>
                TableSums.RunAsync(services, output, cancellation),
            _ => null,
        };
        if (run is not null)
            return await run;
        await output.WriteLineAsync(Usage);
        return NotDone;
    }

    /// <summary>The values of options; settings (<c>--Database:Provider=Sqlite</c>) are not ours.</summary>
    /// <returns>Null when there is something that is not known, or an option without a value.</returns>
    private static Dictionary<string, string>? Options(string[] args, params string[] known)
    {
        var options = new Dictionary<string, string>();
        for (var i = 0; i < args.Length; i++)
        {
            if (args[i].Contains('='))
                continue;
            if (!known.Contains(args[i]) || i + 1 == args.Length || !options.TryAdd(args[i], args[i + 1]))
                return null;
            i++;
        }
        return options;
    }

    /// <summary>Refuses a database that this program's tables are not in.</summary>
    /// <returns>The refusal, or null.</returns>
    internal static async Task<string?> RefuseOtherTablesAsync(BalancedEduDb db, CancellationToken cancellation)
    {
        var missing = (await db.Database.GetPendingMigrationsAsync(cancellation)).ToList();
        return missing.Count == 0
            ? null
            : $"database.not-prepared　数据库还没有建好，或者比程序旧（缺 {missing[0]} 等 {missing.Count} 项迁移）。"
                + "请核对 Database 的设置，或先启动一次这个版本的程序。";
    }
}
