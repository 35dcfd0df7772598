namespace BalancedEdu.Web.Runtime.Incidents;

/// <summary>
/// A step that an administrator asks for on a case with which something is wrong: that it throws is an answer.
/// </summary>
internal static class StepAttempt
{
    /// <summary>Runs it; what it throws is logged and told.</summary>
    public static async Task<ActionRefusal?> TryAsync(
        this ProcessRunner runner, StepRequest request, ILogger log, CancellationToken cancellation)
    {
        try
        {
            return await runner.RunAsync(request, cancellation);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            log.LogError(e, "A step that {User} asked for on case {Case} failed", request.Actor.UserName,
                request.CaseId);
            return IncidentRefusals.Failed(e.Message);
        }
    }
}
