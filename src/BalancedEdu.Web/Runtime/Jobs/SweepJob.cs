namespace BalancedEdu.Web.Runtime.Jobs;

/// <summary>
/// What Hangfire runs every fifteen seconds. It only wakes: losing it, or running it twice, changes nothing.
/// </summary>
public sealed class SweepJob(Waker waker)
{
    /// <summary>Wakes the sweeps of this node.</summary>
    public void Run() => waker.Wake();
}
