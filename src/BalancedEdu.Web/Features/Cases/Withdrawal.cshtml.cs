using BalancedEdu.Web.Data.Organisation;
using BalancedEdu.Web.Features.Shared;
using BalancedEdu.Web.Infrastructure;
using BalancedEdu.Web.Runtime;
using BalancedEdu.Web.Runtime.CaseActions;
using BalancedEdu.Web.Runtime.Reading;

namespace BalancedEdu.Web.Features.Cases;

/// <summary>撤回: the initiator takes the case back, or asks to.</summary>
public sealed class WithdrawalModel(
    CaseFiles files, CaseStandings standings, CurrentUser current, CaseWithdrawal withdrawal)
    : CaseVerbPage(files, standings, current)
{
    /// <inheritdoc/>
    protected override string Name => "Withdrawal";

    /// <inheritdoc/>
    protected override async Task<(ActionRefusal? Refusal, string Done)> DoAsync(
        long id, VerbInput input, AppUser person, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(input);
        var answer = await withdrawal.WithdrawAsync(new(id, input.Reason), person, cancellation);
        return (answer.Refusal, answer.Value?.Withdrawn == true ? "事项已撤回" : "撤回申请已发给承办人，等待答复");
    }
}
