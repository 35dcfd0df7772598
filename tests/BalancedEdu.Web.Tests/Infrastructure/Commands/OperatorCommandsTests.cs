using BalancedEdu.Web.Data;
using BalancedEdu.Web.Infrastructure.Commands;
using BalancedEdu.Web.Tests.App;
using BalancedEdu.Web.Tests.Runtime;
using Microsoft.EntityFrameworkCore;

namespace BalancedEdu.Web.Tests.Infrastructure.Commands;

public sealed class OperatorCommandsTests
{
    [Theory, Databases]
    public async Task Verify_audit_is_a_command_of_the_program_with_lines_and_an_exit_code(DatabaseProvider provider)
    {
        await using var app = await TrialProcess.StartAppAsync(provider);
        var started = await app.StartCaseAsync("trial", TrialProcess.Variables);
        var (clean, cleanOutput) = await ChildProcess.CommandAsync(app, "verify-audit");
        Assert.Equal((0, "核对完毕：事项 1 件，事件 1 条，哈希链断裂 0 件。\n"), (clean, cleanOutput));

        await using var db = app.Open();
        await db.CaseEvents.ExecuteUpdateAsync(e => e.SetProperty(x => x.Actor, "fangqiheng"));
        var (broken, output) = await ChildProcess.CommandAsync(app, "verify-audit", "--case", started.Number);
        Assert.Equal(1, broken);
        var lines = output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.StartsWith("SB-2026-0001　audit.altered　第 1 条事件", lines[0], StringComparison.Ordinal);
        Assert.Equal("核对完毕：事项 1 件，事件 1 条，哈希链断裂 1 件。", lines[1]);
    }

    [Fact]
    public async Task What_cannot_be_verified_is_neither_clean_nor_broken()
    {
        await using var app = await TrialProcess.StartAppAsync(DatabaseProvider.Sqlite);
        Assert.Equal((2, "audit.no-case"), await RunAsync(app, "verify-audit", "--case", "SB-1999-0001"));
        Assert.Equal((2, "用法："), await RunAsync(app, "verify-audit", "--cases", "SB-1999-0001"));
        Assert.Equal((2, "用法："), await RunAsync(app, "verify-audit", "--case"));
        Assert.Equal((2, "用法："), await RunAsync(app, "verify-adit"));
        await using var db = app.Open();
        await db.Database.ExecuteSqlRawAsync("DELETE FROM \"__EFMigrationsHistory\" WHERE migration_id LIKE '%Lean%'");
        Assert.Equal((2, "database.not-prepared"), await RunAsync(app, "verify-audit"));
    }

    [Theory]
    [InlineData(true, "verify-audit")]
    [InlineData(true, "verify-adit", "--case", "1")]
    [InlineData(false)]
    [InlineData(false, "--urls=http://127.0.0.1:5080")]
    [InlineData(false, "--urls", "http://127.0.0.1:5080")]
    [InlineData(false, "Database:Provider=Sqlite")]
    [InlineData(false, "/Database:Provider=Sqlite")]
    public void Settings_are_not_taken_for_a_command(bool asked, params string[] args) =>
        Assert.Equal(asked, OperatorCommands.Asked(args));

    private static async Task<(int, string)> RunAsync(ProductApp app, params string[] args)
    {
        await using var output = new StringWriter();
        var code = await OperatorCommands.RunAsync(app.Services, args, output);
        return (code, output.ToString().Split('　', '\n')[0]);
    }
}
