using BalancedEdu.Bpmn.Model;
using BalancedEdu.Web.Data.Cases;

namespace BalancedEdu.Web.Runtime.Reading;

/// <summary>What an entry of the history weighs.</summary>
public enum HistoryWeight
{
    /// <summary>Waits for the reader.</summary>
    Mine,

    /// <summary>Waits for somebody else.</summary>
    Waiting,

    /// <summary>Handed in.</summary>
    HandedIn,

    /// <summary>Agreed, passed, done.</summary>
    Agreed,

    /// <summary>Agreed with conditions.</summary>
    Conditional,

    /// <summary>Sent back.</summary>
    Returned,

    /// <summary>Refused.</summary>
    Refused,

    /// <summary>Recorded by the system; never a person's opinion.</summary>
    System,

    /// <summary>Went from hand to hand, or was answered by a delegate: nothing is decided by it.</summary>
    Handed,
}

/// <summary>One opinion, or one thing that happened, in words.</summary>
/// <param name="Weight">Decides the mark.</param>
/// <param name="Who">The person, the unit that has not claimed, or 系统.</param>
/// <param name="What">The outcome, or how it stands.</param>
/// <param name="By">The office, or what the system did.</param>
/// <param name="At">When; null where nothing has happened yet.</param>
/// <param name="Opinion">The opinion.</param>
/// <param name="Void">Whether it lost its effect.</param>
public sealed record HistoryEntry(
    HistoryWeight Weight, string Who, string What, string By, DateTimeOffset? At, string? Opinion, bool Void = false);

/// <summary>One visit of one step.</summary>
/// <param name="Name">The step.</param>
/// <param name="ElementId">The BPMN user task; empty for the start.</param>
/// <param name="From">When it began.</param>
/// <param name="Until">When the last of its seats was done; null while it is open.</param>
/// <param name="Done">Seats that have decided.</param>
/// <param name="Of">All seats.</param>
/// <param name="Entries">Newest first; what has not happened yet on top.</param>
public sealed record HistoryStep(
    string Name, string ElementId, DateTimeOffset From, DateTimeOffset? Until, int Done, int Of,
    IReadOnlyList<HistoryEntry> Entries);

/// <summary>Opinions and history (意见与经过) of a case, step by step.</summary>
public static class CaseHistory
{
    /// <summary>The steps, newest first, the hand-in last.</summary>
    public static IReadOnlyList<HistoryStep> Read(CaseFile file, string reader)
    {
        ArgumentNullException.ThrowIfNull(file);

        // The instances of a multi-instance are opened in one step of the engine and so at the same instant.
        var steps = file.Tasks.GroupBy(t => (t.ElementId, t.CreatedAt))
            .Select(visit => StepOf(file, [.. visit], reader))
            .OrderByDescending(s => s.From)
            .ToList();
        var start = file.Case;
        var bySystem = start.StartedBy == Actor.System.UserName;
        steps.Add(new(file.Beginning, "", start.StartedAt, start.StartedAt, 1, 1,
        [
            new(
                bySystem ? HistoryWeight.System : HistoryWeight.HandedIn, file.NameOf(start.StartedBy),
                bySystem ? "立案" : file.Beginning, bySystem ? start.ApplicantName : file.UnitOf(start.StartedBy),
                start.StartedAt, null),
        ]));
        return steps;
    }

    /// <summary>Steps of the case that are decided, for the printed form: order of signing.</summary>
    public static IReadOnlyList<HistoryStep> InOrderOfSigning(CaseFile file) =>
        [.. Read(file, "").Where(s => s.ElementId.Length > 0 && s.Done > 0)
            .Reverse()
            .Select(s => s with
            {
                Entries =
                [
                    .. s.Entries.Where(e => e is { At: not null, Void: false, Weight: not HistoryWeight.Handed })
                        .OrderBy(e => e.At),
                ],
            })];

    private static HistoryStep StepOf(CaseFile file, IReadOnlyList<WorkTask> seats, string reader)
    {
        var first = seats[0];
        var open = seats.Any(t => t.Status == WorkTaskStatus.Open);
        return new(
            first.Name, first.ElementId, first.CreatedAt, open ? null : seats.Max(t => t.EndedAt),
            seats.Count(t => t.Status == WorkTaskStatus.Completed), seats.Count,
            [
                .. seats.SelectMany(t => LateOpinion(file, t).Append(EntryOf(file, t, reader)))
                    .Concat(HandingHistory.Of(file, seats))
                    .OrderBy(e => e.At is not null).ThenByDescending(e => e.At),
            ]);
    }

    /// <summary>
    /// What a silent department said afterwards stands beside the default; it is later, and so above it.
    /// </summary>
    private static IEnumerable<HistoryEntry> LateOpinion(CaseFile file, WorkTask task)
    {
        if (file.Defaults.GetValueOrDefault(task.Id) is { OpinionAt: { } at } late)
            yield return new(
                HistoryWeight.HandedIn, file.NameOf(late.OpinionBy!), "补交意见",
                $"{late.SilentUnit}，默认处理后补交，不改变默认处理", at, late.Opinion);
    }

    private static HistoryEntry EntryOf(CaseFile file, WorkTask task, string reader) => task.Status switch
    {
        WorkTaskStatus.Completed => Decided(file, task),
        WorkTaskStatus.Cancelled when HandingHistory.ReturnBy(file, task) is { } returned => returned,
        WorkTaskStatus.Cancelled => new(
            HistoryWeight.Waiting, SeatOf(file, task), "未表态", file.NameOf(task.Assignee ?? ""), task.EndedAt, null,
            Void: task.VoidReason is not null),
        _ when task.Assignee is null => new(
            HistoryWeight.Waiting, SeatOf(file, task), task.Unassignable ? "待指派" : "未认领", "", null, null),
        _ when task.Assignee == reader => new(HistoryWeight.Mine, "我", "待办", UnitOf(file, task), null, null),
        _ => new(
            HistoryWeight.Waiting, file.NameOf(task.Assignee), task.Claimed ? "已认领" : "待办", UnitOf(file, task),
            null, null),
    };

    private static HistoryEntry Decided(CaseFile file, WorkTask task)
    {
        var outcome = task.OutcomeName ?? task.Outcome ?? "";
        if (task.CompletedBy == Actor.System.UserName)
            return new(
                HistoryWeight.System, Actor.System.DisplayName, $"逾期未反馈，按“{outcome}”处理",
                $"{SilentOf(file, task)}未表态，由系统记录，不是该单位意见", task.EndedAt, LawOf(file, task));
        return new(
            WeightOf(file.DetailsOf(task), task), WhoOf(file, task), outcome, UnitOf(file, task), task.EndedAt,
            string.IsNullOrWhiteSpace(task.Comment) ? null : task.Comment, Void: task.VoidReason is not null);
    }

    /// <summary>甲, or 甲 代 乙 where it was decided in another's place.</summary>
    private static string WhoOf(CaseFile file, WorkTask task) => task.OnBehalfOf is { } principal
        ? $"{file.NameOf(task.CompletedBy!)} 代 {file.NameOf(principal)}"
        : file.NameOf(task.CompletedBy!);

    /// <summary>What an outcome weighs: its words first, since 退回 is no refusal, then the kind of its button.</summary>
    public static HistoryWeight WeightOf(UserTaskDetails details, WorkTask task)
    {
        ArgumentNullException.ThrowIfNull(details);
        ArgumentNullException.ThrowIfNull(task);
        var name = task.OutcomeName ?? "";
        if (SendsBack(name))
            return HistoryWeight.Returned;
        if (name.Contains("条件", StringComparison.Ordinal))
            return HistoryWeight.Conditional;
        var kind = details.Outcomes.FirstOrDefault(o => o.Id == task.Outcome)?.Kind;
        return kind == "danger" ? HistoryWeight.Refused : HistoryWeight.Agreed;
    }

    /// <summary>Whether an outcome's words say that the case goes back: 退回, 退改, 一次性补正; 提交补正 does not.</summary>
    public static bool SendsBack(string outcomeName)
    {
        ArgumentNullException.ThrowIfNull(outcomeName);
        return outcomeName.Contains('退', StringComparison.Ordinal)
            || outcomeName.Contains("一次性补正", StringComparison.Ordinal);
    }

    /// <summary>The department as it was stored with the decision; of older decisions the seat.</summary>
    private static string SilentOf(CaseFile file, WorkTask task) =>
        file.Defaults.GetValueOrDefault(task.Id)?.SilentUnit is { Length: > 0 } unit ? unit : SeatOf(file, task);

    private static string SeatOf(CaseFile file, WorkTask task)
    {
        if (task.SeatName.Length > 0)
            return task.SeatName;
        return task.Assignee is { } assignee ? file.NameOf(assignee) : "候选人";
    }

    private static string UnitOf(CaseFile file, WorkTask task)
    {
        var unit = file.UnitOf(task.CompletedBy ?? task.Assignee ?? "");
        unit = unit.Length > 0 ? unit : task.SeatName;
        return task.SignerPlace is { } place ? $"{unit}，{SignerWords.Of(place)}" : unit;
    }

    private static string? LawOf(CaseFile file, WorkTask task) =>
        file.DetailsOf(task).Sla?.Law is { Length: > 0 } law ? $"依据：{law}" : null;
}
