using System.Text.Json;
using BalancedEdu.Bpmn.Execution;
using BalancedEdu.Web.Data.Cases;
using BalancedEdu.Web.Runtime.Bundles;
using BalancedEdu.Web.Runtime.Transitions;

namespace BalancedEdu.Web.Runtime.Reading;

/// <summary>
/// A version that a case ran on before it was moved to another. What was done by it is shown by it for good: its forms,
/// outcomes and names, although newer versions may know nothing of them.
/// </summary>
/// <param name="Until">The number of the event from which on it holds no longer.</param>
/// <param name="Bundle">The version.</param>
/// <param name="Elements">What the version after it calls otherwise: old ids and new ids.</param>
public sealed record EarlierVersion(
    long Until, PublishedBundle Bundle, IReadOnlyDictionary<string, string> Elements)
{
    /// <summary>The kinds of events that tell of migrations: the engine's, and after it the host's.</summary>
    public static readonly string[] Kinds = [nameof(InstanceMigrated), VersionChange.Kind];

    /// <summary>The earlier versions of a case, the oldest first, by its events.</summary>
    internal static async Task<IReadOnlyList<EarlierVersion>> ReadAsync(
        IReadOnlyList<CaseEvent> events, BundleCatalog bundles, CancellationToken cancellation)
    {
        var earlier = new List<EarlierVersion>();
        CaseEvent? moved = null;
        foreach (var e in events.Where(e => Kinds.Contains(e.Kind)))
        {
            if (e.Kind != VersionChange.Kind)
            {
                moved = e;
                continue;
            }
            using var data = JsonDocument.Parse(e.Data);
            earlier.Add(new(
                moved!.Sequence,
                await bundles.GetAsync(data.RootElement.GetProperty("fromId").GetInt64(), cancellation),
                ElementsIn(moved)));
        }
        return earlier;
    }

    private static Dictionary<string, string> ElementsIn(CaseEvent moved)
    {
        using var data = JsonDocument.Parse(moved.Data);
        return data.RootElement.GetProperty("elements").EnumerateObject()
            .ToDictionary(e => e.Name, e => e.Value.GetString()!, StringComparer.Ordinal);
    }
}

/// <summary>Asks the earlier versions of a case.</summary>
internal static class EarlierVersions
{
    /// <summary>The version that held when an event happened.</summary>
    /// <param name="earlier">The earlier versions.</param>
    /// <param name="sequence">The number of the event; 0 for the beginning.</param>
    /// <param name="now">The version that holds now.</param>
    public static PublishedBundle At(this IReadOnlyList<EarlierVersion> earlier, long sequence, PublishedBundle now) =>
        earlier.FirstOrDefault(v => sequence < v.Until)?.Bundle ?? now;

    /// <summary>What is called now what was called so when an event happened.</summary>
    public static string NowOf(this IReadOnlyList<EarlierVersion> earlier, string elementId, long sequence) =>
        earlier.Where(v => sequence < v.Until)
            .Aggregate(elementId, (id, version) => version.Elements.GetValueOrDefault(id, id));

    /// <summary>
    /// The version that a task was done by, and what it calls it. A task that was withdrawn has no event that tells:
    /// it is drawn in the newest version that knows it.
    /// </summary>
    public static (PublishedBundle Bundle, string ElementId) DrawnIn(
        this IReadOnlyList<EarlierVersion> earlier, WorkTask task, IReadOnlyList<CaseEvent> events,
        PublishedBundle now)
    {
        if (earlier.Count == 0 || task.Status == WorkTaskStatus.Open)
            return (now, task.ElementId);
        if (task.Status == WorkTaskStatus.Completed && events.LastOrDefault(
            e => e.TaskId == task.Id && e.Kind == nameof(UserTaskCompleted)) is { ElementId: { } drawn } done)
            return (earlier.At(done.Sequence, now), drawn);
        if (now.Definition.FindUserTask(task.ElementId) is not null)
            return (now, task.ElementId);
        var known = earlier.LastOrDefault(v => v.Bundle.Definition.FindUserTask(task.ElementId) is not null);
        return (known?.Bundle ?? now, task.ElementId);
    }
}
