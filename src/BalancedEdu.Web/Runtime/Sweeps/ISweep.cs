namespace BalancedEdu.Web.Runtime.Sweeps;

/// <summary>
/// Carries out rows of one kind that are due. Several nodes may sweep at once; each row is carried out once.
/// </summary>
public interface ISweep
{
    /// <summary>Carries out one batch.</summary>
    /// <returns>How many rows went on; 0 when nothing is due.</returns>
    Task<int> RunAsync(CancellationToken cancellation);
}
