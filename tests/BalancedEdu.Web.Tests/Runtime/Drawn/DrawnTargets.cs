using BalancedEdu.Web.Data.Cases;
using BalancedEdu.Web.Tests.App;
using BalancedEdu.Web.Tests.Runtime.Tasks;

namespace BalancedEdu.Web.Tests.Runtime.Drawn;

/// <summary>Where a case may be sent back to (approvals.md §2), from the blocks that were drawn alone.</summary>
internal static class DrawnTargets
{
    /// <summary>The steps that are to be offered to who has an open task, in the order of their ids.</summary>
    public static IReadOnlyList<string> Of(DrawnLook look, WorkTask here) =>
    [
        .. look.Definition.Tasks.Values.Where(t => IsDone(look, t) && MayGoBack(t, look.Drawn(here))).Select(t => t.Id)
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>How what the page offers is other than that; null: it is not.</summary>
    public static async Task<string?> UnlikeAsync(this ProductApp app, DrawnLook look, string by, WorkTask here)
    {
        var plan = await app.PlanAsync(by, here);
        var (offered, should) = (
            string.Join(',', plan.Targets.Select(t => t.ElementId).Order(StringComparer.Ordinal)),
            string.Join(',', Of(look, here)));
        return offered == should
            ? null
            : $"a return of {here.ElementId}#{here.Id} is offered to {offered}, and should to {should}";
    }

    private static bool IsDone(DrawnLook look, DrawnTask task) => task.Id == DrawnTask.StartForm
        || look.Tasks.Any(t => t.ElementId == task.Id && t.Status == WorkTaskStatus.Completed);

    /// <summary>
    /// What comes before, in the same scope or one around it. One branch of a fork that is joined can't be run again
    /// without the others: only straight back, and that only when nothing else goes on.
    /// </summary>
    private static bool MayGoBack(DrawnTask to, DrawnTask from)
    {
        var around = to.Blocks.Zip(from.Blocks).TakeWhile(b => b.First == b.Second).Count();
        if (to.Id != DrawnTask.StartForm && !ComesBefore(to.Blocks, from.Blocks, around))
            return false;
        var (inside, here) = (to.Blocks.Skip(around + 1).ToList(), from.Blocks.Skip(around + 1).ToList());
        return !inside.Exists(b => b.Kind == BlockKind.Scope)
            && (!inside.Exists(b => b.Kind == BlockKind.Fork) || here.TrueForAll(b => b.Kind == BlockKind.Row));
    }

    private static bool ComesBefore(IReadOnlyList<DrawnBlock> to, IReadOnlyList<DrawnBlock> from, int around) =>
        around < to.Count && around < from.Count && to[around].Kind == BlockKind.Row
        && to[around].Id == from[around].Id && to[around].Place < from[around].Place;
}
