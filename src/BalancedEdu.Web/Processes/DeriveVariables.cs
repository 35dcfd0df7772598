using BalancedEdu.Feel.Values;
using BalancedEdu.Web.Runtime;

namespace BalancedEdu.Web.Processes;

/// <summary>
/// <c>variables.derive</c>: does nothing itself; the outputs of the service task are computed from variables.
/// </summary>
internal sealed class DeriveVariables : IJobHandler
{
    public string Job => "variables.derive";

    public Task<FeelContext> RunAsync(JobRequest request, CancellationToken cancellation) =>
        Task.FromResult(FeelContext.Empty);
}
