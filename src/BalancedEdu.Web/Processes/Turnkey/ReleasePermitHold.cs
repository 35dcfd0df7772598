using BalancedEdu.Feel.Values;
using BalancedEdu.Web.Runtime;

namespace BalancedEdu.Web.Processes.Turnkey;

/// <summary><c>turnkey.release-hold</c>: the school is accepted; tells whether there was a hold to release.</summary>
internal sealed class ReleasePermitHold : IJobHandler
{
    public string Job => "turnkey.release-hold";

    public Task<FeelContext> RunAsync(JobRequest request, CancellationToken cancellation) =>
        Task.FromResult(FeelReading.Of(("released", FeelValue.Of(request.Inputs.Flag("holdRaised")))));
}
