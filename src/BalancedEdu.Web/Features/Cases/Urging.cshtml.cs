using BalancedEdu.Web.Data.Organisation;
using BalancedEdu.Web.Features.Shared;
using BalancedEdu.Web.Infrastructure;
using BalancedEdu.Web.Runtime;
using BalancedEdu.Web.Runtime.CaseActions;
using BalancedEdu.Web.Runtime.Reading;

namespace BalancedEdu.Web.Features.Cases;

/// <summary>催办: who has the chosen tasks is asked to hurry.</summary>
public sealed class UrgingModel(
    CaseFiles files, CaseStandings standings, CurrentUser current, TaskUrging urging)
    : CaseVerbPage(files, standings, current)
{
    /// <inheritdoc/>
    protected override string Name => "Urging";

    /// <inheritdoc/>
    protected override async Task<(ActionRefusal? Refusal, string Done)> DoAsync(
        long id, VerbInput input, AppUser person, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(input);
        var refusals = new List<ActionRefusal>();
        var tasks = input.Tasks ?? [];
        foreach (var task in tasks)
            if (await urging.UrgeAsync(new(task, input.Note), person, cancellation) is { } refusal)
                refusals.Add(refusal);
        if (tasks.Count == 0)
            return (new(RefusalKind.Invalid, "task.urge-none", "没有催办：没有选择环节。请至少选一个。", []), "");
        var done = tasks.Count - refusals.Count;
        return refusals.Count == 0 ? (null, $"已催办 {done} 个环节")
            : done == 0 ? (refusals[0], "")
            : (null, $"已催办 {done} 个环节，{refusals.Count} 个没有催办（{refusals[0].Message.TrimEnd((char)0x3002)}）");
    }
}
