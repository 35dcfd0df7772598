using System.Text.Json;
using BalancedEdu.Web.Data.Cases;
using BalancedEdu.Web.Runtime.Tasks;

namespace BalancedEdu.Web.Runtime.Reading;

/// <summary>What was done with a task beside deciding it: transferred, delegated, signed, sent back.</summary>
internal static class HandingHistory
{
    /// <summary>The entries of some tasks, in the order of the events.</summary>
    public static IEnumerable<HistoryEntry> Of(CaseFile file, IReadOnlyList<WorkTask> tasks)
    {
        var ids = tasks.Select(t => t.Id).ToHashSet();
        return file.Events.Where(e => e.TaskId is { } id && ids.Contains(id))
            .Select(e => (Event: e, What: HandingWords.Of(e))).Where(e => e.What is not null)
            .Select(e => new HistoryEntry(
                HistoryWeight.Handed, file.NameOf(e.Event.Actor), e.What!, file.UnitOf(e.Event.Actor), e.Event.At,
                Reason(e.Event.Data)));
    }

    /// <summary>The entry of who sent the case back from a task, or null when the task ended otherwise.</summary>
    public static HistoryEntry? ReturnBy(CaseFile file, WorkTask task)
    {
        foreach (var e in file.Events.Where(e => e.Kind == "TaskReturned"
            && file.Earlier.NowOf(e.ElementId!, e.Sequence) == task.ElementId))
        {
            using var data = JsonDocument.Parse(e.Data);
            if (data.RootElement.GetProperty("id").GetInt64() != task.ElementInstanceId
                || data.RootElement.TryGetProperty("takenBack", out _))
                continue;
            var target = data.RootElement.GetProperty("target").GetString()!;
            var directly = data.RootElement.TryGetProperty("directly", out var flag) && flag.GetBoolean();
            return new(
                HistoryWeight.Returned, file.NameOf(e.Actor),
                $"退回到“{file.DefinitionAt(e).NameOf(target)}”{(directly ? "，办完直达" : "")}", file.UnitOf(e.Actor), e.At,
                Reason(e.Data));
        }
        return null;
    }

    /// <summary>Why the case was sent back to a task by a return that opened it, or null.</summary>
    public static string? ReasonOfReturnTo(CaseFile file, WorkTask task)
    {
        foreach (var e in file.Events.Where(e => e.Kind == "TaskReturned" && e.At == task.CreatedAt))
        {
            using var data = JsonDocument.Parse(e.Data);
            if (file.Earlier.NowOf(data.RootElement.GetProperty("target").GetString()!, e.Sequence) == task.ElementId)
                return Reason(e.Data);
        }
        return null;
    }

    /// <summary>Why, or what was asked or answered; null when nothing was said.</summary>
    public static string? Reason(string json)
    {
        using var data = JsonDocument.Parse(json);
        return ReasonIn(data.RootElement);
    }

    /// <summary>The same, of data that was read.</summary>
    internal static string? ReasonIn(JsonElement data) => ReturnReasons.Text(
        data.TryGetProperty("reasonCode", out var code) ? code.GetString() : null,
        data.TryGetProperty("reason", out var reason) ? reason.GetString() : null);
}
