using BalancedEdu.Web.Data.Organisation;
using BalancedEdu.Web.Features.Shared;
using BalancedEdu.Web.Infrastructure;
using BalancedEdu.Web.Runtime;
using BalancedEdu.Web.Runtime.CaseActions;
using BalancedEdu.Web.Runtime.Reading;

namespace BalancedEdu.Web.Features.Cases;

/// <summary>同意撤回: a handler lets the case be withdrawn.</summary>
public sealed class WithdrawalAgreementModel(
    CaseFiles files, CaseStandings standings, CurrentUser current, WithdrawalAnswering answering)
    : CaseVerbPage(files, standings, current)
{
    /// <inheritdoc/>
    protected override string Name => "WithdrawalAgreement";

    /// <inheritdoc/>
    protected override async Task<(ActionRefusal? Refusal, string Done)> DoAsync(
        long id, VerbInput input, AppUser person, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(input);
        return (
            await answering.AnswerAsync(new(id, input.Request, true, null), person, cancellation), "已同意撤回");
    }
}
