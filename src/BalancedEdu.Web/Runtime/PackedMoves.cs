using System.Text.Json;
using BalancedEdu.Bpmn.Execution;
using BalancedEdu.Web.Data.Cases;

namespace BalancedEdu.Web.Runtime;

/// <summary>
/// The moves of tokens in a step, which nobody asks for one by one: they stand in the row of the event that they
/// follow, in <see cref="CaseEvent.Moves"/>. So a decision writes one row of history instead of eight, and is chained
/// all the same.
/// </summary>
public static class PackedMoves
{
    /// <summary>The kind of a row of moves that follow nothing, such as those of variables that were set.</summary>
    public const string Kind = "TokensMoved";

    private static readonly HashSet<string> Kinds =
    [
        "ElementActivating", "ElementActivated", "ElementCompleting", "ElementCompleted", "ElementTerminating",
        "ElementTerminated", "ActivityClosed", "SequenceFlowTaken", "TokensWithdrawn", "VariablesSet", "DataDelivered",
        "LoopStarted", "LoopRound", "LoopResultTaken", "LoopExtended", "LoopReduced", "LoopUnjudged", "SigningChanged",
        "TimerScheduled", "TimerCancelled", "SubscriptionOpened", "SubscriptionClosed", "ConditionSpent",
        "PayloadReceived", "PartReceived", "PartsTaken", "CompensationRecorded", "CompensationTaken",
        "CompensationsMoved", "CompensationForgotten", "EndEventReached",
    ];

    /// <summary>Whether an event only matters when something is looked into.</summary>
    public static bool IsMove(string kind) => Kinds.Contains(kind);

    /// <summary>The next event that is not a move, if one stands here, and the moves that follow.</summary>
    internal static (ProcessEvent? Head, IReadOnlyList<ProcessEvent> Moves) Next(
        IReadOnlyList<ProcessEvent> events, int from)
    {
        var head = IsMove(events[from].Kind) ? null : events[from];
        return (head, [.. events.Skip(from + (head is null ? 0 : 1)).TakeWhile(e => IsMove(e.Kind))]);
    }

    /// <summary>What their row says of them; null when there are none.</summary>
    internal static string? Pack(IReadOnlyList<ProcessEvent> moves) => moves.Count == 0 ? null : Json.Of(w =>
    {
        w.WriteStartArray();
        foreach (var move in moves)
            move.WriteTo(w);
        w.WriteEndArray();
    });

    /// <summary>
    /// All that happened one by one, in order. What comes out of one row has its number, time and actor; its hash is
    /// the row's, and only <see cref="EventChain"/> on the rows themselves proves anything.
    /// </summary>
    public static IReadOnlyList<CaseEvent> Unpack(IEnumerable<CaseEvent> rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        return [.. rows.SelectMany(Unpack)];
    }

    private static IEnumerable<CaseEvent> Unpack(CaseEvent row)
    {
        if (row.Kind != Kind)
            yield return row;
        if (row.Moves is null)
            yield break;
        using var document = JsonDocument.Parse(row.Moves);
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
