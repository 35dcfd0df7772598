using System.Globalization;
using BalancedEdu.Web.Runtime.Retention;

namespace BalancedEdu.Web.Infrastructure.Commands;

/// <summary><c>verify-audit --package FILE</c>: one package by itself; needs no database.</summary>
internal static class VerifyPackage
{
    public static async Task<int> RunAsync(string file, TextWriter output, CancellationToken cancellation)
    {
        if (!File.Exists(file))
        {
            await output.WriteLineAsync($"package.missing　{file} 不存在，请核对路径。");
            return OperatorCommands.NotDone;
        }
        var (sum, manifest, fault) = await PackageCheck.ReadAsync(file, cancellation);
        if (fault is not null)
        {
            await output.WriteLineAsync($"{fault.Case}　{fault.Code}　{fault.Message}");
            return OperatorCommands.Found;
        }
        await output.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture,
            $"归档包完好：{manifest!.Number} {manifest.Title}，事件 {manifest.LastSequence} 条，SHA-256 {sum}。"));
        await output.WriteLineAsync("它是不是归档时的那一个，请与系统所记的 SHA-256 比对，或运行 verify-audit --case 编号。");
        return OperatorCommands.Fine;
    }
}
