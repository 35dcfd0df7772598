using System.Globalization;
using BalancedEdu.Feel.Values;
using BalancedEdu.Web.Runtime;

namespace BalancedEdu.Web.Processes.Land;

/// <summary>
/// <c>land.issue-opinion</c>: the number of the opinion follows from that of the case, so that a repetition gives the
/// same one.
/// </summary>
internal sealed class IssueLandOpinion : IJobHandler
{
    public string Job => "land.issue-opinion";

    public Task<FeelContext> RunAsync(JobRequest request, CancellationToken cancellation)
    {
        var decision = request.Inputs.Text("decision");
        var name = decision switch
        {
            "approved" => "批准",
            "conditional" => "附条件批准",
            "rejected" => "不予批准",
            _ => throw new JobFailedException($"决定“{decision}”不是批准、附条件批准或不予批准，请检查流程定义。"),
        };
        var day = request.Now.ToOffset(TimeSpan.FromHours(8));
        return Task.FromResult(FeelReading.Of(
            ("decision", FeelValue.Of(decision)), ("decisionName", FeelValue.Of(name)),
            ("opinionNo", FeelValue.Of(NumberOf(request.CaseNumber))),
            ("issuedOn", FeelValue.Of(day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)))));
    }

    /// <summary>联审〔2026〕12号 of LD-2026-00012; a number of another shape is kept whole.</summary>
    internal static string NumberOf(string caseNumber) => caseNumber.Split('-') is [_, var year, var sequence]
        && int.TryParse(sequence, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
        ? $"联审〔{year}〕{number}号"
        : $"联审（{caseNumber}）";
}
