using BalancedEdu.Feel.Values;
using BalancedEdu.Web.Runtime;

namespace BalancedEdu.Web.Processes.Funding;

/// <summary>
/// <c>funding.pay-instructions</c>: one instruction a school and batch. Its number follows from both, so that a
/// repeated attempt gives the same instructions and the treasury sees a double at once; a school that gets nothing has
/// none.
/// </summary>
internal sealed class IssuePayInstructions : IJobHandler
{
    public string Job => "funding.pay-instructions";

    public Task<FeelContext> RunAsync(JobRequest request, CancellationToken cancellation)
    {
        var lines = request.Inputs.Parts("lines").Where(line => line.Number("amount") > 0).ToList();
        if (lines.GroupBy(line => line.Text("code")).FirstOrDefault(g => g.Count() > 1) is { } twice)
            throw new JobFailedException($"学校 {twice.Key} 在批次中出现两次，不能生成支付指令，请退回核定。");
        var instructions = lines.Select(line => FeelReading.Of(
            ("code", FeelValue.Of(line.Text("code"))), ("name", FeelValue.Of(line.Text("name"))),
            ("instructionNo", FeelValue.Of($"{request.CaseNumber}-{line.Text("code")}")),
            ("amount", FeelValue.Of(line.Number("amount"))), ("people", FeelReading.ListOf(line.Texts("people")))));
        return Task.FromResult(FeelReading.Of(
            ("instructions", FeelReading.ListOf(instructions)),
            ("paidAmount", FeelValue.Of(lines.Sum(line => line.Number("amount"))))));
    }
}
