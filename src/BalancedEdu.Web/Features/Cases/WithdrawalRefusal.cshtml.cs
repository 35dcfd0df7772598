using BalancedEdu.Web.Data.Organisation;
using BalancedEdu.Web.Features.Shared;
using BalancedEdu.Web.Infrastructure;
using BalancedEdu.Web.Runtime;
using BalancedEdu.Web.Runtime.CaseActions;
using BalancedEdu.Web.Runtime.Reading;

namespace BalancedEdu.Web.Features.Cases;

/// <summary>不同意撤回: a handler refuses the withdrawal.</summary>
public sealed class WithdrawalRefusalModel(
    CaseFiles files, CaseStandings standings, CurrentUser current, WithdrawalAnswering answering)
    : CaseVerbPage(files, standings, current)
{
    /// <inheritdoc/>
    protected override string Name => "WithdrawalRefusal";

    /// <inheritdoc/>
    protected override async Task<(ActionRefusal? Refusal, string Done)> DoAsync(
        long id, VerbInput input, AppUser person, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(input);
        return (
            await answering.AnswerAsync(new(id, input.Request, false, input.Reason), person, cancellation),
            "已答复不同意撤回");
    }
}
