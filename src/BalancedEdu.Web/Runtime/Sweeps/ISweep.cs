namespace BalancedEdu.Web.Runtime.Sweeps;

/// <summary>
/// Carries out rows of one kind that are due. Several nodes may sweep at once; each row is carried out once.
/// </summary>
public interface ISweep
{
    /// <summary>
    /// Whether a step may leave something that is due at once. If not, what is due is found within fifteen seconds.
    /// </summary>
    bool FollowsSteps => false;

    /// <summary>Carries out one batch.</summary>
    /// <returns>How many rows went on; 0 when nothing is due.</returns>
    Task<int> RunAsync(CancellationToken cancellation);
}
