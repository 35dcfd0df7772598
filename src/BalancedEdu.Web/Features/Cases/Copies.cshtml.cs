using BalancedEdu.Web.Data.Organisation;
using BalancedEdu.Web.Features.Shared;
using BalancedEdu.Web.Infrastructure;
using BalancedEdu.Web.Runtime;
using BalancedEdu.Web.Runtime.CaseActions;
using BalancedEdu.Web.Runtime.Reading;

namespace BalancedEdu.Web.Features.Cases;

/// <summary>抄送: the case is passed to people to be read.</summary>
public sealed class CopiesModel(
    CaseFiles files, CaseStandings standings, CurrentUser current, CaseCopying copying)
    : CaseVerbPage(files, standings, current)
{
    /// <inheritdoc/>
    protected override string Name => "Copies";

    /// <inheritdoc/>
    protected override async Task<(ActionRefusal? Refusal, string Done)> DoAsync(
        long id, VerbInput input, AppUser person, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(input);
        return (await copying.CopyAsync(new(id, [input.To ?? ""], input.Note), person, cancellation), "已抄送");
    }
}
