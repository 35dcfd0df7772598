using System.Globalization;
using BalancedEdu.Web.Data;
using BalancedEdu.Web.Runtime.Retention;

namespace BalancedEdu.Web.Infrastructure.Commands;

/// <summary><c>verify-audit [--case NUMBER]</c>: a line a broken case or package, and the counts.</summary>
internal static class VerifyAudit
{
    public static async Task<int> RunAsync(
        IServiceProvider services, string? number, TextWriter output, CancellationToken cancellation)
    {
        await using var scope = services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<BalancedEduDb>();
        if (await OperatorCommands.RefuseOtherTablesAsync(db, cancellation) is { } refusal)
        {
            await output.WriteLineAsync(refusal);
            return OperatorCommands.NotDone;
        }
        var verifier = services.GetRequiredService<AuditVerifier>();
        var count = number is null
            ? await verifier.VerifyAllAsync(Report, cancellation)
            : await verifier.VerifyOneAsync(number, Report, cancellation);
        var (packages, lost) = count is null || number is null
            ? await services.GetRequiredService<ArchiveVerifier>().VerifyAsync(number, Report, cancellation)
            : default;
        if (count is null && packages == 0)
        {
            await output.WriteLineAsync($"audit.no-case　没有编号为 {number} 的事项，请核对编号（如 DB-2026-00377）。");
            return OperatorCommands.NotDone;
        }
        if (count is not null)
            await output.WriteLineAsync(string.Create(
                CultureInfo.InvariantCulture,
                $"核对完毕：事项 {count.Cases} 件，事件 {count.Events} 条，哈希链断裂 {count.Broken} 件。"));
        if (packages > 0)
            await output.WriteLineAsync(string.Create(
                CultureInfo.InvariantCulture, $"归档包 {packages} 个，缺失或不符 {lost} 个。"));
        if (lost == 0 && (count?.Broken ?? 0) == 0)
            return OperatorCommands.Fine;
        await output.WriteLineAsync("请先保留现状（停用并备份数据库），再把有问题的事项与最近一次完好的备份逐条比对。");
        return OperatorCommands.Found;

        void Report(ChainFault fault) => output.WriteLine($"{fault.Case}　{fault.Code}　{fault.Message}");
    }
}
