using BalancedEdu.Web.Data.Organisation;
using BalancedEdu.Web.Features.Shared;
using BalancedEdu.Web.Infrastructure;
using BalancedEdu.Web.Runtime;
using BalancedEdu.Web.Runtime.CaseActions;
using BalancedEdu.Web.Runtime.Reading;

namespace BalancedEdu.Web.Features.Cases;

/// <summary>终止: the case ends without a result.</summary>
public sealed class TerminationModel(
    CaseFiles files, CaseStandings standings, CurrentUser current, CaseTermination termination)
    : CaseVerbPage(files, standings, current)
{
    /// <inheritdoc/>
    protected override string Name => "Termination";

    /// <inheritdoc/>
    protected override async Task<(ActionRefusal? Refusal, string Done)> DoAsync(
        long id, VerbInput input, AppUser person, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(input);
        return (await termination.TerminateAsync(new(id, input.Reason), person, cancellation), "事项已终止");
    }
}
