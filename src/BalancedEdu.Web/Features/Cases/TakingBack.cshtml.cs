using BalancedEdu.Web.Data.Organisation;
using BalancedEdu.Web.Features.Shared;
using BalancedEdu.Web.Infrastructure;
using BalancedEdu.Web.Runtime;
using BalancedEdu.Web.Runtime.CaseActions;
using BalancedEdu.Web.Runtime.Reading;

namespace BalancedEdu.Web.Features.Cases;

/// <summary>取回: the last handler takes a decision back.</summary>
public sealed class TakingBackModel(
    CaseFiles files, CaseStandings standings, CurrentUser current, TaskTakingBack taking)
    : CaseVerbPage(files, standings, current)
{
    /// <inheritdoc/>
    protected override string Name => "TakingBack";

    /// <inheritdoc/>
    protected override async Task<(ActionRefusal? Refusal, string Done)> DoAsync(
        long id, VerbInput input, AppUser person, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(input);
        return (
            await taking.TakeBackAsync(new(input.Tasks is [var task, ..] ? task : 0), person, cancellation),
            "已取回，请重新办理");
    }
}
