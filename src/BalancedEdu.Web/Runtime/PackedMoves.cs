using System.Text.Json;
using BalancedEdu.Bpmn.Execution;
using BalancedEdu.Web.Data.Cases;

namespace BalancedEdu.Web.Runtime;

/// <summary>
/// The moves of tokens in a step, which nobody asks for one by one: those that follow one another stand in one row, as
/// a JSON array. So a decision writes two rows of history instead of eight, and each is chained all the same.
/// </summary>
public static class PackedMoves
{
    /// <summary>The kind of a row that holds several moves.</summary>
    public const string Kind = "TokensMoved";

    private static readonly HashSet<string> Kinds =
    [
        "ElementActivating", "ElementActivated", "ElementCompleting", "ElementCompleted", "ElementTerminating",
        "ElementTerminated", "SequenceFlowTaken", "VariablesSet", "LoopStarted", "LoopResultTaken", "TimerScheduled",
        "TimerCancelled", "EndEventReached",
    ];

    /// <summary>Whether an event only matters when something is looked into.</summary>
    public static bool IsMove(string kind) => Kinds.Contains(kind);

    /// <summary>How many of the events from a place on are moves that follow one another.</summary>
    internal static int Run(IReadOnlyList<ProcessEvent> events, int from)
    {
        var end = from;
        while (end < events.Count && IsMove(events[end].Kind))
            end++;
        return end - from;
    }

    /// <summary>The data of a row that holds these events.</summary>
    internal static string Pack(IReadOnlyList<ProcessEvent> events, int from, int count) => Json.Of(w =>
    {
        w.WriteStartArray();
        for (var i = from; i < from + count; i++)
            events[i].WriteTo(w);
        w.WriteEndArray();
    });

    /// <summary>
    /// All that happened one by one, in order. What comes out of one row has its number, time and actor; its hash is
    /// the row's, and only <see cref="EventChain"/> on the rows themselves proves anything.
    /// </summary>
    public static IReadOnlyList<CaseEvent> Unpack(IEnumerable<CaseEvent> rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        return [.. rows.SelectMany(row => row.Kind == Kind ? Unpack(row) : [row])];
    }

    private static IEnumerable<CaseEvent> Unpack(CaseEvent row)
    {
        using var document = JsonDocument.Parse(row.Data);
        foreach (var move in document.RootElement.EnumerateArray())
            yield return new()
            {
                CaseId = row.CaseId,
                Sequence = row.Sequence,
                At = row.At,
                Kind = move.GetProperty("kind").GetString()!,
                ElementId = move.TryGetProperty("element", out var element) ? element.GetString() : null,
                Actor = row.Actor,
                Data = move.GetRawText(),
                Hash = row.Hash,
            };
    }
}
