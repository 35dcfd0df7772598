using BalancedEdu.Web.Data.Organisation;
using BalancedEdu.Web.Features.Shared;
using BalancedEdu.Web.Infrastructure;
using BalancedEdu.Web.Runtime;
using BalancedEdu.Web.Runtime.CaseActions;
using BalancedEdu.Web.Runtime.Reading;

namespace BalancedEdu.Web.Features.Cases;

/// <summary>激活: the case goes on.</summary>
public sealed class ResumptionModel(
    CaseFiles files, CaseStandings standings, CurrentUser current, CaseSuspension suspension)
    : CaseVerbPage(files, standings, current)
{
    /// <inheritdoc/>
    protected override string Name => "Resumption";

    /// <inheritdoc/>
    protected override async Task<(ActionRefusal? Refusal, string Done)> DoAsync(
        long id, VerbInput input, AppUser person, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(input);
        return (await suspension.ResumeAsync(new(id, input.Reason), person, cancellation), "已激活，可以继续办理");
    }
}
