using BalancedEdu.Web.Data;
using Microsoft.Extensions.Options;

namespace BalancedEdu.Web.Runtime.Sweeps;

/// <summary>
/// When a delivery between cases that throws is tried again: later and later, as often as a job, then it rests until a
/// person decides. Only what throws costs an attempt; whoever finds its receiver busy or standing still gives it back.
/// </summary>
internal sealed class Retries(TimeProvider time, Random random, IOptions<RuntimeSettings> settings)
{
    /// <summary>After how many attempts it rests.</summary>
    public int Most => settings.Value.JobAttemptsMax;

    /// <summary>When it is tried again after so many attempts, or null when it rests.</summary>
    public DateTimeOffset? Next(int attempts) => attempts < Most ? Later(attempts) : null;

    /// <summary>When what can't rest is tried again after so many attempts.</summary>
    public DateTimeOffset Later(int attempts) =>
        time.GetStoredNow() + BackOff.After(Math.Max(attempts, 1), random.NextDouble());
}
