using BalancedEdu.Web.Data.Cases;

namespace BalancedEdu.Web.Runtime.Reading;

/// <summary>How a step of the line stands.</summary>
public enum StepState
{
    /// <summary>Passed.</summary>
    Done,

    /// <summary>Where the case is.</summary>
    Now,

    /// <summary>Expected, if nothing is sent back.</summary>
    Ahead,
}

/// <summary>One step of the line under the title.</summary>
/// <param name="Name">The step.</param>
/// <param name="State">Passed, here or ahead.</param>
/// <param name="Number">Counted from 1.</param>
public sealed record Step(string Name, StepState State, int Number);

/// <summary>
/// The line of steps: what was passed (the newest few), where the case is, and what lies ahead on the straight way,
/// that is along the primary outcomes, else the default flows that do not lead back to what was passed. It is an
/// expectation, not a promise: the diagram is exact.
/// </summary>
public static class StepLine
{
    private const int DoneMax = 4;
    private const int DoneMaxAtTheEnd = 7;
    private const int AheadMax = 3;

    /// <summary>The steps of a case; the current one is that of the task when one is given.</summary>
    public static IReadOnlyList<Step> Read(CaseFile file, WorkTask? task)
    {
        ArgumentNullException.ThrowIfNull(file);
        var open = file.Tasks.Where(t => t.Status == WorkTaskStatus.Open).ToList();
        var current = task is { Status: WorkTaskStatus.Open } ? task : open.LastOrDefault();
        List<string> done = [file.Beginning, .. file.Tasks
            .Where(t => t is { Status: WorkTaskStatus.Completed, VoidReason: null }
                && !open.Exists(o => o.Name == t.Name))
            .OrderBy(t => t.EndedAt).Select(t => t.Name)];
        done = [.. done.Distinct()];
        var shown = current is null ? DoneMaxAtTheEnd : DoneMax;
        var names = done.TakeLast(shown).Select(n => (Name: n, State: StepState.Done)).ToList();
        if (current is not null)
        {
            // Steps that run side by side are all where the case is; the reader's own one comes last.
            names.AddRange(open.Select(t => t.Name).Where(n => n != current.Name).Distinct()
                .Select(n => (n, StepState.Now)));
            names.Add((current.Name, StepState.Now));
            names.AddRange(Ahead(file.Bundle.Xml, current.ElementId)
                .Where(n => !done.Contains(n) && !open.Exists(o => o.Name == n))
                .Take(AheadMax).Select(n => (n, StepState.Ahead)));
        }
        var skipped = Math.Max(0, done.Count - shown);
        return [.. names.Select((n, i) => new Step(n.Name, n.State, skipped + i + 1))];
    }

    /// <summary>Names of the user tasks on the straight way behind an element.</summary>
    public static IEnumerable<string> Ahead(string xml, string fromElementId) =>
        new StraightWay(xml).Behind(fromElementId);
}
