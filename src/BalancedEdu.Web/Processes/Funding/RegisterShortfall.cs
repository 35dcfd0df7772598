using System.Globalization;
using BalancedEdu.Feel.Values;
using BalancedEdu.Web.Runtime;

namespace BalancedEdu.Web.Processes.Funding;

/// <summary><c>funding.register-shortfall</c>: puts what is missing on record in the case, with the day.</summary>
internal sealed class RegisterShortfall : IJobHandler
{
    public string Job => "funding.register-shortfall";

    public Task<FeelContext> RunAsync(JobRequest request, CancellationToken cancellation)
    {
        var inputs = request.Inputs;
        var (due, paid) = (inputs.Number("countyDue"), inputs.NumberOrNull("countyPaid") ?? 0);
        return Task.FromResult(FeelReading.Of(
            ("districtCode", FeelValue.Of(inputs.Text("districtCode"))),
            ("fiscalYear", FeelValue.Of(inputs.Number("fiscalYear"))),
            ("countyDue", FeelValue.Of(due)), ("countyPaid", FeelValue.Of(paid)),
            ("shortfall", FeelValue.Of(Math.Max(0, due - paid))),
            ("registeredOn", FeelValue.Of(
                request.Now.ToOffset(TimeSpan.FromHours(8)).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)))));
    }
}
